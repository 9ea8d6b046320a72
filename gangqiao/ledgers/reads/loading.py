"""What the columns shown need beside the page's rows: one question each, for the whole page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Count

from gangqiao.kernel import clock
from gangqiao.kernel.attributes import AttributeSet, DivisionRef
from gangqiao.kernel.paths import ancestors_of
from gangqiao.ledgers.reads import columns as c
from gangqiao.people import attributes, attributes_dated
from gangqiao.people.models import Business, Category, EmploymentSpell, Household, Intention, Person, Skill
from gangqiao.people.models.registry import DEAD, LIVE
from gangqiao.people.reads import as_of
from gangqiao.places.levels import KEY_LENGTH, Kind, Level
from gangqiao.places.models import Division

_DATED: dict[str, tuple[type[Any], str]] = {
    c.CATEGORIES: (Category, "valid_from"),
    c.SPELL: (EmploymentSpell, "started_on"),
    c.INTENTION: (Intention, "valid_from"),
    c.SKILLS: (Skill, "valid_from"),
    c.BUSINESSES: (Business, "valid_from"),
}
_SETS: dict[str, AttributeSet] = {
    "": attributes.PERSON,
    c.SPELL: attributes_dated.SPELL,
    c.BUSINESSES: attributes_dated.BUSINESS,
}


def rows_of(records: Sequence[Any], shown: Iterable[c.Column], home: str) -> list[c.Row]:
    """The rows of a page with everything the columns need. `home`: places are named from below this area on."""
    needs = {column.needs for column in shown}
    beside: dict[str, dict[int, Any]] = {need: _FETCH[need](records) for need in sorted(needs) if need in _FETCH}
    keys = {record.area_id for record in records} if c.PLACE in needs else set()
    keys |= {key for need in {"", *needs} for key in _divisions_of(need, records, beside.get(need, {}))}
    places = place_words(keys, home)
    return [
        c.Row(r, {need: found.get(r.pk) for need, found in beside.items() if r.pk in found}, places) for r in records
    ]


def _dated(need: str) -> Callable[[Sequence[Any]], dict[int, Any]]:
    model, order = _DATED[need]

    def fetch(records: Sequence[Any]) -> dict[int, Any]:
        today = clock.today()
        held = as_of.rows(model, on=today).filter(person__among=[r.pk for r in records]).order_by(order)
        if model is Intention:
            held = held.filter(expires_on__gte=today)
        found: dict[int, list[Any]] = defaultdict(list)
        for row in held:
            found[row.person_id].append(row)
        return dict(found)

    return fetch


def _households(people: Sequence[Person]) -> dict[int, Any]:
    by_key = Household.objects.in_bulk({p.household_id for p in people if p.household_id})
    return {p.pk: by_key[p.household_id] for p in people if p.household_id in by_key}


def _heads(households: Sequence[Household]) -> dict[int, Any]:
    by_key = Person.objects.in_bulk({h.head_id for h in households if h.head_id})
    return {h.pk: by_key[h.head_id] for h in households if h.head_id in by_key}


def _members(households: Sequence[Household]) -> dict[int, Any]:
    counted = (
        Person.objects.filter(household__in=[h.pk for h in households], record=LIVE)
        .exclude(life=DEAD)
        .order_by()
        .values_list("household_id")
        .annotate(Count("pk"))
    )
    return dict(counted)


_FETCH: dict[str, Callable[[Sequence[Any]], dict[int, Any]]] = {
    **{need: _dated(need) for need in _DATED},
    c.HOUSEHOLD: _households,
    c.HEAD: _heads,
    c.MEMBERS: _members,
}


def _divisions_of(need: str, records: Sequence[Any], found: dict[int, Any]) -> Iterable[str]:
    """The divisions that the rows of one need name."""
    declared = _SETS.get(need)
    if declared is None:
        return
    keys = [f"{a.key}_id" for a in declared if isinstance(a, DivisionRef)]
    rows = records if not need else [row for several in found.values() for row in several]
    for row in rows:
        for key in keys:
            if value := getattr(row, key, None):
                yield value


def place_words(keys: set[str], home: str) -> dict[str, str]:
    """The name of each division from below the home area on; of a place elsewhere from the province on. One query."""
    if not keys:
        return {}
    wanted = {key for path in keys for key in ancestors_of(path)}
    named = Division.objects.filter(key__in=wanted).exclude(kind__in=(Kind.PLACEHOLDER, Kind.ROOT))
    known = dict(named.values_list("key", "name"))
    return {path: _place(path, known, home) for path in keys}


def _place(path: str, known: dict[str, str], home: str) -> str:
    is_inside = bool(home) and path.startswith(home) and path != home
    above = len(home) if is_inside else KEY_LENGTH[Level.NATION]
    names: list[str] = []
    for key in ancestors_of(path):
        name = known.get(key, "")
        if len(key) > above and name and name not in names[-1:]:
            names.append(name)
    return "".join(names) or known.get(path, "")
