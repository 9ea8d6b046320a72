"""Compares the facts of person and household with the register. A blank cell never erases."""

from __future__ import annotations

from typing import Any

from gangqiao.imports.judging.case import Case
from gangqiao.imports.judging.known import Known
from gangqiao.imports.judging.register import Block
from gangqiao.imports.vocabulary import BY_ABOUT
from gangqiao.kernel.actor import covers
from gangqiao.kernel.words import Say

# Follow from the ID number, or change only through verbs of their own.
BY_ID_NUMBER = frozenset({"id_number", "birth_date", "sex", "id_type"})
ONLY_BY_HAND = frozenset({"household_no"})


def compare_person(case: Case, known: Known) -> None:
    """The person's facts: what differs becomes one correction."""
    values: dict[str, Any] = {}
    for key, new in case.part("person").items():
        if key in BY_ID_NUMBER and (key == "id_number" or known.row["id_index"] is not None):
            continue
        if key == "birth_date" and len(new) < len("2020-03-16"):
            continue
        if key == "phone":
            if same_phone(case.block, known, new):
                continue
            _check_phone(case, new, known.row["household_id"])
        old = known.value_of(key)
        if new != old and not _lives_where_registered(key, old, new, known):
            case.change("person", key, shown(case, "person", key, old, known.area), new)
            values[key] = new
    if values:
        case.act("people.correct", person=known.pk, values=values)


def _lives_where_registered(key: str, old: Any, new: Any, known: Known) -> bool:
    """True of a residence that says nothing new: none is recorded for who lives at the registered place."""
    return key == "residence" and old is None and covers(new, known.area)


def same_phone(block: Block, known: Known, phone: str) -> bool:
    """Whether the index of the number is the register's: then the sealed number need not be opened."""
    index = known.row["phone_index"]
    return index is not None and bytes(index) == block.phone_indexes.get(phone)


def _check_phone(case: Case, phone: str, household: int | None) -> None:
    others = case.block.phone_households.get(phone, frozenset()) - {household}
    if others:
        sentence = Say("Another household has this phone number. Ask whose it is (rule 5_15_022).")
        case.doubt("phone_of_another_household", sentence, "person.phone")


def check_newcomers_phone(case: Case, household: int | None) -> None:
    """The same for somebody who is not on the register yet."""
    if phone := case.get("person.phone"):
        _check_phone(case, phone, household)


def compare_household(case: Case, known: Known, done: set[int]) -> None:
    """The household's facts, once for each household of the file: its lines repeat them."""
    number = case.get("household.household_no")
    household = case.block.households_by_pk.get(known.row["household_id"] or 0)
    if household is None:
        return
    if number in case.block.households and case.block.households[number].pk != household.pk:
        sentence = Say(
            "The register has this person in household %(no)s. Move the person on the screen if that has changed.",
            no=household.row["household_no"],
        )
        case.doubt("other_household", sentence, "household.household_no")
        return
    said = {k: v for k, v in case.part("household").items() if k not in ONLY_BY_HAND}
    if not said or household.pk in done:
        return
    values = {}
    for key, new in said.items():
        old = household.value_of(key)
        if new != old:
            case.change("household", key, shown(case, "household", key, old, household.area), new)
            values[key] = new
    if values:
        done.add(household.pk)
        case.act("people.correct_household", household=household.pk, values=values)


def shown(case: Case, about: str, key: str, old: Any, area: str) -> Any:
    """The old value as the sender may see it: masked above their level."""
    attribute = BY_ABOUT[about][key]
    if old is not None and attribute.level > case.actor.level_in(area):
        return attribute.mask(old)
    return old
