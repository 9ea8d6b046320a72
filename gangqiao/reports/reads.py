"""Questions to the taught layouts and to what was made from them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from gangqiao.exports import reads as exports
from gangqiao.exports.actions import may_take_out_in_full
from gangqiao.exports.reads import ExportShown
from gangqiao.kernel.actor import Actor, covers
from gangqiao.ledgers.showing import heading
from gangqiao.places.models import Division
from gangqiao.reports import in_full
from gangqiao.reports import teaching as t
from gangqiao.reports.models import NEWEST_FIRST, Comparison, Filling, Layout, Version
from gangqiao.reports.states import Taught

RECENT = 20


def layouts_for(actor: Actor) -> list[Layout]:
    """The layouts of the reader's areas, of those above and of those below; retired ones last."""
    areas = actor.areas("reports.view")
    found = Layout.objects.select_related("area").order_by("retired", "title", "pk")
    return [layout for layout in found if _meets(layout.area_id, areas)]


def _meets(area: str, areas: Iterable[str]) -> bool:
    return any(covers(area, own) or covers(own, area) for own in areas)


def sensitive_of(layout: Layout, actor: Actor) -> dict[str, str]:
    """The columns of its versions in use that the reader may ask for in full: labels by key."""
    areas = actor.areas("reports.fill")
    if not any(may_take_out_in_full(actor, area) for area in areas):
        return {}
    found: dict[str, str] = {}
    for version in layout.versions.filter(status=Taught.IN_FORCE).order_by("number"):
        columns = in_full.sensitive_columns(t.load(version.teaching))
        found |= {key: heading(column) for key, column in columns.items()}
    return found


def taken_out_of(actor: Actor, layout: Layout) -> list[ExportShown]:
    """What the reader has asked for in full of this layout, newest first."""
    found = exports.own(actor, kind=in_full.KIND, query__layout=str(layout.uuid))
    return [exports.shown(one, actor) for one in found[:RECENT]]


def find_layout(actor: Actor, uuid: UUID) -> Layout | None:
    """The layout, or None when there is none or it is not the reader's to see."""
    layout = Layout.objects.select_related("area").filter(uuid=uuid).first()
    return layout if layout is not None and _meets(layout.area_id, actor.areas("reports.view")) else None


def versions_of(layout: Layout) -> list[Version]:
    """All versions, the newest first."""
    return list(layout.versions.select_related("taught_by", "layout").order_by(NEWEST_FIRST))


def in_force(layout: Layout, number: int | None = None) -> Version | None:
    """The newest version in use, or the one with a number; None when there is none in use."""
    versions = layout.versions.select_related("layout").filter(status=Taught.IN_FORCE).order_by(NEWEST_FIRST)
    return (versions.filter(number=number) if number else versions).first()


def draft_of(layout: Layout) -> Version | None:
    """The version being taught, if any."""
    return layout.versions.select_related("layout").filter(status=Taught.DRAFT).first()


def areas_to_choose(actor: Actor, verb: str) -> list[Division]:
    """The reader's areas, their parts, and the parts of a township: what a report or a figure may be about."""
    found: dict[str, Division] = {}
    for key in actor.areas(verb):
        own = Division.objects.filter(key=key).first()
        if own is None:
            continue
        found[own.key] = own
        for part in Division.objects.filter(parent=own).order_by("key"):
            found[part.key] = part
    return list(found.values())


def find_area(actor: Actor, key: str, verb: str) -> Division | None:
    """An area the reader may use the verb over; None for another's exactly as for none."""
    if not key or not actor.may(verb, key):
        return None
    return Division.objects.filter(key=key).first()


def fillings_of(actor: Actor, layout: Layout | None = None) -> list[Filling]:
    """The newest filled workbooks of the scope."""
    found = Filling.objects.select_related("version__layout", "made_by").order_by("-pk")
    if layout is not None:
        found = found.filter(version__layout=layout)
    return [row for row in found[:RECENT] if actor.level_in(row.area_id) >= row.level]


def comparisons_of(actor: Actor) -> list[Comparison]:
    """The newest comparisons of the scope."""
    found = Comparison.objects.select_related("made_by").order_by("-pk")[:RECENT]
    return [row for row in found if actor.level_in(row.area_id) >= row.level]
