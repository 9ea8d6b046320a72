"""The two ledgers, each as one table of what it lists, how it is searched, filtered and ordered, and what it shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.paths import upper_bound
from gangqiao.ledgers.reads import asking, columns, declared, filters, finding, orders
from gangqiao.ledgers.reads.columns import Column
from gangqiao.ledgers.reads.filters import Filter
from gangqiao.ledgers.reads.finding import Find
from gangqiao.ledgers.reads.orders import Order
from gangqiao.people.models import Household, Person
from gangqiao.people.models.registry import LIVE


@dataclass(frozen=True, eq=False)
class Ledger:
    """One ledger.

    standing    the condition on rows when no state is asked for
    restrict    the rows a reading of the find box means
    order       the order for a reading and the values of the filters
    link        the column that leads to the file; file: name and verb of its address
    needs_always  what is fetched beside the rows even when no column shows it: the log names the heads
    """

    key: str
    title: Any
    unit: str
    rows: Callable[[], QuerySet[Any]]
    standing: Q
    make_filters: Callable[[], list[Filter]]
    make_columns: Callable[[], list[Column]]
    restrict: Callable[[QuerySet[Any], Find], QuerySet[Any]]
    order: Callable[[Find | None, dict[Filter, Any]], Order]
    link: str
    file: tuple[str, str]
    needs_always: tuple[str, ...] = ()

    @cached_property
    def filters(self) -> list[Filter]:
        return self.make_filters()

    @cached_property
    def columns(self) -> list[Column]:
        return self.make_columns()

    def chosen(self, keys: Sequence[str] | None) -> list[Column]:
        """The columns with these keys, in the ledger's order; the default ones for null. The link is always there."""
        return [c for c in self.columns if c.key == self.link or (c.is_default if keys is None else c.key in keys)]

    def asked(self, area: str, values: dict[Filter, Any], find: Find | None) -> QuerySet[Any]:
        """The rows of an area that pass the filters and are meant by the find box. `area` "": the whole scope."""
        rows = self.rows()
        if area:
            rows = rows.filter(area_id__gte=area, area_id__lt=upper_bound(area))
        if not any(one.key == filters.STATE for one in values):
            rows = rows.filter(self.standing)
        rows = asking.restrict(rows, values)
        return self.restrict(rows, find) if find else rows


_BY_HOW = {finding.NAME: orders.BY_NAME, finding.PINYIN: orders.BY_PINYIN, finding.INITIALS: orders.BY_INITIALS}


def _order_of_people(find: Find | None, values: dict[Filter, Any]) -> Order:
    if find is not None and find.how in _BY_HOW:
        return _BY_HOW[find.how]
    state = next((value for one, value in values.items() if one.key == filters.STATE), "live")
    return orders.LEDGER if state in filters.IN_ORDER else orders.BY_AREA


def _households_found(rows: QuerySet[Any], find: Find) -> QuerySet[Any]:
    if find.how == finding.HOUSEHOLD_NO:
        return rows.filter(pk__in=finding.households(find.text).order_by().values("pk"))
    # Of a person: the household the person belongs to.
    found = finding.restrict(Person.objects.filter(record=LIVE).order_by(), find)
    return rows.filter(pk__in=found.values("household_id"))


PEOPLE = Ledger(
    key="people",
    title=_("People ledger"),
    unit="person",
    rows=Person.objects.all,
    standing=filters.STANDING,
    make_filters=lambda: [*filters.of_record(), *declared.of_person()],
    make_columns=columns.of_person,
    restrict=finding.restrict,
    order=_order_of_people,
    link="name",
    file=("people:person", "people.view"),
)

HOUSEHOLDS = Ledger(
    key="households",
    title=_("Household ledger"),
    unit="household",
    rows=Household.objects.all,
    standing=Q(dissolved_on__isnull=True),
    make_filters=lambda: [*filters.of_household(), *declared.of_household()],
    make_columns=columns.of_household,
    restrict=_households_found,
    order=lambda find, values: orders.BY_AREA,
    link="household_no",
    file=("people:household", "people.view"),
    needs_always=(columns.HEAD,),
)

LEDGERS = {ledger.key: ledger for ledger in (PEOPLE, HOUSEHOLDS)}
