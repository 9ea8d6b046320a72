"""One function for each verb on a paper, and what the job does with it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import NotYourVerb, require, step
from gangqiao.briefings import reads
from gangqiao.briefings.content.blocks import to_json
from gangqiao.briefings.content.making import Made
from gangqiao.briefings.models import Briefing, Kind
from gangqiao.briefings.refusals import DayNotOver, NoMeeting, OnlyFiguresArePublic, OnlyForTheCounty, SamePerson
from gangqiao.briefings.writing import Document, Imprint, write_all
from gangqiao.headquarters.models import Meeting
from gangqiao.imports.rows import keep_refusal
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.files import drop, keep
from gangqiao.kernel.lifecycle import NotAllowedNow
from gangqiao.places.levels import Level
from gangqiao.places.models import Division

MAKE, ISSUE, WITHDRAW = "briefings.make", "briefings.issue", "briefings.withdraw"
FIGURES = (Kind.WEEKLY, Kind.MONTHLY)
TRIES = 3


def ask(
    kind: str, area: Division, day: date, *, actor: Actor, is_public: bool = False, meeting: Meeting | None = None
) -> Briefing:
    """Write down that a paper is to be made; a job makes it. Any day of a month stands for the month.

    Raises NotYourVerb, DayNotOver, NoMeeting, OnlyFiguresArePublic, OnlyForTheCounty.
    """
    require(actor, MAKE, area=area.key)
    if actor.user_id is None:
        raise NotYourVerb
    if day > clock.today():
        raise DayNotOver
    _check(kind, area, is_public, meeting)
    begins_on, ends_on = period_of(kind, day)
    with transaction.atomic():
        briefing = Briefing.objects.create(
            area=area,
            kind=kind,
            begins_on=begins_on,
            day=ends_on,
            is_public=is_public,
            meeting=meeting if kind == Kind.MEETING else None,
            asked_by_id=actor.user_id,
        )
        record(MAKE, actor=actor, subject=briefing, fields=["kind", "day", "is_public"])
    return briefing


def _check(kind: str, area: Division, is_public: bool, meeting: Meeting | None) -> None:
    if kind == Kind.MEETING and meeting is None:
        raise NoMeeting
    if is_public and kind not in FIGURES:
        raise OnlyFiguresArePublic
    if area.level != Level.COUNTY and (is_public or kind == Kind.MEETING):
        raise OnlyForTheCounty


def period_of(kind: str, day: date) -> tuple[date, date]:
    """First and last day of what a paper speaks of: seven days, a month up to today, or the day alone."""
    if kind == Kind.WEEKLY:
        return day - timedelta(days=6), day
    if kind == Kind.MONTHLY:
        last = (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        return day.replace(day=1), min(last, clock.today())
    return day, day


# --- what the job does -----------------------------------------------------------------------------------------------


def finish(pk: int, made: Made, documents: Iterable[Document]) -> None:
    """Keep what was made, in one transaction. A second finish changes nothing."""
    content = json.dumps({language: to_json(paper) for language, paper in made.papers.items()}, ensure_ascii=False)
    kept = [keep(content.encode())]
    try:
        files = _keep(documents, kept)
        with step(Briefing, pk, "briefings.finish", actor=SYSTEM, source="job") as row:
            row.content, row.files = kept[0], files
            row.made_at, row.is_provisional = clock.now(), made.is_provisional
    except NotAllowedNow:
        _drop(kept)  # another run of the same job was faster
    except BaseException:
        _drop(kept)
        raise


def give_up(pk: int, refusal: Refusal) -> None:
    """Tell why it could not be made. Nothing happens when it was made meanwhile."""
    try:
        with step(Briefing, pk, "briefings.give_up", actor=SYSTEM, source="job") as row:
            row.said = keep_refusal(refusal)
    except NotAllowedNow:
        return


def _keep(documents: Iterable[Document], kept: list[str]) -> list[dict[str, Any]]:
    """Seal each document; its name is added to `kept` before the next one."""
    files = []
    for one in documents:
        name = keep(one.content)
        kept.append(name)
        files.append({
            "language": one.language,
            "format": one.format,
            "file": name,
            "sha256": hashlib.sha256(one.content).hexdigest(),
            "size": len(one.content),
        })  # fmt: skip
    return files


def _drop(names: Iterable[str]) -> None:
    for name in names:
        drop(name)


# --- issue and withdraw ----------------------------------------------------------------------------------------------


def issue(uuid: UUID, *, actor: Actor) -> Briefing:
    """Issue a draft under the next number of the year: its documents are written once more and never change again.

    Raises NotYourVerb, SamePerson, NotAllowedNow, Damaged, NotSet.
    """
    draft = Briefing.objects.get(uuid=uuid)
    require(actor, ISSUE, draft)
    Briefing.LIFE_CYCLE.check(ISSUE, draft.status)
    if draft.asked_by_id == actor.user_id or actor.user_id is None:
        raise SamePerson
    papers, today = reads.papers_of(draft), clock.today()
    for attempt in range(1, TRIES + 1):
        imprint = Imprint(reads.next_number(draft, today.year), today.year, today)
        documents = write_all(papers, imprint)
        try:
            return _issue(draft, imprint, documents, actor)
        except IntegrityError:
            # Somebody else took the number while the documents were written.
            if attempt == TRIES:
                raise
    raise AssertionError


def _issue(draft: Briefing, imprint: Imprint, documents: list[Document], actor: Actor) -> Briefing:
    kept: list[str] = []
    old = [one["file"] for one in draft.files]
    try:
        files = _keep(documents, kept)
        digests = " ".join(one["sha256"][:12] for one in files)
        with step(Briefing, draft.pk, ISSUE, actor=actor, note=digests) as row:
            row.files, row.year, row.number = files, imprint.year, imprint.number
            row.issued_on, row.issued_by_id = imprint.issued_on, actor.user_id
    except BaseException:
        _drop(kept)
        raise
    _drop(old)
    return row


def withdraw(uuid: UUID, note: str, *, actor: Actor) -> Briefing:
    """Take a draft or an issued paper out of use, with the reason. Its documents stay as they are.

    Raises NotYourVerb, NotAllowedNow, NoteNeeded.
    """
    pk = Briefing.objects.get(uuid=uuid).pk
    with step(Briefing, pk, WITHDRAW, actor=actor, note=note) as row:
        row.note = note.strip()[:300]
    return row
