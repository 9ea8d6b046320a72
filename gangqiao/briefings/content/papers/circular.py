"""The progress circular: units in order of their share, quality beside it, what lags and who owes what by when.

It names units and never people; whoever refused work is no gap and appears in no row.
"""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext, ngettext

from gangqiao.briefings.content.blocks import Cell, Column
from gangqiao.briefings.content.composer import Composer, aim_text, day_text, number_cell, share_cell
from gangqiao.briefings.content.gathering import Unit
from gangqiao.briefings.content.papers import parts
from gangqiao.briefings.content.papers.parts import MAIN, called
from gangqiao.kernel import charts
from gangqiao.plans.reads import current_plan, tasks_in_force
from gangqiao.plans.showing.rows import Row, all_shown
from gangqiao.plans.standing import Light as TaskLight
from gangqiao.warnings.policy import Light
from gangqiao.warnings.wording import LIGHT_WORDS


def circular(c: Composer) -> None:
    c.heading(gettext("Where the targets stand"))
    _lights(c)
    parts.targets_grid(c, with_new=False)
    c.heading(gettext("Units in order"))
    _ranking(c)
    parts.quality(c)
    c.heading(gettext("What lags"))
    owed(c)


def _lights(c: Composer) -> None:
    """How many targets of the area stand where."""
    own = c.gathered.own
    many = {light: sum(s.light is light for s in own.standings) for light in Light}
    c.says(
        "lights.count",
        gettext("On %(day)s %(reached)s of %(all)s targets are reached, %(green)s are green, %(yellow)s yellow, "
                "%(red)s red and %(missed)s missed."),
        day=day_text(c.gathered.day),
        all=str(len(own.standings)),
        **{str(light): c.other(str(many[light]), own, MAIN)
           for light in (Light.REACHED, Light.GREEN, Light.YELLOW, Light.RED, Light.MISSED)},
    )  # fmt: skip


def ranked(units: list[Unit]) -> list[Unit]:
    """By share of the main target, the most first; of equals the one whose number is known better."""
    return sorted(units, key=lambda u: (-(u.progress[MAIN].share or Fraction(-1)), -(u.strong(MAIN) or 0), called(u)))


def _ranking(c: Composer) -> None:
    units = ranked([u for u in c.gathered.units if u.progress[MAIN].result.base])
    if units:
        first, last = units[0], units[-1]
        c.says(
            "ranking.ends",
            gettext("By the share of target 1, %(first)s leads with %(most)s and %(last)s is last with %(least)s."),
            first=called(first),
            most=c.other(charts.percent_text(first.progress[MAIN].share) or "–", first, MAIN),
            last=called(last),
            least=c.other(charts.percent_text(last.progress[MAIN].share) or "–", last, MAIN),
        )
    columns = [
        Column(gettext("Rank"), True, counts="rank"),
        Column(gettext("Unit"), wide=2),
        Column(gettext("Result"), True, c.uses(c.gathered.own.progress[MAIN].target.figure.id)),
        Column(gettext("To reach"), True, counts="target"),
        Column(gettext("Share of the target"), True),
        Column(gettext("Strong evidence (A, B)"), True),
        Column(gettext("Light")),
    ]
    rows = [_rank_row(c, place, unit) for place, unit in enumerate(units, start=1)]
    c.grid("ranking", gettext("Units by share of target 1"), columns, rows, parts.reference_note(c))


def _rank_row(c: Composer, place: int, unit: Unit) -> list[Cell]:
    progress = unit.progress[MAIN]
    return [
        number_cell(place),
        Cell(called(unit)),
        c.cell(unit, MAIN),
        Cell(aim_text(progress)),
        share_cell(progress.share),
        share_cell(unit.strong(MAIN)),
        Cell(str(LIGHT_WORDS[unit.standings[MAIN].light])),
    ]


def owed(c: Composer) -> None:
    """Lagging targets and overdue tasks, each with its unit and day."""
    if not parts.lagging_grid(c):
        c.words(gettext("No target that somebody owes is red or missed."))
    late = overdue(c)
    if not late:
        c.words(gettext("No task of the work plan is overdue."))
        return
    units = len({row.task.unit_id for row in late})
    message = ngettext(
        "%(many)s task of the work plan is overdue, at %(units)s units.",
        "%(many)s tasks of the work plan are overdue, at %(units)s units.",
        len(late),
    )
    c.says("tasks.overdue", message, many=c.listed(str(len(late))), units=c.listed(str(units)))
    columns = [
        Column(gettext("Unit"), wide=3),
        Column(gettext("Task"), wide=5),
        Column(gettext("Due"), wide=2),
        Column(gettext("Reason"), wide=4),
    ]
    rows = [
        [
            Cell(str(row.task.unit)),
            Cell(f"{row.words} ({row.period})" if row.period else row.words),
            Cell(row.task.due_on.isoformat() if row.task.due_on else ""),
            Cell(str(row.standing.reason)),
        ]
        for row in late
    ]
    c.grid("tasks", gettext("Overdue tasks: who owes what by when"), columns, rows)


def overdue(c: Composer) -> list[Row]:
    """The overdue tasks of the units of the area; of all units for the county."""
    rows = all_shown(current_plan(), list(tasks_in_force()), c.gathered.day)
    return [row for row in rows if row.standing.light is TaskLight.RED]
