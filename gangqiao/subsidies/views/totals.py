"""Subsidies in figures: for those who work with them, with the people behind; and for everybody, without."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.followup.views.areas import area_filter, row_length
from gangqiao.kernel import clock
from gangqiao.kernel.money import format_yuan
from gangqiao.kernel.paging import columns_of, key_to_go_on, pager_of
from gangqiao.kernel.scope import scope_of
from gangqiao.people.models import Person
from gangqiao.people.reads.masking import name_for, place_names
from gangqiao.places.reads import children, county_path
from gangqiao.subsidies.policy.books import Book, WrongPolicyFile
from gangqiao.subsidies.reads import totals as reads
from gangqiao.subsidies.reads.entitled import book_on
from gangqiao.subsidies.reads.totals_public import public_totals
from gangqiao.subsidies.showing import totals as showing
from gangqiao.vacancies.views.public import show
from gangqiao.vacancies.views.public_pace import public_page

VIEW, VIEW_CLAIMS = "subsidies.view_totals", "subsidies.view_claims"
NAMES = 50


def year_asked(request: HttpRequest) -> int:
    """The year asked for; this one for none and for what is no year."""
    given, this = str(request.GET.get("year", "")), clock.today().year
    return int(given) if given.isascii() and given.isdigit() and 2000 <= int(given) <= this else this


def totals(request: ActorRequest) -> HttpResponse:
    """What was paid in a year, by place and programme, and how long it took."""
    actor, year, area = request.actor, year_asked(request), request.GET.get("area", "")[:40]
    area = area if area.isalnum() else ""
    length, may_open = max(row_length(actor, VIEW), len(area) and len(area) + 3), actor.may(VIEW_CLAIMS)
    found, before = reads.totals(year, length, area=area), reads.totals(year - 1, length, area=area)

    def href(**asked: Any) -> str:
        """The people behind a number; in the county's own row of the filter the area stays."""
        given = {"year": year, "area": area} | asked
        query = urlencode({key: value for key, value in given.items() if value})
        return f"{reverse('subsidies:totals_people')}?{query}" if may_open else ""

    today = clock.today()
    kept = {"year": request.GET.get("year", "") and str(year)}
    shown = {
        "year": year, "years": sorted({*reads.years(), today.year, year}, reverse=True),
        "rows": showing.rows(found, _books(year), href),
        "whole": {**showing.figures(found.whole), "href": href()},
        "columns": _columns(), "is_empty": not found.rows,
        "chart": showing.months_chart(found, before, year, href, 12 if year < today.year else today.month),
        **area_filter(area, actor, VIEW, reverse("subsidies:totals"), kept),
    }  # fmt: skip
    return render(request, "subsidies/totals.html", shown)


def _columns() -> list[dict[str, Any]]:
    words = (
        pgettext("subsidies in figures", "People"), pgettext("subsidies in figures", "Claims"), _("Amount (yuan)"),
        _("Days from submission to payment, on average"), _("Nine in ten within so many days"),
    )  # fmt: skip
    heads: list[dict[str, Any]] = [{"label": _("Place")}, {"label": pgettext("public notice", "Subsidy")}]
    return [*heads, *({"label": one, "is_number": True} for one in words)]


def _books(year: int) -> list[Book]:
    """The books of the year, the newest first: a rule may have gone within it."""
    found = []
    for day in (clock.today().replace(year=year, month=12, day=31), clock.today().replace(year=year, month=1, day=1)):
        try:
            found.append(book_on(day))
        except WrongPolicyFile:
            continue
    return found


def totals_people(request: ActorRequest) -> HttpResponse:
    """The people behind one number, each with the sum."""
    actor, year = request.actor, year_asked(request)
    given = {key: request.GET.get(key, "")[:60] for key in ("area", "programme", "month")}
    month = int(given["month"]) if given["month"].isascii() and given["month"].isdigit() else 0
    area = given["area"] if given["area"].isalnum() else ""
    claims = reads.paid_claims(year, area=area, programme=given["programme"], month=month if month <= 12 else 0)
    listed, start = reads.people_of(claims), key_to_go_on(request) or 0
    part = listed[start : start + NAMES]
    persons = {one.pk: one for one in Person.objects.filter(pk__in=[key for key, _fen in part])}
    looked(VIEW_CLAIMS, actor=actor, persons=[one.uuid for one in persons.values()])
    places = place_names({str(one.area_id) for one in persons.values()})
    shown = {
        "title": _("Who was paid in %(year)d") % {"year": year},
        "rows": [
            {
                "person": persons[key], "name": name_for(persons[key], actor), "money": format_yuan(fen),
                "place": places.get(str(persons[key].area_id), ""),
                "may_see": actor.may("people.view", str(persons[key].area_id)),
            }
            for key, fen in part if key in persons
        ],
        "claims_href": _claims(area, given["programme"]), "total": len(listed),
        "columns": columns_of((_("Person"), _("Amount (yuan)"))), "is_empty": not listed,
        **pager_of(request, start + NAMES if start + NAMES < len(listed) else None),
    }  # fmt: skip
    return render(request, "subsidies/totals_people.html", shown)


def _claims(area: str, programme: str) -> str:
    """The list of claims that fits as far as it can be filtered: paid, of the place, by the rule."""
    given = {"look": "paid", "programme": programme, "area": area}
    return f"{reverse('subsidies:claims')}?{urlencode({key: value for key, value in given.items() if value})}"


@public_page
def public(request: HttpRequest) -> HttpResponse:
    """The year by township for everybody: whole months, small numbers hidden, no programme and no name."""
    year, today = year_asked(request), clock.today()
    with scope_of([county_path()]):
        found = public_totals(year, today, [one.key for one in children(county_path())] if county_path() else [])
        years = sorted({*reads.years(), today.year}, reverse=True)
    shown = {
        "found": found, "rows": showing.public_rows(found), "people": showing.people_words(found.people),
        "money": showing.money_words(found.fen), "units": format_yuan(found.units), "years": years, "is_kept": False,
    }  # fmt: skip
    return show(request, "subsidies/totals_public.html", shown)
