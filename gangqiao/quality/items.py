"""The items the survey must not miss, each with how the database sees that it is filled (R028)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from gangqiao.people.attributes import PERSON

# Who is counted, and which spells of work run.
LIVING = Q(record="live", life="alive")
RUNS = Q(recorded_to=None, ended_on=None, status__in=("departed", "working", "verified"))


@dataclass(frozen=True, slots=True)
class Item:
    """One required item. `asked`: of whom it is asked; `filled`: that it has a value."""

    key: str
    label: Any
    asked: Q
    filled: Q
    is_conditional: bool


def _item(attribute: Any) -> Item:
    # A sealed number that is empty is no null, but it has no index. Other sealed values are null when there is none.
    column = getattr(attribute, "index", "") or next(iter(attribute.columns()))
    field = attribute.columns()[column]
    filled = Q(**{f"{column}__isnull": False})
    if field.get_internal_type() == "CharField":
        filled &= ~Q(**{column: ""})
    condition = attribute.asked_if or {}
    asked = Q(**{condition["eq"][0]: condition["eq"][1]}) if "eq" in condition else Q()
    return Item(attribute.key, attribute.label, asked, filled, is_conditional=bool(condition))


ITEMS: dict[str, Item] = {a.key: _item(a) for a in PERSON if a.required}
