"""Lines that say nothing but what the register has: seen at a glance, before any rule is asked.

Most lines of a list that comes again are such. `Judge` comes to the same without the glance, at ten times the cost; a
test compares the two.
"""

from __future__ import annotations

from typing import Any

from gangqiao.imports.judging.facts import same_phone
from gangqiao.imports.judging.households import HEAD_NAME, HOUSEHOLD_NO, Households, is_head
from gangqiao.imports.judging.known import Known
from gangqiao.imports.judging.names import village_of
from gangqiao.imports.judging.register import Block
from gangqiao.imports.reading import Record
from gangqiao.imports.reading.base import READ
from gangqiao.imports.vocabulary import BY_ABOUT
from gangqiao.people.models.registry import DEAD, LIVE

ID, PHONE = "person.id_number", "person.phone"
SEALED = {f"person.{a.key}": a.key for a in BY_ABOUT["person"] if a.is_encrypted and f"person.{a.key}" != ID}
# Never compared with a person of the register; whatever stands there, nothing follows for them.
NOT_COMPARED = ("relation", HEAD_NAME, "group", "township")


class Glance:
    """Looks at the lines of one block."""

    def __init__(self, block: Block, home: str) -> None:
        self.block = block
        self.village = village_of(home) if home else ""

    def find(self, record: Record) -> Known | None:
        """The person of a line without anything new; null when rules have to be asked."""
        values = record.values
        number = values.get(ID)
        person = self.block.by_id.get(number) if number else None
        if person is None or any(note.severity != READ for note in record.notes):
            return None
        if not self._is_in_order(person) or not _fits_number(values, number):
            return None
        known = self._raw(person)
        known[ID], known["person_no"] = number, person.row["person_no"]
        known.update((key, values[key]) for key in (*NOT_COMPARED, *SEALED) if key in values)
        if values.items() <= known.items() and self._agree_sealed(values, person):
            return person
        return None

    def _is_in_order(self, person: Known) -> bool:
        row = person.row
        return row["record"] == LIVE and row["life"] != DEAD and row["area_id"].startswith(self.village)

    def _raw(self, person: Known) -> dict[str, Any]:
        """The raw values of the person, the household, the work that runs and the wishes."""
        household = self.block.households_by_pk.get(person.row["household_id"] or 0)
        running = person.running
        known = dict(person.raw)
        for part in (household, running, person.intention):
            if part is not None:
                known |= part.raw
        return known

    def _agree_sealed(self, values: dict[str, Any], person: Known) -> bool:
        if PHONE in values and not same_phone(self.block, person, values[PHONE]):
            return False
        return all(
            person.value_of(short) == values[key] for key, short in SEALED.items() if key in values and key != PHONE
        )


def _fits_number(values: dict[str, Any], number: str) -> bool:
    """Day of birth and sex of the line are those in its ID number."""
    born, sex = values.get("person.birth_date"), values.get("person.sex")
    if born and born != f"{number[6:10]}-{number[10:12]}-{number[12:14]}":
        return False
    return not sex or (sex == "1") == (int(number[16]) % 2 == 1)


def is_second_head(record: Record, person: Known, households: Households, block: Block) -> bool:
    """The line calls somebody head of a household that has another one; see `households.check_heads`."""
    if not is_head(record) or households.of(record).heads < 2:
        return False
    named = record.get(HOUSEHOLD_NO) or record.get(HEAD_NAME)
    return bool(named) and person.pk not in block.heads
