"""Take a snapshot, and publish it."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require, step
from gangqiao.indicators.models import Kind, Snapshot
from gangqiao.indicators.refusals import DayToCome, KnownBefore, OlderVersion, SaysTheSame, TooEarly, WhyAgain
from gangqiao.indicators.snapshots import files, taking
from gangqiao.indicators.states import Status
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.policy import NoParameterYet
from gangqiao.places.reads import county

TAKE = "indicators.take"


def take(
    day: date, known_on: date, *, actor: Actor, kind: str = Kind.ANY_DAY, reason: str = "", source: str = "screen"
) -> Snapshot:
    """Take the snapshot of a day as it was known at the end of another (of today: as it is known now).

    A day that has a version already gets the next one, which is a correction and needs a reason.
    Raises DayToCome, KnownBefore, TooEarly, WhyAgain; SaysTheSame when the last version holds the same.
    """
    home = county()
    require(actor, TAKE, area=home.key)
    _check_days(day, known_on)
    last = Snapshot.objects.filter(area=home, day=day).order_by("-number").first()
    kind = _kind(kind, last, reason)
    try:
        made = taking.make(home.key, day, taking.cut_when_quiet(known_on))
    except NoParameterYet:
        raise TooEarly(day) from None
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
