"""The filters of a ledger: those of the declared attributes that say so, and those of the record itself."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Level
from gangqiao.kernel.attributes import Codes
from gangqiao.ledgers.refusals import WrongFilter
from gangqiao.people.codes import LISTS
from gangqiao.people.models import Category, EmploymentSpell
from gangqiao.people.models.registry import DEAD, LIVE, MERGED, MISSING, MOVED_OUT

# A list shows many people at once, so what is sensitive by itself stands in no list, whoever reads it.
SENSITIVE_CATEGORIES = LISTS["category"].above(Level.PERSONAL)


@dataclass(frozen=True, kw_only=True, eq=False)
class Filter(ABC):
    """One filter. `model` holds the dated rows it asks about; null: the row of the ledger itself.

    level  readers below it are not offered the filter: it would tell them what its column hides
    """

    key: str
    label: Any
    level: Level = Level.PERSONAL
    model: type[Model] | None = None
    widget: str = "select"

    @abstractmethod
    def read(self, raw: str) -> Any:
        """The value asked for. Raises WrongFilter."""

    @abstractmethod
    def q(self, value: Any) -> Q:
        """The condition on a row of `model`."""

    @abstractmethod
    def words(self, value: Any) -> str:
        """The value in the reader's language."""

    def options(self) -> list[tuple[str, str]]:
        """What a select offers."""
        return []

    def refuse(self, raw: str) -> WrongFilter:
        return WrongFilter(self.label, raw, self.key)


@dataclass(frozen=True, kw_only=True, eq=False)
class CodeFilter(Filter):
    """One code of a list, in a column of that name."""

    codes: Codes
    column: str
    hidden: frozenset[str] = frozenset()

    def read(self, raw: str) -> str:
        if raw not in self.codes or raw in self.hidden:
            raise self.refuse(raw)
        return raw

    def q(self, value: str) -> Q:
        return Q(**{self.column: value})

    def words(self, value: str) -> str:
        return self.codes.word(value)

    def options(self) -> list[tuple[str, str]]:
        return [(code, self.codes.word(code)) for code in self.codes if code not in self.hidden]


@dataclass(frozen=True, kw_only=True, eq=False)
class NumberFilter(Filter):
    """A whole number, from `least` to `most`."""

    least: int = 0
    most: int = 120
    widget: str = "number"

    def read(self, raw: str) -> int:
        if not (raw.isascii() and raw.isdigit() and len(raw) < 10 and self.least <= int(raw) <= self.most):
            raise self.refuse(raw)
        return int(raw)

    def words(self, value: int) -> str:
        return str(value)


@dataclass(frozen=True, kw_only=True, eq=False)
class Youngest(NumberFilter):
    def q(self, value: int) -> Q:
        return Q(birth_date__lte=years_before(clock.today(), value))

    def words(self, value: int) -> str:
        return ngettext("%(n)s year or older", "%(n)s years or older", value) % {"n": value}


@dataclass(frozen=True, kw_only=True, eq=False)
class Oldest(NumberFilter):
    def q(self, value: int) -> Q:
        return Q(birth_date__gt=years_before(clock.today(), value + 1))

    def words(self, value: int) -> str:
        return ngettext("%(n)s year or younger", "%(n)s years or younger", value) % {"n": value}


def years_before(day: date, years: int) -> date:
    """The last birthday of those who are `years` old on the day. Who was born on 29 February ages on 1 March."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 2, 28)


@dataclass(frozen=True, kw_only=True, eq=False)
class NotConfirmedFor(NumberFilter):
    most: int = 3650

    def q(self, value: int) -> Q:
        return _not_confirmed_since(clock.today() - timedelta(days=value))

    def words(self, value: int) -> str:
        return ngettext("%(n)s day or longer", "%(n)s days or longer", value) % {"n": value}


@dataclass(frozen=True, kw_only=True, eq=False)
class ConfirmedBefore(Filter):
    """Last confirmed before a day, or never. Other pages link with it; the form offers days instead of a date."""

    widget: str = ""

    def read(self, raw: str) -> date:
        try:
            return date.fromisoformat(raw)
        except ValueError:
            raise self.refuse(raw) from None

    def q(self, value: date) -> Q:
        return _not_confirmed_since(value)

    def words(self, value: date) -> str:
        return value.isoformat()


def _not_confirmed_since(day: date) -> Q:
    return Q(last_confirmed_on__lt=day) | Q(last_confirmed_on=None)


@dataclass(frozen=True, kw_only=True, eq=False)
class Works(Filter):
    """Has a running spell today, or has none."""

    model: type[Model] | None = EmploymentSpell

    def read(self, raw: str) -> bool:
        if raw not in ("yes", "no"):
            raise self.refuse(raw)
        return raw == "yes"

    def q(self, value: bool) -> Q:
        return Q()

    def words(self, value: bool) -> str:
        return gettext("works now") if value else gettext("does not work now")

    def options(self) -> list[tuple[str, str]]:
        return [("yes", self.words(True)), ("no", self.words(False))]


STANDING = Q(record=LIVE) & ~Q(life=DEAD)
_STATES = {
    "live": (_("on the register"), STANDING),
    MISSING: (_("missing"), Q(record=LIVE, life=MISSING)),
    DEAD: (_("died"), Q(record=LIVE, life=DEAD)),
    MOVED_OUT: (_("moved out"), Q(record=MOVED_OUT)),
    MERGED: (_("merged into another record"), Q(record=MERGED)),
}


@dataclass(frozen=True, kw_only=True, eq=False)
class StateOfPerson(Filter):
    """Whose records are listed; without it those who live on the register."""

    level: Level = Level.INTERNAL

    def read(self, raw: str) -> str:
        if raw not in _STATES:
            raise self.refuse(raw)
        return raw

    def q(self, value: str) -> Q:
        return _STATES[value][1]

    def words(self, value: str) -> str:
        return str(_STATES[value][0])

    def options(self) -> list[tuple[str, str]]:
        return [(key, str(words)) for key, (words, _q) in _STATES.items()]


@dataclass(frozen=True, kw_only=True, eq=False)
class StateOfHousehold(Filter):
    """Standing households, or dissolved ones."""

    level: Level = Level.INTERNAL

    def read(self, raw: str) -> str:
        if raw not in ("live", "dissolved"):
            raise self.refuse(raw)
        return raw

    def q(self, value: str) -> Q:
        return Q(dissolved_on__isnull=value == "live")

    def words(self, value: str) -> str:
        return gettext("dissolved") if value == "dissolved" else gettext("on the register")

    def options(self) -> list[tuple[str, str]]:
        return [(key, self.words(key)) for key in ("live", "dissolved")]


STATE = "state"
IN_ORDER = frozenset({"live", MISSING, DEAD})  # their rows have a household, so the ledger's own order serves them


def of_record() -> list[Filter]:
    """The filters of a person that no attribute declares: they ask about dated rows, days and the record's state."""
    return [
        CodeFilter(
            key="category",
            label=_("Category held today"),
            codes=LISTS["category"],
            column="kind",
            hidden=SENSITIVE_CATEGORIES,
            model=Category,
        ),
        Works(key="works", label=_("Work")),
        Youngest(key="age_from", label=_("Age from")),
        Oldest(key="age_to", label=_("Age to")),
        NotConfirmedFor(key="unconfirmed_days", label=_("Not confirmed for (days)"), level=Level.INTERNAL),
        ConfirmedBefore(key="confirmed_before", label=_("Last confirmed before"), level=Level.INTERNAL),
        StateOfPerson(key=STATE, label=_("State of the record")),
    ]


def of_household() -> list[Filter]:
    return [
        NotConfirmedFor(key="unconfirmed_days", label=_("Not confirmed for (days)"), level=Level.INTERNAL),
        ConfirmedBefore(key="confirmed_before", label=_("Last confirmed before"), level=Level.INTERNAL),
        StateOfHousehold(key=STATE, label=_("State of the record")),
    ]
