"""What carrying puts on the list of work: packs that have reached nobody yet, and questions people asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.queue import QueueEntry, Urgency, register
from gangqiao.people.reads.masking import place_name
from gangqiao.vacancies.models import Pack, Release, Response
from gangqiao.vacancies.policy.delivering import due_at_doors
from gangqiao.vacancies.reads.delivering import newest_responses
from gangqiao.vacancies.reads.packs_texts import month_words
from gangqiao.vacancies.states import Answer, PackStatus, ReleaseStatus

ASKED_SINCE_DAYS = 60  # an older question has been answered or is about a post that is gone


@register("vacancies.packs_to_carry", verb="vacancies.deliver")
def packs_to_carry(actor: Actor) -> Iterable[QueueEntry]:
    """Packs of issued releases that reached nobody yet; the oldest is opened. The city carries none: it sees which."""
    waiting = Pack.objects.filter(status=PackStatus.MADE, release__status=ReleaseStatus.ISSUED)
    if actor.may("vacancies.issue"):
        return _not_carried_yet(waiting)
    first = waiting.select_related("release").order_by("release__issued_at", "area").first()
    if first is None or first.release.issued_at is None:
        return []
    many, issued_on = waiting.count(), clock.day_of(first.release.issued_at)
    until = due_at_doors(issued_on)
    title = ngettext("%(many)s village waits for its pack", "%(many)s villages wait for their pack", many)
    return [
        QueueEntry(
            title=title % {"many": f"{many:,}"},
            reason=gettext("%(place)s: to the doors by %(day)s.")
            % {"place": place_name(str(first.area_id)), "day": date_format(until)},
            act=gettext("Carry it"),
            href=reverse("vacancies:pack_delivery", args=[first.uuid]),
            urgency=Urgency.OVERDUE if clock.today() > until else Urgency.DUE,
            since=issued_on,
            count=many,
        )
    ]


def _not_carried_yet(waiting: QuerySet[Pack]) -> Iterable[QueueEntry]:
    """One entry a release, until its days are over: from then on `packs_late` tells of it."""
    many_of = Counter(waiting.values_list("release", flat=True))
    for release in Release.objects.filter(pk__in=many_of).order_by("issued_at"):
        issued_on, many = clock.day_of(release.issued_at), many_of[release.pk]
        until = due_at_doors(issued_on)
        if clock.today() > until:
            continue
        title = ngettext("%(many)s village waits for its pack", "%(many)s villages wait for their pack", many)
        yield QueueEntry(
            title=title % {"many": f"{many:,}"},
            reason=gettext("Release of %(month)s: to the doors by %(day)s.")
            % {"month": month_words(release.period), "day": date_format(until)},
            act=gettext("See them"),
            href=reverse("vacancies:coverage", args=[release.uuid]) + "?which=waiting#list",
            urgency=Urgency.DUE,
            since=issued_on,
            count=many,
        )


@register("vacancies.questions", verb="vacancies.receive_release")
def questions(actor: Actor) -> Iterable[QueueEntry]:
    """Questions to which nobody has recorded another answer since; one entry a village would be too many."""
    since = clock.today() - timedelta(days=ASKED_SINCE_DAYS)
    rows = Response.objects.filter(pack__isnull=False, on__gte=since).select_related("pack")
    asked = [row for row in newest_responses(rows) if row.answer == Answer.QUESTION]
    if not asked:
        return []
    first = asked[-1]
    title = ngettext("%(many)s question about a vacancy", "%(many)s questions about vacancies", len(asked))
    assert first.pack is not None
    return [
        QueueEntry(
            title=title % {"many": f"{len(asked):,}"},
            reason=gettext("The first since %(day)s: “%(words)s”")
            % {"day": date_format(first.on), "words": first.words[:60]},
            act=gettext("Open"),
            href=reverse("vacancies:pack_delivery", args=[first.pack.uuid]),
            since=first.on,
            count=len(asked),
        )
    ]
