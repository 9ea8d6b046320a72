"""The main number from week to week beside the year before, and the pace."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext

from gangqiao.briefings.content.blocks import Cell, Column
from gangqiao.briefings.content.composer import Composer, aim_text, day_text, number_cell, people_cell
from gangqiao.briefings.content.papers.parts import MAIN
from gangqiao.engine.figures import MEASURES
from gangqiao.headquarters.screens.numbers import day_before
from gangqiao.indicators.wording import said
from gangqiao.kernel import charts
from gangqiao.kernel.charts.progress import short_day

STEP = 7  # days between two points


def trend(c: Composer) -> None:
    """The main number from week to week beside the year before."""
    own, area = c.gathered.own, c.gathered.area.key
    progress = own.progress[MAIN]
    measure, day = progress.target.figure.numerator, progress.day
    days = _weeks(day)
    grounds = c.gathered.grounds
    now, before = (
        grounds.series(area, measure, days),
        grounds.series(area, measure, [day_before(d) for d in days]),
    )
    count, old = now[day], before[day_before(day)]
    c.says(
        "trend.year",
        gettext("On %(day)s %(now)s persons are counted (%(what)s); on the same day of the year before there were "
                "%(before)s, %(more)s more than now.") if count < old else
        gettext("On %(day)s %(now)s persons are counted (%(what)s), %(more)s more than the %(before)s of the same day "
                "of the year before."),
        day=day_text(day),
        what=said(MEASURES[measure].name),
        now=c.counted(f"{count:,}", measure, day, count),
        before=c.counted(f"{old:,}", measure, day_before(day), old),
        more=c.other(f"{abs(count - old):,}", own, MAIN),
    )  # fmt: skip
    _pace(c)
    steps = [
        charts.Step(short_day(d), now[d], before[day_before(d)], grounds.ref(d, area, measure),
                    grounds.ref(day_before(d), area, measure))
        for d in days
    ]  # fmt: skip
    title = gettext("This year beside last year: %(what)s") % {"what": said(MEASURES[measure].name)}
    c.draw(charts.trend(title, steps, now=str(day.year), before=str(day.year - 1), unit=gettext("persons"),
                        definition_href=c.uses(progress.target.figure.id)))  # fmt: skip
    _trend_grid(c, title, days, now, before)


def _trend_grid(c: Composer, title: str, days: list[date], now: dict[date, int], before: dict[date, int]) -> None:
    progress, area = c.gathered.own.progress[MAIN], c.gathered.area.key
    measure, day = progress.target.figure.numerator, progress.day
    grounds, how = c.gathered.grounds, c.uses(progress.target.figure.id)
    columns = [Column(gettext("Day"), wide=2), *(Column(str(y), True) for y in (day.year, day.year - 1))]
    columns.append(Column(gettext("Difference"), True))
    rows = [
        [
            Cell(d.isoformat()),
            people_cell(now[d], grounds.ref(d, area, measure), how),
            people_cell(before[day_before(d)], grounds.ref(day_before(d), area, measure), how),
            number_cell(now[d] - before[day_before(d)], sign="+"),
        ]
        for d in days
    ]
    c.grid("trend", title, columns, rows, other_days(c))


def other_days(c: Composer) -> str:
    """Where the numbers of other days come from, when the paper's own come from a snapshot; else ""."""
    if c.gathered.grounds.base is None:
        return ""
    return gettext(
        "The days of published snapshots come from these; every other day is worked out anew from the history as it "
        "was known on %(day)s, so it has no list of people of today."
    ) % {"day": c.gathered.grounds.base.known_on.isoformat()}


def _pace(c: Composer) -> None:
    own = c.gathered.own
    pace, progress = own.standings[MAIN].pace, own.progress[MAIN]
    if pace.so_far is None:
        return
    so_far = c.other(f"{pace.so_far:,.1f}", own, MAIN)
    if pace.needed is None:
        c.says(
            "pace.reached",
            gettext("In the last four weeks %(pace)s persons were added on each working day; the target is reached."),
            pace=so_far,
        )
        return
    c.says(
        "pace.needed",
        gettext("In the last four weeks %(pace)s persons were added on each working day; to reach %(aim)s by %(due)s, "
                "%(needed)s are needed on each of the %(days)s working days that are left."),
        pace=so_far,
        aim=aim_text(progress),
        due=day_text(progress.target.due_on),
        needed=c.other(f"{pace.needed:,.1f}", own, MAIN),
        days=str(pace.days_left),
    )  # fmt: skip


def _weeks(until: date) -> list[date]:
    """Every seventh day of the year up to the day, and that day."""
    first = date(until.year, 1, 1)
    days = [first + timedelta(days=n) for n in range(0, (until - first).days + 1, STEP)]
    return days if days[-1] == until else [*days, until]
