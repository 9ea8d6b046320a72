from gangqiao.headquarters.models.institutions import FundLine, Funds, Institution, Staffing
from gangqiao.headquarters.models.issues import Issue, IssueKind, IssueLevel, IssueNote, IssueParty
from gangqiao.headquarters.models.meetings import (
    AgendaItem,
    AgendaKind,
    Attendance,
    Cadence,
    Decision,
    DecisionResult,
    Invitation,
    Meeting,
)
from gangqiao.headquarters.models.people import Member, MemberPost, Officer

__all__ = [
    "AgendaItem",
    "AgendaKind",
    "Attendance",
    "Cadence",
    "Decision",
    "DecisionResult",
    "FundLine",
    "Funds",
    "Institution",
    "Invitation",
    "Issue",
    "IssueKind",
    "IssueLevel",
    "IssueNote",
    "IssueParty",
    "Meeting",
    "Member",
    "MemberPost",
    "Officer",
    "Staffing",
]
