"""Urging a unit about one matter, or many units about theirs at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction

from gangqiao.accounts.models import Unit
from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.imports.rows import pack_say
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.words import Say
from gangqiao.plans.calendar import working_day_from
from gangqiao.warnings.models import Kind, Urge, UrgeEntry
from gangqiao.warnings.policy import NUMBERS
from gangqiao.warnings.reads.proposals import Proposal
from gangqiao.warnings.reads.subjects import find_subject
from gangqiao.warnings.refusals import DayPassed, NoSuchMatter, UrgedAlready, WordsNeeded
from gangqiao.warnings.states import OPEN, Level

WORDS_AT_MOST = 1000


def urge(
    unit: Unit,
    about: str,
    key: str,
    *,
    actor: Actor,
    words: str = "",
    reason: Say | None = None,
    due_on: date | None = None,
    level: int = Level.URGE,
    source: str = "screen",
) -> Urge:
    """Urge the unit, or supervise it from the start with `level`. Without `due_on` the time of the level is given.

    reason  why the product proposed it, said in the reader's language where nobody wrote words
    Raises NotYourVerb, NoSuchMatter, UrgedAlready, WordsNeeded, DayPassed.
    """
    require(actor, "warnings.urge")
    words = words.strip()[:WORDS_AT_MOST]
    if not words and reason is None:
        raise WordsNeeded
    subject = find_subject(about, key, unit)
    if subject is None:
        raise NoSuchMatter
    if Urge.objects.filter(unit=unit, about=about, key=key, status__in=OPEN).exists():
        raise UrgedAlready(unit)
    due_on = _answer_on(due_on, level, clock.today())
    try:
        with transaction.atomic():
            made = Urge.objects.create(
                unit=unit,
                about=about,
                key=key,
                named={"zh": subject.named.zh, "en": subject.named.en},
                level=level,
                due_on=due_on,
                sent_by_id=actor.user_id,
            )
            enter(made, Kind.SENT, words, actor, reason)
            record("warnings.urge", actor=actor, subject=made, area=unit.area_id or "", source=source)
    except IntegrityError:
        # Somebody else pressed in the same moment.
        raise UrgedAlready(unit) from None
    return made


def _answer_on(wished: date | None, level: int, today: date) -> date:
    """The last day for an answer. Raises DayPassed."""
    if wished is not None and wished < today:
        raise DayPassed
    return working_day_from(wished) if wished else answer_by(level, today)


def urge_many(proposals: Iterable[Proposal], *, words: str = "", actor: Actor) -> tuple[list[Urge], int]:
    """Urge each unit as proposed. Those urged already are left as they are and counted.

    Not one transaction: each urging stands for itself, and the log is not held for all of them.
    """
    made, already = [], 0
    for p in proposals:
        try:
            made.append(urge(p.unit, p.about, p.key, words=words, reason=p.reason, actor=actor))
        except UrgedAlready:
            already += 1
    return made, already


def answer_by(level: int, today: date) -> date:
    """The last day for an answer on a level that begins today."""
    numbers = NUMBERS.on(today)
    days, day = getattr(numbers, f"answer_within_{int(level)}"), today
    for _ in range(days):
        day = working_day_from(date.fromordinal(day.toordinal() + 1))
    return day


def enter(urged: Urge, kind: str, words: str, actor: Actor, reason: Say | None = None) -> None:
    """Write one step of the course."""
    asks = kind in (Kind.SENT, Kind.SENT_AGAIN, Kind.ESCALATED)
    UrgeEntry.objects.create(
        urge=urged,
        kind=kind,
        words=words or None,
        reason=pack_say(reason) if reason is not None and not words else [],
        level=urged.level,
        due_on=urged.due_on if asks else None,
        by_id=actor.user_id,
    )
