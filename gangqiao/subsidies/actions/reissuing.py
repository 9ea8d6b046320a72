"""Pays again what the bank returned: a new try with a new key, to the account as the register has it now."""

from __future__ import annotations

from collections.abc import Iterable

from gangqiao.audit.steps import require
from gangqiao.kernel.actor import Actor
from gangqiao.places.reads import county_path
from gangqiao.subsidies.actions.drafting import Drafted, put_together
from gangqiao.subsidies.models import Claim, PaymentBatch
from gangqiao.subsidies.refusals_money import NothingToPay, ReissueOneLine

REISSUE = "subsidies.reissue"


def reissue(claims: Iterable[Claim], *, actor: Actor) -> PaymentBatch:
    """A new batch of returned claims of one fund line; what cannot be paid is left out.

    Raises NotYourVerb, PayingIsLocked, ReissueOneLine, NothingToPay, NotEnoughMoney.
    """
    return reissue_with_reasons(claims, actor=actor).batch


def reissue_with_reasons(claims: Iterable[Claim], *, actor: Actor) -> Drafted:
    """The same, with the claims that were left out and why."""
    require(actor, REISSUE, area=county_path())
    asked = list(claims)
    lines = {claim.fund_line for claim in asked}
    if not lines:
        raise NothingToPay
    if len(lines) > 1:
        raise ReissueOneLine
    return put_together(lines.pop(), asked, REISSUE, actor=actor)
