"""What labour cooperation puts on the list of work: licences that end, months to report, fairs to count."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext, ngettext

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.queue import QueueEntry, Urgency, register
from gangqiao.vacancies.models import Fair
from gangqiao.vacancies.policy.licences import is_report_late, month_before
from gangqiao.vacancies.reads import agencies as reads
from gangqiao.vacancies.states import FairStatus


def _day(day: object) -> str:
    return formats.date_format(day, "DATE_FORMAT")


@register("vacancies.licences", verb="vacancies.license_agency")
def licences(actor: Actor) -> Iterable[QueueEntry]:
    """Licences that end soon, and those that ran out: whoever holds one reports nothing."""
    here = reverse("vacancies:agencies")
    if over := list(reads.agencies("ended_licence").order_by("licence_to")):
        title = ngettext("%(many)s licence ran out", "%(many)s licences ran out", len(over))
        yield QueueEntry(
            title=title % {"many": len(over)},
            reason=gettext("Enter the new licence, or say that the agency no longer works here."),
            act=gettext("Look at them"),
            href=f"{here}?look=ended_licence",
            urgency=Urgency.OVERDUE,
            since=over[0].licence_to,
            count=len(over),
        )
    if soon := list(reads.agencies("ending").order_by("licence_to")):
        title = ngettext("%(many)s licence ends soon", "%(many)s licences end soon", len(soon))
        yield QueueEntry(
            title=title % {"many": len(soon)},
            reason=gettext("The first on %(day)s: %(name)s.") % {"day": _day(soon[0].licence_to), "name": soon[0].name},
            act=gettext("Look at them"),
            href=f"{here}?look=ending",
            urgency=Urgency.DUE,
            count=len(soon),
        )


@register("vacancies.agreements", verb="vacancies.cooperate")
def agreements(actor: Actor) -> Iterable[QueueEntry]:
    """Agreements that end soon."""
    for one in reads.agreements_ending():
        yield QueueEntry(
            title=one.partner,
            reason=gettext("The agreement ends on %(day)s.") % {"day": _day(one.valid_to)},
            act=gettext("Look at it"),
            href=reverse("vacancies:agreement", args=[one.uuid]),
            urgency=Urgency.DUE,
        )


@register("vacancies.results", verb="vacancies.report_agency")
def results(actor: Actor) -> Iterable[QueueEntry]:
    """The month before that was not reported: each agency's own, all of them for the bureau."""
    today = clock.today()
    month = month_before(today)
    if owed := reads.unreported(month):
        title = ngettext(
            "%(many)s agency has not reported %(month)s", "%(many)s agencies have not reported %(month)s", len(owed)
        )
        yield QueueEntry(
            title=title % {"many": len(owed), "month": formats.date_format(month, "YEAR_MONTH_FORMAT")},
            reason=gettext("How many were referred, hired, and stayed."),
            act=gettext("Report"),
            href=reverse("vacancies:results"),
            urgency=Urgency.OVERDUE if is_report_late(today) else Urgency.DUE,
            count=len(owed),
        )


@register("vacancies.fairs", verb="vacancies.count_fair")
def fairs(actor: Actor) -> Iterable[QueueEntry]:
    """Fairs whose day has passed and whose results are not recorded."""
    waiting = (FairStatus.PLANNED, FairStatus.HELD)
    for fair in Fair.objects.filter(status__in=waiting, on__lt=clock.today()).order_by("on"):
        yield QueueEntry(
            title=fair.name,
            reason=gettext("The fair was on %(day)s; its results are not recorded.") % {"day": _day(fair.on)},
            act=gettext("Record the results"),
            href=reverse("vacancies:fair", args=[fair.uuid]),
            urgency=Urgency.DUE,
            since=fair.on,
        )
