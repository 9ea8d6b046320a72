"""Where the targets stand: all units, one unit, one target, and one of both with what would close the gap."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.accounts.models import Unit
from gangqiao.audit.events import looked
from gangqiao.indicators.reads import find_area
from gangqiao.indicators.targets import Target
from gangqiao.kernel import clock
from gangqiao.plans.calendar import is_known
from gangqiao.plans.reads import current_plan, current_targets
from gangqiao.warnings.models import About, StandingOn
from gangqiao.warnings.policy import NUMBERS, Light
from gangqiao.warnings.reads.gaps import GapList, gaps, people_of
from gangqiao.warnings.reads.standings import standings
from gangqiao.warnings.reads.units import units_seen_by
from gangqiao.warnings.reads.urges import open_about
from gangqiao.warnings.showing.gaps import gap_rows, names_shown
from gangqiao.warnings.showing.standings import Shown, changes, chart_of, definition_address, shown
from gangqiao.warnings.showing.urges import ask_address, row_of
from gangqiao.warnings.views import tabs
from gangqiao.warnings.wording import LIGHT_WORDS, LIST_SAYS, LIST_WORDS, TONES


def board(request: ActorRequest) -> HttpResponse:
    """Targets by units, each with its light."""
    units, targets = units_seen_by(request.actor), current_targets()
    rows = [(unit, cells) for unit, cells in _all_shown(request, units).items()]
    counts = {light: sum(cell.standing.light is light for _u, cells in rows for cell in cells) for light in Light}
    language, day = get_language(), clock.today()
    page = {
        "rows": rows,
        "targets": [(t, t.words.in_language(language), definition_address(t, day)) for t in targets],
        "lights": [(LIGHT_WORDS[light], TONES[light], many) for light, many in counts.items() if many],
        "has_reference": any(cell.standing.progress.is_reference for _u, cells in rows for cell in cells),
        "rule": _rule(),
        "tabs": tabs(request, "board"),
        "day": day,
    }
    return render(request, "warnings/board.html", page)


def unit(request: ActorRequest, unit_code: str) -> HttpResponse:
    """One unit with all its targets."""
    found = _unit_or_404(request, unit_code)
    page = {
        "unit": found,
        "rows": _all_shown(request, [found])[found],
        "tabs": tabs(request, ""),
        "columns": _columns(),
    }
    return render(request, "warnings/unit.html", page | {"rule": _rule(), "day": clock.today()})


def target(request: ActorRequest, target_id: str) -> HttpResponse:
    """One target in all the units the reader may see."""
    found = _target_or_404(target_id)
    units = units_seen_by(request.actor)
    rows = [cell for cells in _all_shown(request, units).values() for cell in cells]
    page = {
        "target": found,
        "words": found.words.in_language(get_language()),
        "clause": found.clause.in_language(get_language()),
        "rows": [cell for cell in rows if cell.standing.progress.target.id == target_id],
        "columns": _columns(of_units=True),
        "tabs": tabs(request, ""),
        "rule": _rule(),
        "day": clock.today(),
    }
    return render(request, "warnings/target.html", page)


def standing(request: ActorRequest, unit_code: str, target_id: str) -> HttpResponse:
    """One unit and one target: the numbers, what would close the gap, and how the light changed."""
    found, aimed = _unit_or_404(request, unit_code), _target_or_404(target_id)
    day, area = clock.today(), str(found.area_id)
    cell = next(c for c in _all_shown(request, [found])[found] if c.standing.progress.target.id == target_id)
    kept = StandingOn.objects.filter(plan_key=current_plan().key, target=target_id, unit=found).order_by("day")
    urged = open_about(About.TARGET, [target_id]).get((found.pk, target_id))
    may_list = request.actor.may("people.view_list", area)
    page: dict[str, Any] = {
        "cell": cell,
        "unit": found,
        "target": aimed,
        "chart": chart_of(cell.standing, request.actor),
        "changes": changes(list(kept)),
        "gaps": gap_rows(gaps(area, aimed.figure, min(day, aimed.due_on)), area, target_id)
        if may_list and cell.is_lagging
        else None,
        "may_list": may_list,
        "urged": row_of(urged, day) if urged else None,
        "ask_href": ask_address(found.code, About.TARGET, target_id)
        if request.actor.may("warnings.urge") and not urged
        else "",
        "tabs": tabs(request, ""),
        "day": day,
    }
    return render(request, "warnings/standing.html", page)


def gap(request: ActorRequest, area: str, target_id: str, gap_list: str) -> HttpResponse:
    """The people of one list that would close a gap, in the reader's scope."""
    place, aimed = find_area(request.actor, area, "people.view_list"), _target_or_404(target_id)
    if place is None or gap_list not in list(GapList):
        raise Http404
    day = min(clock.today(), aimed.due_on)
    keys = gaps(area, aimed.figure, day).people[GapList(gap_list)]
    asked = request.GET.get("page", "1")
    people, number, pages = people_of(keys, int(asked) if asked.isdecimal() else 1)
    looked("people.view_list", actor=request.actor, persons=[p.uuid for p in people], reason=f"{target_id} {gap_list}")
    page = {
        "title": LIST_WORDS[GapList(gap_list)],
        "says": LIST_SAYS[GapList(gap_list)],
        "place": place,
        "words": aimed.words.in_language(get_language()),
        "total": len(keys),
        "day": day,
        **names_shown(people, request.actor, day, number, pages),
    }
    return render(request, "warnings/names.html", page)


def _all_shown(request: ActorRequest, units: list[Unit]) -> dict[Unit, list[Shown]]:
    day = clock.today()
    found = standings(day, [str(unit.area_id) for unit in units])
    return {unit: [shown(s, unit, request.actor, day) for s in found[str(unit.area_id)]] for unit in units}


def _unit_or_404(request: ActorRequest, code: str) -> Unit:
    # Another's unit answers like one that does not exist.
    found = next((unit for unit in units_seen_by(request.actor) if unit.code == code), None)
    if found is None:
        raise Http404
    return found


def _target_or_404(target_id: str) -> Target:
    found = next((one for one in current_targets() if one.id == target_id), None)
    if found is None:
        raise Http404
    return found


def _rule() -> dict[str, Any]:
    today = clock.today()
    numbers = NUMBERS.on(today)
    return {
        "green": numbers.green_factor,
        "yellow": numbers.yellow_factor,
        "last_days": numbers.last_days,
        "year": "" if is_known(today.year) else today.year,
    }


def _columns(*, of_units: bool = False) -> list[dict[str, Any]]:
    first = _("Unit") if of_units else _("Target")
    numbers = [_("Result"), _("Target value"), _("Still missing"), _("Forecast"), _("Needed a working day")]
    return [{"label": first}, {"label": _("Light and reason")}, *({"label": n, "is_number": True} for n in numbers)]
