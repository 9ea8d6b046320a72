"""Who applied for a post: what the register says of each, the rules' answers, and the order that follows.

All facts of a list are read together: a list of fifty takes as many questions as one of two.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from gangqiao.assistance.models import Applicant, AssistCase, Holder, PublicPost
from gangqiao.assistance.policy import posts as policy
from gangqiao.assistance.reads.applicants_kin import kin_among
from gangqiao.assistance.states import ApplicantStatus, CaseStatus, HolderStatus
from gangqiao.kernel import clock
from gangqiao.kernel.actor import covers
from gangqiao.kernel.policy import Reason, Verdict
from gangqiao.people.models import Category, EmploymentSpell, Person
from gangqiao.people.reads import as_of
from gangqiao.places.reads import county_path

RUNNING = ("departed", "working", "verified")
OLD_ENOUGH = 25  # whoever is older and of whom nobody said that they are in school is not


@dataclass(frozen=True, slots=True)
class Candidate:
    """An applicant as the rules see them. rank: the place in the order, null for who may not be chosen."""

    applicant: Applicant
    reasons: list[Reason]
    points: list[policy.Point]
    rank: int | None = None

    @property
    def is_entitled(self) -> bool:
        return policy.is_entitled(self.reasons)

    @property
    def total(self) -> int:
        return sum(point.many for point in self.points)

    @property
    def unmet(self) -> list[Reason]:
        """What stands against, the refused before the unknown."""
        against = [reason for reason in self.reasons if reason.state is not Verdict.MET]
        return sorted(against, key=lambda reason: reason.state is Verdict.MISSING)

    def sealed(self) -> str:
        """The answers as they were, for the row."""
        said = [[str(state), getattr(says, "msgid", str(says)), article] for state, says, article in self.reasons]
        return json.dumps({"conditions": said, "points": [[p.key, p.many] for p in self.points]}, ensure_ascii=False)


def of_post(post: PublicPost, *, withdrawn: bool = False) -> list[Applicant]:
    """The applications for a post within the scope, the first to apply first."""
    rows = Applicant.objects.filter(post=post).select_related("person", "person__household")
    if not withdrawn:
        rows = rows.exclude(status=ApplicantStatus.WITHDRAWN)
    return list(rows.order_by("applied_on", "pk"))


def find(uuid: UUID) -> Applicant | None:
    """One application of the scope with its person and post."""
    rows = Applicant.objects.select_related("person", "post", "post__area", "post__quota")
    found: Applicant | None = rows.filter(uuid=uuid).first()
    return found


def ranked(post: PublicPost, applicants: Iterable[Applicant]) -> list[Candidate]:
    """Applicants in the order of the stated rules: those entitled by points, then by day; then the others."""
    found = candidates(post, applicants)
    entitled = [one for one in found if one.is_entitled]
    entitled.sort(key=lambda one: (-one.total, one.applicant.applied_on, one.applicant.pk))
    placed = [Candidate(o.applicant, o.reasons, o.points, n) for n, o in enumerate(entitled, 1)]
    return placed + [one for one in found if not one.is_entitled]


def candidates(post: PublicPost, applicants: Iterable[Applicant]) -> list[Candidate]:
    """What the rules say of each, in the order given."""
    rows, today = list(applicants), clock.today()
    known = _known_of([row.person for row in rows], post)
    return [
        Candidate(
            row,
            policy.explain(known.facts(row.person) | {"kin": row.kin, "is_blocked": row.blocked}, today),
            known.points(row.person, today),
        )
        for row in rows
    ]


def of_person(person: Person, post: PublicPost, kin: str = "not_asked") -> list[Reason]:
    """The answers for somebody who has not applied yet."""
    facts = _known_of([person], post).facts(person) | {"kin": kin, "is_blocked": False}
    return policy.explain(facts, clock.today())


@dataclass(frozen=True, slots=True)
class _Known:
    """What the register says of some people, by person."""

    post: PublicPost
    categories: dict[int, set[str]]
    at_work: set[int]
    on_post: set[int]
    placed: dict[int, list[tuple[date, date]]]
    net: set[int]
    busy_homes: dict[int, set[int]]
    kin: set[int]

    def facts(self, person: Person) -> dict[str, Any]:
        today, key, placed = clock.today(), person.pk, self.placed.get(person.pk, [])
        months = sum(policy.months_between(first, last) for first, last in placed)
        return {
            "is_alive": person.is_live,
            "is_of_village": covers(str(self.post.area_id), str(person.area_id)),
            "is_here": is_here(person),
            "age": person.age_on(today),
            "sex": person.sex or "",
            "is_of_kind": policy.is_for(self.categories.get(key, set()), today),
            "capacity": person.labour_capacity or None,
            "in_school": _in_school(person, today),
            "works_elsewhere": key in self.at_work,
            "holds_post": key in self.on_post,
            "kin_found": key in self.kin,
            "placements": len(placed),
            "months": months + self.post.months,
        }

    def points(self, person: Person, today: date) -> list[policy.Point]:
        others = self.busy_homes.get(person.household_id or 0, set()) - {person.pk}
        return policy.points(
            self.categories.get(person.pk, set()),
            is_net=person.pk in self.net,
            is_workless=not others,
            placements=len(self.placed.get(person.pk, [])),
            day=today,
        )


def _known_of(persons: Collection[Person], post: PublicPost) -> _Known:
    keys = [person.pk for person in persons]
    categories: dict[int, set[str]] = defaultdict(set)
    held = as_of.rows(Category, on=clock.today()).filter(person__in=keys)
    for person, kind in held.values_list("person", "kind"):
        categories[person].add(kind)
    live = Holder.objects.filter(person__in=keys).exclude(status=HolderStatus.ENDED)
    ours = set(live.exclude(spell=None).values_list("spell", flat=True))
    spells = running(keys).exclude(pk__in=ours)
    on_post = set(live.values_list("person", flat=True))
    on_post |= set(spells.filter(mode="public_post").values_list("person", flat=True))
    at_work = set(spells.exclude(mode="public_post").values_list("person", flat=True))
    homes = [person.household_id for person in persons if person.household_id]
    busy: dict[int, set[int]] = defaultdict(set)
    rows = _running(Q(person__household__in=homes, person__record="live"))
    for home, person in rows.values_list("person__household", "person"):
        busy[home].add(person)
    net = AssistCase.objects.filter(person__in=keys, kind="net").exclude(status=CaseStatus.CLOSED)
    return _Known(
        post=post, categories=categories, at_work=at_work, on_post=on_post, placed=_placed(keys),
        net=set(net.values_list("person", flat=True)), busy_homes=busy, kin=kin_among(persons, str(post.area_id)),
    )  # fmt: skip


def _placed(keys: list[int]) -> dict[int, list[tuple[date, date]]]:
    """Earlier times on a public post that truly began."""
    rows = Holder.objects.filter(person__in=keys, status=HolderStatus.ENDED, spell__isnull=False)
    found: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for person, first, last in rows.values_list("person", "begins_on", "ended_on"):
        found[person].append((first, max(first, last)))
    return found


def running(keys: Collection[int]) -> Any:
    """Work of these people that goes on, as believed today."""
    return _running(Q(person__in=list(keys)))


def _running(whose: Q) -> Any:
    return EmploymentSpell.objects.filter(whose, recorded_to=None, ended_on=None, status__in=RUNNING)


def is_here(person: Person) -> bool | None:
    """True when the register has nothing that takes the person away; null when nobody said."""
    residence = str(person.residence_id or "")
    if person.life == "missing" or (residence and not covers(county_path(), residence)):
        return False
    if not person.population_category:
        return None
    return person.population_category not in policy.NOT_HERE


def _in_school(person: Person, today: date) -> bool | None:
    if person.school_status:
        return bool(person.school_status == "in_school")
    if person.population_category:
        return bool(person.population_category == "02")
    age = person.age_on(today)
    return False if age is not None and age >= OLD_ENOUGH else None
