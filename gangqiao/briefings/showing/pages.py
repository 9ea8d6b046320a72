"""The list of papers, and one paper with its preview."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext

from gangqiao.briefings import reads
from gangqiao.briefings.content.blocks import Block, Drawing, Grid, Heading, Listing, Paper, Sentence
from gangqiao.briefings.content.making import about, title_of
from gangqiao.briefings.models import Briefing, Kind
from gangqiao.briefings.showing.links import Links
from gangqiao.briefings.states import Status
from gangqiao.imports.rows import say_refusal
from gangqiao.kernel.actor import Actor

TONES = {
    Status.WAITS: "busy",
    Status.REFUSED: "bad",
    Status.DRAFT: "warn",
    Status.ISSUED: "good",
    Status.WITHDRAWN: "calm",
}
MOST = 200
_ORDER = (Status.WAITS, Status.DRAFT, Status.ISSUED)


@dataclass(frozen=True, slots=True)
class Shown:
    """One paper as a row. number: "3 / 2020" or ""."""

    briefing: Briefing
    title: str
    about: str
    href: str
    tone: str
    number: str


def shown(briefing: Briefing) -> Shown:
    number = (
        gettext("No. %(number)d of %(year)d") % {"number": briefing.number, "year": briefing.year}
        if briefing.number
        else ""
    )
    return Shown(
        briefing=briefing,
        title=title_of(briefing),
        about=about(briefing),
        href=reverse("briefings:briefing", args=[briefing.uuid]),
        tone=TONES[Status(briefing.status)],
        number=number,
    )


def list_page(actor: Actor, kind: str, status: str) -> dict[str, Any]:
    """The papers of the reader's areas."""
    kind = kind if kind in Kind.values else ""
    status = status if status in Status.values else ""
    rows = [shown(one) for one in reads.briefings(kind=kind, status=status)[:MOST]]
    heads = (
        gettext("Paper"),
        gettext("Days"),
        gettext("Area"),
        gettext("Number"),
        gettext("State"),
        gettext("Asked for by"),
    )
    active = []
    if kind:
        active.append({"label": Kind(kind).label, "href": _list(status=status)})
    if status:
        active.append({"label": Status(status).label, "href": _list(kind=kind)})
    return {
        "rows": rows,
        "columns": [{"label": head} for head in heads],
        "count": ngettext("%(n)s paper", "%(n)s papers", len(rows)) % {"n": len(rows)},
        "kinds": Kind.choices,
        "statuses": Status.choices,
        "kind": kind,
        "status": status,
        "active": active,
        "may_make": bool(reads.areas_to_choose(actor)),
    }


def _list(**asked: str) -> str:
    asked = {name: value for name, value in asked.items() if value}
    return f"{reverse('briefings:briefings')}?{urlencode(asked)}" if asked else reverse("briefings:briefings")


def paper_page(briefing: Briefing, paper: Paper | None, actor: Actor) -> dict[str, Any]:
    """One paper: what it is, its documents, what the reader may do, and what it says."""
    steps = {step.verb for step in Briefing.LIFE_CYCLE.steps_from(briefing.status)}
    may_issue = "briefings.issue" in steps and actor.may("briefings.issue", briefing.area_id)
    is_own = briefing.asked_by_id == actor.user_id
    return {
        "row": shown(briefing),
        "briefing": briefing,
        "states": _course(briefing.status),
        "waits": briefing.status == Status.WAITS,
        "said": say_refusal(briefing.said),
        "documents": _documents(briefing),
        "may_issue": may_issue and not is_own,
        "is_own_draft": may_issue and is_own,
        "may_withdraw": "briefings.withdraw" in steps and actor.may("briefings.withdraw", briefing.area_id),
        "paper": paper,
        "blocks": _blocks(paper.blocks, Links(actor)) if paper else [],
        "appendix": _blocks(paper.appendix, Links(actor)) if paper else [],
    }


@dataclass(frozen=True, slots=True)
class StateShown:
    label: Any
    is_past: bool
    is_now: bool


def _course(status: str) -> list[StateShown]:
    order = list(_ORDER) if status in _ORDER else [*_ORDER[:1], Status(status)]
    here = order.index(Status(status))
    return [StateShown(one.label, place < here, place == here) for place, one in enumerate(order)]


_FORM_WORDS = {"docx": "Word", "pdf": "PDF", "xlsx": "Excel"}


def _documents(briefing: Briefing) -> list[dict[str, Any]]:
    """The documents, those in the reader's language first."""
    own = (get_language() or "").lower()
    names = {"zh-hans": gettext("in Chinese"), "en": gettext("in English")}
    found = [
        {
            "label": f"{_FORM_WORDS[one['format']]}",
            "language": names[one["language"]],
            "href": reverse("briefings:document", args=[briefing.uuid, one["language"], one["format"]]),
            "sha256": one["sha256"],
            "is_own": own.startswith(one["language"]),
            "kilobytes": -(-one["size"] // 1024),
        }
        for one in briefing.files
    ]
    return sorted(found, key=lambda one: not one["is_own"])


# --- preview ---------------------------------------------------------------------------------------------------------


def _blocks(blocks: tuple[Block, ...], links: Links) -> list[dict[str, Any]]:
    return [_shown(block, links) for block in blocks]


def _shown(block: Block, links: Links) -> dict[str, Any]:
    match block:
        case Heading():
            return {"is": "heading", "text": block.text}
        case Sentence():
            marks = {href: None for part in block.parts if (href := links.href(part.definition))}
            parts = [
                {
                    "text": part.text,
                    "href": links.href(part.ref),
                    "persons": part.persons,
                    "how": links.href(part.definition),
                }
                for part in block.parts
            ]
            return {"is": "sentence", "parts": parts, "marks": list(marks)}
        case Listing():
            return {"is": "list", "entries": block.entries}
        case Drawing():
            return {"is": "drawing", "chart": links.chart(block.chart)}
        case Grid():
            return _grid(block, links)


def _grid(grid: Grid, links: Links) -> dict[str, Any]:
    columns = [
        {"label": one.label, "is_number": one.is_number, "definition": links.href(one.definition)}
        for one in grid.columns
    ]
    rows = [
        [
            {
                "text": cell.text,
                "href": links.href(cell.ref),
                "persons": cell.persons,
                "how": links.href(cell.definition or column.definition),
                "counts": cell.counts or column.counts,
                "is_number": column.is_number,
                "label": column.label,
            }
            for cell, column in zip(row, grid.columns, strict=True)
        ]
        for row in grid.rows
    ]
    return {"is": "grid", "title": grid.title, "columns": columns, "rows": rows, "note": grid.note}
