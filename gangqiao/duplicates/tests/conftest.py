"""Two records of one person, and the cast that decides about them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from gangqiao.duplicates.models import Pair
from gangqiao.kernel.identifiers import id_check_character, make_id_number
from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import Person
from gangqiao.people.pinyin import pinyin_of

BORN = date(1985, 5, 17)
FIRST = make_id_number(BORN, "1", 21)
SLIPPED = FIRST[:14] + "053"  # one digit of the order mistyped
SECOND = SLIPPED + id_check_character(SLIPPED)
NAME = "者保山"

TwoRecords = Callable[..., tuple[Person, Person]]


@pytest.fixture
def two_records(make_person: Callable[..., Person], county: Any) -> TwoRecords:
    """Makes two records of one person in two places: `two_records(county.villages[0], county.villages[1])`."""

    def make(here: Any = None, there: Any = None, **values: Any) -> tuple[Person, Person]:
        spelt, initials = pinyin_of(NAME)
        same = {"name": NAME, "name_pinyin": spelt, "name_initials": initials, "birth_date": BORN, "sex": "1"}
        one = make_person(here or county.villages[0], **{**same, "id_number": FIRST, "phone": "13887300001"})
        other = make_person(
            there or county.villages[1], **{**same, "id_number": SECOND, "phone": "13887300001", **values}
        )
        return one, other

    return make


@pytest.fixture
def the_pair() -> Callable[[], Pair]:
    """The only pair there is, as it stands in the table now."""

    def get() -> Pair:
        with everywhere(reason="test"):
            return Pair.objects.select_related("one", "other").get()

    return get
