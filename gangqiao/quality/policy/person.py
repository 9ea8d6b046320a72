"""Checks on the person: capacity against age, school, numbers (domain notes 2.5, 9, 12, 13, 15)."""

from __future__ import annotations

from typing import Any

import polars as pl

from gangqiao.kernel.policy import Numbers
from gangqiao.kernel.words import Say
from gangqiao.quality.policy.rule import (
    CORRECT_ID,
    CORRECT_PERSON,
    About,
    Owner,
    Rule,
    Severity,
)

LIVES = pl.col("life") == "alive"
WITH_LABOUR = ("skilled", "ordinary", "weak")
IS_CITIZEN = pl.col("id_type") == "01"
PRIMARY_OR_LESS, SENIOR_HIGH = ("81", "90"), ("41", "44", "47", "61")
AT_SCHOOL = LIVES & (pl.col("school_status") == "in_school")
AGE = {"age": pl.col("age")}


def _rule(key: str, source: str, label: Say, says: Say, **more: Any) -> Rule:
    usual = {
        "number": "",
        "severity": Severity.DOUBT,
        "owner": Owner.VILLAGE,
        "about": About.PERSON,
        "screen": CORRECT_PERSON,
    }
    return Rule(key=key, source=source, label=label, says=says, **{**usual, **more})


def _of_working_age(p: Numbers) -> pl.Expr:
    return LIVES & pl.col("age").is_between(p.labour_age_from, p.labour_age_to)


CAPACITY = (
    _rule(
        "working_age_without_capacity",
        "2.5 (12)",
        Say("Of working age, yet no capacity to work"),
        Say(
            "The person is %(age)s years old, but the capacity to work is “none”. "
            "Correct the capacity; “lost” needs a reason."
        ),
        found=lambda p: _of_working_age(p) & (pl.col("labour_capacity") == "none"),
        reads=("birth_date", "labour_capacity"),
        detail=AGE,
    ),
    _rule(
        "healthy_but_capacity_lost",
        "2.5 (12)",
        Say("Capacity lost, health says otherwise"),
        Say("The capacity to work is “lost”, which does not fit with the health recorded. Check both."),
        found=lambda p: LIVES & (pl.col("labour_capacity") == "lost") & (pl.col("health_status") == "01"),
        reads=("labour_capacity", "health_status"),
    ),
    _rule(
        "child_with_capacity",
        "2.5 (12)",
        Say("A child with capacity to work"),
        Say(
            "The person is %(age)s years old, but a capacity to work is recorded. "
            "Set it to “none”, or correct the date of birth."
        ),
        severity=Severity.WRONG,
        found=lambda p: LIVES & (pl.col("age") < p.labour_age_from) & pl.col("labour_capacity").is_in(WITH_LABOUR),
        reads=("birth_date", "labour_capacity"),
        detail=AGE,
    ),
    _rule(
        "old_with_capacity_idle",
        "2.5 (12)",
        Say("Old, with full capacity to work, but no work"),
        Say(
            "The person is %(age)s years old with full capacity to work, but neither work nor farming is recorded. "
            "Check the capacity."
        ),
        severity=Severity.HINT,
        found=lambda p: (
            LIVES
            & (pl.col("age") > p.labour_age_to)
            & pl.col("labour_capacity").is_in(["skilled", "ordinary"])
            & ~pl.col("works")
            & ~pl.col("farms")
        ),
        reads=("birth_date", "labour_capacity", "working_spells"),
        detail=AGE,
    ),
    _rule(
        "category_outgrown",
        "2.3",
        Say("No longer under 16"),
        Say(
            "The population category says “under 16”, but the person is %(age)s years old. "
            "Choose the category that holds now."
        ),
        found=lambda p: LIVES & (pl.col("population_category") == "01") & (pl.col("age") >= p.labour_age_from),
        reads=("birth_date", "population_category"),
        detail=AGE,
    ),
)

SCHOOL = (
    _rule(
        "student_too_old",
        "2.5 (15)",
        Say("At school and over 30"),
        Say(
            "The person is %(age)s years old and recorded as at school. Correct the school status or the date of birth."
        ),
        found=lambda p: AT_SCHOOL & (pl.col("age") > p.student_too_old_above),
        reads=("birth_date", "school_status"),
        detail=AGE,
    ),
    _rule(
        "primary_pupil_too_old",
        "2.5 (15)",
        Say("Primary pupil over 16"),
        Say(
            "The person is %(age)s years old, at school, and has primary education or none. "
            "Correct the education or the school status."
        ),
        found=lambda p: (
            AT_SCHOOL & (pl.col("age") > p.primary_pupil_too_old_above) & pl.col("education").is_in(PRIMARY_OR_LESS)
        ),
        reads=("birth_date", "school_status", "education"),
        detail=AGE,
    ),
    _rule(
        "senior_pupil_too_young",
        "2.5 (15)",
        Say("Senior high pupil under 14"),
        Say(
            "The person is %(age)s years old, at school, and has senior high education. "
            "Correct the education or the date of birth."
        ),
        found=lambda p: (
            AT_SCHOOL & (pl.col("age") < p.senior_pupil_too_young_below) & pl.col("education").is_in(SENIOR_HIGH)
        ),
        reads=("birth_date", "school_status", "education"),
        detail=AGE,
    ),
)

# Numbers of the dead are not asked for again; who has died keeps what was written.
NUMBERS_ON_PAPER = (
    _rule(
        "id_missing",
        "2.5 (13)",
        Say("No ID number"),
        Say("The document is a resident ID card, but no number is recorded. Enter the number from the card."),
        severity=Severity.HINT,
        owner=Owner.TOWNSHIP,
        screen=CORRECT_ID,
        found=lambda p: LIVES & IS_CITIZEN & pl.col("id_key").is_null(),
        reads=("id_type", "id_key"),
    ),
    _rule(
        "id_length",
        "2.5 (13)",
        Say("ID number of a wrong length"),
        Say("The ID number has %(length)s characters; a resident ID number has 18. Enter it from the card."),
        severity=Severity.WRONG,
        owner=Owner.TOWNSHIP,
        screen=CORRECT_ID,
        found=lambda p: LIVES & IS_CITIZEN & (pl.col("id_length") != 18),
        reads=("id_type", "id_key"),
        detail={"length": pl.col("id_length")},
    ),
    _rule(
        "id_not_valid",
        "2.5 (13)",
        Say("ID number that cannot be right"),
        Say(
            "The ID number cannot be right: its birthday, its province or its last character does not fit. "
            "Enter it from the card."
        ),
        severity=Severity.WRONG,
        owner=Owner.TOWNSHIP,
        screen=CORRECT_ID,
        found=lambda p: LIVES & IS_CITIZEN & (pl.col("id_length") == 18) & ~pl.col("is_id_valid"),
        reads=("id_type", "id_key"),
    ),
    _rule(
        "id_of_another_type",
        "2.5 (13)",
        Say("Kind of document does not fit the number"),
        Say(
            "The number does not fit the kind of document. Choose the right kind, or enter the number from the "
            "document."
        ),
        owner=Owner.TOWNSHIP,
        screen=CORRECT_ID,
        found=lambda p: (
            LIVES
            & (
                ((pl.col("id_type") == "09") & (pl.col("id_length") != 20))
                | (pl.col("id_type").is_in(["03", "99"]) & pl.col("is_id_valid"))
            )
        ),
        reads=("id_type", "id_key"),
    ),
    _rule(
        "id_placeholder",
        "2.5 (13)",
        Say("ID number with filler digits"),
        Say("The ID number holds a run of nines, as one types to fill a gap. Enter it from the card."),
        owner=Owner.TOWNSHIP,
        screen=CORRECT_ID,
        found=lambda p: LIVES & pl.col("is_id_placeholder"),
        reads=("id_key",),
    ),
    _rule(
        "birth_differs_from_id",
        "2.5 (13)",
        Say("Date of birth differs from the ID number"),
        Say(
            "The date of birth differs from the one in the ID number. "
            "Look at the card and correct the one that is wrong."
        ),
        severity=Severity.WRONG,
        found=lambda p: LIVES & (pl.col("birth_date") != pl.col("id_birth_date")),
        reads=("birth_date", "id_key"),
    ),
    _rule(
        "sex_differs_from_id",
        "2.5 (13)",
        Say("Sex differs from the ID number"),
        Say("The sex differs from the one in the ID number. Look at the card and correct the one that is wrong."),
        severity=Severity.WRONG,
        found=lambda p: LIVES & (pl.col("sex") != pl.col("id_sex")),
        reads=("sex", "id_key"),
    ),
    _rule(
        "phone_in_two_households",
        "2.5 (9)",
        Say("One phone number in two households"),
        Say(
            "%(households)s households have this phone number as somebody's own. "
            "Ask whose it is, and note at the others whose phone it is."
        ),
        number="5_15_022",
        found=lambda p: LIVES & (pl.col("phone_households") > 1),
        reads=("phone_key", "phone_owner", "phone_households"),
        detail={"households": pl.col("phone_households"), "holders": pl.col("holders")},
    ),
)

RULES = (*CAPACITY, *SCHOOL, *NUMBERS_ON_PAPER)
