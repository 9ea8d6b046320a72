"""Recommendations as pages show them: vacancies with their reasons, people with what is told of who is not named."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from gangqiao.audit.events import looked
from gangqiao.engine.columns import State
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, Level
from gangqiao.kernel.words import Say
from gangqiao.matching import words
from gangqiao.matching.policy.referrals import as_mask
from gangqiao.matching.reads.recommendations import PersonSuits, Suits
from gangqiao.matching.reads.recommendations_county import VacancyFits
from gangqiao.matching.showing.referrals import mask_words
from gangqiao.people.models import Person
from gangqiao.places.reads import path_names_of
from gangqiao.vacancies.reads.packs_people import trades_of
from gangqiao.vacancies.reads.postings import Posting

CHANGES, LOST = 6, 6  # lines shown


@dataclass(frozen=True, slots=True)
class Row:
    """One vacancy before one person. may_offer: no referral stands in the way, and the reader may."""

    posting: Posting
    score: int
    why: list[tuple[Say, int]]
    unchecked: list[str]
    may_offer: bool


def suits(found: PersonSuits, *, may_offer: bool, barred: Collection[UUID]) -> dict[str, Any]:
    """What the section of a person's file shows."""
    lost = sorted(found.counts.all.items(), key=lambda one: -one[1])
    return {
        "found": found,
        "rows": [_row(one, may_offer and one.posting.uuid not in barred) for one in found.suits],
        "changes": [words.change_words(change) for change in found.changes[:CHANGES]],
        "questions": words.ask_words(found.counts.unknown),
        "wishes": [words.WISHES[name] for name in found.unsaid],
        "lost": [(words.LIMITS[limit], number) for limit, number in lost[:LOST] if number],
    }


def _row(one: Suits, may_offer: bool) -> Row:
    why = words.why(one.world, one.row, one.judgement)
    return Row(one.posting, one.judgement.score, why, unchecked(one), may_offer)


def unchecked(one: Suits) -> list[str]:
    """What the vacancy asks for in words that no column of ours can check: whoever offers it asks."""
    asked = (("skills_needed", one.posting.skills), ("certificates_needed", one.posting.certificate))
    return [said for column, said in asked if said and not one.world.vacancies.value(column, one.row)]


def pair(one: Suits) -> dict[str, Any]:
    """Why, and why not: everything about one pair."""
    state = one.judgement.state
    return {
        "one": one,
        "posting": one.posting,
        "fits": state is State.MET,
        "is_undecided": state is State.UNKNOWN,
        "why": words.why(one.world, one.row, one.judgement),
        "why_not": words.why_not(one.world, one.row, one.judgement),
        "questions": words.open_questions(one.judgement),
        "unchecked": unchecked(one),
        "met": [words.LIMITS[limit] for limit, state in one.judgement.decisions.items() if state is State.MET],
    }


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person whom a vacancy suits, unnamed; href: the person's file, "" where the reader may not open it."""

    words: str
    place: str
    score: int
    seeks: bool
    href: str
    pair_href: str


def candidates(found: VacancyFits, actor: Actor, verb: str) -> list[Candidate]:
    """The people of a vacancy, masked, in their order; who is no longer in the scope is left out. Writes the look."""
    rows = {row.pk: row for row in Person.objects.filter(pk__in=[one.person for one in found.people])}
    shown = [(one, rows[one.person]) for one in found.people if one.person in rows]
    looked(verb, actor=actor, persons=[person.uuid for _one, person in shown])
    places = path_names_of({str(person.area_id) for _one, person in shown})
    return [
        Candidate(
            words=_masked(person),
            place=" ".join(places[str(person.area_id)][-3:-1]),
            score=one.score,
            seeks=one.asked == 1,
            href=reverse("people:person", args=[person.uuid]) if _may_open(actor, person) else "",
            pair_href=reverse("matching:suits", args=[person.uuid]),
        )
        for one, person in shown
    ]


def _may_open(actor: Actor, person: Person) -> bool:
    return actor.may("people.view", str(person.area_id)) and actor.level_in(str(person.area_id)) >= Level.PERSONAL


def _masked(person: Any) -> str:
    skills = person.skill_rows.filter(recorded_to=None, valid_to=None).values_list("occupation_code", "name")
    trades = {trade for code, name in skills for trade in trades_of(code or "", name or "")}
    age = clock.age_on(person.birth_date, clock.today()) if person.birth_date else None
    return mask_words(as_mask(sex=person.sex, age=age, education=person.education, trades=trades))


def losses(found: VacancyFits) -> list[tuple[Say, str, str]]:
    """Why no more people suit: by limit, how many it keeps out and how many it alone does, over the county."""
    return [(words.LIMITS[limit], _count(every), _count(alone)) for limit, every, alone in found.losses()]


def _count(number: int | None) -> str:
    return str(Say("fewer than %(n)d", n=10)) if number is None else f"{number:,}"
