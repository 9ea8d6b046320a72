"""The questions of a survey as plain JSON, and what follows from answers. No Django: a phone computes the same."""

from gangqiao.surveys.questions.definition import Question, QuestionSheet, Section, canonical, digest
from gangqiao.surveys.questions.expressions import check, evaluate
from gangqiao.surveys.questions.judging import Fault, Judgement, is_out_of_age, judge
from gangqiao.surveys.questions.upgrading import upgrade

__all__ = [
    "Fault",
    "Judgement",
    "Question",
    "QuestionSheet",
    "Section",
    "canonical",
    "check",
    "digest",
    "evaluate",
    "is_out_of_age",
    "judge",
    "upgrade",
]
