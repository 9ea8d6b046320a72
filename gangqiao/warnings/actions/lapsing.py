"""An urging whose matter is settled lapses by itself: nobody has to answer for a target that is reached."""

from __future__ import annotations

from gangqiao.audit.steps import step
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.lifecycle import NotAllowedNow
from gangqiao.kernel.words import Say
from gangqiao.warnings.actions.urging import enter
from gangqiao.warnings.models import Kind, Urge
from gangqiao.warnings.reads.subjects import settled_by
from gangqiao.warnings.states import WITH_THE_UNIT


def lapse_settled() -> int:
    """Let every unanswered urging lapse whose matter is settled; how many did. A second run finds none."""
    waiting = Urge.objects.filter(status__in=WITH_THE_UNIT).select_related("unit")
    found = [(one.pk, settled_by(one.about, one.key, one.unit)) for one in waiting]
    # One short transaction each: a run that is killed goes on with the rest.
    return sum(_lapse(key, reason) for key, reason in found if reason is not None)


def _lapse(key: int, reason: Say) -> bool:
    try:
        with step(Urge, key, "warnings.lapse", actor=SYSTEM, source="job") as urged:
            urged.closed_by_id, urged.closed_on = None, clock.today()
            enter(urged, Kind.LAPSED, "", SYSTEM, reason)
    except NotAllowedNow:
        return False  # answered or withdrawn since it was listed
    return True
