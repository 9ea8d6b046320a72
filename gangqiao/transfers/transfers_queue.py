"""What transfers puts on the list of work: lists to lock, gates open the day before, people without a batch."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, covers
from gangqiao.kernel.queue import QueueEntry, Urgency, register
from gangqiao.matching.models import Referral
from gangqiao.transfers.models import Batch, Passenger
from gangqiao.transfers.reads import board_late
from gangqiao.transfers.reads.batches_faults import faults_of
from gangqiao.transfers.reads.board_joining import GOES, travelling
from gangqiao.transfers.reads.board_seeing import areas_of, batches_seen, plans_seen, reaches
from gangqiao.transfers.states import PassengerStatus, PlanStatus, Status

# The list is to be locked so long before departure: vehicles and checks take their time.
LOCK_AHEAD, CLEAR_AHEAD = timedelta(days=3), timedelta(days=1)


def _href(batch: Batch) -> str:
    return reverse("transfers:batch", args=[batch.uuid])


def _soon(actor: Actor, verb: str, ahead: timedelta, *statuses: Status) -> list[Batch]:
    """Batches within reach that depart so soon."""
    until = clock.now() + ahead
    rows = batches_seen(actor).filter(status__in=statuses, departs_at__lt=until).order_by("departs_at")
    return [one for one in rows[:20] if reaches(actor, verb, one)]


@register("transfers.to_lock", verb="transfers.lock_list")
def to_lock(actor: Actor) -> Iterable[QueueEntry]:
    """Lists that are still open shortly before departure."""
    for batch in _soon(actor, "transfers.lock_list", LOCK_AHEAD, Status.OPEN):
        days = (clock.day_of(batch.departs_at) - clock.today()).days
        yield QueueEntry(
            title=gettext("The list of batch %(number)s is still open") % {"number": batch.number},
            reason=ngettext("It departs in %(n)d day.", "It departs in %(n)d days.", days) % {"n": days}
            if days > 0
            else gettext("It departs today, or should have departed."),
            act=pgettext("batch", "Lock the list"),
            href=_href(batch),
            urgency=Urgency.OVERDUE if days <= 1 else Urgency.DUE,
        )


@register("transfers.gate_open", verb="transfers.clear_batch")
def gate_open(actor: Actor) -> Iterable[QueueEntry]:
    """Batches that depart tomorrow or earlier and are not cleared."""
    for batch in _soon(actor, "transfers.clear_batch", CLEAR_AHEAD + timedelta(hours=12), Status.LIST_LOCKED):
        faults = faults_of(batch)
        missing = ngettext("%(n)d thing is missing.", "%(n)d things are missing.", len(faults)) % {"n": len(faults)}
        yield QueueEntry(
            title=gettext("Batch %(number)s is not cleared for departure") % {"number": batch.number},
            reason=missing if faults else gettext("Nothing is missing: clear it."),
            act=gettext("Open"),
            href=_href(batch),
            urgency=Urgency.OVERDUE if faults else Urgency.DUE,
        )


@register("transfers.to_consent", verb="transfers.consent")
def to_consent(actor: Actor) -> Iterable[QueueEntry]:
    """People on a list who were not asked yet."""
    rows = Passenger.objects.filter(
        status=PassengerStatus.REGISTERED, batch__status__in=(Status.OPEN, Status.LIST_LOCKED)
    )
    counted: dict[int, int] = {}
    for pk in rows.order_by().values_list("batch_id", flat=True):
        counted[pk] = counted.get(pk, 0) + 1
    for batch in Batch.objects.filter(pk__in=list(counted)).order_by("departs_at"):
        many = counted[batch.pk]
        title = ngettext(
            "%(many)s person on the list of %(number)s was not asked yet",
            "%(many)s people on the list of %(number)s were not asked yet",
            many,
        )
        yield QueueEntry(
            title=title % {"many": f"{many:,}", "number": batch.number},
            reason=gettext("Nobody travels without having agreed."),
            act=gettext("Ask"),
            href=f"{_href(batch)}?group=asked",
            urgency=Urgency.DUE,
            count=many,
        )


@register("transfers.late_joiners", verb=board_late.SETTLE)
def late_joiners(actor: Actor) -> Iterable[QueueEntry]:
    """People who stood at the door of a coach and are on no list; those who lead the batch decide."""
    by_batch: dict[int, list[board_late.Note]] = {}
    for note in board_late.notes_of(actor):
        by_batch.setdefault(note.batch.pk, []).append(note)
    for notes in by_batch.values():
        many, first = len(notes), notes[0]
        title = ngettext(
            "%(many)s person on no list stood at the door of batch %(number)s",
            "%(many)s people on no list stood at the door of batch %(number)s",
            many,
        )
        yield QueueEntry(
            title=title % {"many": f"{many:,}", "number": first.batch.number},
            reason=gettext("The escort let nobody on. Decide who joins, and say what became of it."),
            act=pgettext("late joiner", "Decide"),
            href=f"{_href(first.batch)}#late",
            urgency=Urgency.OVERDUE,
            since=clock.day_of(first.at),
            count=many,
        )


@register("transfers.no_batch", verb="transfers.register")
def no_batch(actor: Actor) -> Iterable[QueueEntry]:
    """People who said yes to a post of an employer with an open batch, and are on no list."""
    open_ones = {one.employer_uuid: one for one in batches_seen(actor).filter(status=Status.OPEN) if one.employer_uuid}
    rows = Referral.objects.filter(employer_uuid__in=list(open_ones), status__in=GOES).exclude(person__in=travelling())
    areas = {employer: areas_of(batch) for employer, batch in open_ones.items()}
    counted: dict[object, int] = {}
    for employer, area in rows.order_by().values_list("employer_uuid", "area_id"):
        if any(covers(own, str(area)) for own in areas[employer]):
            counted[employer] = counted.get(employer, 0) + 1
    for employer, many in counted.items():
        batch = open_ones[employer]
        title = ngettext(
            "%(many)s person said yes and is in no batch", "%(many)s people said yes and are in no batch", many
        )
        yield QueueEntry(
            title=title % {"many": f"{many:,}"},
            reason=gettext("Batch %(number)s goes to %(employer)s.")
            % {"number": batch.number, "employer": batch.employer},
            act=gettext("Put on the list"),
            href=reverse("transfers:register", args=[batch.uuid]),
            urgency=Urgency.DUE,
            count=many,
        )


@register("transfers.plans_to_activate", verb="transfers.activate_plan")
def plans_to_activate(actor: Actor) -> Iterable[QueueEntry]:
    """Plans that are written and not in force."""
    drafts = [
        one
        for one in plans_seen(actor).filter(status=PlanStatus.DRAFT)
        if reaches(actor, "transfers.activate_plan", one)
    ]
    for plan in drafts[:10]:
        yield QueueEntry(
            title=gettext("The plan for %(employer)s is written") % {"employer": plan.employer},
            reason=gettext("It is a draft: batches can be planned from it once it is in force."),
            act=gettext("Open"),
            href=reverse("transfers:plan", args=[plan.uuid]),
        )
