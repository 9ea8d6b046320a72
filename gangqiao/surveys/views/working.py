"""The work list of a village, the lists of what is missing, and the way to the sheets for paper."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.places.models import Division
from gangqiao.surveys import showing
from gangqiao.surveys.models import Campaign
from gangqiao.surveys.paper.printing import wanted
from gangqiao.surveys.reads import worklist
from gangqiao.surveys.reads.completeness import groups_missed, officers, parts_of
from gangqiao.surveys.views.subjects import area_or_404, campaign_or_404


def work(request: ActorRequest, campaign: UUID) -> HttpResponse:
    """The households of an area, group by group in walking order."""
    found = campaign_or_404(request, campaign)
    parts = {"due": _("To survey"), "returned": _("Returned"), "submitted": _("Submitted"), "accepted": _("Accepted")}
    part = request.GET.get("part", "due")
    return _listed(request, found, part if part in parts else "due", parts, "work")


def missing(request: ActorRequest, campaign: UUID, level: str) -> HttpResponse:
    """What one of the four ratios misses, and who has it."""
    found = campaign_or_404(request, campaign)
    area = area_or_404(request, found)
    if level == "group":
        names = officers(found, area.key)
        page = groups_missed(found, area.key, request.GET.get("after", "")[:40])
        village = KEY_LENGTH[Level.VILLAGE]
        rows = [(g, _above(g), names.get(g.key[:village], "")) for g in page.rows]
        href = showing.address("missing", found, area.key, level)
        shown = {
            "campaign": found,
            "tabs": _levels(found, area.key, level),
            "rows": rows,
            "is_empty": not rows,
            "count": page.count,
            "columns": [{"label": label} for label in (_("Group"), _("Village"), _("Who surveys it"))],
            "first_href": href if request.GET.get("after") else "",
            "next_href": f"{href}{'&' if '?' in href else '?'}after={page.after}" if page.after else "",
            **showing.way(request.actor, found, area, "missing", level),
        }
        return render(request, "surveys/groups.html", shown)
    if level not in worklist.MISSED:
        raise Http404
    return _listed(request, found, level, {}, "missing", level)


def _above(group: Division) -> str:
    return group.parent.name if group.parent else ""


def _levels(campaign: Campaign, area: str, level: str) -> list[showing.Link]:
    words = {
        "group": _("Groups"),
        "household": pgettext("survey", "Households"),
        "person": _("Persons"),
        "item": _("Items"),
    }
    return [
        showing.Link(label, showing.address("missing", campaign, area, key), key == level)
        for key, label in words.items()
    ]


def _listed(
    request: ActorRequest, campaign: Campaign, part: str, parts: dict[str, str], name: str, *more: str
) -> HttpResponse:
    area = area_or_404(request, campaign)
    after = request.GET.get("after", "")
    found = worklist.walk(campaign, area.key, part, after if len(after) == 36 else "", parts)
    words = worklist.labels(campaign, get_language() or "zh")
    rows, persons = showing.tasks_shown(found, request.actor, part, words, officers(campaign, area.key))
    looked("surveys.view", actor=request.actor, persons=[p.uuid for p in persons])
    query: dict[str, str] = {"part": part} if parts else {}
    tabs = [
        showing.Link(label, showing.address(name, campaign, area.key, part=key), key == part, f"{found.counts[key]:,}")
        for key, label in parts.items()
    ] or _levels(campaign, area.key, part)
    labels = [_("Household"), _("Group"), _("Persons asked"), _("State"), _("Missing") if not parts else _("Outcome")]
    if not parts:
        labels.append(_("Who surveys it"))
    href = showing.address(name, campaign, area.key, *more, **query)
    joined = "&" if "?" in href else "?"
    shown: dict[str, Any] = {
        "campaign": campaign,
        "tabs": tabs,
        "rows": rows,
        "is_empty": not rows,
        "count": found.count,
        "is_missing": not parts,
        "columns": [{"label": label} for label in labels],
        "first_href": href if after else "",
        "next_href": f"{href}{joined}after={found.after}" if found.after else "",
        "print_href": showing.address("sheets", campaign, area.key),
        **showing.way(request.actor, campaign, area, name, *more, **query),
    }
    return render(request, "surveys/work.html", shown)


def sheets(request: ActorRequest, campaign: UUID) -> HttpResponse:
    """What can be done on paper for a village or group; for a wider area the places to choose from.

    The sheets themselves are the PDF: there is one layout, and each sheet bears the code it is found again by.
    """
    found = campaign_or_404(request, campaign)
    area = area_or_404(request, found)
    shown: dict[str, Any] = {"campaign": found, **showing.way(request.actor, found, area, "sheets")}
    if area.level not in ("village", "group") or found.questions is None:
        choices = [showing.Link(d.name, showing.address("sheets", found, d.key)) for d in parts_of(area)]
        return render(request, "surveys/sheets_choice.html", {**shown, "choices": choices})
    ways = {"pdf": "ask_print", "workbook": "fetch_workbook", "typing": "find_sheet", "filled": "bring_workbook"}
    hrefs = {f"{key}_href": showing.address(name, found, area.key) for key, name in ways.items()}
    return render(
        request, "surveys/sheets.html", {**shown, "many": wanted(found, area.key).count(), "area": area, **hrefs}
    )
