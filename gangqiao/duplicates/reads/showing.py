"""What the pages of probable duplicates show to one reader. Run within the reader's scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gangqiao.audit.models import Event
from gangqiao.duplicates.matching.numbers import differing_places, slip_of
from gangqiao.duplicates.models import Pair, Question
from gangqiao.duplicates.reads.words import Reason, reasons_in_words, strength_of
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.people import attributes
from gangqiao.people.models import Person
from gangqiao.people.reads.file import Member, members_of
from gangqiao.people.reads.masking import name_for, place_name, show

PAGE = 50
REASONS_IN_LIST = 3
CONFIRMING = ("people.confirm", "people.register", "people.correct")
APART_IN_WORDS = {
    "one_digit": gettext_lazy("one digit differs"),
    "swapped": gettext_lazy("two neighbouring digits are swapped"),
    "shifted": gettext_lazy("digits are shifted"),
    "several": gettext_lazy("several digits differ"),
}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two records as the reader sees it, and who saw to it last: no name when it came with a load."""

    person: Person
    name: str
    place: str
    seen_by: str = ""
    seen_on: date | None = None
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One pair in the list."""

    pair: Pair
    one: Side
    other: Side
    tone: str
    strength: Any
    reasons: list[Reason]


@dataclass(frozen=True, slots=True)
class Row:
    """One fact of both records. `agreement`: same, differs, or one_side (known of one of the two only)."""

    key: str
    label: Any
    one: str
    other: str
    agreement: str


def pairs_page(statuses: tuple[str, ...], after: int | None = None) -> tuple[list[Pair], bool]:
    """Pairs in these states, strongest first, from behind the pair `after`; and whether more follow."""
    rows = Pair.objects.filter(status__in=statuses).select_related("one", "other").order_by("-score", "pk")
    last = Pair.objects.filter(pk=after).first() if after else None
    if last is not None:
        rows = rows.filter(score__lt=last.score) | rows.filter(score=last.score, pk__gt=last.pk)
    found = list(rows[: PAGE + 1])
    return found[:PAGE], len(found) > PAGE


def counts() -> dict[str, int]:
    """How many pairs stand in each state, within the scope."""
    return {row["status"]: row["many"] for row in Pair.objects.order_by().values("status").annotate(many=Count("pk"))}


def line_of(pair: Pair, actor: Actor) -> Line:
    """One pair of the list."""
    tone, strength = strength_of(pair)
    told = [reason for reason in reasons_in_words(pair) if reason.is_for][:REASONS_IN_LIST]
    return Line(pair, side_of(pair.one, actor), side_of(pair.other, actor), tone, strength, told)


def side_of(person: Person, actor: Actor) -> Side:
    """One record, without its household."""
    return Side(person, name_for(person, actor), place_name(person.area_id))


def whole_side_of(person: Person, actor: Actor) -> Side:
    """One record with the members of its household and who saw to it last."""
    members = tuple(members_of(person.household, actor)) if person.household else ()
    last = Event.objects.filter(person=person.uuid, verb__in=CONFIRMING).order_by("-seq").first()
    who, day = (last.actor_name, clock.day_of(last.at)) if last else ("", person.last_confirmed_on)
    return Side(person, name_for(person, actor), place_name(person.area_id), who, day, members)


def in_both(one: Side, other: Side) -> set[str]:
    """The names that stand in both households, besides the two records themselves."""
    names = [{m.name for m in side.members if m.person.pk != side.person.pk} for side in (one, other)]
    return set.intersection(*names) - {one.name, other.name}


def rows_of(one: Person, other: Person, actor: Actor) -> list[Row]:
    """Every fact that one of the two has, as deep as the reader may see both."""
    rows = []
    for attribute in attributes.PERSON:
        values = getattr(one, attribute.key), getattr(other, attribute.key)
        left, right = (show(attribute, v, actor.level_in(p.area_id)) for v, p in zip(values, (one, other), strict=True))
        if not (left.text or right.text):
            continue
        if (left.is_masked or right.is_masked) and attribute.key != "id_number":
            continue  # whether two masked values agree would tell of both
        rows.append(Row(attribute.key, attribute.label, left.text, right.text, _agreement(*values)))
    return rows


def _agreement(left: Any, right: Any) -> str:
    if left in (None, "", []) or right in (None, "", []):
        return "one_side"
    return "same" if left == right else "differs"


def number_words(one: Person, other: Person) -> str:
    """Where the two ID numbers differ and by what slip, never what stands there; "" when one is missing."""
    numbers = [p.id_number for p in (one, other)]
    if not all(numbers) or numbers[0] == numbers[1]:
        return ""
    places = ", ".join(str(place) for place in differing_places(*numbers))
    return _("%(slip)s; places that differ: %(places)s of 18 (the last one, a check, left out)") % {
        "slip": APART_IN_WORDS[slip_of(*numbers)],
        "places": places,
    }


def questions_of(pair: Pair) -> list[Question]:
    """What the villages were asked about the pair, and what they answered."""
    return list(Question.objects.filter(pair=pair.uuid).select_related("person").order_by("pk"))
