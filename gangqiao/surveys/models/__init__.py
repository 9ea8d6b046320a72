"""The tables of the survey."""

from gangqiao.surveys.models.campaigns import Campaign, Charge
from gangqiao.surveys.models.differences import Alias, Difference, Picture, Purpose, Settled
from gangqiao.surveys.models.prints import Print
from gangqiao.surveys.models.questions import Item, ItemKind, QuestionVersion
from gangqiao.surveys.models.tasks import AnswerSheet, Recheck, Remark, Task

__all__ = [
    "Alias",
    "AnswerSheet",
    "Campaign",
    "Charge",
    "Difference",
    "Item",
    "ItemKind",
    "Picture",
    "Print",
    "Purpose",
    "QuestionVersion",
    "Recheck",
    "Remark",
    "Settled",
    "Task",
]
