"""What employers and collecting put on the list of work."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext, ngettext, pgettext

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.queue import QueueEntry, Urgency, register
from gangqiao.vacancies.models import Employer, Line, Return, Round
from gangqiao.vacancies.policy.collecting import is_soon
from gangqiao.vacancies.policy.score import NUMBERS
from gangqiao.vacancies.reads.rounds import LIVE_RETURNS, owed_by
from gangqiao.vacancies.reads.rounds_copies import many_lately
from gangqiao.vacancies.states import EmployerStatus, ReturnStatus, RoundStatus

WEEK = 7


def _day(day: date | None) -> str:
    return formats.date_format(day, "DATE_FORMAT") if day else ""


@register("vacancies.returns", verb="vacancies.hand_in")
def returns(actor: Actor) -> Iterable[QueueEntry]:
    """What the own township or department still owes."""
    for owed in owed_by(actor):
        yield QueueEntry(
            title=owed.round.title,
            reason=_why(owed),
            act=gettext("Go on"),
            href=reverse("vacancies:return", args=[owed.uuid]),
            urgency=_urgency(owed.round.due_on),
            since=owed.round.begins_on,
        )


def _why(owed: Return) -> str:
    day = {"day": _day(owed.round.due_on)}
    if owed.status == ReturnStatus.RETURNED:
        return gettext("Sent back: %(note)s") % {"note": owed.note}
    still = Line.objects.filter(part_of=owed, outcome="").count()
    if still:
        words = ngettext(
            "%(many)s employer is still to be asked; due on %(day)s.",
            "%(many)s employers are still to be asked; due on %(day)s.",
            still,
        )
        return words % {"many": f"{still:,}", **day}
    late = (clock.today() - owed.round.due_on).days
    if late > 0:
        return ngettext("Overdue for %(days)s day.", "Overdue for %(days)s days.", late) % {"days": late}
    return gettext("To be handed in until %(day)s.") % day


def _urgency(due_on: date) -> Urgency:
    if clock.today() > due_on:
        return Urgency.OVERDUE
    return Urgency.DUE if is_soon(due_on, clock.today()) else Urgency.OPEN


@register("vacancies.returns_in", verb="vacancies.receive_return")
def returns_in(actor: Actor) -> Iterable[QueueEntry]:
    """Returns that wait for the bureau, and units that are late."""
    for asked in Round.objects.filter(status=RoundStatus.OPEN).order_by("due_on"):
        own = Return.objects.filter(round=asked)
        waiting = own.filter(status=ReturnStatus.HANDED_IN).count()
        late = own.filter(status__in=LIVE_RETURNS).count() if clock.today() > asked.due_on else 0
        href = reverse("vacancies:round", args=[asked.uuid])
        if waiting:
            title = ngettext("%(many)s return waits", "%(many)s returns wait", waiting) % {"many": waiting}
            yield QueueEntry(title, asked.title, gettext("Receive"), href, Urgency.OPEN, count=waiting)
        if late:
            title = ngettext("%(many)s unit is late", "%(many)s units are late", late) % {"many": late}
            reason = gettext("%(round)s, due on %(day)s.") % {"round": asked.title, "day": _day(asked.due_on)}
            yield QueueEntry(title, reason, gettext("See who"), href, Urgency.OVERDUE, asked.due_on, late)


@register("vacancies.employers", verb="vacancies.verify_employer")
def to_verify(actor: Actor) -> Iterable[QueueEntry]:
    """Employers nobody has verified yet."""
    found = Employer.objects.filter(status=EmployerStatus.LISTED)
    many = found.count()
    oldest = found.order_by("listed_at").values_list("listed_at", flat=True).first()
    if many and oldest is not None:
        since = clock.day_of(oldest)
        days = (clock.today() - since).days
        title = ngettext("%(many)s employer is to be verified", "%(many)s employers are to be verified", many)
        reason = ngettext("The oldest waits for %(days)s day.", "The oldest waits for %(days)s days.", days)
        yield QueueEntry(
            title=title % {"many": f"{many:,}"},
            reason=reason % {"days": days},
            act=pgettext("employer", "Verify"),
            href=f"{reverse('vacancies:employers')}?look=to_verify",
            urgency=Urgency.DUE if days > WEEK else Urgency.OPEN,
            since=since,
            count=many,
        )


@register("vacancies.promises", verb="vacancies.bar_employer")
def promises(actor: Actor) -> Iterable[QueueEntry]:
    """Verified employers whose promises were too often not found."""
    poor = Employer.objects.filter(
        status=EmployerStatus.VERIFIED, kept_share__lt=NUMBERS.on(clock.today()).warn_below
    ).count()
    if poor:
        title = ngettext(
            "%(many)s employer does not keep its promises", "%(many)s employers do not keep their promises", poor
        )
        yield QueueEntry(
            title=title % {"many": poor},
            reason=gettext("So say calls with people in their first weeks."),
            act=gettext("Look into it"),
            href=f"{reverse('vacancies:employers')}?look=poor_score&status=verified",
            urgency=Urgency.DUE,
            count=poor,
        )


@register("vacancies.copies", verb="vacancies.receive_return")
def copies(actor: Actor) -> Iterable[QueueEntry]:
    """What townships, departments and employers entered; it came by itself (R051)."""
    many, oldest = many_lately()
    if many:
        title = ngettext(
            "%(many)s entry on labour demand was copied", "%(many)s entries on labour demand were copied", many
        )
        yield QueueEntry(
            title=title % {"many": f"{many:,}"},
            reason=gettext("From townships, departments and employers, since %(day)s.") % {"day": _day(oldest)},
            act=gettext("See what is new"),
            href=reverse("vacancies:copies"),
            urgency=Urgency.OPEN,
            count=many,
        )
