"""Enters the budgets of the fund lines: what a document grants, and what one takes back."""

from __future__ import annotations

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.gathering import together
from gangqiao.audit.steps import require
from gangqiao.kernel.actor import Actor
from gangqiao.places.reads import county_path
from gangqiao.subsidies.actions import ledger
from gangqiao.subsidies.actions.ledger import Spot
from gangqiao.subsidies.actions.locking import mark_after_commit
from gangqiao.subsidies.models import Budget
from gangqiao.subsidies.refusals_money import NoDocument, NoMoney, UnknownFundLine, WrongShare
from gangqiao.training.codes import LISTS as FUND_LINES

SET = "subsidies.set_budget"


def grant(
    fund_line: str, year: int, fen: int, document: str, *, actor: Actor, is_cut: bool = False, alarm_percent: int = 80
) -> Budget:
    """Write a budget and its movement: granted to free, or back when it is a cut.

    Raises NotYourVerb, UnknownFundLine, NoMoney, NoDocument, WrongShare; NotEnoughMoney for a cut of what is bound.
    """
    require(actor, SET, area=county_path())
    if fund_line not in FUND_LINES["fund_line"]:
        raise UnknownFundLine
    if fen <= 0:
        raise NoMoney
    if not document.strip():
        raise NoDocument
    if not 1 <= alarm_percent <= 100:
        raise WrongShare
    with together(), transaction.atomic():
        made = Budget.objects.create(
            fund_line=fund_line, year=year, fen=fen, is_cut=is_cut, document=document.strip()[:100],
            alarm_percent=alarm_percent, set_by=actor.name[:100],
        )  # fmt: skip
        granted, free = Spot(fund_line, year, "granted"), Spot(fund_line, year, "free")
        giver, taker = (free, granted) if is_cut else (granted, free)
        ledger.post(f"budget:{made.uuid}", giver, taker, fen, actor=actor, words=made.document)
        record(SET, actor=actor, subject=made, area=county_path(), reason=made.document)
        mark_after_commit()
    return made
