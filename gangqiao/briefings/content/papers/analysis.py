"""The analysis: charts, and sentences each made by a named rule from its figures."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext

from gangqiao.briefings.content.blocks import Cell, Column
from gangqiao.briefings.content.composer import (
    Composer,
    day_text,
    name_of,
    number_cell,
    people_cell,
    share_cell,
)
from gangqiao.briefings.content.papers import parts
from gangqiao.briefings.content.papers.parts import MAIN, ratio
from gangqiao.briefings.content.papers.trend import other_days, trend
from gangqiao.engine.figures import DIMENSIONS, MEASURES
from gangqiao.indicators.shock import MEASURES_SHOWN, Shock, shock
from gangqiao.indicators.showing.words import words_of_codes
from gangqiao.indicators.wording import said
from gangqiao.kernel import charts
from gangqiao.warnings.reads.gaps import GapList, gaps
from gangqiao.warnings.wording import LIGHT_WORDS, LIST_SAYS, LIST_WORDS, NEXT_ACTS

FEW = 3  # provinces a sentence names


def analysis(c: Composer) -> None:
    c.heading(gettext("Where the targets stand"))
    parts.targets_chart(c)
    parts.targets_grid(c, with_new=False)
    c.heading(gettext("This year beside last year"))
    trend(c)
    c.heading(gettext("Where it is heading"))
    outlook(c)
    c.heading(gettext("The epidemic's shock"))
    epidemic(c)
    c.heading(gettext("Where they work"))
    flows(c)
    c.heading(gettext("What would close the gap"))
    closing(c)


# --- rules -----------------------------------------------------------------------------------------------------------


def outlook(c: Composer) -> None:
    """The forecast of each target with its interval."""
    own, rows = c.gathered.own, []
    for number, standing in enumerate(own.standings):
        progress, found = standing.progress, standing.forecast
        target = {"target": name_of(progress.target), "due": day_text(progress.target.due_on)}
        if found is not None and progress.gap:
            c.says(
                "forecast.interval",
                gettext("%(target)s: by %(due)s %(low)s to %(high)s persons are to be expected, %(needed)s are needed "
                        "(%(light)s)."),
                low=c.other(f"{found.low:,}", own, number),
                high=c.other(f"{found.high:,}", own, number),
                needed=c.other(f"{progress.persons_needed or 0:,}", own, number),
                light=str(LIGHT_WORDS[standing.light]),
                **target,
            )  # fmt: skip
        rows.append([
            Cell(f"{number + 1}. {name_of(progress.target)}"),
            c.result_cell(own, number),
            number_cell(progress.persons_needed),
            number_cell(found.low if found else None),
            number_cell(found.expected if found else None),
            number_cell(found.high if found else None),
            Cell(str(LIGHT_WORDS[standing.light])),
            Cell(str(standing.reason)),
        ])  # fmt: skip
    columns = [
        Column(gettext("Target"), wide=3),
        Column(gettext("Persons"), True),
        Column(gettext("Needed"), True, counts="target"),
        Column(gettext("Forecast, low"), True, counts="forecast"),
        Column(gettext("Forecast, expected"), True, counts="forecast"),
        Column(gettext("Forecast, high"), True, counts="forecast"),
        Column(gettext("Light")),
        Column(gettext("Reason"), wide=3),
    ]
    c.grid("forecast", gettext("Forecast for the last day of each target"), columns, rows, _made_from(c))


def _made_from(c: Composer) -> str:
    """What the forecast is made from."""
    usual = gettext("The forecast is made from the county's own daily history of this and the last year, as known now.")
    if base := c.gathered.grounds.base:
        return gettext(
            "The forecast starts from the number of the snapshot and is made from the county's own daily history of "
            "this and the last year as known on %(day)s."
        ) % {"day": base.known_on.isoformat()}
    return usual


def epidemic(c: Composer) -> None:
    """Who is back, beside the same day after the festival of the year before."""
    found = shock(c.gathered.area, c.gathered.day, sums_on=lambda day: c.gathered.grounds.on(day).facts)
    if found is None:
        c.words(gettext("The day lies before the Spring Festival of its year, so there is nothing to compare."))
        return
    now, before = found.now.sums, found.before.sums

    def both(measure: str) -> dict[str, object]:
        return {
            measure: c.counted(f"{now[measure]:,}", measure, found.day, now[measure]),
            f"{measure}_share": c.counted(ratio(now[measure], now["had_post"]), measure, found.day, now[measure]),
        }

    c.says(
        "shock.back",
        gettext("%(days)s days after the Spring Festival %(back_at_post)s of the %(had_post)s who had work before it "
                "are back (%(back_at_post_share)s); in the year before it was %(then)s on the same day."),
        days=str(found.days_after),
        had_post=c.counted(f"{now['had_post']:,}", "had_post", found.day, now["had_post"]),
        then=c.counted(ratio(before["back_at_post"], before["had_post"]), "back_at_post", found.before.day,
                       before["back_at_post"]),
        **both("back_at_post"),
    )  # fmt: skip
    c.says(
        "shock.missing",
        gettext("Were as large a part back as then, %(missing)s more would be at work. Of those not back, %(delayed)s "
                "plan to leave or want work and %(lost)s do neither."),
        missing=c.counted(f"{found.missing:,}", "not_back", found.day),
        delayed=c.counted(f"{now['delayed']:,}", "delayed", found.day, now["delayed"]),
        lost=c.counted(f"{now['lost_post']:,}", "lost_post", found.day, now["lost_post"]),
    )  # fmt: skip
    _shock_grid(c, found)


def _shock_grid(c: Composer, found: Shock) -> None:
    columns = [
        Column(gettext("Figure"), wide=4),
        *(Column(moment.day.isoformat(), True) for moment in (found.now, found.before)),
        Column(gettext("Difference"), True),
    ]
    rows = [
        [
            Cell(said(MEASURES[m].name)),
            c.people_cell(found.now.sums[m], m, found.day),
            c.people_cell(found.before.sums[m], m, found.before.day),
            number_cell(found.now.sums[m] - found.before.sums[m], sign="+"),
        ]
        for m in MEASURES_SHOWN
    ]
    c.grid("shock", gettext("The same day after the Spring Festival in both years"), columns, rows, other_days(c))


def flows(c: Composer) -> None:
    """Where the people of the main target work."""
    progress = c.gathered.own.progress[MAIN]
    measure, area, day = progress.target.figure.numerator, c.gathered.area.key, progress.day
    ground = c.gathered.grounds.on(day)
    provinces = {code: n for code, n in ground.facts.split(area, measure, "province").items() if n}
    words, total = words_of_codes(DIMENSIONS["province"], provinces), sum(provinces.values())
    ordered = sorted(provinces.items(), key=lambda pair: (-pair[1], words[pair[0]]))
    for code, persons in ordered[:FEW]:
        c.says(
            "flows.province",
            gettext("In %(place)s: %(persons)s persons, %(share)s of all."),
            place=words[code],
            persons=c.counted(f"{persons:,}", measure, day, persons, {"province": code}),
            share=c.counted(ratio(persons, total), measure, day, persons, {"province": code}),
        )
    shown = [charts.Flow(words[code], n, ground.ref(area, measure, {"province": code})) for code, n in ordered]
    c.draw(charts.flows(gettext("Where they work"), shown, rest=gettext("other places"), unit=gettext("persons"),
                        definition_href=c.uses(progress.target.figure.id)))  # fmt: skip
    columns = [
        Column(gettext("Place of work"), wide=2),
        Column(gettext("Persons"), True),
        Column(gettext("Share"), True),
    ]
    rows = [
        [
            Cell(words[code]),
            c.people_cell(n, measure, day, {"province": code}),
            share_cell(Fraction(n, total)),
        ]
        for code, n in ordered
    ]
    c.grid("provinces", gettext("Persons of target 1 by place of work"), columns, rows)


def closing(c: Composer) -> None:
    """How many people stand in the lists that would close the gap of the main target. Nobody who said no is in one."""
    own = c.gathered.own
    progress = own.progress[MAIN]
    if not progress.gap:
        c.words(gettext("Nobody is missing for target 1."))
        return
    found = gaps(c.gathered.area.key, progress.target.figure, progress.day)
    c.says(
        "gap.lists",
        gettext("For target 1 %(gap)s persons are missing. %(many)s who do not count yet plan to leave, want work or "
                "came home without work; whoever said no is in no list."),
        gap=c.other(f"{progress.gap:,}", own, MAIN),
        many=c.other(f"{found.in_all:,}", own, MAIN),
    )  # fmt: skip
    how = c.uses(progress.target.figure.id)
    columns = [
        Column(gettext("List"), wide=2),
        Column(gettext("Persons"), True),
        Column(gettext("Who"), wide=4),
        Column(gettext("Next step"), wide=3),
    ]
    rows = [
        [
            Cell(str(LIST_WORDS[one])),
            people_cell(len(found.people[one]), f"gap|{c.gathered.area.key}|{progress.target.id}|{one}", how),
            Cell(str(LIST_SAYS[one])),
            Cell(str(NEXT_ACTS[one])),
        ]
        for one in GapList
    ]
    c.grid("gap", gettext("Lists that would close the gap"), columns, rows)
