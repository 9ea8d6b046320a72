"""The release of a month: compiled from what is open, issued, received by the townships, and struck line by line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from functools import partial
from uuid import UUID

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require, step
from gangqiao.kernel import clock, files
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.paths import ancestors_of
from gangqiao.kernel.scope import scope_of
from gangqiao.kernel.words import Say
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.places.models import Division
from gangqiao.vacancies.models import Pack, Receipt, Release, ReleaseLine
from gangqiao.vacancies.policy.release import month_of
from gangqiao.vacancies.reads.postings import Posting, published
from gangqiao.vacancies.states import ReleaseStatus


class NothingOpen(Refusal):
    def __init__(self) -> None:
        super().__init__(
            Say("No vacancy is open, so there is nothing to release. Have vacancies confirmed and published first.")
        )


class IssuedAlready(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("The release of this month is issued already. What is new comes into the next one."))


class MonthAhead(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("This month has not begun. A release is compiled in its own month."), field="period")


class NotIssued(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("The release is not issued. Only what was issued can arrive."))


class NotATownship(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("A release arrives at a township of its area. Choose one."))


def compile_release(area: Division, period: date, *, actor: Actor, source: str = "screen") -> Release:
    """Compile what is open now for a month, or compile it anew while it is not issued.

    Raises NotYourVerb, MonthAhead, IssuedAlready, NothingOpen.
    """
    require(actor, "vacancies.compile", area=area.key)
    month = month_of(period)
    if month > clock.today():
        raise MonthAhead
    with transaction.atomic():
        made, _new = Release.objects.get_or_create(area=area, period=month)
        release: Release = Release.objects.select_for_update().get(pk=made.pk)
        if release.status != ReleaseStatus.COMPILING:
            raise IssuedAlready
        _fill(release, published())
        release.compiled_at = clock.now()
        release.save()
        record("vacancies.compile", actor=actor, subject=release, source=source)
    return release


def _fill(release: Release, postings: Iterable[Posting]) -> None:
    """Freeze the facts of these vacancies as the lines of the release, the nearest first. Raises NothingOpen."""
    ordered = sorted(postings, key=partial(_place_in, str(release.area_id)))
    if not ordered:
        raise NothingOpen
    release.lines.all().delete()
    ReleaseLine.objects.bulk_create(
        [
            ReleaseLine(
                release=release,
                number=number,
                vacancy=posting.uuid,
                facts=json.dumps(posting.as_facts(), ensure_ascii=False),
            )
            for number, posting in enumerate(ordered, 1)
        ],
        batch_size=200,
    )


def _place_in(area: str, posting: Posting) -> tuple[int, str, str, str, str]:
    shared = set(ancestors_of(area)) & set(ancestors_of(posting.place)) if posting.place else set()
    return -len(shared), posting.place, posting.occupation, posting.title, str(posting.uuid)


def issue(pk: int, *, actor: Actor, note: str = "") -> Release:
    """Issue a release: its lines stand from now on, and are only struck.

    What closed since it was compiled is left out, and every fact is frozen as it is now: nothing stale is released.
    Raises NotYourVerb, NotAllowedNow, NothingOpen.
    """
    with step(Release, pk, "vacancies.issue", actor=actor) as release:
        compiled = list(release.lines.values_list("vacancy", flat=True))
        _fill(release, published(uuids=compiled))
        release.note = note.strip()[:500]
        release.issued_at = clock.now()
        release.issued_by = actor.name[:100]
    return release


def close_release(pk: int, *, actor: Actor) -> Release:
    """Close a release: its packs are carried no longer. Raises NotYourVerb, NotAllowedNow."""
    with step(Release, pk, "vacancies.close_release", actor=actor) as release:
        pass
    return release


def receive_release(pk: int, area: str, *, actor: Actor) -> Receipt:
    """Say for a township that a release has arrived; a second call changes nothing.

    Raises NotYourVerb, NotIssued, NotATownship.
    """
    require(actor, "vacancies.receive_release", area=area)
    release = Release.objects.get(pk=pk)
    if release.issued_at is None:
        raise NotIssued
    if not area.startswith(str(release.area_id)) or len(area) != KEY_LENGTH[Level.TOWNSHIP]:
        raise NotATownship
    with transaction.atomic():
        receipt: Receipt
        receipt, is_new = Receipt.objects.get_or_create(
            release=release, area_id=area, defaults={"by": actor.name[:100]}
        )
        if is_new:
            record("vacancies.receive_release", actor=actor, subject=release, area=area)
    return receipt


def strike(vacancies: Iterable[UUID], reason: str) -> int:
    """Strike vacancies that closed from every release that was issued; how many lines. A second call strikes none.

    reason  the state the vacancy or its employer came into, as kept in `struck_reason`
    """
    rows = ReleaseLine.objects.filter(vacancy__in=list(vacancies), struck_at=None)
    struck = 0
    for row in rows.exclude(release__status=ReleaseStatus.COMPILING).select_related("release"):
        with transaction.atomic(), scope_of([row.release.area_id]):
            changed = ReleaseLine.objects.filter(pk=row.pk, struck_at=None).update(
                struck_at=clock.now(), struck_reason=reason[:12]
            )
            if changed:
                _drop_papers(row)
                record("vacancies.strike", actor=SYSTEM, subject=row.release, reason=reason, source="job")
                struck += 1
    return struck


def _drop_papers(line: ReleaseLine) -> None:
    """Forget the papers that still show the line as open: they are set anew when somebody asks for them."""
    for pack in Pack.objects.filter(release=line.release_id).exclude(file=""):
        if any(choice["line"] == line.number for choice in json.loads(pack.choice)):
            transaction.on_commit(partial(files.drop, pack.file))
            Pack.objects.filter(pk=pack.pk).update(file="")
