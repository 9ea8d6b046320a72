"""The board of departures, and the people behind its numbers."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel.paging import columns_of, key_to_go_on, pager_of
from gangqiao.places.reads import path_names_of
from gangqiao.transfers.reads import board as reads
from gangqiao.transfers.reads import board_people
from gangqiao.transfers.showing import board as showing
from gangqiao.transfers.showing import flows as flows_in_words
from gangqiao.transfers.showing import passengers
from gangqiao.transfers.showing.words import group_words, joined

PER_PAGE = 50


def board(request: ActorRequest) -> HttpResponse:
    """The departures of the week. It names nobody; each number leads to its people."""
    actor = request.actor
    ways = board_people.ways(actor)["all"]
    shown = showing.page(reads.board_for(actor), actor)
    shown["chart"] = flows_in_words.flow_chart(ways, actor) if ways else None
    return render(request, "transfers/board.html", shown)


def flows(request: ActorRequest) -> HttpResponse:
    """From where to where people go, stage by stage. It names nobody; each band leads to its people."""
    stage = request.GET.get("stage", "")
    stage = stage if stage in flows_in_words.STAGES else "all"
    ways = board_people.ways(request.actor, flows_in_words.STAGES)
    return render(request, "transfers/flows.html", flows_in_words.page(ways, stage, request.actor))


def people(request: ActorRequest) -> HttpResponse:
    """The people behind a number of the board or of a batch; who looked at whom is written down."""
    given = request.GET.get
    asked = board_people.Asked(
        given("group", "all"),
        given("window", ""),
        given("batch", "")[:12],
        given("area", "")[:40],
        given("to", "")[:40],
        _number(given("trip", "")),
    )
    if not asked.is_known:
        raise Http404
    found = board_people.people(asked, request.actor)
    count, start = found.count(), key_to_go_on(request) or 0
    rows = list(found.select_related("person", "batch")[start : start + PER_PAGE])
    looked("transfers.view_passengers", actor=request.actor, persons=[one.person_uuid for one in rows])
    shown: dict[str, Any] = pager_of(request, start + PER_PAGE if count > start + PER_PAGE else None) | {
        "list_title": _title(asked),
        "count": count,
        "rows": passengers.rows(rows, request.actor),
        "columns": columns_of(passengers.heads(with_batch=True)),
    }
    return render(request, "transfers/passengers.html", shown)


def _number(text: str) -> str:
    return text if text.isdecimal() and len(text) < 5 else ""


def _title(asked: board_people.Asked) -> str:
    windows = {
        "next": pgettext("days of the board", "next seven days"),
        "last": pgettext("days of the board", "last seven days"),
        "both": pgettext("days of the board", "seven days before and after today"),
    }
    names = path_names_of([key for key in (asked.area, asked.to) if key])
    ends = [(names.get(key) or [""])[-1] for key in (asked.area, asked.to) if key]
    if asked.to == board_people.NOWHERE:
        ends.append(pgettext("destination", "not said"))
    vehicle = _("Vehicle %(n)d") % {"n": int(asked.trip)} if asked.trip else ""
    return joined([group_words()[asked.group], asked.batch, vehicle, windows.get(asked.window, ""), *ends])
