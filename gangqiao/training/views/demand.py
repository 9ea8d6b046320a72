"""Demand for courses: the picture with its tables, the people behind a number, the posts that ask for a trade."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel.paging import columns_of, key_to_go_on, pager_of
from gangqiao.matching.reads.pictures import trades_of
from gangqiao.people.models import Person
from gangqiao.people.reads.masking import name_for
from gangqiao.places.reads import path_names_of, townships
from gangqiao.training.reads import demand as reads
from gangqiao.training.showing import demand as showing
from gangqiao.training.showing.words import joined, short_places
from gangqiao.vacancies.reads.postings import published

VIEW = "training.view"
PER_PAGE = 50
TRADES = {*reads.TRADES, reads.NONE_NAMED, reads.ANY}


def demand(request: ActorRequest) -> HttpResponse:
    """What is asked for, by trade and township, and the classes that could be held."""
    area, trade = str(request.GET.get("area", ""))[:40], request.GET.get("trade", "")
    found = reads.demand(area)
    trade = trade if trade in reads.TRADES else ""
    towns = list(townships().order_by("key"))
    proposed = reads.proposals(found, [trade] if trade else reads.TRADES)
    heads, town_rows = showing.town_table(found)
    shown: dict[str, Any] = {
        "area": area,
        "trade": trade,
        "trades": [(code, showing.trade_words(code)) for code in reads.TRADES],
        "towns": [(one, one.key == area) for one in towns] if area or len(town_rows) > 1 else [],
        "people": showing.Number(len(found.people(reads.ANY, area=area)), showing.people_href(reads.ANY, area=area)),
        "chart": showing.chart(found, area),
        "trade_rows": showing.trade_rows(found, area),
        "trade_columns": columns_of(_trade_heads()),
        "town_rows": town_rows if len(town_rows) > 1 else [],
        "town_columns": columns_of([_("Township"), *heads]),
        "class_rows": showing.class_rows(proposed[: showing.SHOWN]),
        "more_classes": max(0, len(proposed) - showing.SHOWN),
        "class_columns": columns_of(_class_heads()),
        "rule": showing.rule_numbers(found.day),
        "may_plan": request.actor.may("training.plan_courses"),
    }
    return render(request, "training/demand.html", shown)


def _trade_heads() -> list[str]:
    return [
        _("Trade"), _("Wish to learn"), _("of them leave soon"), _("have it already"), _("in a class"),
        _("Open seats"),
    ]  # fmt: skip


def _class_heads() -> list[str]:
    return [
        _("Trade"), pgettext("training", "Villages"), pgettext("training", "People"), _("Classes"), _("Where"),
        _("Open seats"),
    ]  # fmt: skip


def people(request: ActorRequest) -> HttpResponse:
    """The people behind a number, within the scope; who looked at whom is written down."""
    given = request.GET
    trade, group = given.get("trade", ""), given.get("group", reads.OPEN)
    area, villages = str(given.get("area", ""))[:40], showing.villages_in(given.get("villages", "")[:4000])
    if trade not in TRADES or group not in reads.GROUPS:
        raise Http404
    keys = reads.demand(area, with_posts=False).people(trade, group, area, villages)
    title = [showing.trade_words(trade), showing.group_words()[group]]
    if area or villages:
        title.append(next(iter(short_places([area or min(villages or ())]).values()), ""))
    return names_page(request, keys, joined(title), VIEW, _("Demand for courses"), "training:demand")


def names_page(
    request: ActorRequest, keys: list[int], title: str, verb: str, back_words: str, back: str
) -> HttpResponse:
    """A page of the people with these keys (of Person), in their order."""
    start = key_to_go_on(request) or 0
    more = start + PER_PAGE if len(keys) > start + PER_PAGE else None
    chosen = keys[start : start + PER_PAGE]
    persons = Person.objects.in_bulk(chosen)
    places = path_names_of({one.area_id for one in persons.values()})
    looked(verb, actor=request.actor, persons=[one.uuid for one in persons.values()])
    shown = pager_of(request, more) | {
        "list_title": title,
        "is_empty": not persons,
        "count": len(keys),
        "columns": columns_of([_("Person")]),
        "back": back,
        "back_words": back_words,
        "rows": [
            (one.uuid, name_for(one, request.actor), "".join(places.get(one.area_id, [])[-3:]))
            for key in chosen
            if (one := persons.get(key)) is not None
        ],
    }
    return render(request, "training/people.html", shown)


def posts(request: ActorRequest) -> HttpResponse:
    """The open vacancies that ask for a trade."""
    trade = request.GET.get("trade", "")
    if trade not in reads.TRADES:
        raise Http404
    rows = [one for one in published() if trade in trades_of(one)]
    heads = [pgettext("vacancies", "Post"), pgettext("vacancies", "Employer"), pgettext("vacancies", "Place of work"),
             _("Open seats")]  # fmt: skip
    shown: dict[str, Any] = {
        "list_title": _("Posts that ask for: %(trade)s") % {"trade": showing.trade_words(trade)},
        "rows": rows[:500],
        "is_empty": not rows,
        "count": len(rows),
        "total": sum(one.open_seats for one in rows),
        "columns": columns_of(heads),
    }
    return render(request, "training/demand_posts.html", shown)
