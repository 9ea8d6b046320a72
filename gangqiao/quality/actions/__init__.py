"""The verbs of data quality, one function each."""

from gangqiao.quality.actions.answers import close, confirm, mend, refute, send
from gangqiao.quality.actions.bulk import close_all, send_all
from gangqiao.quality.actions.checking import ask_for_run, catch_up, check_persons, run_county

__all__ = [
    "ask_for_run",
    "catch_up",
    "check_persons",
    "close",
    "close_all",
    "confirm",
    "mend",
    "refute",
    "run_county",
    "send",
    "send_all",
]
