"""Which exports a reader sees, and how they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from gangqiao.exports.kinds import kind_of
from gangqiao.exports.models import Export
from gangqiao.exports.states import Status
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, Level
from gangqiao.kernel.scope import scope_of
from gangqiao.ledgers.reads import page
from gangqiao.people.reads.masking import place_name
from gangqiao.people.sets import SETS

SHOWN = 100
STUCK_AFTER = timedelta(minutes=3)  # without a sign of life; a block takes a second
TONES = {
    Status.ASKED: "busy",
    Status.APPROVED: "busy",
    Status.REFUSED: "bad",
    Status.MADE: "good",
    Status.FAILED: "bad",
    Status.EXPIRED: "calm",
}


@dataclass(frozen=True, slots=True)
class ExportShown:
    """One export as one reader sees it.

    way, about  how it is written, and what narrows it; link: where it is from, "" for nowhere
    """

    export: Export
    title: str
    place: str
    way: str
    tone: str
    state: Any
    columns: list[str]
    clear: list[str]
    about: list[str]
    link: str
    is_own: bool
    may_decide: bool

    @property
    def is_stuck(self) -> bool:
        """True when the job shows no sign of life any more."""
        last = self.export.touched_at or self.export.decided_at or self.export.asked_at
        return self.export.status == Status.APPROVED and clock.now() - last > STUCK_AFTER


def own(actor: Actor, **only: Any) -> QuerySet[Export]:
    """The reader's own exports, newest first; `only` those of a kind, a query."""
    mine = Export.objects.filter(asker_id=actor.user_id, **only)
    return mine.select_related("asker", "approver").order_by("-pk")[:SHOWN]


def to_decide(actor: Actor) -> QuerySet[Export]:
    """What others ask for in the areas where the reader decides, oldest first. Run within the reader's scope."""
    if not actor.may("exports.approve"):
        return Export.objects.none()
    with scope_of(actor.areas("exports.approve")):
        keys = list(
            Export.objects.filter(status=Status.ASKED).exclude(asker_id=actor.user_id).values_list("pk", flat=True)
        )
    return Export.objects.filter(pk__in=keys).select_related("asker", "approver").order_by("pk")


def shown(export: Export, actor: Actor) -> ExportShown:
    """The export in words."""
    kind = kind_of(export)
    is_over = export.status == Status.MADE and not export.is_fetchable
    status = Status.EXPIRED if is_over else Status(export.status)
    return ExportShown(
        export=export,
        title=kind.title(export),
        place=place_name(export.area_id),
        way=kind.way(export),
        tone=TONES[status],
        state=status.label,
        columns=kind.headings(export, export.columns),
        clear=kind.headings(export, export.clear),
        about=kind.about(export),
        link=kind.link(export, actor),
        is_own=export.asker_id == actor.user_id,
        may_decide=export.status == Status.ASKED
        and export.asker_id != actor.user_id
        and actor.may("exports.approve", export.area_id),
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """A column to tick. `is_sensitive`: masked unless it is also ticked as shown in full."""

    key: str
    label: str
    is_chosen: bool
    is_sensitive: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Columns that belong together, under one heading."""

    label: str
    choices: list[Choice]

    @property
    def chosen(self) -> int:
        """How many of them are ticked."""
        return sum(choice.is_chosen for choice in self.choices)


def choices(asked: page.Asked, actor: Actor, ticked: list[str] | None) -> list[Group]:
    """The columns of the ledger by what they are about, ticked as on its page, or as they were sent."""
    chosen = {c.key for c in page.columns_for(asked.ledger, actor, asked.level)} if ticked is None else set(ticked)
    own_label = SETS[asked.ledger.unit].label
    groups: dict[str, list[Choice]] = {}
    for c in asked.ledger.columns:
        if asked.level >= Level.PERSONAL or c.level <= asked.level or c.is_partly_shown:
            choice = Choice(c.key, str(c.label), c.key in chosen, c.level is Level.SENSITIVE and c.level > asked.level)
            groups.setdefault(str(c.group or own_label), []).append(choice)
    return [Group(label, of) for label, of in groups.items()]
