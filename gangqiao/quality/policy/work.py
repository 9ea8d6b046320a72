"""Checks on work: what is missing, what cannot be, what hardly ever is (domain notes 2.5, 1-8 and 11)."""

from __future__ import annotations

import polars as pl

from gangqiao.kernel.policy import Numbers
from gangqiao.kernel.words import Say
from gangqiao.quality.policy.rule import (
    CORRECT_PERSON,
    CORRECT_SPELL,
    PERSON_FILE,
    RECORD_INTENTION,
    About,
    Owner,
    Rule,
    Severity,
)

RUNS = pl.col("is_running") & (pl.col("life") == "alive")
# Own fields and the own shop have no employer and no channel: only employment is asked for them.
IS_JOB = pl.col("spell_kind") == "work"
IS_POST = pl.col("mode") == "public_post"
OUT_OF_COUNTY = ("other_county", "other_prefecture", "other_province", "abroad")
NO_LABOUR = ("lost", "none")
DAYS = ("started_on", "ended_on", "status")


def _missing(key: str, column: str, label: Say, says: Say, asked: pl.Expr = IS_JOB) -> Rule:
    """A running spell lacks an item. Here nothing known is itself the fault."""
    return Rule(
        key=key,
        number="5_01_007",
        source="2.5 (1)",
        label=label,
        says=says,
        severity=Severity.HINT,
        owner=Owner.VILLAGE,
        about=About.SPELL,
        screen=CORRECT_SPELL,
        found=lambda p: RUNS & asked & pl.col(column).is_null(),
        reads=(column, "spell_kind", *DAYS),
    )


def _too_old(p: Numbers) -> pl.Expr:
    is_too_old: pl.Expr = pl.col("age") >= p.public_post_too_old_from
    return RUNS & IS_POST & is_too_old


def _ended_incomplete(p: Numbers) -> pl.Expr:
    lacks = pl.col("monthly_income").is_null() | pl.col("destination_id").is_null() | pl.col("employer_name").is_null()
    return pl.col("ended_this_year") & IS_JOB & (pl.col("life") == "alive") & lacks


RULES = (
    _missing(
        "work_without_income",
        "monthly_income",
        Say("Works, income not recorded"),
        Say("The person works, but the monthly income is not recorded. Ask for it and enter it."),
        pl.lit(True),
    ),
    _missing(
        "work_without_employer",
        "employer_name",
        Say("Works, employer not recorded"),
        Say("The person works, but the employer is not recorded. Ask for its name and enter it."),
    ),
    _missing(
        "work_without_sector",
        "sector",
        Say("Works, sector not recorded"),
        Say("The person works, but the sector is not recorded. Choose it."),
        pl.lit(True),
    ),
    _missing(
        "work_without_channel",
        "mode",
        Say("Works, channel not recorded"),
        Say("The person works, but it is not recorded how the work was found. Choose the channel."),
    ),
    _missing(
        "work_without_organised_flag",
        "organised",
        Say("Works, point-to-point transport not recorded"),
        Say(
            "The person works, but it is not recorded whether the transport was organised point to point. "
            "Say yes or no."
        ),
    ),
    Rule(
        key="work_place_missing",
        number="5_01_005",
        source="2.5 (2), (11)",
        label=Say("Works, place not recorded"),
        says=Say("The person works, but the place is not recorded. Enter it down to the county."),
        severity=Severity.HINT,
        owner=Owner.VILLAGE,
        about=About.SPELL,
        screen=CORRECT_SPELL,
        found=lambda p: RUNS & pl.col("destination_id").is_null(),
        reads=("destination_id", *DAYS),
    ),
    Rule(
        key="work_place_above_county",
        number="5_01_005",
        source="2.5 (2)",
        label=Say("Place of work not down to the county"),
        says=Say("The place of work is a province or prefecture only. Enter it down to the county."),
        severity=Severity.HINT,
        owner=Owner.VILLAGE,
        about=About.SPELL,
        screen=CORRECT_SPELL,
        found=lambda p: RUNS & pl.col("is_destination_coarse") & (pl.col("area_level") != "abroad"),
        reads=("destination_id", *DAYS),
    ),
    Rule(
        key="away_by_local_channel",
        number="5_01_003",
        source="2.5 (3)",
        label=Say("Works outside the county on a local post"),
        says=Say(
            "The work is outside the county, but the channel is a public post or a workshop, which are in the county. "
            "Correct the place or the channel."
        ),
        severity=Severity.WRONG,
        owner=Owner.VILLAGE,
        about=About.SPELL,
        screen=CORRECT_SPELL,
        found=lambda p: (
            RUNS & pl.col("area_level").is_in(OUT_OF_COUNTY) & pl.col("mode").is_in(["public_post", "workshop"])
        ),
        reads=("area_level", "mode", *DAYS),
    ),
    Rule(
        key="supported_person_works_away",
        number="5_01_004",
        source="2.5 (4)",
        label=Say("Receives extreme-poverty support and works away"),
        says=Say(
            "The person receives extreme-poverty support and is recorded as working away. "
            "End the work, or have the category ended."
        ),
        severity=Severity.DOUBT,
        owner=Owner.VILLAGE,
        about=About.PERSON,
        screen=PERSON_FILE,
        found=lambda p: pl.col("is_supported") & pl.col("works_away") & (pl.col("life") == "alive"),
        reads=("is_supported", "working_spells"),
    ),
    Rule(
        key="too_old_for_public_post",
        number="5_01_006",
        source="2.5 (5)",
        label=Say("Too old for a public post"),
        says=Say(
            "The person is %(age)s years old and holds a public post. End the post, or correct the date of birth."
        ),
        severity=Severity.WRONG,
        owner=Owner.VILLAGE,
        about=About.SPELL,
        screen=PERSON_FILE,
        found=_too_old,
        reads=("mode", "birth_date", *DAYS),
        detail={"age": pl.col("age")},
    ),
    Rule(
        key="public_post_without_capacity",
        number="5_15_006",
        source="2.5 (6)",
        label=Say("On a public post without capacity to work"),
        says=Say(
            "The person holds a public post, but the capacity to work is recorded as none or lost. "
            "Correct the capacity, or end the post."
        ),
        severity=Severity.WRONG,
        owner=Owner.VILLAGE,
        about=About.SPELL,
        screen=PERSON_FILE,
        found=lambda p: RUNS & IS_POST & pl.col("labour_capacity").is_in(NO_LABOUR),
        reads=("mode", "labour_capacity", *DAYS),
    ),
    Rule(
        key="plans_out_without_need",
        number="5_15_009",
        source="2.5 (8)",
        label=Say("Plans to leave, needs not recorded"),
        says=Say(
            "The person plans to leave for work, but no trade, place or training is recorded as wanted. "
            "Ask what is needed and enter it."
        ),
        severity=Severity.HINT,
        owner=Owner.VILLAGE,
        about=About.PERSON,
        screen=RECORD_INTENTION,
        found=lambda p: pl.col("plans_out") & ~pl.col("says_what") & (pl.col("life") == "alive"),
        reads=("plans_out", "says_what"),
    ),
    Rule(
        key="ended_work_incomplete",
        number="",
        source="2.5 (11)",
        label=Say("Work of this year incomplete"),
        says=Say(
            "Work that ended this year has months, but the income, the place or the employer is not recorded. "
            "Ask for them and enter them."
        ),
        severity=Severity.HINT,
        owner=Owner.VILLAGE,
        about=About.SPELL,
        screen=CORRECT_SPELL,
        found=_ended_incomplete,
        reads=("monthly_income", "destination_id", "employer_name", *DAYS),
    ),
    Rule(
        key="work_begins_in_future",
        number="",
        source="2.5 (7), (11)",
        label=Say("Work has a first day to come"),
        says=Say(
            "The work is recorded as begun, but its first day is still to come. "
            "Correct the day, or record it as planned."
        ),
        severity=Severity.WRONG,
        owner=Owner.VILLAGE,
        about=About.SPELL,
        screen=CORRECT_SPELL,
        found=lambda p: RUNS & (pl.col("days_from_today") > 0),
        reads=DAYS,
    ),
    Rule(
        key="works_without_capacity",
        number="",
        source="2.5 (12)",
        label=Say("Works without capacity to work"),
        says=Say(
            "The person works, but the capacity to work is recorded as none or lost. "
            "Correct the capacity, or end the work."
        ),
        severity=Severity.WRONG,
        owner=Owner.VILLAGE,
        about=About.PERSON,
        screen=CORRECT_PERSON,
        found=lambda p: pl.col("works") & pl.col("labour_capacity").is_in(NO_LABOUR) & (pl.col("life") == "alive"),
        reads=("labour_capacity", "working_spells"),
    ),
)
