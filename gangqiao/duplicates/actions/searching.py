"""Look for probable duplicates: in the whole county in one pass, or around one record that has changed."""

from __future__ import annotations

from dataclasses import asdict
from time import monotonic
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.duplicates.actions.keeping import keep, let_go_of
from gangqiao.duplicates.matching.finding import find, learn
from gangqiao.duplicates.matching.scoring import Background
from gangqiao.duplicates.models import Pair, Search
from gangqiao.duplicates.policy.weights import get_weights
from gangqiao.duplicates.reads.persons import in_question, like, members_of, pairs_of_numbers, whole_register
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import Person
from gangqiao.people.models.registry import MERGED
from gangqiao.places.reads import county_path

REASON = "one person may have records anywhere"


def search(*, actor: Actor, source: str = "screen") -> Search:
    """Look through the whole county. A second run at the same time finds the same pairs and makes none twice."""
    require(actor, "duplicates.search", area=county_path())
    begun = monotonic()
    run = Search.objects.create()
    with everywhere(reason=REASON):
        persons = whole_register()
        background = learn(persons, pairs_of_numbers)
        found = find(persons, lambda _all: members_of(), pairs_of_numbers, get_weights(), background)
        # Read before the pairs are stored: one that a colleague's act adds meanwhile is none of this run's to close.
        known = set(Pair.objects.filter(found_at__lte=run.begun_at).values_list("pk", flat=True))
        fresh, kept = keep(found, source=source)
        let_go_of(known - kept)
    run.records, run.pairs, run.fresh = persons.height, found.height, fresh
    run.background, run.seconds = asdict(background), monotonic() - begun
    run.save()
    with override(settings.LANGUAGE_CODE):  # in the county's language, whoever reads the log later
        told = _("%(records)s records: %(pairs)s probable duplicates, %(fresh)s of them new")
        told %= {"records": f"{run.records:,}", "pairs": run.pairs, "fresh": run.fresh}
    record("duplicates.search", actor=actor, area=county_path(), reason=told, source=source)
    return run


def look_at(uuid: UUID, *, source: str = "screen") -> int:
    """Look for other records of one person, and settle the pairs that its change has settled. Returns new pairs.

    A second call changes nothing. A record that no longer exists has no pairs.
    """
    with everywhere(reason=REASON):
        person = Person.objects.filter(uuid=uuid).first()
        if person is None:
            return 0
        known = {p.pk for side in ("one", "other") for p in Pair.objects.filter(**{side: person.pk})}
        if person.record == MERGED:
            let_go_of(known)
            return 0
        background = _background()
        persons = like(person, background)
        found = find(persons, members_of, pairs_of_numbers, get_weights(), background, only_first=True)
        fresh, kept = keep(found, source=source)
        let_go_of(known - kept)
        return fresh


def _background() -> Background:
    """What the last pass over the county has learned; before the first one only how many records there are."""
    last = Search.objects.filter(seconds__isnull=False).order_by("-pk").first()
    return Background(**last.background) if last else Background(in_question().count())


def search_as_system(source: str) -> Search:
    """The search of the command line and of the job."""
    return search(actor=SYSTEM, source=source)
