"""What became of a village since a phone was there: told from the log, in which nothing is missing and nothing late.

The numbers of events are given in the order in which their transactions end, so that no event can appear below a
number that somebody has read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from gangqiao.audit.models import Event
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.paths import ancestors_of, upper_bound
from gangqiao.people.models import Household, Membership, Person
from gangqiao.places.models import Division
from gangqiao.surveys.models import AnswerSheet, Difference, Picture, Remark, Task
from gangqiao.surveys.phone.campaigns import surveys
from gangqiao.surveys.phone.households import households_of

Json = dict[str, Any]
# Whom they concerned, and where those lived before, cannot be told from the event alone: the phone starts anew.
UNCLEAR = ("people.transfer_record", "people.move", "people.merge", "people.unmerge", "people.undo", "surveys.follow")
MOST = 150  # households; with more of them the whole package is no larger
MOST_EVENTS = 3_000
# Rows that lead to a household, by the name the log gives them.
LEADS: dict[str, tuple[Any, str]] = {
    "people.household": (Household, "pk"),
    "surveys.task": (Task, "household"),
    "surveys.answersheet": (AnswerSheet, "task__household"),
    "surveys.difference": (Difference, "task__household"),
    "surveys.picture": (Picture, "task__household"),
    "surveys.remark": (Remark, "task__household"),
}


def changed(village: Division, since: int, actor: Actor) -> dict[str, list[Json]] | None:
    """The households that changed after event number `since`, and those gone. None: the phone starts anew."""
    area = str(village.key)
    after = Event.objects.filter(seq__gt=since)
    # A survey was opened, closed, filled or asks otherwise; or somebody came from another village.
    if after.filter(area__in=["", *ancestors_of(area)], subject__startswith="surveys.campaign:").exists():
        return None
    if _arrived(after.filter(verb="people.transfer_record").values_list("person", flat=True)):
        return None
    own = after.filter(area__gte=area, area__lt=upper_bound(area))
    events = list(own.order_by("seq").values_list("verb", "subject", "person")[: MOST_EVENTS + 1])
    if len(events) > MOST_EVENTS or any(verb in UNCLEAR for verb, _subject, _person in events):
        return None
    keys = _households(events)
    if len(keys) > MOST:
        return None
    there = set(Household.objects.filter(_within(area), pk__in=keys, dissolved_on=None).values_list("pk", flat=True))
    gone = Household.objects.filter(pk__in=keys - there).values_list("uuid", flat=True)
    found = households_of(village, actor, there) if there else []
    return {"surveys": surveys(village, actor)[0], "households": found, "gone": [str(uuid) for uuid in gone]}


def _arrived(persons: Iterable[Any]) -> bool:
    known = [person for person in persons if person is not None]
    return bool(known) and Person.objects.filter(uuid__in=known).exists()


def _within(area: str) -> Q:
    return Q(area__gte=area, area__lt=upper_bound(area))


def _households(events: list[tuple[str, str, Any]]) -> set[int]:
    """The keys of the households that events are about, by themselves or through their members."""
    named: dict[str, set[str]] = defaultdict(set)
    persons = set()
    for _verb, subject, person in events:
        kind, _colon, key = subject.partition(":")
        if kind in LEADS:
            named[kind].add(key)
        if person is not None:
            persons.add(person)
    found: set[int] = set()
    for kind, keys in named.items():
        model, to = LEADS[kind]
        found.update(model.objects.filter(uuid__in=keys).values_list(to, flat=True))
    if persons:
        homes = Person.objects.filter(uuid__in=persons, household__isnull=False)
        found.update(homes.values_list("household", flat=True))
        # Also the one just left.
        found.update(Membership.objects.filter(person__uuid__in=persons).values_list("household", flat=True))
    return found
