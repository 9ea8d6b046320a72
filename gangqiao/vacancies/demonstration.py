"""Employers and vacancies of a demonstration, in every state, through the product's own acts. All are made up."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction
from django.utils import translation

from gangqiao.accounts.models import User
from gangqiao.accounts.reads import actor_of
from gangqiao.audit import gathering
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.identifiers import make_credit_code
from gangqiao.kernel.scope import scope_of
from gangqiao.people.reads.typed import find_place
from gangqiao.places.reads import townships
from gangqiao.vacancies.actions import employers, posts, posts_keeping, posts_seats
from gangqiao.vacancies.models import Employer, Vacancy

WORDS = yaml.safe_load((Path(__file__).parent / "demonstration.yaml").read_text(encoding="utf-8"))
OFFICE, BUREAU = "office", "employment"
FIRST_CODE = 100_000  # order of the first credit code that is made up
# What becomes of the vacancies, in turn: most are open, some wait, some have ended.
COURSES = ("open",) * 12 + (
    "due",
    "due",
    "submitted",
    "submitted",
    "verified",
    "paused",
    "filled",
    "withdrawn",
    "returned",
)


@dataclass(frozen=True, slots=True)
class Hands:
    """Who plays: one enters, another verifies."""

    enters: Actor
    verifies: Actor


def make_vacancies(seed: int, each: int = 6) -> int:
    """`each` employers of every kind with their posts; returns how many vacancies were made.

    0 outside a demonstration, without the accounts of its office and its employment clerk, or when there are
    employers already.
    """
    users = {user.username: user for user in User.objects.filter(username__in=(OFFICE, BUREAU))}
    if not settings.DEMO or len(users) < 2:
        return 0
    hands, rng, made = Hands(actor_of(users[OFFICE]), actor_of(users[BUREAU])), random.Random(seed), 0
    courses = _courses(rng)
    with translation.override(settings.LANGUAGE_CODE), scope_of(hands.enters.areas("vacancies.draft")):
        if Employer.objects.exists():
            return 0
        homes = list(townships())
        for number in range(each * len(WORDS["kinds"])):
            kind = WORDS["kinds"][number % len(WORDS["kinds"])]
            with transaction.atomic(), gathering.together():
                made += _employer_with_posts(number, kind, rng, homes, courses, hands)
    return made


def _courses(rng: random.Random) -> Iterator[str]:
    while True:
        yield rng.choice(COURSES)


def _employer_with_posts(
    number: int, kind: dict[str, Any], rng: random.Random, homes: list[Any], courses: Iterator[str], hands: Hands
) -> int:
    place = _place(rng.choice(kind["where"]), rng, homes)
    stem = WORDS["stems"][number % len(WORDS["stems"])]
    raw = {
        "name": f"{place.short_name or place.name}{stem}{kind['type']}",
        "kind": kind["kind"],
        "credit_code": make_credit_code(FIRST_CODE + number),
        "place": place,
        "contact_name": rng.choice(WORDS["contacts"]),
        "contact_phone": f"1388730{rng.randrange(10_000):04d}",
        "headcount": str(rng.randrange(8, 240)),
        "arrears": "none",
    }
    employer: Any = employers.list_employer(raw, actor=hands.enters, source="demonstration", made=True)
    # A few stay as they were listed: their vacancies wait.
    if number % 9 != 8:
        employer = employers.verify_employer(employer.pk, "licence", actor=hands.verifies)
    for post in kind["posts"]:
        course = next(courses) if number % 9 != 8 else "submitted"
        _vacancy(post, employer, place, course, rng, hands)
    return len(kind["posts"])


def _place(where: str, rng: random.Random, homes: list[Any]) -> Any:
    if where == "own":
        return rng.choice(homes)
    return find_place(where, field="place")


def _vacancy(post: dict[str, Any], employer: Any, place: Any, course: str, rng: random.Random, hands: Hands) -> None:
    low, high = post["pay"]
    raw = {
        "title": post["title"],
        "number": str(rng.choice((2, 3, 5, 8, 10, 15, 20, 30))),
        "pay_form": post["form"],
        "pay_min": str(low),
        "pay_max": str(high),
        "place": place,
        "valid_until": (clock.today() + timedelta(days=rng.randrange(20, 75))).isoformat(),
        "contact_name": employer.contact_name,
        "contact_phone": employer.contact_phone,
        "board": post.get("board", ""),
        "lodging": post.get("lodging", ""),
        "hours": post.get("hours", "8"),
        "shifts": post.get("shifts", "day"),
        "skills": post.get("skills", ""),
        "education_min": post.get("education", ""),
        "couples_room": post.get("couples", ""),
        "suits": post["suits"],
        "insurance": ["injury"],
    }
    vacancy = posts.enter(raw, employer=employer, actor=hands.enters, source="demonstration", made=True)
    _lead_on(vacancy, course, rng, hands)


def _lead_on(vacancy: Any, course: str, rng: random.Random, hands: Hands) -> None:
    """Take it as far as its course goes; days before today are written where no act can set them."""
    actor = hands.verifies
    if course == "submitted":
        return
    if course == "returned":
        posts_keeping.send_back(vacancy.pk, WORDS["remark"], actor=actor)
        return
    posts_keeping.verify(vacancy.pk, actor=actor)
    if course == "verified":
        return
    posts_keeping.publish(vacancy.pk, actor=actor)
    if course == "filled":
        posts_seats.record_hires(vacancy.pk, vacancy.number, actor=actor)
    elif course == "withdrawn":
        posts_keeping.withdraw(vacancy.pk, "stopped", WORDS["withdrawn"], actor=actor)
    elif rng.random() < 0.4:
        posts_seats.record_hires(vacancy.pk, rng.randrange(0, vacancy.number) or 1, actor=actor)
    days = {"due": rng.randrange(10, 14), "paused": 16}.get(course, rng.randrange(0, 9))
    open_since = clock.now() - timedelta(days=days + rng.randrange(1, 30))
    confirmed_on = clock.today() - timedelta(days=days)
    Vacancy.objects.filter(pk=vacancy.pk).update(confirmed_on=confirmed_on, published_at=open_since)
    if course == "paused":
        posts_keeping.pause(vacancy.pk, actor=actor)
