"""Reads a workbook and judges its lines. May be killed and run again: stored lines are not judged anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Count, Q
from django_tasks import task

from gangqiao.accounts.reads import actor_of
from gangqiao.audit.models import Event
from gangqiao.audit.steps import require, step
from gangqiao.audit.subscriptions import after
from gangqiao.imports.judging import Judge, Judged
from gangqiao.imports.judging.judge import Amendment
from gangqiao.imports.models import Import, Memory, Row
from gangqiao.imports.reading import Record
from gangqiao.imports.rows import Payload, keep_refusal
from gangqiao.imports.states import Decision, Fate, Status
from gangqiao.imports.understanding import Understood, blocks, digest_of, understand_book
from gangqiao.kernel import clock, files
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.kernel.collecting import few_collections
from gangqiao.kernel.db import many
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.scope import scope_of
from gangqiao.kernel.sheets import Book, Column, open_book
from gangqiao.kernel.words import Say
from gangqiao.people.models import Person

STORED_AT_ONCE = 500  # rows of one transaction: short enough that phones need not wait


class NoList(Refusal):
    """The workbook is readable, and no sheet of it is a list of people."""

    def __init__(self) -> None:
        super().__init__(
            Say(
                "No sheet of the workbook is a list with headings such as name and ID number. Give every column a "
                "heading, and bring the file in again."
            )
        )


class ReadingFailed(Refusal):
    """The program failed over the workbook, and nobody knows why."""

    def __init__(self) -> None:
        super().__init__(
            Say(
                "The program failed while it read this file; nothing was changed. Bring the file in once more. "
                "If it fails again, tell the administrator of the system when that was."
            )
        )


@after("imports.upload")
@after("imports.map_columns")
def read_workbook(event: Event) -> None:
    """Read the workbook the event is about."""
    source = Import.objects.filter(uuid=event.subject.rpartition(":")[2]).first()
    if source is not None:
        check_rows.call(source.pk, source.area_id)


@task()
def check_rows(import_id: int, area: str) -> None:
    """Read and judge the lines of a workbook kept in an area, as its sender would see them.

    A line is stored once; a killed run goes on after the last one stored.
    """
    with scope_of([area]):
        source = Import.objects.select_related("sender").filter(pk=import_id).first()
    if source is None or source.status != Status.RECEIVED:
        return  # run twice, or thrown away meanwhile
    actor = actor_of(source.sender)
    with scope_of(actor.areas("imports.upload")):
        try:
            require(actor, "imports.upload", source)  # the post may have ended since
            with open_book(files.open_kept(source.file), name=source.name) as book, few_collections():
                _check(source, book, actor)
        except Refusal as refusal:
            _refuse(source, refusal)
        except Exception:
            # A fault of ours: told to the sender, who would wait for ever, and to the log of the queue.
            _refuse(source, ReadingFailed())
            raise


def _refuse(source: Import, refusal: Refusal) -> None:
    with scope_of([source.area_id]), step(Import, source.pk, "imports.refuse", actor=SYSTEM) as row:
        Row.objects.filter(source=row).delete()
        row.fault = keep_refusal(refusal)


def _check(source: Import, book: Book, actor: Actor) -> None:
    found = understand_book(book, lambda columns: _remembered(source.sender_id, columns))
    lists = [u for u in found if u.is_list]
    if not lists:
        raise NoList
    for one in lists:
        kept = source.layout[one.number] if one.number < len(source.layout) else {}
        one.home = kept.get("home")
    if any(u.needs_columns for u in lists):
        with step(Import, source.pk, "imports.ask_columns", actor=SYSTEM) as row:
            row.layout = [u.as_json() for u in found]
        return
    Import.objects.filter(pk=source.pk).update(
        layout=[u.as_json() for u in found], total=sum(u.sheet.height for u in lists)
    )
    _Checker(source, found, actor).run(lists)


def _remembered(sender: int, columns: Sequence[Column]) -> dict[str, str] | None:
    kept = Memory.objects.filter(sender=sender, headings=digest_of([c.normal for c in columns])).first()
    return kept.columns if kept else None


@dataclass
class _NewRow:
    """A row about to be stored: its columns and nothing else, for there are hundreds of thousands."""

    area_id: str
    source_id: int
    sheet: int
    line: int
    fate: str
    reasons: str
    is_idle: bool
    person: int | None
    revision: int | None
    payload: str | None
    pk: None = None
    decision: str = Decision.OPEN
    outcome: str = ""
    said: str = ""
    uuid: UUID = field(default_factory=uuid4)


class _Checker:
    """One run over the lists of a workbook."""

    def __init__(self, source: Import, found: list[Understood], actor: Actor) -> None:
        self.source = source
        self.found = found
        self.plans = {u.number: u.plan(source.name) for u in found if u.is_list}
        self.judge = Judge(actor, self.plans)
        self.seen = 0

    def run(self, lists: list[Understood]) -> None:
        for one in lists:
            self._sheet(one)
        with step(Import, self.source.pk, "imports.check", actor=SYSTEM) as row:
            row.layout = [u.as_json() for u in self.found]
            row.figures = figures_of(row)
            row.seen, row.total, row.checked_at = self.seen, self.seen, clock.now()

    def _sheet(self, one: Understood) -> None:
        last = self._last_stored(one.number)
        for block in blocks(one, self.plans[one.number].reader):
            stored, fresh = _split(block, last)
            if stored:
                self.judge.replay(stored, self._known(one.number, stored))
            if fresh:
                self._store(one, self.judge.judge(fresh, block))
            self.seen += len(block)
            self._tell_progress(block[-1].line)

    def _last_stored(self, sheet: int) -> int:
        row = Row.objects.filter(source=self.source, sheet=sheet).order_by("-line").values_list("line").first()
        return row[0] if row else 0

    def _known(self, sheet: int, stored: list[Record]) -> dict[tuple[int, int], tuple[int, int | None]]:
        """Person and household of lines judged before."""
        lines = Row.objects.filter(source=self.source, sheet=sheet, line__in=[r.line for r in stored])
        persons = dict(lines.exclude(person=None).values_list("line", "person"))
        homes = dict(Person.objects.filter(pk__in=set(persons.values())).values_list("pk", "household_id"))
        return {(sheet, line): (person, homes.get(person)) for line, person in persons.items()}

    def _store(self, one: Understood, judged: list[Judged]) -> None:
        """Store the rows of a block in order, so that the last line stored says how far the job came."""
        amendments, self.judge.amendments = self.judge.amendments, []
        one.home = self.plans[one.number].home
        for start in range(0, len(judged), STORED_AT_ONCE):
            chunk = judged[start : start + STORED_AT_ONCE]
            with transaction.atomic():
                if start == 0:
                    self._amend(amendments)
                    self._keep_home(one)
                many.insert(Row, [self._row(j) for j in chunk])

    def _keep_home(self, one: Understood) -> None:
        """The village of the list is told by its first lines: a later run must not find another one."""
        layout = [u.as_json() for u in self.found]
        if self.source.layout != layout:
            self.source.layout = layout
            Import.objects.filter(pk=self.source.pk).update(layout=layout)

    def _row(self, judged: Judged) -> _NewRow:
        return _NewRow(
            self.source.area_id,
            self.source.pk,
            judged.sheet,
            judged.line,
            judged.fate,
            judged.payload.reasons,
            not judged.payload.acts,
            judged.person,
            judged.revision,
            None if judged.fate == Fate.SAME else judged.payload.to_json(),
        )

    def _amend(self, amendments: list[Amendment]) -> None:
        """Add doubts to lines stored before, whose twins stand in this block."""
        for one in amendments:
            row = Row.objects.filter(source=self.source, sheet=one.sheet, line=one.line).first()
            if row is None:
                continue
            payload = Payload.from_json(row.payload)
            if any(n.code == one.note.code and n.say == one.note.say for n in payload.notes):
                continue
            payload.notes.append(one.note)
            row.payload, row.reasons = payload.to_json(), payload.reasons
            row.fate = row.fate if row.fate == Fate.WRONG else Fate.DOUBTFUL
            row.save(update_fields=["payload", "reasons", "fate"])

    def _tell_progress(self, line: int) -> None:
        del line
        Import.objects.filter(pk=self.source.pk).update(seen=self.seen)


def _split(block: list[Record], last: int) -> tuple[list[Record], list[Record]]:
    if not last or block[0].line > last:
        return [], block
    return [r for r in block if r.line <= last], [r for r in block if r.line > last]


def figures_of(source: Import) -> dict[str, Any]:
    """Counts by fate, and by fate and reasons; `idle`: rows of the group from which nothing could be taken."""
    rows = Row.objects.filter(source=source).order_by()
    fates = dict(rows.values_list("fate").annotate(n=Count("pk")))
    groups = rows.values("fate", "reasons").annotate(n=Count("pk"), idle=Count("pk", filter=Q(is_idle=True)))
    return {"fates": fates, "groups": sorted(groups, key=lambda g: (-g["n"], g["fate"], g["reasons"]))}


def judged_of(
    book: Book, found: list[Understood], actor: Actor, name: str, *, at_a_glance: bool = True
) -> Iterator[tuple[Record, Judged]]:
    """Judge a workbook without storing anything, with the line as it was read. Run within the sender's scope."""
    plans = {u.number: u.plan(name) for u in found if u.is_list}
    judge = Judge(actor, plans, at_a_glance=at_a_glance)
    kept: dict[tuple[int, int], tuple[Record, Judged]] = {}
    for one in found:
        if not one.is_list:
            continue
        for block in blocks(one, plans[one.number].reader):
            for record, judged in zip(block, judge.judge(block), strict=True):
                kept[record.sheet, record.line] = record, judged
            for amendment in judge.amendments:
                kept[amendment.sheet, amendment.line][1].doubt(amendment.note)
            judge.amendments = []
    yield from kept.values()
