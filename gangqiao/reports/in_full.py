"""A layout filled with sensitive columns in full: one more kind of what `exports` takes out, by its one door.

A second person approves it, the file is encrypted and goes after some days, and only the asker fetches it: all of that
is `exports`. Here is what such a file is made of.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, override

from gangqiao.accounts.reads import actor_of
from gangqiao.audit.steps import require
from gangqiao.exports.kinds import Kind, Made, Told, register
from gangqiao.exports.making import mark_of
from gangqiao.exports.models import Export
from gangqiao.exports.refusals import NotComplete
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, Level
from gangqiao.kernel.collecting import few_collections
from gangqiao.kernel.files import open_kept
from gangqiao.kernel.scope import scope_of
from gangqiao.ledgers.reads.columns import Column
from gangqiao.ledgers.reads.ledgers import LEDGERS
from gangqiao.ledgers.showing import heading
from gangqiao.places.models import Division
from gangqiao.reports import teaching as t
from gangqiao.reports.choices import MASKED
from gangqiao.reports.filling import Filled, fill, level_for, lines_of
from gangqiao.reports.models import NEWEST_FIRST, Version
from gangqiao.reports.refusals import LayoutChanged, LayoutPutAway
from gangqiao.reports.states import Taught
from gangqiao.reports.values import Report

KIND = "layout"
FILL = "reports.fill"


def sensitive_columns(teaching: t.Teaching) -> dict[str, Column]:
    """The columns of the lists that are masked unless they are approved, as "people:id_number".

    One that the layout itself wants masked is not among them.
    """
    return {
        key: column
        for key, (column, forms) in _columns(teaching).items()
        if column.level is Level.SENSITIVE and forms != {MASKED}
    }


def all_columns(teaching: t.Teaching) -> list[str]:
    """The keys of all columns of the lists."""
    return list(_columns(teaching))


def _columns(teaching: t.Teaching) -> dict[str, tuple[Column, set[str]]]:
    found: dict[str, tuple[Column, set[str]]] = {}
    for block in teaching.blocks:
        if block.kind not in LEDGERS:
            continue
        by_key = {c.key: c for c in LEDGERS[block.kind].columns}
        for entry in block.columns.values():
            if entry.kind == t.COLUMN and entry.key in by_key:
                _column, forms = found.setdefault(f"{block.kind}:{entry.key}", (by_key[entry.key], set()))
                forms.add(entry.form)
    return found


def query_of(version: Version, day: date) -> dict[str, Any]:
    """What is written down of the layout when it is asked for. `print`: what the version said then."""
    newest = _newest(version.layout_id)
    return {
        "layout": str(version.layout.uuid),
        "version": version.pk,
        "newest": newest.pk if newest else 0,
        "day": day.isoformat(),
        "print": _print_of(version),
    }


def _newest(layout: int) -> Version | None:
    return Version.objects.filter(layout_id=layout, status=Taught.IN_FORCE).order_by(NEWEST_FIRST).first()


def _print_of(version: Version) -> str:
    said = json.dumps([version.file, version.teaching], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


class LayoutKind(Kind):
    """A taught layout, filled for an area and a day."""

    key = KIND

    def title(self, export: Export) -> str:
        return _version(export).layout.title

    def about(self, export: Export) -> list[str]:
        return [gettext("Day %(day)s") % {"day": export.query["day"]}]

    def way(self, export: Export) -> str:
        return gettext("taught layout, version %(number)s") % {"number": _version(export).number}

    def headings(self, export: Export, keys: list[str]) -> list[str]:
        known = _columns(t.load(_version(export).teaching))
        return [heading(known[key][0]) for key in keys if key in known]

    def file_name(self, export: Export) -> str:
        return f"{_version(export).layout.title[:80]} {export.query['day']} {export.number}.xlsx"

    def link(self, export: Export, actor: Actor) -> str:
        return reverse("reports:layout", args=[_version(export).layout.uuid]) if actor.may("reports.view") else ""

    def require(self, export: Export, actor: Actor) -> None:
        require(actor, FILL, export)

    def make(self, export: Export, told: Told) -> Made:
        """The workbook; nothing that was changed since it was asked for and approved is filled."""
        version, actor = _unchanged(export), actor_of(export.asker)
        teaching = t.load(version.teaching)
        with scope_of(actor.areas(FILL)), override(settings.LANGUAGE_CODE), few_collections():
            area = Division.objects.get(key=export.area_id)
            report = Report(area.key, area.name, date.fromisoformat(export.query["day"]), export.asker.display_name)
            filled = fill(
                open_kept(version.file),
                teaching,
                report,
                actor,
                _about(export, version, area),
                clear=_by_kind(export.clear),
                mark=mark_of(export),
            )
            counted = lines_of(teaching, area.key, level_for(actor, teaching, area.key))
        return _made(filled, counted, told)


def _made(filled: Filled, counted: int, told: Told) -> Made:
    written = filled.records - filled.missing
    if written != counted:
        raise NotComplete(written, counted)
    told(written)
    return Made(filled.content, written, filled.persons)


def _version(export: Export) -> Version:
    return Version.objects.select_related("layout").get(pk=export.query["version"])


def _unchanged(export: Export) -> Version:
    """The version as it was asked for. Raises LayoutPutAway, LayoutChanged."""
    version = _version(export)
    if version.layout.retired:
        raise LayoutPutAway(version.layout.title)
    if query_of(version, date.fromisoformat(export.query["day"])) != export.query:
        raise LayoutChanged(version.layout.title)
    return version


def _about(export: Export, version: Version, area: Division) -> dict[str, str]:
    approver = export.approver.display_name if export.approver else ""
    return {
        gettext("Layout"): version.layout.title,
        gettext("Version of the layout"): str(version.number),
        gettext("Area"): area.name,
        gettext("Day"): export.query["day"],
        gettext("Filled by"): export.asker.display_name,
        gettext("Made at"): clock.now().astimezone(clock.TZ).isoformat(sep=" ", timespec="minutes"),
        gettext("Holds sensitive data"): mark_of(export),
        gettext("Purpose"): export.purpose,
        gettext("Approved by"): approver,
    }


def _by_kind(keys: Iterable[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for text in keys:
        kind, _colon, key = text.partition(":")
        found[kind].add(key)
    return dict(found)


register(LayoutKind())
