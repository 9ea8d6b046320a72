"""The tables of assistance."""

from gangqiao.assistance.models.cases import Assessment, AssistCase, Measure, Proposal, Watch, WorklessHousehold
from gangqiao.assistance.models.duty import DutyDay, DutyLine, DutyPlan, DutySheet, SpotCheck
from gangqiao.assistance.models.posts import Applicant, Holder, Objection, PublicPost
from gangqiao.assistance.models.posts_quota import Quota
from gangqiao.assistance.models.workplaces import Pledge, Seat, Workplace

__all__ = [
    "Applicant", "Assessment", "AssistCase", "DutyDay", "DutyLine", "DutyPlan", "DutySheet", "Holder", "Measure",
    "Objection", "Pledge", "Proposal", "PublicPost", "Quota", "Seat", "SpotCheck", "Watch", "WorklessHousehold",
    "Workplace",
]  # fmt: skip
