"""Take a snapshot, and publish it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import NotYourVerb, require, step
from gangqiao.imports.rows import keep_refusal
from gangqiao.indicators.models import Kind, Snapshot, Taking
from gangqiao.indicators.refusals import DayToCome, KnownBefore, OlderVersion, SaysTheSame, TooEarly, WhyAgain
from gangqiao.indicators.snapshots import files, taking
from gangqiao.indicators.snapshots.taking import Stage
from gangqiao.indicators.states import Status, TakingStatus
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.lifecycle import NotAllowedNow
from gangqiao.kernel.policy import NoParameterYet
from gangqiao.places.reads import county

TAKE, ASK = "indicators.take", "indicators.ask"


def take(
    day: date,
    known_on: date,
    *,
    actor: Actor,
    kind: str = Kind.ANY_DAY,
    reason: str = "",
    source: str = "screen",
    tell: Callable[[Stage], None] = lambda stage: None,
) -> Snapshot:
    """Take the snapshot of a day as it was known at the end of another (of today: as it is known now).

    A day that has a version already gets the next one, which is a correction and needs a reason.
    tell: is called as each stage of the work begins.
    Raises DayToCome, KnownBefore, TooEarly, WhyAgain; SaysTheSame when the last version holds the same.
    """
    home = county()
    require(actor, TAKE, area=home.key)
    _check_days(day, known_on)
    last = Snapshot.objects.filter(area=home, day=day).order_by("-number").first()
    kind = _kind(kind, last, reason)
    try:
        made = taking.make(home.key, day, taking.cut_when_quiet(known_on), tell)
    except NoParameterYet:
        raise TooEarly(day) from None
    tell(Stage.STORING)
    if last is not None and _parts(last) == _said(made.says):
        raise SaysTheSame(last.number)
    row = Snapshot(
        area=home,
        day=day,
        known_on=known_on,
        known_at=made.cut,
        kind=kind,
        reason=reason.strip(),
        definitions=made.says["definitions"],
        digest=made.digest,
        persons=made.persons,
        size=made.size,
        taken_by_id=actor.user_id,
        taken_by_name=actor.name[:100],
    )
    return _store(row, made, actor, source)


def ask(day: date, known_on: date, *, actor: Actor, reason: str = "") -> Taking:
    """Write down that a snapshot is to be taken; a job takes it. Asked for twice, it is taken once.

    Raises NotYourVerb, DayToCome, KnownBefore, WhyAgain. What only the counting shows is told by the job.
    """
    home = county()
    require(actor, TAKE, area=home.key)
    if actor.user_id is None:
        raise NotYourVerb
    _check_days(day, known_on)
    _kind(Kind.ANY_DAY, Snapshot.objects.filter(area=home, day=day).order_by("-number").first(), reason)
    same = {"area": home, "day": day, "known_on": known_on, "status": TakingStatus.WAITS}
    with transaction.atomic():
        asked, is_new = Taking.objects.get_or_create(
            **same, defaults={"reason": reason.strip()[:300], "asked_by_id": actor.user_id}
        )
        if is_new:
            record(ASK, actor=actor, subject=asked, reason=asked.reason)
    return asked


def take_asked(asked: Taking, actor: Actor) -> None:
    """Take what was asked for, for the one who asked; the job's work. A second run changes nothing."""

    def tell(stage: Stage) -> None:
        Taking.objects.filter(pk=asked.pk).update(part=stage)

    # A run that was killed after its snapshot was stored has nothing to do but to say so.
    of_day = Snapshot.objects.filter(area=asked.area_id, day=asked.day, known_on=asked.known_on)
    stored = of_day.filter(taken_by=asked.asked_by_id, taken_at__gte=asked.asked_at).first()
    taken = stored or take(asked.day, asked.known_on, actor=actor, reason=asked.reason, source="job", tell=tell)
    with contextlib.suppress(NotAllowedNow), step(Taking, asked.pk, "indicators.finish_taking", actor=SYSTEM) as row:
        row.snapshot = taken


def give_up(asked: Taking, refusal: Refusal) -> None:
    """Tell why it could not be taken."""
    with contextlib.suppress(NotAllowedNow), step(Taking, asked.pk, "indicators.give_up_taking", actor=SYSTEM) as row:
        row.said = keep_refusal(refusal)


def _check_days(day: date, known_on: date) -> None:
    today = clock.today()
    if day > today:
        raise DayToCome("day")
    if known_on > today:
        raise DayToCome("known_on")
    if known_on < day:
        raise KnownBefore


def _kind(kind: str, last: Snapshot | None, reason: str) -> str:
    if last is None:
        return kind
    if kind != Kind.MONTH_END and len(reason.strip()) < 2:
        raise WhyAgain(last.number)
    return kind if kind == Kind.MONTH_END else str(Kind.CORRECTION)


def _parts(last: Snapshot) -> object:
    return _said(taking.Facts(last).manifest)


def _said(manifest: object) -> object:
    parts = manifest["parts"]  # type: ignore[index]
    return manifest["definitions"], {name: part["content"] for name, part in parts.items()}  # type: ignore[index]


def _store(row: Snapshot, made: taking.Made, actor: Actor, source: str) -> Snapshot:
    """Put files and row in their places together: a reader finds both or neither, whenever this is killed."""
    folder = files.root() / row.area_id / row.day.isoformat()
    says = {
        **made.says,
        "digest": made.digest,
        "known_on": row.known_on.isoformat(),
        "kind": str(row.kind),
        "reason": row.reason,
        "taken_at": row.taken_at.isoformat(),
        "taken_by": row.taken_by_name,
    }
    with transaction.atomic():
        # Locked through the log's own row: of two takings one waits here, and gets the next number.
        record(TAKE, actor=actor, subject=row, reason=row.reason, source=source)
        files.drop_drafts(folder)
        last = Snapshot.objects.filter(area=row.area_id, day=row.day).order_by("-number").first()
        row.number = last.number + 1 if last else 1
        row.folder = f"{row.area_id}/{row.day.isoformat()}/{row.number}"
        manifest = files.canonical({**says, "number": row.number})
        row.manifest_digest = files.sha256(manifest)
        row.save(force_insert=True)
        files.put_in_place(files.write_draft(folder, made.contents, manifest), files.root() / row.folder)
    return row


def take_month_end(today: date | None = None, *, actor: Actor) -> Snapshot | None:
    """Take the month-end snapshot of the month before, as known when the month was over; null when it is there.

    It says the same whenever it is called, so a night that failed is made up for by the next.
    """
    day = (today or clock.today()).replace(day=1) - timedelta(days=1)
    if Snapshot.objects.filter(area=county(), day=day, kind=Kind.MONTH_END).exists():
        return None
    try:
        return take(day, day, actor=actor, kind=Kind.MONTH_END, source="job")
    except SaysTheSame:
        return None


def publish(snapshot: UUID, *, actor: Actor) -> Snapshot:
    """Make a snapshot the published one of its day. The version published before is superseded, and stays.

    Raises Snapshot.DoesNotExist, NotYourVerb, NotAllowedNow, OlderVersion; DamagedSnapshot when a file is not whole.
    """
    row = Snapshot.objects.get(uuid=snapshot)
    taking.verify(row)
    with transaction.atomic():
        published = Snapshot.objects.filter(area=row.area_id, day=row.day, status=Status.PUBLISHED).exclude(pk=row.pk)
        for earlier in published:
            if earlier.number > row.number:
                raise OlderVersion(earlier.number)
            with step(Snapshot, earlier.pk, "indicators.supersede", actor=actor):
                pass
        with step(Snapshot, row.pk, "indicators.publish", actor=actor) as published_now:
            published_now.published_at, published_now.published_by_name = clock.now(), actor.name[:100]
    return published_now
