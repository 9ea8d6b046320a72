"""What a clerk typed into the find box, understood without asking how it was meant.

The text itself never stands in an address (security.md, control 40): it travels sealed, readable only for its user.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import unicodedata
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel import clock
from gangqiao.kernel.attributes.kinds import plain_text
from gangqiao.kernel.crypto.sealing import BrokenSeal, open_sealed, seal
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.identifiers import mask_id, mask_phone, parse_id_number, parse_phone
from gangqiao.ledgers.refusals import NothingTyped
from gangqiao.people.models import Contact, Household, Person
from gangqiao.people.reads import as_of

NAME, PINYIN, INITIALS, ID_NUMBER, PHONE, PERSON_NO, HOUSEHOLD_NO = (
    "name",
    "pinyin",
    "initials",
    "id_number",
    "phone",
    "person_no",
    "household_no",
)
LABELS = {
    NAME: _("name begins with"),
    PINYIN: _("pinyin begins with"),
    INITIALS: _("initials begin with"),
    ID_NUMBER: _("ID number"),
    PHONE: _("phone"),
    PERSON_NO: _("person number"),
    HOUSEHOLD_NO: _("household number begins with"),
}
NUMBERS = frozenset({ID_NUMBER, PHONE})  # a miss tells something: counted, see `ledgers.actions.note_miss`
COLUMNS = {NAME: "name", PINYIN: "name_pinyin", INITIALS: "name_initials"}
LAST_CHARACTER = "\U0010ffff"  # greater than every character in byte order
LONGEST = 60
MANY_HOUSEHOLDS = 500
SHORTEST_NUMBER = 6

_LETTERS = re.compile(r"[a-z]+")
_LOCAL_NUMBER = re.compile(r"[0-9a-z+()-]*\d[0-9a-z+()-]*")


@dataclass(frozen=True, slots=True)
class Find:
    """One reading of what was typed: `how` it is looked for, and its normal form."""

    how: str
    text: str

    @property
    def label(self) -> Any:
        return LABELS[self.how]

    @property
    def shown(self) -> str:
        """The text as a page may repeat it."""
        if self.how == ID_NUMBER:
            return mask_id(self.text, birthday_shown=True)
        return mask_phone(self.text) if self.how == PHONE else self.text


def readings(raw: str) -> list[Find]:
    """Every way to understand the text, the most likely first. Raises NothingTyped, WrongIdNumber or WrongPhone."""
    raw = plain_text(raw)  # without control characters: PostgreSQL keeps no NUL
    typed = "".join(unicodedata.normalize("NFKC", raw).split())
    if not typed:
        raise NothingTyped
    lower = typed.lower()
    if _LETTERS.fullmatch(lower.replace("'", "")):
        spelt = lower.replace("'", "")[:LONGEST]
        return [Find(PINYIN, spelt), Find(INITIALS, spelt)]
    if not _LOCAL_NUMBER.fullmatch(lower):
        return [Find(NAME, typed[:LONGEST])]
    return _numbers(raw, lower, typed[:LONGEST])


def _numbers(raw: str, lower: str, typed: str) -> list[Find]:
    """A text with digits: ID number, phone, or a number of the register. A wrong ID number or phone says what is wrong.

    Household numbers have 18 digits, too; the birthday inside tells nearly all of them from ID numbers.
    """
    found: list[Find] = []
    refusal: Refusal | None = None
    bare = lower.replace("-", "").removeprefix("+86")
    for how, read in ((ID_NUMBER, parse_id), (PHONE, parse_phone)):
        if how == ID_NUMBER and "-" in lower:
            continue
        try:
            found.append(Find(how, read(raw)))
        except Refusal as wrong:
            if (how == ID_NUMBER and len(bare) >= 14) or (how == PHONE and len(bare) in (10, 11, 12)):
                refusal = wrong
    if len(typed) >= SHORTEST_NUMBER:
        found += [Find(PERSON_NO, typed), Find(HOUSEHOLD_NO, typed)]
    if refusal is not None and not any(in_scope(f) for f in found):
        raise refusal
    return found or [Find(NAME, typed)]


def parse_id(raw: str) -> str:
    return parse_id_number(raw).text


def in_scope(find: Find) -> bool:
    """True when somebody in the scope of the moment is found."""
    return restrict(Person.objects.order_by(), find).exists()


def restrict(people: QuerySet[Person], find: Find) -> QuerySet[Person]:
    """Only the people the reading means."""
    if column := COLUMNS.get(find.how):
        return people.filter(**{f"{column}__gte": find.text, f"{column}__lt": find.text + LAST_CHARACTER})
    if find.how == ID_NUMBER:
        return people.filter(id_index=find.text)
    if find.how == PERSON_NO:
        return people.filter(person_no=find.text)
    if find.how == PHONE:
        # Two questions instead of an OR, which would walk the whole table.
        own = Person.objects.filter(phone_index=find.text).values_list("pk", flat=True)
        others = as_of.rows(Contact, on=clock.today()).filter(phone_index=find.text)
        return people.filter(pk__in=[*own, *others.values_list("person_id", flat=True)])
    return people.filter(_in_households(find.text))


def households(find_text: str) -> QuerySet[Household]:
    """The households whose number begins as typed."""
    return Household.objects.filter(household_no__gte=find_text, household_no__lt=_next_text(find_text))


def _in_households(text: str) -> Q:
    few = list(households(text).order_by().values_list("pk", flat=True)[: MANY_HOUSEHOLDS + 1])
    if len(few) <= MANY_HOUSEHOLDS:
        return Q(household_id__in=few)
    return Q(household_id__in=households(text).order_by().values("pk"))


def _next_text(prefix: str) -> str:
    """The first number after all that begin with the prefix. Numbers are digits and letters."""
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)


# --- sealed for the address ------------------------------------------------------------------------------------------

_PLACE = ("ledgers.find", "text")


def seal_find(find: Find, user_id: int) -> str:
    """The reading as a token for an address: sealed, and bound to its user."""
    sealed = seal(*_PLACE, UUID(int=user_id), json.dumps([find.how, find.text]))
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def open_find(token: str, user_id: int) -> Find | None:
    """The reading a token holds; None when it is not ours, of another user, or of a key no longer kept."""
    try:
        sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        how, text = json.loads(open_sealed(*_PLACE, UUID(int=user_id), sealed))
    except (BrokenSeal, binascii.Error, ValueError):
        return None
    return Find(how, text) if how in LABELS else None
