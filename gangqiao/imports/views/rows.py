"""The preview: the rows of a workbook by fate and reason, each with what it would change; and deciding on them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy, pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.imports import reads
from gangqiao.imports.actions import receiving
from gangqiao.imports.models import Import
from gangqiao.imports.reads import Asked
from gangqiao.imports.states import Decision, Fate, Outcome, Status
from gangqiao.imports.views import reasons, showing, values
from gangqiao.imports.views.subjects import import_or_404
from gangqiao.kernel.errors import Refusal

DECISIONS = {"take": Decision.TAKE, "leave": Decision.LEAVE}
WILL_HAPPEN = {
    Fate.NEW: ngettext_lazy("%(n)s newcomer is registered", "%(n)s newcomers are registered", "number"),
    Fate.CHANGED: ngettext_lazy(
        "%(n)s record on the register is changed", "%(n)s records on the register are changed", "number"
    ),
    Fate.DOUBTFUL: ngettext_lazy(
        "%(n)s doubtful row is taken as it stands in the file",
        "%(n)s doubtful rows are taken as they stand in the file",
        "number",
    ),
}
JUDGED = (Status.CHECKED, Status.APPLYING, Status.APPLIED)
DECIDABLE = (Status.CHECKED, Status.APPLIED)
CLEAR = (Fate.NEW, Fate.CHANGED)  # what "take all" takes: rows without a doubt


def rows(request: ActorRequest, source: UUID) -> HttpResponse:
    """One page of the rows that were asked for."""
    book = import_or_404(source)
    sheet = _sheet(request.GET)
    stands = reads.standing_of(book)
    groups = stands.groups if sheet is None else reads.groups_on(book, sheet)
    asked = _asked(request.GET, groups)
    found = reads.piece(reads.rows_asked(book, asked), _place(request.GET.get("from", "")))
    persons = reads.persons_of(found.rows)
    looked("imports.view", actor=request.actor, persons=[person.uuid for person in persons.values()])
    shown = values.show_rows(book, found.rows, persons, request.actor)
    return render(
        request, "imports/rows.html", {**_frame(request, book, stands, groups, asked), **_piece(asked, found, shown)}
    )


def decide(request: ActorRequest, source: UUID) -> HttpResponse:
    """Take or leave out what was pointed at: ticked rows, one group, or all rows without a doubt."""
    book = import_or_404(source)
    decision = DECISIONS.get(request.POST.get("act", ""))
    try:
        if decision is None:
            raise Refusal(_("Say whether the rows are taken or left out."))
        decided = _decide(book, decision, request)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        words = _("%(n)s rows will be taken.") if decision is Decision.TAKE else _("%(n)s rows are left out.")
        messages.success(request, words % {"n": f"{decided:,}"})
    return redirect(_back(book, request.POST))


def _decide(book: Import, decision: Decision, request: ActorRequest) -> int:
    """How many rows were decided."""
    posted, actor = request.POST, request.actor
    what = posted.get("what", "rows")
    if what == "clear":
        return sum(receiving.decide(book.pk, decision, fate=fate, actor=actor) for fate in CLEAR)
    if what == "group":
        return receiving.decide(
            book.pk, decision, fate=posted.get("fate", ""), reasons=posted.get("group", ""), actor=actor
        )
    picked = [int(key) for key in posted.getlist("pick") if key.isdecimal() and len(key) < 16]
    if not picked:
        raise Refusal(_("No row is ticked. Tick the rows first."))
    return receiving.decide(book.pk, decision, rows=picked, actor=actor)


def _asked(query: QueryDict, groups: list[reads.Group]) -> Asked:
    """What the address asks for; without a fate the first that has rows and needs eyes."""
    outcome = query.get("outcome", "")
    if outcome in (Outcome.APPLIED, Outcome.REFUSED):
        return Asked(outcome=outcome, sheet=_sheet(query))
    fate = query.get("fate", "")
    if fate not in Fate:
        counts = reads.by_fate(groups)
        order = (Fate.DOUBTFUL, Fate.CHANGED, Fate.NEW, Fate.WRONG, Fate.SAME)
        fate = next((f for f in order if counts[f]), Fate.NEW)
    group = query.get("group")
    known = {g.reasons for g in groups if g.fate == fate}
    return Asked(fate=str(fate), reasons=group if group in known else None, sheet=_sheet(query))


def _sheet(query: QueryDict) -> int | None:
    text = query.get("sheet", "")
    return int(text) if text.isdecimal() and len(text) < 4 else None


def _place(text: str) -> reads.Place | None:
    """The place an address names ("0-57"); null when it names none."""
    sheet, _dash, line = text.partition("-")
    if sheet.isdecimal() and line.isdecimal() and len(sheet) < 4 and len(line) < 8:
        return int(sheet), int(line)
    return None


def _query(asked: Asked, **more: Any) -> str:
    """The address of a page of rows. An empty group is a group, too: the rows about which nothing is remarkable."""
    said = {"fate": asked.fate, "group": asked.reasons, "sheet": asked.sheet, "outcome": asked.outcome, **more}
    return "?" + urlencode({k: v for k, v in said.items() if v is not None and (v != "" or k == "group")})


def _back(book: Import, posted: QueryDict) -> str:
    """Where the reader was. Parts of an address only, never a whole one: it is typed by whoever posts."""
    kept = {key: posted[f"at_{key}"] for key in ("fate", "group", "sheet", "from") if f"at_{key}" in posted}
    return f"{reverse('imports:rows', args=[book.uuid])}?{urlencode(kept)}"


def _frame(
    request: ActorRequest, book: Import, stands: reads.Standing, groups: list[reads.Group], asked: Asked
) -> dict[str, Any]:
    """What stands around the rows: tabs, groups, sheets, and the act on all that is chosen."""
    counts, count = reads.by_fate(groups), _count(asked, groups, stands.tally)
    return {
        "source": book,
        "asked": asked,
        "tabs": _tabs(counts, stands.tally, asked),
        **_groups(groups, asked),
        "sheets": list(values.names_of(book).items()),
        **_may(request, book, asked, groups),
        **_chosen(stands.waiting),
        "row_columns": [{"label": _("Name")}, {"label": _("What it says and what would change")}],
        "count_words": ngettext("%(n)s row", "%(n)s rows", count) % {"n": f"{count:,}"},
        "fate_means": showing.MEANS.get(asked.fate, ""),
        "is_judged": book.status in JUDGED,
    }


def _groups(groups: list[reads.Group], asked: Asked) -> dict[str, Any]:
    """The groups of the fate that is shown, and the one the page is narrowed to."""
    here = [(g, reasons.label_of(g)) for g in groups if g.fate == asked.fate]
    return {
        "groups": [
            {"group": g, "label": label, "href": _query(Asked(g.fate, g.reasons, asked.sheet))} for g, label in here
        ],
        "one_group": next((label for g, label in here if g.reasons == asked.reasons), ""),
        "all_href": _query(Asked(asked.fate, None, asked.sheet)),
    }


def _may(request: ActorRequest, book: Import, asked: Asked, groups: list[reads.Group]) -> dict[str, Any]:
    """What the reader may decide here. A group, or all that is clear, is decided in the whole workbook: while one
    sheet is shown such buttons would reach too far."""
    may_decide = book.status in DECIDABLE and request.actor.may("imports.decide", book.area_id)
    clear = sum(g.open for g in groups if g.fate in CLEAR)
    return {
        "may_decide": may_decide,
        "may_decide_groups": may_decide and asked.sheet is None,
        "may_apply": may_decide and request.actor.may("imports.apply", book.area_id),
        "clear_open": 0 if asked.sheet is not None else clear,
        "to_decide": sum(g.rows for g in groups if g.fate in WILL_HAPPEN),
        "is_deciding": asked.fate in WILL_HAPPEN,
    }


def _count(asked: Asked, groups: list[reads.Group], tally: reads.Tally) -> int:
    """How many rows the page pages through."""
    if asked.outcome:
        return tally.applied if asked.outcome == Outcome.APPLIED else tally.refused
    return sum(g.rows for g in groups if g.fate == asked.fate and asked.reasons in (None, g.reasons))


def _chosen(waiting: dict[str, int]) -> dict[str, Any]:
    """How many rows wait to be taken in, and what will happen in a sentence."""
    rows = sum(waiting.values())
    parts = [
        words % {"number": waiting[fate], "n": f"{waiting[fate]:,}"}
        for fate, words in WILL_HAPPEN.items()
        if waiting.get(fate)
    ]
    stop = pgettext("between parts of a sentence", "; ")
    return {"chosen_rows": rows, "chosen_words": stop.join(parts) + pgettext("end of a sentence", ".") if rows else ""}


def _tabs(counts: dict[str, int], tally: reads.Tally, asked: Asked) -> list[dict[str, Any]]:
    tabs = [
        {"label": capfirst(fate.label), "href": _query(Asked(fate, None, asked.sheet)), "is_here": asked.fate == fate}
        | {"count": f"{counts[fate]:,}"}
        for fate in Fate
    ]
    after = ((Outcome.APPLIED, tally.applied), (Outcome.REFUSED, tally.refused))
    return tabs + [
        {"label": capfirst(o.label), "href": _query(Asked(outcome=o)), "is_here": asked.outcome == o, "count": f"{n:,}"}
        for o, n in after
        if n
    ]


def _piece(asked: Asked, found: reads.Piece, shown: list[values.RowShown]) -> dict[str, Any]:
    ways = {"back_href": found.back, "next_href": found.next}
    hrefs = {key: _query(asked, **{"from": f"{place[0]}-{place[1]}"}) if place else "" for key, place in ways.items()}
    first = found.rows[0] if found.rows else None
    return {
        **hrefs,
        "rows": shown,
        "first_href": "" if found.is_first else _query(asked),
        "is_empty": not shown,
        "can_tick": any(one.may_decide for one in shown),
        "at_from": "" if found.is_first or first is None else f"{first.sheet}-{first.line}",
    }
