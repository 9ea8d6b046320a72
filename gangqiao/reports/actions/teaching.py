"""Teach a layout: bring the empty workbook, say what goes where, put it into use."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require, step
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.files import keep, open_kept
from gangqiao.places.models import Division
from gangqiao.reports import choices, suggest
from gangqiao.reports import teaching as t
from gangqiao.reports.grid import open_template
from gangqiao.reports.models import Layout, Version
from gangqiao.reports.refusals import InUse, NothingTaught, WrongPlace
from gangqiao.reports.safety import check_form
from gangqiao.reports.states import Taught

TEACH = "reports.teach"


def create_layout(content: bytes, name: str, *, title: str, area: Division, actor: Actor, example: str = "") -> Version:
    """Keep an empty workbook as a new layout of an area, with a first version to be taught.

    Raises NotYourVerb, NotAWorkbook, TooWide, UnreadableFile.
    """
    require(actor, TEACH, area=area.key)
    check_form(content, name)
    file = keep(content)
    with transaction.atomic():
        layout = Layout.objects.create(area=area, title=title.strip()[:120] or name[:120], example=example)
        version = Version.objects.create(
            layout=layout, number=1, file=file, name=name[:200], taught_by_id=actor.user_id
        )
        record(TEACH, actor=actor, subject=layout, fields=["title", "file"])
    return version


def begin_version(layout: Layout, *, actor: Actor, content: bytes = b"", name: str = "") -> Version:
    """A new version to be taught, beginning with what the last one said; of another workbook when one is given.

    A version that is being taught already is given back, with the new workbook in place of its own.
    """
    require(actor, TEACH, layout)
    if content:
        check_form(content, name)
    file = keep(content) if content else ""
    with transaction.atomic():
        last = Version.objects.select_for_update().filter(layout=layout).order_by("number").last()
        if last is None:
            raise NothingTaught
        version = last
        if last.status != Taught.DRAFT:
            version = Version(layout=layout, number=last.number + 1, file=last.file, name=last.name)
            version.teaching = last.teaching
        if file:
            version.file, version.name = file, name[:200]
        version.taught_by_id, version.taught_at = actor.user_id, clock.now()
        version.save()
        record(TEACH, actor=actor, subject=version, fields=["number", *(["file"] if file else [])])
    return version


def say(version_id: int, sheet: str, ref: str, entry: t.Entry, *, actor: Actor) -> Version:
    """Say what goes into a cell; within the lines of the list, into its whole column.

    Raises NoSuchCell, WrongPlace, InUse.
    """
    letter, row = t.read_ref(ref)
    with transaction.atomic():
        version, teaching = _to_teach(version_id, actor)
        taught = teaching.of(_sheet_of(version, sheet))
        if taught.block is not None and taught.block.holds(row):
            taught.block.columns[letter] = choices.check(entry, taught.block.kind)
        else:
            taught.cells[f"{letter}{row}"] = choices.check(entry, "")
        return _keep_teaching(version, teaching, [f"{letter}{row}"], actor)


def forget(version_id: int, sheet: str, ref: str, *, actor: Actor) -> Version:
    """Take back what was said about a cell or a column; nothing happens when nothing was."""
    letter, row = t.read_ref(ref)
    with transaction.atomic():
        version, teaching = _to_teach(version_id, actor)
        taught = teaching.of(_sheet_of(version, sheet))
        if taught.block is not None and taught.block.holds(row):
            taught.block.columns.pop(letter, None)
        else:
            taught.cells.pop(f"{letter}{row}", None)
        return _keep_teaching(version, teaching, [f"{letter}{row}"], actor)


def set_block(version_id: int, sheet: str, block: t.Block | None, *, actor: Actor) -> Version:
    """Say where the list of a sheet stands and of what it is; null: the sheet has none.

    Columns of a list of the same kind stay; what cannot stand in a list of another kind goes.
    """
    with transaction.atomic():
        version, teaching = _to_teach(version_id, actor)
        taught = teaching.of(_sheet_of(version, sheet))
        if block is not None and taught.block is not None and not block.columns:
            allowed = {c.what for c in choices.choices_for(block.kind)}
            block.columns = {c: e for c, e in taught.block.columns.items() if e.what in allowed}
        taught.block = block
        if block is not None:
            taught.cells = {ref: e for ref, e in taught.cells.items() if not block.holds(t.read_ref(ref)[1])}
        return _keep_teaching(version, teaching, ["block"], actor)


def take_proposals(version_id: int, sheet: str, places: Iterable[str], *, actor: Actor) -> Version:
    """Confirm proposals: columns of the list by their letter, single cells by their reference. Others are not taken."""
    wanted = set(places)
    with transaction.atomic():
        version, teaching = _to_teach(version_id, actor)
        name = _sheet_of(version, sheet)
        taught, page = teaching.of(name), open_template(open_kept(version.file))[name]
        if taught.block is not None:
            found = [p for p in suggest.columns_of(page, taught.block) if p.place in wanted]
            taught.block.columns |= {p.place: t.Entry(p.choice.what) for p in found}
        found = [p for p in suggest.cells_of(page, taught) if p.place in wanted]
        taught.cells |= {p.place: t.Entry(p.choice.what) for p in found}
        return _keep_teaching(version, teaching, sorted(wanted), actor)


def set_provenance(version_id: int, where: str, *, actor: Actor) -> Version:
    """Say where the filled workbook tells how it was made: on a sheet of its own, or in the file's properties."""
    if where not in (t.ON_A_SHEET, t.IN_PROPERTIES):
        raise WrongPlace(where)
    with transaction.atomic():
        version, teaching = _to_teach(version_id, actor)
        teaching.provenance = where
        return _keep_teaching(version, teaching, ["provenance"], actor)


def adopt(version_id: int, *, actor: Actor) -> Version:
    """Put a version into use; it never changes again. Raises NothingTaught."""
    with step(Version, version_id, "reports.adopt", actor=actor) as version:
        if t.load(version.teaching).is_empty:
            raise NothingTaught
        version.taught_by_id, version.taught_at = actor.user_id, clock.now()
    return version


def retire(layout: Layout, *, actor: Actor, retired: bool = True) -> Layout:
    """Put a layout away, or bring it back. What was filled from it stays."""
    require(actor, TEACH, layout)
    with transaction.atomic():
        layout.retired = retired
        layout.save(update_fields=["retired"])
        record(TEACH, actor=actor, subject=layout, fields=["retired"])
    return layout


def _to_teach(version_id: int, actor: Actor) -> tuple[Version, t.Teaching]:
    """The version, locked, with its teaching. Raises InUse when it is in use already."""
    version = Version.objects.select_for_update(of=("self",)).select_related("layout").get(pk=version_id)
    require(actor, TEACH, version)
    if version.status != Taught.DRAFT:
        raise InUse
    return version, t.load(version.teaching)


def _sheet_of(version: Version, sheet: str) -> str:
    """The name when the workbook has such a sheet. Raises WrongPlace."""
    if sheet not in open_template(open_kept(version.file)).sheetnames:
        raise WrongPlace(sheet)
    return sheet


def _keep_teaching(version: Version, teaching: t.Teaching, fields: list[str], actor: Actor) -> Version:
    version.teaching = teaching.dump()
    version.taught_by_id, version.taught_at = actor.user_id, clock.now()
    version.save()
    record(TEACH, actor=actor, subject=version, fields=fields)
    return version
