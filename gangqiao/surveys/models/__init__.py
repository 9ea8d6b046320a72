"""The tables of the survey."""

from gangqiao.surveys.models.campaigns import Campaign, Charge
from gangqiao.surveys.models.questions import Item, ItemKind, QuestionVersion
from gangqiao.surveys.models.tasks import AnswerSheet, Recheck, Remark, Task

__all__ = ["AnswerSheet", "Campaign", "Charge", "Item", "ItemKind", "QuestionVersion", "Recheck", "Remark", "Task"]
