"""A demonstration of collecting: a survey half done, a month with returns, calls, the sample employer's own page."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction

from gangqiao.accounts.models import User
from gangqiao.accounts.reads import actor_of
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.kernel.identifiers import make_credit_code
from gangqiao.kernel.scope import scope_of
from gangqiao.places.reads import townships
from gangqiao.vacancies.actions import (
    employers,
    employers_accounts,
    employers_counting,
    posts,
    posts_keeping,
    rounds,
    rounds_returns,
)
from gangqiao.vacancies.models import Employer, Line, Return, Round
from gangqiao.vacancies.states import Asked, EmployerStatus, RoundKind, RoundStatus

WORDS: Any = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
SAMPLE_CODE, DEPARTMENT_CODE = 8_800_001, 8_800_002
SAMPLE_USER, DEPARTMENT_USER, BUREAU = "employer", "noarea", "employment"


def make_collecting(seed: int) -> bool:
    """Play collecting on the employers of the demonstration. False outside a demonstration, or when it was done."""
    users = {u.username: u for u in User.objects.filter(username__in=(SAMPLE_USER, DEPARTMENT_USER, BUREAU))}
    if not settings.DEMO or len(users) < 3 or Round.objects.filter(kind=RoundKind.SURVEY).exists():
        return False
    actors, rng = {name: actor_of(user) for name, user in users.items()}, random.Random(seed)
    bureau = actors[BUREAU]
    _of_department(actors[DEPARTMENT_USER], bureau)
    with scope_of(bureau.areas("vacancies.plan_round")):
        _sample(users[SAMPLE_USER], bureau)
        for employer in Employer.objects.filter(status=EmployerStatus.VERIFIED).order_by("pk")[:6]:
            for call in WORDS["calls"][: rng.randrange(2, len(WORDS["calls"]) + 1)]:
                found = {key: value for key, value in call.items() if key != "words"}
                employers_counting.record_call(employer.pk, found, words=call.get("words", ""), actor=bureau)
        _survey(rng, bureau)
        _month(bureau)
    return True


def _of_department(actor: Actor, bureau: Actor) -> None:
    """A building site that the water bureau keeps, and its vacancies with what the water bureau asks."""
    words = WORDS["department"]
    raw = {
        "name": words["name"],
        "kind": words["kind"],
        "place": townships().order_by("key")[0],
        "credit_code": make_credit_code(DEPARTMENT_CODE),
        "headcount": 40,
        "wanted": 15,
        "wanted_trades": words["trades"],
        "poor_employed": 12,
    }
    with scope_of(actor.areas(employers.LIST)):
        employer = employers.list_employer(raw, actor=actor, source="demonstration", made=True)
    with scope_of(bureau.areas("vacancies.verify_employer")):
        employers.verify_employer(employer.pk, "site", actor=bureau)
    for wanted in WORDS["department_posts"]:
        ends = (clock.today() + timedelta(days=wanted["days"])).isoformat()
        post = {**wanted["post"], "place": raw["place"], "valid_until": ends}
        with scope_of(actor.areas(posts.DRAFT)):
            employer = Employer.objects.get(pk=employer.pk)
            vacancy = posts.enter(
                post, employer=employer, actor=actor, source="demonstration", made=True, own=wanted["own"]
            )
        with scope_of(bureau.areas(posts.VERIFY)):
            posts_keeping.verify(vacancy.pk, actor=bureau)
            posts_keeping.publish(vacancy.pk, actor=bureau)


def _sample(user: User, bureau: Actor) -> None:
    """The employer behind the sample account, with its own unit."""
    words = WORDS["sample"]
    raw = {
        "name": user.unit.name,
        "kind": words["kind"],
        "sector": words["sector"],
        "place": townships().order_by("key")[0],
        "address": words["address"],
        "credit_code": make_credit_code(SAMPLE_CODE),
        "contact_name": user.display_name,
        "headcount": 180,
        "wanted": 30,
        "wanted_trades": words["trades"],
        "poor_employed": 22,
    }
    with transaction.atomic():
        employer = employers.list_employer(raw, actor=bureau, source="demonstration", made=True)
        employers.verify_employer(employer.pk, "licence", actor=bureau)
        employer = Employer.objects.get(pk=employer.pk)
        employer.party = user.unit.code
        employer.save(update_fields=["party"])
        employers_accounts.make_its_own(employer)


def _survey(rng: random.Random, bureau: Actor) -> None:
    """A survey that began ten days ago: two thirds of the employers were asked, some refused."""
    words, today = WORDS["survey"], clock.today()
    begins = today - timedelta(days=10)
    planned = rounds.plan_round(
        RoundKind.SURVEY, name=words["name"], begins_on=begins, due_on=today + timedelta(days=8), actor=bureau
    )
    rounds.open_round(planned.pk, actor=bureau)
    for line in Line.objects.filter(part_of__round=planned).order_by("pk"):
        chance = rng.random()
        if chance < 0.3:
            continue
        day = begins + timedelta(days=rng.randrange(1, 10))
        if chance < 0.38:
            _ask(planned, line, Asked.REFUSED, bureau, on=day, note=words["note_refused"])
            continue
        wanted = rng.choice((0, 0, 3, 8, 20))
        many = rng.randrange(10, 200)
        figures = {"headcount": many, "wanted": wanted, "wanted_trades": words["trades"] if wanted else ""}
        figures["poor_employed"] = many // 8 if chance < 0.8 else None
        _ask(planned, line, Asked.COUNTED, bureau, on=day, figures=figures)


def _ask(planned: Round, line: Line, outcome: Asked, bureau: Actor, **found: Any) -> None:
    rounds_returns.ask_employer(
        planned.pk,
        line.employer_id,
        outcome,
        actor=bureau,
        source="demonstration",
        **found,
    )


def _month(bureau: Actor) -> None:
    """The returns of the month: those who have something hand it in, two say that there is nothing new."""
    rounds.close_old_months(actor=SYSTEM)
    month = (
        rounds.ask_for_the_month(actor=SYSTEM)
        or Round.objects.filter(kind=RoundKind.MONTHLY, status=RoundStatus.OPEN).order_by("-period").first()
    )
    if month is None:
        return
    nothing = 2
    for owed in Return.objects.filter(round=month, unit="").order_by("pk"):
        has_some = rounds_returns.entered_in(owed).exists()
        if has_some or nothing:
            nothing -= not has_some
            rounds_returns.hand_in(owed.pk, nothing_new=not has_some, actor=bureau, source="demonstration")
