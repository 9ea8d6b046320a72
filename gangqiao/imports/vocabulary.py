"""Which columns an import understands: the declared attributes by their headings, and a few columns of its own.

Keys are "set.attribute" ("person.id_number", "spell.destination") for declared facts; "category.KIND" for a yes/no
column of a dated category; and for the import's own columns a bare word:

number      running number of the list           group, village, township   where the household is registered
head        name of the head of the household    relation                   to the head
person_no   number of the person's record        age                        compared with the ID number, never stored
work_*      the place of work in up to three columns, read as one "spell.destination"
poor        registered poor, yes or no           status                     working, away, at home, in school
remark      shown beside the row, never stored   unwanted                   known, and never taken over
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from gangqiao.kernel.attributes import Attribute, AttributeSet, Money
from gangqiao.kernel.attributes.coded import YES_NO_UNKNOWN
from gangqiao.kernel.identifiers import WrongIdNumber, WrongPhone, parse_id_number, parse_phone
from gangqiao.kernel.sheets import Term, Vocabulary
from gangqiao.people import attributes, attributes_dated
from gangqiao.people.codes import LISTS

Fits = Callable[[Any], bool]
SETS: tuple[AttributeSet, ...] = (
    attributes.PERSON,
    attributes.HOUSEHOLD,
    attributes_dated.SPELL,
    attributes_dated.INTENTION,
)
BY_ABOUT: dict[str, AttributeSet] = {s.about: s for s in SETS}
# A picture cannot stand in a cell.
NOT_IN_CELLS = frozenset({"person.photo"})
UNWANTED = "unwanted"
OWN: dict[str, Any] = {
    "number": _("Running number"),
    "group": _("Villagers' group"),
    "village": _("Village"),
    "township": _("Township"),
    "head": _("Name of the head"),
    "relation": _("Relation to the head"),
    "person_no": _("Number of the person"),
    "age": _("Age"),
    "poor": _("Registered poor"),
    "status": _("Works or not"),
    "work_province": _("Province of work"),
    "work_prefecture": _("City or prefecture of work"),
    "work_county": _("County of work"),
    "remark": _("Remark"),
    UNWANTED: _("Not wanted"),
}
CATEGORY = "category."
DESTINATION = "spell.destination"
PARTS_OF_DESTINATION = ("work_province", "work_prefecture", "work_county")
# Without one of these columns a line cannot be tied to a person.
NAMES_A_PERSON = frozenset({"person.name", "person.id_number", "person_no"})

_DAY = re.compile(r"(19|20)\d\d\s*[-/.\u5e74]\s*\d{1,2}(\s*[-/.\u6708]\s*\d{0,2}\s*\u65e5?)?")


@cache
def words() -> dict[str, tuple[str, ...]]:
    """The headings of `vocabulary.yaml` by key."""
    found = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return {key: tuple(str(h) for h in headings) for key, headings in found.items()}


@cache
def vocabulary() -> Vocabulary:
    """Everything an import understands."""
    return Vocabulary(terms())


@cache
def terms() -> tuple[Term, ...]:
    """Every column an import understands, declared facts first."""
    return (*_declared(), *_own())


def _declared() -> Iterator[Term]:
    said = words()
    for about in SETS:
        for attribute in about:
            key = f"{about.about}.{attribute.key}"
            if key in NOT_IN_CELLS:
                continue
            yield Term(
                key=key,
                headings=(*_headings(attribute), *said.get(key, ())),
                fits=FITS.get(key),
                is_money=isinstance(attribute, Money),
            )


def _headings(attribute: Attribute) -> list[str]:
    with override(None):  # the English label, whatever the reader's language is
        label = str(attribute.label)
    return [h for h in (attribute.heading, *attribute.synonyms, label, attribute.alias) if h]


def _own() -> Iterator[Term]:
    said = words()
    for key in (*OWN, *(k for k in said if k.startswith(CATEGORY))):
        with override(None):
            label = (str(OWN[key]),) if key in OWN else ()
        yield Term(key=key, headings=(*said[key], *label), fits=FITS.get(key))


def is_known(key: str) -> bool:
    """True for a key a column can be said to be; "" says that the column is left out."""
    return key == "" or key in {t.key for t in terms()}


def label_of(key: str) -> Any:
    """What a column key is called on pages; the key itself when it is not known."""
    about, _dot, name = key.partition(".")
    if about in BY_ABOUT and name in BY_ABOUT[about]:
        return BY_ABOUT[about][name].label
    if key.startswith(CATEGORY) and name in LISTS["category"]:
        return LISTS["category"].word(name)
    return OWN.get(key, key)


def choices() -> list[tuple[Any, list[tuple[str, Any]]]]:
    """Every key with its label, by set: for the select of the columns page."""
    groups: list[tuple[Any, list[tuple[str, Any]]]] = [
        (s.label, [(k, a.label) for a in s if (k := f"{s.about}.{a.key}") not in NOT_IN_CELLS]) for s in SETS
    ]
    groups.append((_("Category"), [(k, label_of(k)) for k in words() if k.startswith(CATEGORY)]))
    groups.append((_("Of the list itself"), list(OWN.items())))
    return groups


# --- by content ------------------------------------------------------------------------------------------------------


def _is_id(cell: Any) -> bool:
    if isinstance(cell, (int, float)):  # a number kept as a number is still the column of ID numbers
        return 1e17 <= abs(cell) < 1e18
    try:
        parse_id_number(cell)
    except WrongIdNumber:
        text = "".join(unicodedata.normalize("NFKC", str(cell)).split())
        return bool(re.fullmatch(r"\d{17}[\dXx]", text))
    return True


def _is_phone(cell: Any) -> bool:
    try:
        parse_phone(cell)
    except WrongPhone:
        return False
    return True


def _is_day(cell: Any) -> bool:
    if isinstance(cell, (date, datetime)):
        return True
    return isinstance(cell, str) and bool(_DAY.fullmatch(cell.strip()))


def _in_list(name: str) -> Fits:
    codes = LISTS[name]

    def fits(cell: Any) -> bool:
        return isinstance(cell, str) and not cell.strip().isdigit() and codes.find(cell) is not None

    return fits


def _is_yes_or_no(cell: Any) -> bool:
    return isinstance(cell, (str, bool)) and YES_NO_UNKNOWN.find(str(cell)) is not None


FITS: dict[str, Fits] = {
    "person.id_number": _is_id,
    "person.phone": _is_phone,
    "person.birth_date": _is_day,
    "person.sex": _in_list("sex"),
    "person.ethnicity": _in_list("ethnicity"),
    "person.education": _in_list("education"),
    "person.marital_status": _in_list("marital_status"),
    "person.political_status": _in_list("political_status"),
    "person.labour_capacity": _in_list("labour_capacity"),
    "relation": _in_list("relation"),
    "poor": _is_yes_or_no,
}
