"""The night's work: keep the standings of the day, and take up what nobody answered. Bears being run twice."""

from __future__ import annotations

from gangqiao.audit.nightly import nightly
from gangqiao.warnings import actions


@nightly
def keep_standings_every_night() -> None:
    """Keep where each unit stands with each target."""
    actions.keep_standings()


@nightly
def escalate_every_night() -> None:
    """Let urgings lapse whose matter is settled, and take those that were not answered in time one level up."""
    actions.lapse_settled()
    actions.escalate_overdue()


@nightly
def keep_backtest_every_night() -> None:
    """Work out how well the forecast would have done, for the page of the method."""
    actions.keep_backtest()
