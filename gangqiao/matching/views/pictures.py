"""Pictures of matching: supply beside demand, how far people go and how near work is, which courses would open most."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel.actor import covers
from gangqiao.kernel.charts import Cell, Chart, Flow, Made, Table, composition, flows
from gangqiao.kernel.paging import columns_of, key_to_go_on, pager_of
from gangqiao.matching.features.codes import OTHER, TRADES
from gangqiao.matching.pictures_counting import NOTHING
from gangqiao.matching.pictures_drawing import Pair, pairs
from gangqiao.matching.reads import pictures as reads
from gangqiao.people.codes import LISTS
from gangqiao.people.models import Person
from gangqiao.people.reads.masking import name_for
from gangqiao.places.levels import AreaLevel
from gangqiao.places.reads import county_path, path_names_of, townships
from gangqiao.vacancies.reads.pictures import place_of, seats_by
from gangqiao.vacancies.reads.postings import Posting, published

VIEW = "matching.view_pictures"
HOW = "#how"
PER_PAGE = 50
LEGEND_ROOM = 48  # pixels: on a phone the words above the bars take more lines
LEVELS = list(AreaLevel)
# Where the nearest vacancy that fits lies, as parts of a bar: levels by part.
NEAR = ((0, 1), (2,), (3,), (4, 5), (NOTHING,))


def pictures(request: ActorRequest) -> HttpResponse:
    """The four pictures, each with its table; every number opens to its people or its vacancies."""
    area = _area(request)
    found, postings = reads.supply(area), published()
    towns = list(townships().order_by("key"))
    is_whole = len(found.townships) > 1 or area
    shown = {
        "area": area,
        "towns": [(one, one.key == area) for one in towns] if is_whole else [],
        "seekers": found.seekers,
        "seekers_href": _people(area=area),
        "counted_at": found.counted_at,
        "charts": [
            _by_trade(found, postings, area),
            _by_township(found, postings, is_whole=_sees_all(request)),
            _distance(found, area),
            _courses(found, area),
        ] if found.seekers else [],
    }  # fmt: skip
    return render(request, "matching/pictures.html", shown)


def _sees_all(request: ActorRequest) -> bool:
    return any(covers(area, county_path()) for area in request.actor.areas(VIEW))


def _area(request: ActorRequest) -> str:
    return str(request.GET.get("area", ""))[:40]


def _people(**asked: str) -> str:
    kept = {key: value for key, value in asked.items() if value or key != "area"}
    return f"{reverse('matching:picture_people')}?{urlencode(kept)}"


def trade_words(code: str) -> str:
    return LISTS["trade"].word(code) if code else _("any trade, or none named")


def _by_trade(found: reads.Supply, postings: list[Posting], area: str) -> Chart:
    seats = reads.seats_by_trade(postings)
    rows = [
        Pair(
            trade_words(code), found.trades[code], seats[code], _people(area=area, trade=code),
            f"{reverse('matching:picture_vacancies')}?{urlencode({'trade': code})}",
        )
        for code in ("", *TRADES)
    ]  # fmt: skip
    return pairs(_("Supply and demand by trade"), rows, head=_("Trade"), how=HOW)


def _by_township(found: reads.Supply, postings: list[Posting], *, is_whole: bool) -> Chart:
    """Whoever sees the whole county sees townships without people, too; others know nothing of those."""
    seats = seats_by([one for one in postings if one.place.startswith(county_path())], place_of)
    keys = {*found.townships, *(seats if is_whole else ())}
    names = path_names_of(keys)
    rows = [
        Pair(
            names.get(key, [_("not known")])[-1], found.townships[key], seats[key], _people(area=key),
            f"{reverse('vacancies:picture_list')}?{urlencode({'place': key})}",
        )
        for key in sorted(keys)
    ]  # fmt: skip
    return pairs(_("Supply and demand by township"), rows, head=_("Township"), how=HOW)


def _distance(found: reads.Supply, area: str) -> Chart:
    """Rows: the farthest people go; parts: where the nearest vacancy that fits lies. The table has all six levels."""
    parts = (
        pgettext("distance", "county"), pgettext("distance", "prefecture"), pgettext("distance", "province"),
        pgettext("distance", "beyond"), _("nothing fits"),
    )  # fmt: skip
    names = _distances()
    rows = []
    for far in range(len(LEVELS)):
        persons = tuple(sum(found.cells[far, near] for near in part) for part in NEAR)
        hrefs = tuple(_people(area=area, far=str(far), near=_joined(part)) for part in NEAR)
        rows.append(Made(names[far], persons, hrefs))
    title = _("How far people go, and where the nearest vacancy that fits lies")
    drawn = composition(title, parts, rows, unit=_("persons"), definition_href=HOW)
    nears = [*range(len(LEVELS)), NOTHING]
    table = tuple(
        (
            Cell(str(level.label)),
            *(
                Cell(f"{found.cells[far, n]:,}", _people(area=area, far=str(far), near=str(n)), found.cells[far, n])
                for n in nears
            ),
        )
        for far, level in enumerate(LEVELS)
        if any(found.cells[far, n] for n in nears)
    )
    heads = (_("Farthest they go"), *(str(one.label) for one in LEVELS), _("nothing fits"))
    return replace(drawn, table=Table(heads, table), narrow_height=drawn.height + LEGEND_ROOM)


def _distances() -> list[str]:
    """The six levels in a word each: beside a bar on a phone there is no room for more."""
    return [
        pgettext("distance", "own township"), pgettext("distance", "county"), pgettext("distance", "prefecture"),
        pgettext("distance", "province"), pgettext("distance", "other province"), pgettext("distance", "abroad"),
    ]  # fmt: skip


def _joined(levels: tuple[int, ...]) -> str:
    return ",".join(map(str, levels))


def _courses(found: reads.Supply, area: str) -> Chart:
    rows = [
        Flow(trade_words(code), n, _people(area=area, opens=code))
        for code, n in found.opens.most_common()
        if code != OTHER
    ]
    title = _("Courses that would open vacancies to most people")
    drawn = flows(title, rows, rest=_("all others"), unit=_("persons"), definition_href=HOW)
    for point in drawn.option["series"][0]["data"]:  # one person stands under several: a share of the sum says nothing
        point["label"]["formatter"] = f"{point['value']:,}"
    table = tuple((Cell(row.name), Cell(f"{row.persons:,}", row.href, row.persons)) for row in rows)
    label = _("Bars: a course in %(name)s would open most.") % {"name": rows[0].name} if rows else ""
    return replace(drawn, table=Table((_("Course with a certificate"), _("Persons")), table), label=label)


# --- behind a number -------------------------------------------------------------------------------------------------


def people(request: ActorRequest) -> HttpResponse:
    """The people behind a number, within the scope; who looked at whom is written down."""
    asked = _asked(request)
    keys = reads.people_of(asked)
    start = key_to_go_on(request) or 0
    more = start + PER_PAGE if len(keys) > start + PER_PAGE else None
    persons = Person.objects.in_bulk(keys[start : start + PER_PAGE])
    places = path_names_of({one.area_id for one in persons.values()})
    looked(VIEW, actor=request.actor, persons=[one.uuid for one in persons.values()])
    shown = pager_of(request, more) | {
        "list_title": _title(asked), "count": len(keys), "columns": columns_of([_("Person")]),
        "rows": [(one.uuid, name_for(one, request.actor), "".join(places.get(one.area_id, [])[-3:]))
                 for one in persons.values()],
    }  # fmt: skip
    return render(request, "matching/picture_people.html", shown)


def _asked(request: ActorRequest) -> reads.Asked:
    given = request.GET
    trade, opens, far = given.get("trade"), given.get("opens"), given.get("far", "")
    near = [one for one in given.get("near", "").split(",") if one]
    known = {str(n): n for n in (*range(len(LEVELS)), NOTHING)}
    if (trade and trade not in TRADES) or (opens is not None and opens not in TRADES):
        raise Http404
    if (far and far not in known) or any(one not in known for one in near):
        raise Http404
    return reads.Asked(
        _area(request), trade, opens, known[far] if far else None, tuple(known[one] for one in near) or None
    )


def _title(asked: reads.Asked) -> str:
    words = [_("People who seek work")]
    if asked.area:
        words += path_names_of([asked.area]).get(asked.area, [])[-1:]
    if asked.trade is not None:
        words.append(trade_words(asked.trade))
    if asked.opens is not None:
        words.append(_("a course in %(trade)s would open something") % {"trade": trade_words(asked.opens)})
    if asked.far is not None:
        words.append(_("go as far as: %(level)s") % {"level": LEVELS[asked.far].label})
    if asked.near is not None:
        near = [str(LEVELS[n].label) if n >= 0 else _("nothing fits") for n in asked.near]
        words.append(_("nearest that fits: %(levels)s") % {"levels": pgettext("between words", ", ").join(near)})
    return " \u00b7 ".join(words)


def vacancies(request: ActorRequest) -> HttpResponse:
    """The open vacancies of a trade."""
    trade = request.GET.get("trade", "")
    if trade not in TRADES:
        raise Http404
    rows = [one for one in published() if trade in reads.trades_of(one)]
    heads = [pgettext("vacancies", "Post"), pgettext("vacancies", "Employer"), pgettext("vacancies", "Place of work"),
             _("Open seats")]  # fmt: skip
    shown: dict[str, Any] = {
        "list_title": _("Open seats: %(what)s") % {"what": trade_words(trade)}, "rows": rows[:500],
        "count": len(rows), "total": sum(one.open_seats for one in rows), "columns": columns_of(heads),
    }  # fmt: skip
    return render(request, "matching/picture_vacancies.html", shown)
