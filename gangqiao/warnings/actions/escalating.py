"""What nobody answered in time goes one level up: urging, supervision, the headquarters leader."""

from __future__ import annotations

from gangqiao.audit.steps import step
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.lifecycle import NotAllowedNow
from gangqiao.warnings.actions.urging import answer_by, enter
from gangqiao.warnings.models import Kind, Urge
from gangqiao.warnings.states import WITH_THE_UNIT, Level


def escalate_overdue() -> int:
    """Take every urging whose time to answer is over one level up; how many were. A second run finds none.

    On the last level it stays where it is, overdue, in the leader's list of work.
    """
    today = clock.today()
    late = Urge.objects.filter(status__in=WITH_THE_UNIT, due_on__lt=today, level__lt=Level.LEADER)
    # One short transaction each: a run that is killed goes on with the rest.
    return sum(_escalate(key) for key in late.values_list("pk", flat=True))


def _escalate(key: int) -> bool:
    today = clock.today()
    try:
        with step(Urge, key, "warnings.escalate", actor=SYSTEM, source="job") as urged:
            if urged.due_on >= today or urged.level >= Level.LEADER:
                raise _Settled
            urged.level += 1
            urged.due_on = answer_by(urged.level, today)
            urged.received_by, urged.received_on = None, None
            enter(urged, Kind.ESCALATED, "", SYSTEM)
    except (NotAllowedNow, _Settled):
        return False  # answered, or taken up by another run, since it was listed
    return True


class _Settled(Exception):
    pass
