"""The columns of a ledger: one for each declared attribute, and what the record itself and its dated rows say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Level
from gangqiao.kernel.attributes import Attribute, AttributeSet, DivisionRef, PersonId, Phone
from gangqiao.kernel.identifiers import mask_name
from gangqiao.ledgers.reads.filters import SENSITIVE_CATEGORIES
from gangqiao.people import attributes, attributes_dated
from gangqiao.people.codes import LISTS

PLACE, HOUSEHOLD, CATEGORIES, SPELL, INTENTION, SKILLS, BUSINESSES, MEMBERS = (
    "place",
    "household",
    "categories",
    "spell",
    "intention",
    "skills",
    "businesses",
    "members",
)


@dataclass(slots=True)
class Row:
    """One line of a ledger: the record, and what was fetched beside it for the columns shown.

    beside  by need (see the constants above): words of the place, the household, lists of dated rows, a number
    """

    record: Any
    beside: dict[str, Any]
    places: dict[str, str]


@dataclass(frozen=True, kw_only=True, eq=False)
class Column:
    """One column.

    is_partly_shown  the mask leaves something to read; otherwise a post below level 2 is spared the column
    needs  what must be fetched beside the page's rows, "" for nothing: one question a page, never one a row
    show   the text for a row; mask: the text for a reader below `level`
    attribute, records  the declared attribute shown and whose values of a row they are; null and none for the others
    """

    key: str
    label: Any
    show: Callable[[Row], str]
    mask: Callable[[Row], str] = lambda row: "***"
    level: Level = Level.PERSONAL
    is_partly_shown: bool = False
    needs: str = ""
    is_default: bool = False
    is_number: bool = False
    group: Any = ""
    attribute: Attribute | None = None
    records: Callable[[Row], list[Any]] = lambda row: []

    def text(self, row: Row, level: Level) -> str:
        """What a reader of this level sees."""
        return self.show(row) if self.level <= level else self.mask(row)


def declared(attribute: Attribute, key: str, records: Callable[[Row], list[Any]], **more: Any) -> Column:
    """The column of a declared attribute; several dated rows stand one after the other."""

    def shown(row: Row) -> str:
        return _joined(_words(attribute, record, row) for record in records(row))

    def masked(row: Row) -> str:
        return _joined(_masked(attribute, getattr(record, attribute.key)) for record in records(row))

    is_partly_shown = attribute.key == "name" or isinstance(attribute, (PersonId, Phone))
    return Column(
        key=key,
        label=attribute.label,
        show=shown,
        mask=masked,
        level=attribute.level,
        is_partly_shown=is_partly_shown,
        attribute=attribute,
        records=records,
        **more,
    )


def _words(attribute: Attribute, record: Any, row: Row) -> str:
    if isinstance(attribute, DivisionRef):
        return row.places.get(getattr(record, f"{attribute.key}_id") or "", "")
    return attribute.show(getattr(record, attribute.key))


def _masked(attribute: Attribute, value: Any) -> str:
    return mask_name(value) if attribute.key == "name" else attribute.mask(value)


def _joined(parts: Any) -> str:
    return "；".join(dict.fromkeys(part for part in parts if part))


def _own(row: Row) -> list[Any]:
    return [row.record]


def _beside(need: str) -> Callable[[Row], list[Any]]:
    def records(row: Row) -> list[Any]:
        found = row.beside.get(need)
        return found if isinstance(found, list) else [found] if found is not None else []

    return records


def _set(declarations: AttributeSet, need: str) -> list[Column]:
    return [
        declared(a, f"{declarations.about}-{a.key}", _beside(need), needs=need, group=declarations.label)
        for a in declarations
    ]


def _age(row: Row) -> str:
    age = row.record.age_on(clock.today())
    return "" if age is None else str(age)


def _categories(row: Row) -> str:
    held = (c.kind for c in row.beside.get(CATEGORIES, ()) if c.kind not in SENSITIVE_CATEGORIES)
    return _joined(LISTS["category"].word(kind) for kind in held)


def _sensitive_categories(row: Row) -> str:
    held = (c.kind for c in row.beside.get(CATEGORIES, ()) if c.kind in SENSITIVE_CATEGORIES)
    return _joined(LISTS["category"].word(kind) for kind in held)


def _spell_state(row: Row) -> str:
    spells = row.beside.get(SPELL, ())
    return _joined(LISTS["spell_status"].word(s.status) for s in spells)


def _day(name: str) -> Callable[[Row], str]:
    def shown(row: Row) -> str:
        day = getattr(row.record, name)
        return day.isoformat() if day else ""

    return shown


_RECORD = _("Register")


def of_person() -> list[Column]:
    """Every column the ledger of people can show, in the order shown: the name, then what is asked for most."""
    own = {a.key: declared(a, a.key, _own, is_default=a.in_ledger) for a in attributes.PERSON}
    return [
        own.pop("name"),
        *_asked_most(),
        *own.values(),
        *_of_record(),
        *(
            declared(
                a,
                f"household-{a.key}",
                _beside(HOUSEHOLD),
                needs=HOUSEHOLD,
                is_default=a.in_ledger,
                group=attributes.HOUSEHOLD.label,
            )
            for a in attributes.HOUSEHOLD
        ),
        *_set(attributes_dated.SPELL, SPELL),
        *_set(attributes_dated.INTENTION, INTENTION),
        *_set(attributes_dated.SKILL, SKILLS),
        *_set(attributes_dated.BUSINESS, BUSINESSES),
    ]


def _asked_most() -> list[Column]:
    return [
        Column(key="age", label=_("Age"), show=_age, is_default=True, is_number=True, group=_RECORD),
        Column(
            key="place",
            label=_("Village and group"),
            show=lambda row: row.places.get(row.record.area_id, ""),
            level=Level.INTERNAL,
            needs=PLACE,
            is_default=True,
            group=_RECORD,
        ),
        Column(
            key="categories", label=_("Categories"), show=_categories, needs=CATEGORIES, is_default=True, group=_RECORD
        ),
        Column(
            key="spell-status",
            label=_("Work now"),
            show=_spell_state,
            needs=SPELL,
            is_default=True,
            group=attributes_dated.SPELL.label,
        ),
    ]


def _of_record() -> list[Column]:
    return [
        Column(
            key="relation",
            label=_("Relation to the head"),
            show=lambda row: LISTS["relation"].word(row.record.relation),
            group=_RECORD,
        ),
        # No page of a ledger says them: the same mask stands for who holds none. Only an approved file does.
        Column(
            key="sensitive_categories",
            label=_("Sensitive categories"),
            show=_sensitive_categories,
            level=Level.SENSITIVE,
            needs=CATEGORIES,
            group=_RECORD,
        ),
        Column(key="person_no", label=_("Person number"), show=lambda row: row.record.person_no, group=_RECORD),
        Column(
            key="last_confirmed_on",
            label=_("Last confirmed on"),
            show=_day("last_confirmed_on"),
            level=Level.INTERNAL,
            group=_RECORD,
        ),
    ]


HEAD = "head"


def _head_name(row: Row) -> str:
    head = row.beside.get(HEAD)
    return head.name if head else ""


def of_household() -> list[Column]:
    """The columns of the ledger of households: the number first."""
    own = {a.key: declared(a, a.key, _own, is_default=a.in_ledger or a.key == "address") for a in attributes.HOUSEHOLD}
    return [
        own.pop("household_no"),
        Column(
            key=HEAD,
            label=_("Head"),
            show=_head_name,
            mask=lambda row: mask_name(_head_name(row)),
            is_partly_shown=True,
            needs=HEAD,
            is_default=True,
        ),
        Column(
            key=MEMBERS,
            label=_("Number of members"),
            show=lambda row: str(row.beside.get(MEMBERS) or 0),
            level=Level.INTERNAL,
            needs=MEMBERS,
            is_default=True,
            is_number=True,
        ),
        Column(
            key="place",
            label=_("Village and group"),
            show=lambda row: row.places.get(row.record.area_id, ""),
            level=Level.INTERNAL,
            needs=PLACE,
            is_default=True,
        ),
        *own.values(),
        Column(
            key="last_confirmed_on",
            label=_("Last confirmed on"),
            show=_day("last_confirmed_on"),
            level=Level.INTERNAL,
            is_default=True,
        ),
        Column(key="registered_on", label=_("Registered on"), show=_day("registered_on"), level=Level.INTERNAL),
    ]
