"""Pictures of demand: shortages, freshness, flow over months, and what each township's seekers could fill."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel.actor import covers
from gangqiao.kernel.charts import Cell, Chart, Flow, Made, Step, Table, composition, flows, trend
from gangqiao.places.reads import county_path, path_names_of
from gangqiao.vacancies.occupations import class_name
from gangqiao.vacancies.reads import pictures as reads
from gangqiao.vacancies.reads.postings import published
from gangqiao.vacancies.views.cooperation_forms import columns

VIEW = "vacancies.view_releases"
LONGEST = 10  # characters of a name beside a bar


def pictures(request: ActorRequest) -> HttpResponse:
    """The five pictures, each with its table; every number opens to its vacancies."""
    postings = published()
    fills = reads.fillable(request.actor.areas(VIEW))
    trades, places = reads.seats_by(postings, reads.trade_of), reads.seats_by(postings, reads.place_of)
    shown = {
        "seats": sum(posting.open_seats for posting in postings),
        "charts": [
            _bars(_("Open seats by trade"), trades, {key: _trade(key) for key in trades}, "trade", _("Trade")),
            _bars(
                _("Open seats by place of work"),
                places,
                _names(places),
                "place",
                pgettext("vacancies", "Place of work"),
            ),
            _freshness(postings),
            _flow(),
            _bars(
                _("Seats the seekers of each township could fill"),
                Counter({row.area_id: row.seats for row in fills}),
                {row.area_id: row.area.name for row in fills},
                "fills",
                _("Township"),
            ),
        ],
        "counted_at": max((row.counted_at for row in fills), default=None),
    }
    return render(request, "vacancies/pictures.html", shown)


def _href(**asked: str) -> str:
    return f"{reverse('vacancies:picture_list')}?{urlencode(asked)}"


def _trade(key: str) -> str:
    return class_name(key) or _("not known")


def _names(keys: Any) -> dict[str, str]:
    """Places of the county by their own name, others by the last two of their way: enough to tell them apart."""
    ways, home = path_names_of({key for key in keys if key}), county_path()
    return {key: "".join(ways.get(key, ())[-1 if covers(home, key) else -2 :]) or _("not known") for key in keys}


def _short(name: str) -> str:
    """A name as a bar on a phone has room for it; the table has the whole one."""
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"


def _bars(title: str, counted: Counter[str], names: dict[str, str], by: str, head: str) -> Chart:
    """Bars of seats, the most first; the table has all of them."""
    rows = [(names[key], seats, _href(**{by: key or "-"})) for key, seats in counted.most_common() if seats]
    drawn = flows(
        title,
        [Flow(_short(name), seats, href) for name, seats, href in rows],
        rest=_("all others"),
        unit=pgettext("chart", "seats"),
    )
    table = tuple((Cell(name), Cell(f"{seats:,}", href, counts="seats")) for name, seats, href in rows)
    if by == "fills":  # townships may count the same seat, so that a share of their sum says nothing
        for point in drawn.option["series"][0]["data"]:
            point["label"]["formatter"] = f"{point['value']:,}"
    label = _("Bars: the most are in %(name)s, %(seats)s.") % {"name": rows[0][0], "seats": rows[0][1]} if rows else ""
    return replace(drawn, table=Table((head, pgettext("chart", "Seats")), table), label=label)


def _freshness(postings: Any) -> Chart:
    counted = reads.freshness(postings)
    names = _names(counted)
    parts = (_("confirmed lately"), _("to be confirmed"), _("paused"))
    hrefs = {area: tuple(_href(fresh=key, kept=area) for key in ("fresh", "due", "paused")) for area in counted}
    rows = [Made(names[area], row, hrefs[area]) for area, row in counted.items()]
    drawn = composition(_("How fresh the vacancies are"), parts, rows, unit=pgettext("chart", "vacancies"))
    table = tuple(
        (
            Cell(names[area]),
            *(Cell(f"{n:,}", href, counts="vacancies") for n, href in zip(row, hrefs[area], strict=True)),
        )
        for area, row in counted.items()
    )
    return replace(drawn, table=Table((_("Kept in"), *parts), table))


def _flow() -> Chart:
    rows = []
    for month in reads.months():
        up, down = (reads.seats_in(find(month)) for find in (reads.opened_in, reads.ended_in))
        name = f"{month:%Y-%m}"
        rows.append((name, up, down, _href(opened=name), _href(ended=name)))
    came, went = _("seats opened"), _("seats ended")
    drawn = trend(
        _("Demand from month to month"), [Step(*row) for row in rows], now=came, before=went,
        unit=pgettext("chart", "seats"), as_bars=True,
    )  # fmt: skip
    table = tuple(
        (Cell(name), Cell(f"{up:,}", up_href, counts="seats"), Cell(f"{down:,}", down_href, counts="seats"))
        for name, up, down, up_href, down_href in rows
        if up or down
    )
    return replace(drawn, table=Table((pgettext("chart", "Month"), came, went), table))


# --- behind a number -------------------------------------------------------------------------------------------------


def picture_list(request: ActorRequest) -> HttpResponse:
    """The vacancies behind one number of a picture."""
    asked = request.GET
    for key, find in _LISTS.items():
        if value := asked.get(key, ""):
            title, rows = find(value, request)
            break
    else:
        raise Http404
    shown = {
        "list_title": title,
        "rows": rows,
        "total": sum(row.seats for row in rows),
        "columns": columns(
            pgettext("vacancies", "Post"), pgettext("vacancies", "Employer"), pgettext("vacancies", "Place of work"),
            pgettext("chart", "Seats"), numbers=(3,),
        ),
    }  # fmt: skip
    return render(request, "vacancies/pictures_list.html", shown)


Listed = tuple[str, list[reads.Shown]]


def _by_trade(value: str, _request: Any) -> Listed:
    found = [p for p in published() if reads.trade_of(p) == value]
    return _("Open seats: %(what)s") % {"what": _trade(value)}, reads.of_postings(found)


def _by_place(value: str, _request: Any) -> Listed:
    key = "" if value == "-" else value
    found = [p for p in published() if reads.place_of(p) == key]
    return _("Open seats: %(what)s") % {"what": _names([key])[key]}, reads.of_postings(found)


def _by_freshness(value: str, request: Any) -> Listed:
    kept = request.GET.get("kept", "")[:40]
    title = _("Freshness: %(what)s") % {"what": _names([kept])[kept]}
    if value == "paused":
        return title, reads.of_rows(reads.paused(kept))
    return title, reads.of_postings([p for p in published() if p.freshness == value and p.kept_in == kept])


def _month(value: str) -> date:
    try:
        return date.fromisoformat(f"{value}-01")
    except ValueError:
        raise Http404 from None


def _opened(value: str, _request: Any) -> Listed:
    return _("Opened in %(month)s") % {"month": value}, reads.of_rows(reads.opened_in(_month(value)))


def _ended(value: str, _request: Any) -> Listed:
    return _("Ended in %(month)s") % {"month": value}, reads.of_rows(reads.ended_in(_month(value)))


def _fills(value: str, request: Any) -> Listed:
    row = next((one for one in reads.fillable(request.actor.areas(VIEW)) if one.area_id == value), None)
    if row is None:
        raise Http404
    found = [reads.of_posting(posting, seats) for posting, seats in reads.filled_postings(row)]
    return _("What the seekers of %(area)s could fill") % {"area": row.area.name}, found


_LISTS: dict[str, Callable[[str, Any], Listed]] = {
    "trade": _by_trade,
    "place": _by_place,
    "fresh": _by_freshness,
    "opened": _opened,
    "ended": _ended,
    "fills": _fills,
}
