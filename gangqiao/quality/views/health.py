"""The health of each unit's data: quality beside quantity, down to the names."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel import clock
from gangqiao.kernel.actor import covers
from gangqiao.kernel.links import Link
from gangqiao.people.codes import LISTS
from gangqiao.people.reads.masking import name_for, place_name
from gangqiao.places.models import Division
from gangqiao.quality.items import ITEMS
from gangqiao.quality.policy import NUMBERS
from gangqiao.quality.reads import health as reads
from gangqiao.quality.reads.doubts import age_tone, days_open
from gangqiao.quality.showing import SEVERITIES, age_words
from gangqiao.quality.views.subjects import area_or_404


def own(request: ActorRequest) -> HttpResponse:
    """The reader's own area."""
    areas = reads.areas_of(request.actor)
    if not areas:
        raise Http404
    return _board(request, areas[0])


def board(request: ActorRequest, area: str) -> HttpResponse:
    """One area the reader looks after."""
    return _board(request, area_or_404(request, area, "quality.view"))


def _board(request: ActorRequest, area: Division) -> HttpResponse:
    page = reads.health_page(area)
    opens = request.actor.may("people.view_list", area.key)
    shown = {
        "page": page,
        "own": _shown(page.own, opens=opens),
        "parts": [_shown(part, opens=opens) for part in page.parts],
        "items": [_item(key, page.own, opens) for key in ITEMS],
        "evidence": [_grade(code, page.own, opens) for code in LISTS["evidence"]],
        "fresh_days": int(NUMBERS.on(clock.today()).fresh_days),
        "way": _way(request, area),
        "columns": _columns(),
    }
    return render(request, "quality/health.html", shown)


def _columns() -> list[dict[str, Any]]:
    labels = [_("Area"), _("Persons"), _("At work"), _("Confirmed lately"), _("Items filled"), _("Open doubts")]
    return [{"label": label, "is_number": number > 0} for number, label in enumerate([*labels, _("Oldest")])]


def _shown(health: reads.Health, *, opens: bool) -> dict[str, Any]:
    key = health.area.key if health.area else ""
    address = lambda group: reverse("quality:people", args=[key, group]) if opens else ""  # noqa: E731
    return {
        "health": health,
        "name": health.area.name if health.area else "",
        "href": reverse("quality:health_of", args=[key]),
        "all_href": address("all"),
        "workers_href": address("workers"),
        "stale_href": address("stale"),
        "stale": health.persons - health.fresh,
        "doubts_href": f"{reverse('quality:doubts')}?area={key}",
        "severities": [
            (words, tone, health.by_severity[code], f"{reverse('quality:doubts')}?area={key}&severity={code}")
            for code, (words, tone) in SEVERITIES.items()
        ],
        "ages": [(tone, health.by_age[tone]) for tone in ("good", "warn", "bad")],
        "oldest": age_words(days_open(health.oldest)) if health.oldest else "",
        "oldest_tone": age_tone(health.oldest) if health.oldest else "good",
    }


def _item(key: str, health: reads.Health, opens: bool) -> dict[str, Any]:
    asked, filled = health.asked[key], health.filled[key]
    area = health.area.key if health.area else ""
    return {
        "label": ITEMS[key].label,
        "asked": asked,
        "missing": asked - filled,
        "share": filled / asked if asked else None,
        "href": reverse("quality:people", args=[area, f"missing-{key}"]) if opens and asked > filled else "",
    }


def _grade(code: str, health: reads.Health, opens: bool) -> dict[str, Any]:
    many = health.evidence[code]
    area = health.area.key if health.area else ""
    return {
        "label": LISTS["evidence"].word(code),
        "many": many,
        "share": many / health.workers if health.workers else None,
        "href": reverse("quality:people", args=[area, f"evidence-{code}"]) if opens and many else "",
    }


def _way(request: ActorRequest, area: Division) -> list[Link]:
    homes = reads.areas_of(request.actor)
    home = next((d for d in homes if covers(d.key, area.key)), area)
    steps = [area]
    while steps[0].key != home.key and steps[0].parent is not None:
        steps.insert(0, steps[0].parent)
    return [Link(d.name, reverse("quality:health_of", args=[d.key])) for d in steps]


def people(request: ActorRequest, area: str, group: str) -> HttpResponse:
    """The people behind one number, fifty to a page."""
    division = area_or_404(request, area, "people.view_list")
    if group not in reads.groups():
        raise Http404
    number = _number(request.GET.get("page", ""))
    found = list(reads.people_of(area, group)[(number - 1) * reads.PAGE : number * reads.PAGE + 1])
    persons = found[: reads.PAGE]
    looked("people.view_list", actor=request.actor, persons=[p.uuid for p in persons])
    here = reverse("quality:people", args=[area, group])
    shown = {
        "title": _title(group),
        "area": division,
        "rows": _people(request, persons),
        "back": [Link(division.name, reverse("quality:health_of", args=[area]))],
        "columns": [
            {"label": label} for label in (_("Name"), _("Household number"), _("Place"), _("Last confirmed on"))
        ],
        "first_href": here if number > 1 else "",
        "back_href": f"{here}?page={number - 1}" if number > 1 else "",
        "next_href": f"{here}?page={number + 1}" if len(found) > reads.PAGE else "",
    }
    return render(request, "quality/people.html", shown)


def _number(typed: str) -> int:
    return max(int(typed), 1) if typed.isdecimal() and len(typed) < 7 else 1


def _title(group: str) -> str:
    kind, _dash, key = group.partition("-")
    if kind == "missing":
        return _("“%(item)s” not recorded") % {"item": ITEMS[key].label}
    if kind == "evidence":
        return _("At work, evidence “%(grade)s”") % {"grade": LISTS["evidence"].word(key)}
    return {"all": _("Living persons on the register"), "workers": _("At work")}.get(kind, _("Not confirmed lately"))


def _people(request: ActorRequest, persons: list[Any]) -> list[dict[str, Any]]:
    places = {key: place_name(key) for key in {p.area_id for p in persons}}
    return [_person(request, p, places[p.area_id]) for p in persons]


def _person(request: ActorRequest, person: Any, place: str) -> dict[str, Any]:
    return {
        "name": name_for(person, request.actor),
        "href": reverse("people:person", args=[person.uuid])
        if request.actor.may("people.view", person.area_id)
        else "",
        "household_no": person.household.household_no if person.household else "",
        "place": place,
        "confirmed": person.last_confirmed_on,
    }
