"""Checks on households and their members (domain notes 2.5, 14)."""

from __future__ import annotations

import polars as pl

from gangqiao.kernel.words import Say
from gangqiao.quality.policy.rule import (
    CHANGE_HEAD,
    CORRECT_PERSON,
    HOUSEHOLD_FILE,
    About,
    Owner,
    Rule,
    Severity,
)

# GB/T 4761: relations only a man or only a woman can have.
OF_MEN = ("20", "28", "41", "43", "51", "53", "55", "61")
OF_WOMEN = ("30", "38", "42", "44", "52", "54", "56", "62")

RULES = (
    Rule(
        key="household_without_head",
        number="",
        source="2.5 (14)",
        label=Say("Household without a head"),
        says=Say("The household has no head who lives in it. Name one of its members as head."),
        severity=Severity.WRONG,
        owner=Owner.TOWNSHIP,
        about=About.HOUSEHOLD,
        screen=CHANGE_HEAD,
        # The head who is named may have died or left: then nobody answers for the household.
        found=lambda p: ~pl.col("head_lives_here") | (pl.col("heads") == 0),
        reads=("head_id", "described"),
    ),
    Rule(
        key="household_with_two_heads",
        number="",
        source="2.5 (14)",
        label=Say("Household with two heads"),
        says=Say("%(heads)s members are recorded as head of this household. Correct the relation of the others."),
        severity=Severity.WRONG,
        owner=Owner.TOWNSHIP,
        about=About.HOUSEHOLD,
        screen=CHANGE_HEAD,
        found=lambda p: pl.col("heads") > 1,
        reads=("described",),
        detail={"heads": pl.col("heads")},
    ),
    Rule(
        key="spouses_of_one_sex",
        number="",
        source="2.5 (14)",
        label=Say("Head and spouse of one sex"),
        says=Say("The head and the spouse are recorded with the same sex. Correct the sex or the relation."),
        severity=Severity.WRONG,
        owner=Owner.VILLAGE,
        about=About.HOUSEHOLD,
        screen=HOUSEHOLD_FILE,
        found=lambda p: pl.col("same_sex"),
        reads=("described",),
    ),
    Rule(
        key="large_household",
        number="",
        source="2.5 (14)",
        label=Say("Large household"),
        says=Say("The household has %(members)s members. See whether it has been split, or whether somebody has left."),
        severity=Severity.HINT,
        owner=Owner.VILLAGE,
        about=About.HOUSEHOLD,
        screen=HOUSEHOLD_FILE,
        found=lambda p: pl.col("members") >= p.large_household_from,
        # Not the members themselves: a birth in a household found to be large is no new doubt.
        reads=("household_id",),
        detail={"members": pl.col("members")},
    ),
    Rule(
        key="relation_against_sex",
        number="",
        source="2.5 (14)",
        label=Say("Relation does not fit the sex"),
        says=Say("The relation to the head does not fit the sex of the person. Correct the sex or the relation."),
        severity=Severity.WRONG,
        owner=Owner.VILLAGE,
        about=About.PERSON,
        screen=CORRECT_PERSON,
        found=lambda p: (
            (pl.col("life") == "alive")
            & (
                (pl.col("relation").is_in(OF_MEN) & (pl.col("sex") != "1"))
                | (pl.col("relation").is_in(OF_WOMEN) & (pl.col("sex") != "2"))
            )
        ),
        reads=("relation", "sex"),
    ),
)
