"""The checks once more, as a clerk would read the rule: plain Python, row by row, no columns.

Written from the domain notes and not from `policy`, so that the two can be compared.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

Row = dict[str, Any]
Finding = tuple[str, int]
JOBS = ("departed", "working", "verified")
ABSENT = (None, "")
MEN = {"20", "28", "41", "43", "51", "53", "55", "61"}
WOMEN = {"30", "38", "42", "44", "52", "54", "56", "62"}


class County:
    """Rows of the register as dictionaries, indexed as one needs them."""

    def __init__(self, persons: list[Row], spells: list[Row], supported: set[int], plans: dict[int, Row],
                 households: list[Row], day: dt.date) -> None:  # fmt: skip
        self.day = day
        self.persons = {p["person_id"]: p for p in persons if p["record"] == "live"}
        self.households = [h for h in households if h["dissolved_on"] is None]
        self.spells = [s for s in spells if s["status"] != "planned" and s["person_id"] in self.persons]
        self.supported, self.plans = supported, plans
        self.planned = {s["person_id"] for s in spells if s["status"] == "planned"}
        self.running: dict[int, list[Row]] = defaultdict(list)
        for spell in self.spells:
            if spell["status"] in JOBS and spell["ended_on"] is None:
                self.running[spell["person_id"]].append(spell)
        self.holders: dict[Any, set[int]] = defaultdict(set)
        for p in self.persons.values():
            if p["phone_key"] and p["life"] == "alive" and p["phone_owner"] in (*ABSENT, "self"):
                self.holders[p["phone_key"]].add(p["household_id"])

    def age(self, p: Row) -> int | None:
        born = p["birth_date"]
        if born is None or born > self.day:
            return None
        return self.day.year - born.year - ((self.day.month, self.day.day) < (born.month, born.day))

    def findings(self) -> set[Finding]:
        found: set[Finding] = set()
        for pk, p in self.persons.items():
            found |= {(rule, pk) for rule in self._of_person(p)}
        for spell in self.spells:
            found |= {(rule, spell["spell_id"]) for rule in self._of_spell(spell, self.persons[spell["person_id"]])}
        for home in self.households:
            found |= {(rule, home["household_id"]) for rule in self._of_household(home)}
        return found

    def _of_person(self, p: Row) -> Iterator[str]:
        working = self.running[p["person_id"]]
        yield from self._life(p, working)
        if p["life"] != "alive":
            return
        yield from self._capacity(p, working)
        yield from self._school(p)
        yield from self._card(p)
        if p["person_id"] in self.supported and any(s["area_level"] not in (*ABSENT, "own_township") for s in working):
            yield "supported_person_works_away"
        wish = self.plans.get(p["person_id"])
        plans = (wish is not None and wish["leaves"] >= self.day) or p["person_id"] in self.planned
        if plans and not (wish and wish["says_what"]):
            yield "plans_out_without_need"
        own = p["phone_key"] and p["phone_owner"] in (*ABSENT, "self")
        if own and len(self.holders[p["phone_key"]]) > 1:
            yield "phone_in_two_households"
        if (p["relation"] in MEN and p["sex"] == "2") or (p["relation"] in WOMEN and p["sex"] == "1"):
            yield "relation_against_sex"

    def _life(self, p: Row, working: list[Row]) -> Iterator[str]:
        category = p["population_category"]
        barred = {"04": "prisoner_works", "05": "soldier_works", "06": "emigrant_works"}
        if working and category in barred and p["life"] != "dead":
            yield barred[category]
        if working and (p["life"] == "missing" or category == "10"):
            yield "missing_person_works"
        if category == "09" and p["life"] != "dead":
            yield "death_not_recorded"

    def _capacity(self, p: Row, working: list[Row]) -> Iterator[str]:
        age, capacity = self.age(p), p["labour_capacity"]
        if working and capacity in ("none", "lost"):
            yield "works_without_capacity"
        if capacity == "lost" and p["health_status"] == "01":
            yield "healthy_but_capacity_lost"
        if age is None:
            return
        if 16 <= age <= 65 and capacity == "none":
            yield "working_age_without_capacity"
        if age < 16 and capacity in ("skilled", "ordinary", "weak"):
            yield "child_with_capacity"
        if age > 65 and capacity in ("skilled", "ordinary") and not working:
            yield "old_with_capacity_idle"
        if age >= 16 and p["population_category"] == "01":
            yield "category_outgrown"

    def _school(self, p: Row) -> Iterator[str]:
        age = self.age(p)
        if p["school_status"] != "in_school" or age is None:
            return
        if age > 30:
            yield "student_too_old"
        if age > 16 and p["education"] in ("81", "90"):
            yield "primary_pupil_too_old"
        if age < 14 and p["education"] in ("41", "44", "47", "61"):
            yield "senior_pupil_too_young"

    def _card(self, p: Row) -> Iterator[str]:
        length, kind, valid = p["id_length"], p["id_type"], p["is_id_valid"]
        if length is None:
            if kind == "01":
                yield "id_missing"
            return
        if kind == "01" and length != 18:
            yield "id_length"
        if kind == "01" and length == 18 and not valid:
            yield "id_not_valid"
        if (kind == "09" and length != 20) or (kind in ("03", "99") and valid):
            yield "id_of_another_type"
        if p["is_id_placeholder"]:
            yield "id_placeholder"
        yield from self._against_card(p)

    def _against_card(self, p: Row) -> Iterator[str]:
        valid = p["is_id_valid"]
        if valid and p["birth_date"] not in (None, p["id_birth_date"]):
            yield "birth_differs_from_id"
        if valid and p["sex"] not in (*ABSENT, p["id_sex"]):
            yield "sex_differs_from_id"

    def _of_spell(self, s: Row, p: Row) -> Iterator[str]:
        if p["died_on"] and max(s["started_on"], s["ended_on"] or s["started_on"]) > p["died_on"]:
            yield "work_after_death"
        if s["is_full_time"] and any(self._lies_before(o, s) for o in self.spells):
            yield "spells_overlap"
        is_job, living = s["spell_kind"] == "work", p["life"] == "alive"
        if (
            living
            and is_job
            and s["ended_on"]
            and s["ended_on"].year >= self.day.year
            and any(s[name] in ABSENT for name in ("monthly_income", "destination_id", "employer_name"))
        ):
            yield "ended_work_incomplete"
        if s["status"] not in JOBS or s["ended_on"] is not None:
            return
        if p["life"] == "dead":
            yield "dead_but_works"
        if living:
            yield from self._missing(s, is_job)
            yield from self._impossible(s, p)

    def _lies_before(self, other: Row, s: Row) -> bool:
        """Another full-time spell of the person begins first and has not ended when this one begins."""
        if other["person_id"] != s["person_id"] or other is s or not other["is_full_time"]:
            return False
        begins_first = (other["started_on"], other["spell_id"]) < (s["started_on"], s["spell_id"])
        return begins_first and (other["ended_on"] is None or other["ended_on"] >= s["started_on"])

    def _missing(self, s: Row, is_job: bool) -> Iterator[str]:
        of_everybody = {"work_without_income": "monthly_income", "work_without_sector": "sector"}
        of_jobs = {
            "work_without_employer": "employer_name",
            "work_without_channel": "mode",
            "work_without_organised_flag": "organised",
        }
        for rule, column in (of_everybody | (of_jobs if is_job else {})).items():
            if s[column] in ABSENT:
                yield rule
        if s["destination_id"] in ABSENT:
            yield "work_place_missing"
        elif s["is_destination_coarse"] and s["area_level"] not in (*ABSENT, "abroad"):
            yield "work_place_above_county"

    def _impossible(self, s: Row, p: Row) -> Iterator[str]:
        out = ("other_county", "other_prefecture", "other_province", "abroad")
        if s["area_level"] in out and s["mode"] in ("public_post", "workshop"):
            yield "away_by_local_channel"
        if s["mode"] == "public_post":
            if (self.age(p) or 0) >= 70:
                yield "too_old_for_public_post"
            if p["labour_capacity"] in ("none", "lost"):
                yield "public_post_without_capacity"
        if s["started_on"] > self.day:
            yield "work_begins_in_future"

    def _of_household(self, home: Row) -> Iterator[str]:
        here = [p for p in self.persons.values() if p["household_id"] == home["household_id"] and p["life"] != "dead"]
        heads = [p for p in sorted(here, key=_number) if p["relation"] == "02"]
        if not heads or home["head_id"] not in {p["person_id"] for p in here}:
            yield "household_without_head"
        if len(heads) > 1:
            yield "household_with_two_heads"
        if heads and any(
            p["relation"] == "10" and p["sex"] not in ABSENT and p["sex"] == heads[0]["sex"] for p in here
        ):
            yield "spouses_of_one_sex"
        if len(here) >= 7:
            yield "large_household"


_number: Callable[[Row], int] = lambda p: p["person_id"]  # noqa: E731
