"""The verbs of reports."""

from gangqiao.reports.actions.comparing import compare
from gangqiao.reports.actions.filling import ask_in_full, ask_to_fill
from gangqiao.reports.actions.teaching import (
    adopt,
    begin_version,
    create_layout,
    forget,
    retire,
    say,
    set_block,
    set_provenance,
    take_proposals,
)
from gangqiao.reports.actions.working import drop_expired, finish, give_up

__all__ = [
    "adopt",
    "ask_in_full",
    "ask_to_fill",
    "begin_version",
    "compare",
    "create_layout",
    "drop_expired",
    "finish",
    "forget",
    "give_up",
    "retire",
    "say",
    "set_block",
    "set_provenance",
    "take_proposals",
]
