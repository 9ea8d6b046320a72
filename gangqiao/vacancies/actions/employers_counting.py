"""What employers say of their people, and what workers say of them. Both only grow; the newest counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import NotYourVerb, require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.scope import everywhere
from gangqiao.vacancies.attributes import EMPLOYER
from gangqiao.vacancies.models import Employer, FoundCall, HeadCount, Vacancy
from gangqiao.vacancies.policy.score import ASPECTS, Call, Score, score
from gangqiao.vacancies.refusals.employers import (
    DayAhead,
    NothingCounted,
    NothingSaid,
    TooManyPoor,
    TradesMissing,
    UnknownEmployer,
)
from gangqiao.vacancies.states import Kept

COUNT, CALL = "vacancies.count_employer", "vacancies.record_call"
NUMBERS = ("headcount", "wanted", "poor_employed")


def count_employer(
    employer_id: int, raw: Mapping[str, Any], *, on: date | None = None, actor: Actor, source: str = "screen"
) -> HeadCount:
    """Record how many an employer employs and wants on a day (R048, R049).

    raw  by the keys headcount, wanted, wanted_trades, poor_employed
    Raises Refusals, NotYourVerb, DayAhead, NothingCounted, TooManyPoor, TradesMissing.
    """
    keys = (*NUMBERS, "wanted_trades")
    figures = EMPLOYER.read({key: raw.get(key) for key in keys}, partial=True)
    with transaction.atomic():
        employer = Employer.objects.select_for_update().get(pk=employer_id)
        require(actor, COUNT, employer)
        return store_count(employer, on or clock.today(), figures, actor=actor, source=source)


def store_count(
    employer: Employer, day: date, figures: Mapping[str, Any], *, actor: Actor, source: str = "screen"
) -> HeadCount:
    """Write a count down and, unless a later one is known, onto the employer. In the caller's transaction."""
    _check(day, figures)
    count = HeadCount.objects.create(
        area_id=employer.area_id,
        unit=employer.unit,
        party=employer.party,
        employer=employer,
        on=day,
        headcount=figures["headcount"],
        wanted=figures["wanted"],
        poor_employed=figures["poor_employed"],
        trades=figures["wanted_trades"] or "",
        by=actor.name[:100],
    )
    if employer.counted_on is None or employer.counted_on <= day:
        for key in (*NUMBERS, "wanted_trades"):
            setattr(employer, key, figures[key])
        employer.counted_on = day
        employer.save(update_fields=[*NUMBERS, "wanted_trades", "counted_on"])
    record(COUNT, actor=actor, subject=employer, fields=[*NUMBERS], source=source)
    return count


def _check(day: date, figures: Mapping[str, Any]) -> None:
    if day > clock.today():
        raise DayAhead
    if all(figures[key] is None for key in NUMBERS):
        raise NothingCounted
    if None not in (figures["poor_employed"], figures["headcount"]) and figures["poor_employed"] > figures["headcount"]:
        raise TooManyPoor
    if figures["wanted"] and not figures["wanted_trades"]:
        raise TradesMissing


def record_call(
    employer_id: int,
    found: Mapping[str, str],
    *,
    on: date | None = None,
    words: str = "",
    vacancy: UUID | None = None,
    actor: Actor,
) -> FoundCall:
    """Record what somebody found in their first weeks. It names nobody. Raises NotYourVerb, DayAhead, NothingSaid."""
    with transaction.atomic():
        employer = Employer.objects.select_for_update().get(pk=employer_id)
        require(actor, CALL, employer)
        return _store_call(employer, found, on or clock.today(), words, vacancy, actor)


def record_call_on(
    vacancy: UUID, found: Mapping[str, str], *, on: date | None = None, words: str = "", actor: Actor
) -> FoundCall:
    """The same by the vacancy somebody went to, whoever keeps its employer: a township rings its own people.

    Raises NotYourVerb, UnknownEmployer, DayAhead, NothingSaid.
    """
    if not actor.may(CALL):
        raise NotYourVerb
    with everywhere(reason="workers are rung by their township, wherever they work"), transaction.atomic():
        row = Vacancy.objects.filter(uuid=vacancy).first()
        if row is None:
            raise UnknownEmployer
        employer = Employer.objects.select_for_update().get(pk=row.employer_id)
        return _store_call(employer, found, on or clock.today(), words, vacancy, actor)


def _store_call(
    employer: Employer, found: Mapping[str, str], day: date, words: str, vacancy: UUID | None, actor: Actor
) -> FoundCall:
    if day > clock.today():
        raise DayAhead
    answers = {aspect: Kept(found.get(aspect) or Kept.UNKNOWN) for aspect in ASPECTS}
    if all(answer == Kept.UNKNOWN for answer in answers.values()):
        raise NothingSaid
    # No party: what a worker said of an employer is not the employer's to read, not even as a row.
    call = FoundCall.objects.create(
        area_id=employer.area_id,
        unit=employer.unit,
        employer=employer,
        vacancy_uuid=vacancy,
        on=day,
        words=words.strip()[:300],
        by=actor.name[:100],
        **answers,
    )
    record(CALL, actor=actor, subject=employer)
    refresh_score(employer)
    return call


def refresh_score(employer: Employer) -> Score:
    """Count the calls anew and keep the share beside the employer."""
    rows = FoundCall.objects.filter(employer=employer).values("on", *ASPECTS)
    counted = score((Call(row["on"], {a: row[a] for a in ASPECTS}) for row in rows), clock.today())
    if (employer.kept_share, employer.calls) != (counted.share, counted.calls):
        employer.kept_share, employer.calls = counted.share, counted.calls
        employer.save(update_fields=["kept_share", "calls"])
    return counted
