"""What of days and sheets waits for somebody, in the scope of the moment."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q

from gangqiao.assistance.models import DutyDay, DutyLine, DutySheet, Holder, SpotCheck
from gangqiao.assistance.policy import duty as policy
from gangqiao.assistance.states import HolderStatus, SheetStatus
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, covers


def on_no_sheet(month: date) -> int:
    """How many whose agreement covers a day of the month stand on no sheet of it, or on a draft alone."""
    rows = Holder.objects.filter(
        Q(ended_on=None) | Q(ended_on__gte=month),
        begins_on__lte=policy.last_day(month), ends_on__gte=month, spell__isnull=False,
    )  # fmt: skip
    lines = DutyLine.objects.filter(month=month, number=0).exclude(sheet__status=SheetStatus.DRAFT)
    return rows.exclude(pk__in=list(lines.values_list("holder_id", flat=True))).count()


def waiting(actor: Actor, verb: str, status: str, over: date | None) -> list[DutySheet]:
    """Sheets in a state that the reader takes on; over: only those whose publicity ended before that day.

    For the check: not those the reader filled.
    """
    rows = DutySheet.objects.filter(status=status)
    if over is not None:
        rows = rows.filter(publicity_until__lt=over)
    elif actor.user_id is not None:
        rows = rows.exclude(filler=actor.user_id)
    own = actor.areas(verb)
    return [one for one in rows if any(covers(area, str(one.area_id)) for area in own)]


def late_holders() -> int:
    """How many have days that came late and stand on no later line yet."""
    since = policy.earliest_month(clock.today())
    rows = DutyDay.objects.filter(is_late=True, struck_at=None, on__gte=since)
    found = {(holder, policy.month_of(on)) for holder, on in rows.values_list("holder_id", "on")}
    paid = DutyLine.objects.filter(number__gt=0, month__gte=since).annotate(of=F("holder_id"))
    return len({holder for holder, _month in found - set(paid.values_list("of", "month"))})


def is_to_be_drawn(month: date) -> bool:
    """True when somebody is on duty and no visit was drawn for the month."""
    if SpotCheck.objects.filter(month=month, kind="visit").exists():
        return False
    return bool(Holder.objects.filter(status=HolderStatus.ON_DUTY).exists())
