"""A pair and a question made without a search: for the walls, and for tests of pages."""

from __future__ import annotations

from typing import Any

from gangqiao.duplicates.models import Pair, Question
from gangqiao.kernel.scope import ScopedModel, everywhere
from gangqiao.people.models import Person

REASONS = [["name", "equal", 14.2], ["birth", "one_digit", 6.2], ["sex", "equal", 1.0], ["phone", "other", -1.2]]


def pair_of(one: Person, other: Person, area: Any, **values: Any) -> Pair:
    """A pair of two records, seen in an area."""
    first, second = sorted((one, other), key=lambda person: person.pk)
    with everywhere(reason="test data"):
        return Pair.objects.create(
            **{"area": area, "one": first, "other": second, "score": 9.5, "reasons": REASONS, **values}
        )


def pairs_of(person: Person) -> list[ScopedModel]:
    """A row in both tables for one person. The walls ask for one person in each area, so it is paired with itself."""
    with everywhere(reason="test data"):
        area = person.area
        pair = pair_of(person, person, area)
        return [pair, Question.objects.create(area=area, pair=pair.uuid, person=person, asked="?", asked_by_name="x")]
