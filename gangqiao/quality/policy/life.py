"""Checks on work of those who cannot work, and on work that lies over other work (domain notes 2.5, 16)."""

from __future__ import annotations

import polars as pl

from gangqiao.kernel.words import Say
from gangqiao.quality.policy.rule import (
    CORRECT_PERSON,
    CORRECT_SPELL,
    END_SPELL,
    PERSON_FILE,
    About,
    Owner,
    Rule,
    Severity,
)


def _barred(key: str, category: str, label: Say, says: Say) -> Rule:
    """A category of the population that rules work out, on a person who works."""
    return Rule(
        key=key,
        number="",
        source="2.5 (16)",
        label=label,
        says=says,
        severity=Severity.WRONG,
        owner=Owner.VILLAGE,
        about=About.PERSON,
        screen=PERSON_FILE,
        found=lambda p: (pl.col("population_category") == category) & pl.col("works") & (pl.col("life") != "dead"),
        reads=("population_category", "working_spells"),
    )


RULES = (
    Rule(
        key="dead_but_works",
        number="",
        source="2.5 (16)",
        label=Say("Has died, work still runs"),
        says=Say("The person has died, but work is recorded as still running. End it with the day of death."),
        severity=Severity.WRONG,
        owner=Owner.VILLAGE,
        about=About.SPELL,
        screen=END_SPELL,
        found=lambda p: (pl.col("life") == "dead") & pl.col("is_running"),
        reads=("life", "died_on", "status", "ended_on"),
    ),
    Rule(
        key="work_after_death",
        number="",
        source="2.5 (16)",
        label=Say("Work after the day of death"),
        says=Say("The work begins or ends after the day on which the person died. Correct its days."),
        severity=Severity.WRONG,
        owner=Owner.VILLAGE,
        about=About.SPELL,
        screen=CORRECT_SPELL,
        found=lambda p: (pl.col("started_on") > pl.col("died_on")) | (pl.col("ended_on") > pl.col("died_on")),
        reads=("died_on", "started_on", "ended_on"),
    ),
    Rule(
        key="death_not_recorded",
        number="",
        source="2.5 (16)",
        label=Say("Category says died, the record does not"),
        says=Say(
            "The population category says that the person has died, but no death is recorded. "
            "Record it, or correct the category."
        ),
        severity=Severity.WRONG,
        owner=Owner.TOWNSHIP,
        about=About.PERSON,
        screen=PERSON_FILE,
        found=lambda p: (pl.col("population_category") == "09") & (pl.col("life") != "dead"),
        reads=("population_category", "life"),
    ),
    _barred(
        "prisoner_works",
        "04",
        Say("In prison, yet works"),
        Say("The person is recorded as in prison, but work is running. End the work, or correct the category."),
    ),
    _barred(
        "soldier_works",
        "05",
        Say("In military service, yet works"),
        Say(
            "The person is recorded as in military service, but work is running. End the work, or correct the category."
        ),
    ),
    _barred(
        "emigrant_works",
        "06",
        Say("Settled abroad, yet works"),
        Say("The person is recorded as settled abroad, but work is running. End the work, or correct the category."),
    ),
    Rule(
        key="missing_person_works",
        number="",
        source="2.5 (16)",
        label=Say("Missing, yet works"),
        says=Say(
            "The person is recorded as missing, but work is running. If the person was found, correct the record."
        ),
        severity=Severity.DOUBT,
        owner=Owner.VILLAGE,
        about=About.PERSON,
        screen=CORRECT_PERSON,
        found=lambda p: ((pl.col("life") == "missing") | (pl.col("population_category") == "10")) & pl.col("works"),
        reads=("population_category", "life", "working_spells"),
    ),
    Rule(
        key="spells_overlap",
        number="",
        source="2.5 (16)",
        label=Say("Two full-time jobs at the same time"),
        says=Say("This full-time work begins before the one before it has ended. Correct the days of one of them."),
        severity=Severity.WRONG,
        owner=Owner.VILLAGE,
        about=About.SPELL,
        screen=CORRECT_SPELL,
        found=lambda p: pl.col("overlaps"),
        reads=("started_on", "ended_on"),
    ),
)
