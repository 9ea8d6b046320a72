"""The slip of a claim: what was decided, on paper, with the link to the person's own page."""

from __future__ import annotations

from gangqiao.audit.events import looked
from gangqiao.audit.steps import require
from gangqiao.kernel.actor import Actor, Level
from gangqiao.subsidies.models import Claim
from gangqiao.subsidies.papers.slip import set_slip
from gangqiao.subsidies.refusals_notices import FiguresAlone

PRINT = "subsidies.print"


def print_slip(claim: Claim, address: str, *, actor: Actor) -> bytes:
    """The PDF of a slip; the look stands in the log before it leaves. address: of the own page, whole.

    Raises NotYourVerb, FiguresAlone, NotSet.
    """
    require(actor, PRINT, claim)
    if actor.level_in(str(claim.area_id)) < Level.PERSONAL:
        raise FiguresAlone
    looked(PRINT, actor=actor, persons=[claim.person_uuid] if claim.person_uuid else [], subject=claim)
    return set_slip(claim, address)
