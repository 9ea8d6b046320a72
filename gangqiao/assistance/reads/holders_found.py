"""What the register says against somebody's holding a post: dead, away, at work elsewhere, over age, kin, gone.

Asked every night, on events, before duty begins and before pay: each finding names what it saw, so that what somebody
looked into is not found again, and something new is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from gangqiao.assistance.models import Holder
from gangqiao.assistance.policy import posts as policy
from gangqiao.assistance.reads.applicants import is_here, running
from gangqiao.assistance.reads.applicants_kin import kin_among
from gangqiao.kernel import clock
from gangqiao.kernel.actor import covers
from gangqiao.kernel.words import Say

SAYS = {
    "dead": Say("The person has died."),
    "closed": Say("The record was closed or moved away."),
    "moved": Say("The person lives in another village now."),
    "missing": Say("The person cannot be found."),
    "away": Say("The register has the person away from home."),
    "employed": Say("The register has the person at work elsewhere."),
    "twice": Say("The register has the person on another public post."),
    "age": Say("The person is over the age of a public post."),
    "capacity": Say("The person is not able to work any more."),
    "kin": Say("The person shares a household with a village officer, and declared none."),
    "insurance": Say("The accident insurance has run out."),
}
AT_ONCE = ("dead",)  # ended without anybody's asking


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. what: what was seen, "spell:12"; the same again is no new finding."""

    code: str
    what: str

    @property
    def says(self) -> Any:
        return SAYS.get(self.code, self.code)


def findings_of(holders: Collection[Holder], *, all_of_them: bool = False) -> dict[int, list[Finding]]:
    """What is found of each holder, by its key. all_of_them: also what somebody looked into."""
    rows = list(holders)
    spells = _work_elsewhere(rows)
    kin = _kin(rows)
    found = {
        row.pk: [*_of_record(row), *_of_work(spells[row.person_id]), *_of_post(row, row.pk in kin)] for row in rows
    }
    if all_of_them:
        return found
    return {row.pk: [f for f in found[row.pk] if row.looked_into.get(f.code) != f.what] for row in rows}


def _of_record(holder: Holder) -> list[Finding]:
    person, today = holder.person, clock.today()
    if person.life == "dead":
        return [Finding("dead", str(person.died_on))]
    if not person.is_live:
        return [Finding("closed", person.record)]
    found = []
    if person.life == "missing" or person.population_category == "10":
        found.append(Finding("missing", "register"))
    elif is_here(person) is False:
        found.append(Finding("away", f"{person.residence_id or ''}:{person.population_category}"))
    if policy.is_over_age(person.age_on(today), person.sex or "", today):
        found.append(Finding("age", str(person.birth_date)))
    if person.labour_capacity in ("lost", "none"):
        found.append(Finding("capacity", person.labour_capacity))
    return found


def _of_work(spells: list[tuple[int, str]]) -> list[Finding]:
    return [Finding("twice" if mode == "public_post" else "employed", f"spell:{key}") for key, mode in spells]


def _of_post(holder: Holder, is_kin: bool) -> list[Finding]:
    found = []
    if not covers(str(holder.post.area_id), str(holder.area_id)):
        found.append(Finding("moved", str(holder.area_id)))
    if is_kin:
        found.append(Finding("kin", str(holder.person.household_id or "")))
    if holder.insured_until is not None and holder.insured_until < clock.today():
        found.append(Finding("insurance", holder.insured_until.isoformat()))
    return found


def _work_elsewhere(holders: list[Holder]) -> dict[int, list[tuple[int, str]]]:
    ours = {row.spell for row in holders if row.spell is not None}
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    rows = running([row.person_id for row in holders]).order_by("pk")
    for key, person, mode in rows.values_list("pk", "person", "mode"):
        if key not in ours:
            found[person].append((key, mode or ""))
    return found


def _kin(holders: list[Holder]) -> set[int]:
    by_village: dict[str, list[Holder]] = defaultdict(list)
    for row in holders:
        by_village[str(row.post.area_id)].append(row)
    found = set()
    for village, rows in by_village.items():
        kin = kin_among([row.person for row in rows], village)
        found |= {row.pk for row in rows if row.person_id in kin}
    return found
