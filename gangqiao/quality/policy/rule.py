"""What a check is: its sentence, how grave it is, who mends it and on which page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import polars as pl

from gangqiao.kernel.policy import Numbers
from gangqiao.kernel.words import Say


class Severity(StrEnum):
    """WRONG cannot be true; DOUBT is hardly ever true; HINT is incomplete or worth a look."""

    WRONG = "wrong"
    DOUBT = "doubt"
    HINT = "hint"


class Owner(StrEnum):
    """Who is asked first."""

    VILLAGE = "village"
    TOWNSHIP = "township"
    CITY = "city"


class About(StrEnum):
    """Which record a finding names."""

    PERSON = "person"
    SPELL = "spell"
    HOUSEHOLD = "household"


@dataclass(frozen=True, slots=True)
class Screen:
    """The page on which a finding is mended: the name of its address, and which record the address names."""

    url_name: str
    of: About


CORRECT_PERSON = Screen("people:correct", About.PERSON)
CORRECT_ID = Screen("people:correct_id", About.PERSON)
CORRECT_SPELL = Screen("people:correct_spell", About.SPELL)
END_SPELL = Screen("people:end_spell", About.SPELL)
RECORD_INTENTION = Screen("people:record_intention", About.PERSON)
PERSON_FILE = Screen("people:person", About.PERSON)
HOUSEHOLD_FILE = Screen("people:household", About.HOUSEHOLD)
CHANGE_HEAD = Screen("people:change_head", About.HOUSEHOLD)


@dataclass(frozen=True, slots=True)
class Rule:
    """One check.

    key       for ever: it lives in the database
    number    of the rule in the checkers counties run, "" for our own; `source`: chapter of the domain notes
    label     the fault in a few words; says: the whole sentence with what to do, filled in from `detail`
    found     boolean expression on the columns of `about`; null (a fact is not known) is no finding
    reads     columns whose change makes an answer out of date: a false alarm stays quiet as long as they are the same
    detail    what the sentence names: numbers and keys of records, never a value of level 3
    """

    key: str
    number: str
    source: str
    label: Say
    says: Say
    severity: Severity
    owner: Owner
    about: About
    screen: Screen
    found: Callable[[Numbers], pl.Expr]
    reads: tuple[str, ...]
    detail: Mapping[str, pl.Expr] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HeldOtherwise:
    """A check of the domain notes that no scan is needed for, or for which the tables do not exist yet.

    is_coming  true when it waits for an app; false when the database or the model forbids the fault altogether
    """

    key: str
    label: Say
    number: str
    source: str
    why: Say
    is_coming: bool
