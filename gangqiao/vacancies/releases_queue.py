"""What the monthly release puts on the list of work: to compile and issue it, to say that it arrived, who is late."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.queue import QueueEntry, Urgency, register
from gangqiao.places.reads import county
from gangqiao.vacancies.models import Pack, Release
from gangqiao.vacancies.policy.delivering import due_at_doors
from gangqiao.vacancies.policy.release import NUMBERS, due_on, month_of
from gangqiao.vacancies.reads.packs_texts import month_words
from gangqiao.vacancies.reads.releases import owed_receipts
from gangqiao.vacancies.states import PackStatus, ReleaseStatus

SOON = timedelta(days=2)


@register("vacancies.release_to_issue", verb="vacancies.compile")
def release_to_issue(_actor: Actor) -> Iterable[QueueEntry]:
    """The release of the month that is not issued, from two days before its day on."""
    today = clock.today()
    month = month_of(today)
    day = due_on(month)
    found = Release.objects.filter(area=county(), period=month).first()
    if today < day - SOON or (found is not None and found.status != ReleaseStatus.COMPILING):
        return []
    href = reverse("vacancies:release", args=[found.uuid]) if found else reverse("vacancies:releases")
    return [
        QueueEntry(
            title=gettext("Monthly release of %(month)s") % {"month": month_words(month)},
            reason=gettext("Due on %(day)s; not issued yet.") % {"day": date_format(day)},
            act=gettext("Look it through and issue it") if found else gettext("Compile it"),
            href=href,
            urgency=Urgency.OVERDUE if today > day else Urgency.DUE,
            since=day,
        )
    ]


@register("vacancies.release_to_receive", verb="vacancies.receive_release")
def release_to_receive(actor: Actor) -> Iterable[QueueEntry]:
    """Releases of which an own township has not said that they arrived."""
    today, areas = clock.today(), actor.areas("vacancies.receive_release")
    within = timedelta(days=int(NUMBERS.on(today).days_to_receipt))
    for release in Release.objects.filter(status=ReleaseStatus.ISSUED):
        issued_on = clock.day_of(release.issued_at)
        if owed_receipts(release, areas):
            yield QueueEntry(
                title=gettext("Monthly release of %(month)s") % {"month": month_words(release.period)},
                reason=gettext("Issued on %(day)s. Say that it has arrived.") % {"day": date_format(issued_on)},
                act=gettext("Open it"),
                href=reverse("vacancies:release", args=[release.uuid]),
                urgency=Urgency.OVERDUE if today > issued_on + within else Urgency.DUE,
                since=issued_on,
            )


@register("vacancies.packs_late", verb="vacancies.issue")
def packs_late(_actor: Actor) -> Iterable[QueueEntry]:
    """For the bureau: villages that have carried nothing although the days for it are over."""
    today = clock.today()
    for release in Release.objects.filter(status=ReleaseStatus.ISSUED):
        until = due_at_doors(clock.day_of(release.issued_at))
        late = Pack.objects.filter(release=release, status=PackStatus.MADE).count() if today > until else 0
        if late:
            says = ngettext(
                "%(many)d village has not carried the release of %(month)s",
                "%(many)d villages have not carried the release of %(month)s",
                late,
            )
            yield QueueEntry(
                title=says % {"many": late, "month": month_words(release.period)},
                reason=gettext("It was to be at the doors by %(day)s.") % {"day": date_format(until)},
                act=gettext("See which"),
                href=reverse("vacancies:coverage", args=[release.uuid]) + "?which=late#list",
                urgency=Urgency.OVERDUE,
                since=until,
                count=late,
            )
