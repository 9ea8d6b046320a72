"""Who is entitled: the rules with how many, the people behind each number, and the section of a person's file."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.followup.views.areas import area_filter
from gangqiao.kernel import clock
from gangqiao.kernel.actor import is_of_unit
from gangqiao.kernel.paging import columns_of, key_to_go_on, pager_of
from gangqiao.kernel.sections import section
from gangqiao.people.models import Person
from gangqiao.people.reads.masking import name_for, place_names
from gangqiao.subsidies.policy.rules import Standing
from gangqiao.subsidies.reads import entitled as reads
from gangqiao.subsidies.reads.confirming import Confirmed, confirmed, open_of
from gangqiao.subsidies.reads.scanning import Scanned
from gangqiao.subsidies.showing import rules as showing
from gangqiao.subsidies.views.rules import day_asked

VIEW = "subsidies.view_entitled"
NAMES = 50


def _scanned(request: ActorRequest, day: date, area: str) -> Scanned:
    own = [one for one in request.actor.areas(VIEW) if not is_of_unit(one)]
    return reads.scanned(day, own, area if area.isalnum() else "")


def entitled(request: ActorRequest) -> HttpResponse:
    """Every rule with how many of the reader's area stand how, and what those entitled would get."""
    actor, day, area = request.actor, day_asked(request), request.GET.get("area", "")[:40]
    found, here, known = _scanned(request, day, area), reverse("subsidies:entitled"), confirmed()
    asked = {key: request.GET[key] for key in ("day",) if request.GET.get(key)}
    shown = {
        "day": day,
        "people": found.people,
        "rows": [_row(found, key, day, area, known) for key in found.decided],
        "columns": _columns(),
        **area_filter(area, actor, VIEW, here, asked),
    }
    return render(request, "subsidies/entitled.html", shown)


def _columns() -> list[dict[str, Any]]:
    words = showing.standing_words()
    heads = [{"label": pgettext("subsidy", "Rule")}]
    return [
        *heads,
        *({"label": words[s], "is_number": True} for s in reads.TOLD),
        {"label": _("Cost"), "is_number": True},
    ]


def _row(found: Scanned, key: str, day: date, area: str, known: Confirmed) -> dict[str, Any]:
    rule, counts, words = found.book.rules[key], found.counts[key], showing.standing_words()
    figures = []
    for standing in reads.TOLD:
        many = counts.get(str(standing), 0)
        asked = {"rule": key, "standing": str(standing), "day": day.isoformat(), "area": area}
        href = f"{reverse('subsidies:entitled_people')}?{urlencode({k: v for k, v in asked.items() if v})}"
        figures.append({"many": many, "text": f"{many:,}", "href": href, "label": words[standing]})
    return {
        "title": showing.said(rule.title), "href": reverse("subsidies:rule", args=[key]), "figures": figures,
        "cost": showing.amount_of(found.cost[key], rule.unit), "is_confirmed": not open_of(rule, day, known),
    }  # fmt: skip


def entitled_people(request: ActorRequest) -> HttpResponse:
    """The people behind one number."""
    actor, day, area = request.actor, day_asked(request), request.GET.get("area", "")[:40]
    found, key = _scanned(request, day, area), request.GET.get("rule", "")
    standing = next((s for s in reads.TOLD if str(s) == request.GET.get("standing", "")), None)
    if key not in found.decided or standing is None:
        raise Http404
    start, listed = key_to_go_on(request) or 0, found.people_of(key, standing)
    rows = listed.slice(start, NAMES).to_dicts()
    persons = {person.pk: person for person in Person.objects.filter(pk__in=[row["person"] for row in rows])}
    looked(VIEW, actor=actor, persons=[person.uuid for person in persons.values()])
    shown = {
        "title": f"{showing.said(found.book.rules[key].title)}: {showing.standing_words()[standing]}",
        "rows": _people(found, key, rows, persons, actor),
        "total": listed.height,
        **_making(found, key, standing, area, actor),
        "columns": columns_of((_("Person"), _("Amount"), pgettext("subsidy", "What is missing"))),
        **pager_of(request, start + NAMES if start + NAMES < listed.height else None),
    }
    return render(request, "subsidies/entitled_people.html", shown)


def _making(found: Scanned, key: str, standing: Standing, area: str, actor: Any) -> dict[str, Any]:
    """What the button "make claims of these" sends; nothing where the reader may not, or nobody is entitled."""
    may = standing == Standing.ENTITLED and actor.may("subsidies.make_claim")
    applies = {"person", "village"} & set(found.book.rules[key].applicants)
    href = f"{reverse('subsidies:make_claims')}?day={found.day.isoformat()}" if may and applies else ""
    return {"make_href": href, "rule_key": key, "area": area}


def _people(found: Scanned, key: str, rows: list[Any], persons: dict[int, Person], actor: Any) -> list[dict[str, Any]]:
    stood = found.book.stood(key, found.day)
    says = {condition.key: showing.said(stood.filled(condition.says)) for condition, _met in stood.conditions}
    places = place_names({row["area"] for row in rows})
    return [
        {
            "person": persons[row["person"]], "name": name_for(persons[row["person"]], actor),
            "place": places.get(row["area"], ""), "amount": showing.amount_of(row["amount"], stood.rule.unit),
            "missing": says.get(row["missing"] or "", ""), "may_see": actor.may("people.view", row["area"]),
        }
        for row in rows
        if row["person"] in persons
    ]  # fmt: skip


@section("person", "subsidies", verb=VIEW, order=75)
def of_person(request: Any, person: Any) -> str:
    """What the person is entitled to, and why; the page has written that the file was looked at."""
    if not person.is_live or not request.actor.may(VIEW, str(person.area_id)):
        return ""
    day = clock.today()
    heaps = showing.decisions(reads.decisions_about(person, day), day)
    return render_to_string("subsidies/section_person.html", {"heaps": heaps, "person": person, "day": day}, request)
