"""Referrals of a demonstration, in every state, through the product's own acts. All of them are made up."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from django.conf import settings
from django.db import transaction
from django.utils import translation

from gangqiao.accounts.models import User
from gangqiao.accounts.reads import actor_of
from gangqiao.audit import gathering
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.kernel.scope import scope_of
from gangqiao.matching.actions import referrals, referrals_answers, referrals_keeping, referrals_results, referrals_work
from gangqiao.matching.actions.referrals_answers import Given
from gangqiao.matching.models import Referral
from gangqiao.people.models import EmploymentSpell
from gangqiao.vacancies.actions import posts, posts_keeping
from gangqiao.vacancies.models import Employer
from gangqiao.vacancies.reads.packs_people import seekers_of
from gangqiao.vacancies.reads.postings import Posting, published

OFFICE, NEAR = "office", ("xinshao", "xinshao-village")
SAMPLE_USER, BUREAU = "employer", "employment"
WORDS: Any = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
OWN_SHARE = 0.4  # of the referrals lead to the employer with an account
MANY, NEAR_MANY = 36, 12  # people of the county, and of the township that has accounts
LONG_AGO = 45  # days since those started who are still there
# How far each goes, in turn.
COURSES = (
    "offered", "declined", "accepted", "introduced", "suggested", "hired", "named", "not_hired", "reported", "named",
    "retained", "named", "left", "expired", "elsewhere", "withdrawn",
)  # fmt: skip


def make_referrals(seed: int) -> int:
    """A few dozen referrals; returns how many. 0 outside a demonstration, or when there are some already."""
    office = User.objects.filter(username=OFFICE).first()
    if not settings.DEMO or office is None:
        return 0
    actor, rng = actor_of(office), random.Random(seed)
    with translation.override(settings.LANGUAGE_CODE):
        with scope_of(actor.areas("matching.offer")):
            if Referral.objects.exists():
                return 0
        made, own = 0, _own_vacancy()
        for who, many in [(actor_of(user), NEAR_MANY) for user in _near()] + [(actor, MANY)]:
            made += _of_area(who, actor, many, own, rng)
        return made


def _near() -> list[User]:
    return list(User.objects.filter(username__in=NEAR).order_by("-username"))


def _of_area(who: Actor, office: Actor, many: int, own: UUID | None, rng: random.Random) -> int:
    """Referrals of some people of an officer's area: the officer asks, the office brings together."""
    postings = sorted(published(), key=lambda one: str(one.uuid))
    if not postings:
        return 0
    made = 0
    with scope_of(who.areas("matching.offer")):
        people = _idle(who, many, rng)
        courses = _courses(rng)
        for person in people:
            with transaction.atomic(), gathering.together():
                made += _referral(person, _choose(postings, own, rng), next(courses), who, office)
    return made


def _own_vacancy() -> UUID | None:
    """An open vacancy of the employer with an account, made when there is none; null without that account."""
    users = {u.username: u for u in User.objects.filter(username__in=(SAMPLE_USER, BUREAU))}
    if len(users) < 2:
        return None
    own, bureau = actor_of(users[SAMPLE_USER]), actor_of(users[BUREAU])
    with scope_of(own.areas("vacancies.draft")):
        employer: Any = Employer.objects.filter(status="verified").exclude(party="").first()
        if employer is None:
            return None
        valid_until = clock.today() + timedelta(days=60)
        raw = {
            **WORDS["own_post"],
            "place": employer.place,
            "contact_name": employer.contact_name,
            "contact_phone": employer.contact_phone or "13887300000",
            "valid_until": valid_until.isoformat(),
        }
        vacancy = posts.enter(raw, employer=employer, actor=own, source="demonstration", made=True)
    with scope_of(bureau.areas("vacancies.publish")):
        posts_keeping.verify(vacancy.pk, actor=bureau)
        posts_keeping.publish(vacancy.pk, actor=bureau)
    return UUID(str(vacancy.uuid))


def _choose(postings: list[Posting], own: UUID | None, rng: random.Random) -> Posting:
    """Often the vacancy of the employer with an account; else any."""
    first = next((one for one in postings if one.uuid == own), None)
    return first if first is not None and rng.random() < OWN_SHARE else rng.choice(postings)


def _courses(rng: random.Random) -> Iterator[str]:
    start = rng.randrange(len(COURSES))
    while True:
        for number in range(len(COURSES)):
            yield COURSES[(start + number) % len(COURSES)]


def _idle(who: Actor, many: int, rng: random.Random) -> list[int]:
    """People of the area who seek work, have none, and were asked about nothing yet."""
    found = [one.person for area in who.areas("matching.offer") for one in seekers_of(area)]
    busy = set(EmploymentSpell.objects.filter(recorded_to=None, ended_on=None).values_list("person_id", flat=True))
    busy |= set(Referral.objects.values_list("person_id", flat=True))
    since = clock.today() - timedelta(days=LONG_AGO)
    busy |= set(EmploymentSpell.objects.filter(ended_on__gte=since).values_list("person_id", flat=True))
    idle = sorted(set(found) - busy)
    return sorted(rng.sample(idle, min(many, len(idle))))


def _referral(person: int, posting: Posting, course: str, who: Actor, office: Actor) -> int:
    try:
        if course == "suggested":
            with scope_of(office.areas("matching.suggest")):
                return len(referrals.suggest_many([(person, posting.uuid)], actor=office, source="demonstration"))
        referral = referrals.offer(person, posting.uuid, actor=who, source="demonstration", made=True)
        if course in _UNANSWERED:
            _UNANSWERED[course](referral, who)
        elif course == "declined":
            referrals_answers.decline(referral.pk, ("too_far", "pay", "family")[person % 3], actor=who)
        elif course != "offered":
            consent = Given("in_person") if course != "introduced" else None
            referrals_answers.accept(referral.pk, actor=who, consent=consent)
            with scope_of(office.areas("matching.introduce")):
                _after_yes(referral.pk, course, office)
    except (Refusal, Refusals):
        return 0  # the last seat is gone, or the register has something against it
    return 1


def _expire(referral: Referral, _who: Actor) -> None:
    """Nobody answered in time."""
    days = timedelta(days=10)
    Referral.objects.filter(pk=referral.pk).update(
        offered_on=clock.today() - days, answer_by=clock.today() - timedelta(days=3)
    )
    referrals_keeping.expire()


def _withdraw(referral: Referral, who: Actor) -> None:
    """Offered by mistake."""
    referrals.withdraw(referral.pk, WORDS["mistake"], actor=who)


def _elsewhere(referral: Referral, who: Actor) -> None:
    """A second vacancy takes the person, which ends this one."""
    others = [one for one in published() if one.uuid != referral.vacancy]
    second = referrals.offer(referral.person_id, others[-1].uuid, actor=who, source="demonstration", made=True)
    referrals_answers.accept(second.pk, actor=who)
    office = actor_of(User.objects.get(username=OFFICE))
    with scope_of(office.areas("matching.introduce")):
        referrals_results.introduce(second.pk, actor=office)
        _hire(second.pk, office)


_UNANSWERED: dict[str, Callable[[Referral, Actor], None]] = {
    "expired": _expire,
    "withdrawn": _withdraw,
    "elsewhere": _elsewhere,
}


def _after_yes(pk: int, course: str, office: Actor) -> None:
    if course == "accepted":
        return
    referrals_results.introduce(pk, actor=office)
    for further in _STEPS.get(course, ()):
        further(pk, office)


def _hire(pk: int, office: Actor) -> None:
    referrals_results.hire(pk, actor=office, starts_on=clock.today() - timedelta(days=2))


def _hire_long_ago(pk: int, office: Actor) -> None:
    referrals_results.hire(pk, actor=office, starts_on=clock.today() - timedelta(days=LONG_AGO))


def _report(pk: int, office: Actor) -> None:
    started: Any = Referral.objects.values_list("starts_on", flat=True).get(pk=pk)
    referrals_work.report(pk, started, "worker", actor=office)


def _retain(pk: int, office: Actor) -> None:
    referrals_work.retain(pk, actor=office)


def _leave(pk: int, office: Actor) -> None:
    referrals_work.leave(pk, "returned", clock.today() - timedelta(days=3), actor=office)


def _not_hired(pk: int, office: Actor) -> None:
    referrals_results.refuse(pk, "skill_missing", actor=office)


_STEPS: dict[str, tuple[Callable[[int, Actor], None], ...]] = {
    "not_hired": (_not_hired,),
    "hired": (_hire,),
    "reported": (_hire, _report),
    "retained": (_hire_long_ago, _report, _retain),
    "left": (_hire_long_ago, _report, _leave),
}
