"""Calls of a demonstration: planned by the night, some of them made, with cases, proofs and a sample. All made up."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction
from django.utils import translation

from gangqiao.accounts.models import User
from gangqiao.accounts.reads import actor_of
from gangqiao.audit import gathering
from gangqiao.followup.actions import cases, evidence, planning, recording, samples
from gangqiao.followup.actions.recording import Heard
from gangqiao.followup.models import Case, Contact
from gangqiao.followup.states import OPEN
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.kernel.scope import scope_of
from gangqiao.people.models import EmploymentSpell

OFFICE = "office"
WORDS: Any = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
SHARE, MOST = 0.45, 400  # of the calls that are due so many were made, and no more than these
# What is heard, in turn: mostly that they are there.
COURSES = ("still", "still", "family", "still", "missed", "still", "complaint", "still", "returned", "still", "video")
KINDS = ("arrears", "dispute", "accident")


def make_calls(seed: int) -> int:
    """Plan the calls and make some; returns how many were made. 0 outside a demonstration, or when some are there."""
    office = User.objects.filter(username=OFFICE).first()
    if not settings.DEMO or office is None:
        return 0
    actor, rng = actor_of(office), random.Random(seed)
    with translation.override(settings.LANGUAGE_CODE), scope_of(actor.areas("followup.record")):
        if Contact.objects.exists():
            return 0
        planning.plan_due()
        made = _call_some(actor, rng)
        _work_on_cases(actor)
        _prove_some(actor)
        samples.draw_sample(WORDS["sample"], actor=actor, source="demonstration")
        _refuse_one(actor)
    return made


def _call_some(actor: Actor, rng: random.Random) -> int:
    due = list(Contact.objects.filter(status__in=OPEN).order_by("due_on", "pk").values_list("pk", flat=True))
    chosen = due[: min(MOST, int(len(due) * SHARE))]
    return sum(_call(key, COURSES[at % len(COURSES)], actor, rng) for at, key in enumerate(chosen))


def _call(key: int, course: str, actor: Actor, rng: random.Random) -> int:
    try:
        with transaction.atomic(), gathering.together():
            if course == "missed":
                recording.miss(key, actor=actor, source="demonstration")
            else:
                recording.record(key, _heard(course, rng), actor=actor, source="demonstration")
    except (Refusal, Refusals):
        return 0  # the register has something against it
    return 1


def _heard(course: str, rng: random.Random) -> Heard:
    words = rng.choice(WORDS["words"].get(course, [""]))
    kept = {aspect: rng.choice(("yes", "yes", "yes", "no", "unknown")) for aspect in ("pay", "work", "housing")}
    if course == "complaint":
        return Heard("complaint", kept=kept, words=words, case=rng.choice(KINDS))
    if course == "returned":
        return Heard("returned", words=words, wants=rng.choice(("yes", "yes", "later")))
    spoke_with = "family" if course == "family" else "self"
    return Heard("still", spoke_with=spoke_with, way="video" if course == "video" else "call", kept=kept, words=words)


def _work_on_cases(actor: Actor) -> None:
    """Every second case is in hand, every fourth is closed."""
    for at, case in enumerate(Case.objects.order_by("pk")):
        if at % 2:
            continue
        cases.take(case.pk, actor=actor)
        cases.add_note(case.pk, WORDS["cases"]["notes"][at // 2 % 2], actor=actor)
        if at % 4 == 0:
            cases.settle(case.pk, WORDS["cases"]["settled"], actor=actor)
            cases.close(case.pk, WORDS["cases"]["verdict"], WORDS["cases"]["settled"], actor=actor)


def _prove_some(actor: Actor) -> None:
    spells = EmploymentSpell.objects.filter(recorded_to=None, status="working", evidence__in=("C", "D", "E"))
    for key in list(spells.order_by("pk").values_list("pk", flat=True)[:8]):
        evidence.prove(key, "document", words=WORDS["proof"], actor=actor, source="demonstration")


def _refuse_one(actor: Actor) -> None:
    """One person wants no calls: the list has one call less, and nobody but the village knows why."""
    waiting = Contact.objects.filter(status__in=OPEN).order_by("-pk").first()
    if waiting is not None:
        recording.refuse(waiting.person_id, WORDS["no_calls"], actor=actor, source="demonstration")
