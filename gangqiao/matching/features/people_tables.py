"""What is asked of the register for recommendations: one statement for each table."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from gangqiao.matching.features.tables import CODE, DAY, INT, TEXT, Table
from gangqiao.people.models import Category, EmploymentSpell, Intention, Person, Skill
from gangqiao.vacancies.models import Employer

TABLES = ("persons", "wishes", "skills", "spells", "categories", "employers")
# Registered poor on the day. The other ground of priority, a household in which nobody works, follows from the spells.
POOR = ("registered_poor",)
_OUT = ("02", "04", "05", "06", "10")  # at school, in prison, in service, settled abroad, missing
_JSON = "CAST({} AS text)"


def tables(day: date, persons: Collection[int] | None, youngest: int) -> Mapping[str, Table]:
    """The statements for everybody, or for some persons (primary keys)."""
    # Whole numbers and days of our own, never text from outside: they may stand in the statement.
    listed = ", ".join(str(int(pk)) for pk in persons) or "0" if persons is not None else ""
    own, theirs = (f" AND {column} IN ({listed})" if listed else "" for column in ("id", "person_id"))
    held = f"recorded_to IS NULL AND (valid_to IS NULL OR valid_to > '{day}'){theirs}"
    return {
        "persons": _persons(day, youngest, own),
        "wishes": _wishes(f"{held} AND expires_on >= '{day}'"),
        "skills": _skills(held),
        "spells": _spells(theirs),
        "categories": Table(
            Category._meta.db_table,
            {"person_id": ("person_id", INT)},
            f"kind IN ({', '.join(repr(kind) for kind in POOR)}) AND valid_from <= '{day}' AND {held}",
        ),
        "employers": Table(
            Employer._meta.db_table,
            {"id": ("id", INT), "name": ("name", TEXT), "credit_code": ("credit_code", TEXT)},
            "1 = 1",
        ),
    }


def _persons(day: date, youngest: int, own: str) -> Table:
    out = ", ".join(f"'{code}'" for code in _OUT)
    born = f" AND (birth_date IS NULL OR birth_date <= '{_years_before(day, youngest)}')"
    columns = {
        "id": ("id", INT), "home_id": ("household_id", INT), "area": ("area_id", TEXT), "born": ("birth_date", DAY),
        "sex": ("sex", CODE), "ethnicity": ("ethnicity", CODE), "education": ("education", CODE),
        "capacity": ("labour_capacity", CODE), "speaks": ("speaks_mandarin", CODE),
    }  # fmt: skip
    where = f"life = 'alive' AND record = 'live' AND population_category NOT IN ({out}){born}{own}"
    return Table(Person._meta.db_table, columns, where)


def _wishes(where: str) -> Table:
    columns = {
        "person_id": ("person_id", INT), "pay_floor": ("pay_floor", INT), "earliest_on": ("earliest_on", DAY),
        "wants_work": ("wants_work", CODE), "wished_level": ("wished_level", CODE),
        **{name: (_JSON.format(name), CODE) for name in ("wished_trades", "conditions", "not_out_reasons")},
    }  # fmt: skip
    return Table(Intention._meta.db_table, columns, where)


def _skills(where: str) -> Table:
    columns = {
        "person_id": ("person_id", INT), "name": ("name", TEXT), "code": ("occupation_code", TEXT),
        "level": ("level", TEXT), "certified": ("CASE WHEN certificate_no <> '' THEN 1 ELSE 0 END", INT),
    }  # fmt: skip
    return Table(Skill._meta.db_table, columns, where)


def _spells(theirs: str) -> Table:
    """Work that goes on, and all work with an employer on the list."""
    columns = {
        "person_id": ("person_id", INT), "employer_name": ("employer_name", TEXT), "credit_code": ("credit_code", TEXT),
        "started_on": ("started_on", DAY), "runs": ("CASE WHEN ended_on IS NULL THEN 1 ELSE 0 END", INT),
    }  # fmt: skip
    employer = Employer._meta.db_table
    where = (
        f"recorded_to IS NULL AND status <> 'planned' AND (ended_on IS NULL"  # noqa: S608  names of our own models
        f" OR employer_name IN (SELECT name FROM {employer})"
        f" OR credit_code IN (SELECT credit_code FROM {employer} WHERE credit_code <> '')){theirs}"
    )
    return Table(EmploymentSpell._meta.db_table, columns, where)


def _years_before(day: date, years: int) -> date:
    """The last birthday of those who have so many years: who is younger is not read at all."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return date(day.year - years, 3, 1)
