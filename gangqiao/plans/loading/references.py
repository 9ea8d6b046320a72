"""Whether what a plan names exists: figures and their units, its own units and campaigns, each id once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from gangqiao.engine.figures import FIGURES
from gangqiao.kernel.words import Say
from gangqiao.plans.document import Part
from gangqiao.plans.loading.faults import Faults

Body = Mapping[str, Any]


def check_targets(raw: Body, faults: Faults) -> None:
    """Figures and their units; that there are targets, each once."""
    targets = list(_bodies(raw, "targets"))
    if not targets:
        faults.add("targets", Say("The plan sets no targets. List them under “targets:”."))
    for place, body in targets:
        figure = FIGURES.get(body.get("indicator", ""))
        if figure is None:
            _unknown_figure(body.get("indicator"), f"{place}.indicator", faults)
        elif figure.unit != body.get("unit"):
            says = Say(
                "%(place)s: the figure “%(given)s” is counted in %(unit)s. Write that unit.",
                place=place,
                given=figure.id,
                unit=figure.unit,
            )
            faults.add(f"{place}.unit", says)
    _once([(place, str(body.get("id"))) for place, body in targets], faults)


def check_shares(raw: Body, faults: Faults) -> None:
    """Shares are of targets of persons the plan sets, each unit and target once, in months up to the last day."""
    targets = {str(body.get("id")): body for _place, body in _bodies(raw, "targets")}
    found = list(_bodies(raw, "shares"))
    for place, body in found:
        _known([body.get("target")], list(targets), f"{place}.target", faults)
        target = targets.get(str(body.get("target")))
        if target is None:
            continue
        if target.get("unit") == "percent":
            says = Say("%(place)s: a rate is the same for every unit. Take the share out.", place=place)
            faults.add(place, says)
        _check_months(place, body, target, faults)
    _once([(place, f"{body.get('unit')} {body.get('target')}") for place, body in found], faults)


def _check_months(place: str, body: Body, target: Body, faults: Faults) -> None:
    last = str(target.get("due_on"))[:7]
    months = body.get("months")
    for number, one in enumerate(months if isinstance(months, list) else ()):
        month = str(one.get("month")) if isinstance(one, Mapping) else ""
        if month and not f"{last[:4]}-01" <= month <= last:
            says = Say("%(place)s: the target's months end with %(last)s. Take the month out.", place=place, last=last)
            faults.add(f"{place}.months[{number}].month", says)


def check_units(raw: Body, faults: Faults) -> None:
    """Each unit is one by its code or every one of a kind, and is named once."""
    units = list(_bodies(raw, "units"))
    for place, body in units:
        if bool(body.get("code")) == bool(body.get("every")):
            says = Say("%(place)s: say either “code:” (one unit) or “every:” (every unit of a kind).", place=place)
            faults.add(place, says)
    _once([(place, str(body.get("id"))) for place, body in units], faults)


def check_tasks(raw: Body, faults: Faults) -> None:
    """Units, campaigns and figures that tasks name; a quote or a reason; a day or a cadence; each id once."""
    units = [str(body.get("id")) for _place, body in _bodies(raw, "units")]
    campaigns = [str(body.get("id")) for _place, body in _bodies(raw, "campaigns")]
    found = [*_tasks(raw, "tasks"), *_tasks(raw, "measures")]
    for place, body, above in found:
        for key in Part:
            _known(body.get(key.value), units, f"{place}.{key.value}", faults)
        _known(body.get("campaigns"), campaigns, f"{place}.campaigns", faults)
        _check_task(place, body, above, faults)
    _once([(place, str(body.get("id"))) for place, body, _above in found], faults)


def _check_task(place: str, body: Body, above: list[Body], faults: Faults) -> None:
    if not body.get("quote") and not body.get("added"):
        says = Say(
            "%(place)s: give the plan's own words under “quote:”, or say under “added:” why it is here.", place=place
        )
        faults.add(place, says)
    if body.get("due_on") and body.get("cadence"):
        says = Say(
            "%(place)s: a task has either a day (“due_on:”) or a cadence (“cadence:”). Take one out.", place=place
        )
        faults.add(place, says)
    if not body.get("parts") and not any(one.get(key.value) for one in (body, *above) for key in Part):
        faults.add(place, Say("%(place)s: no unit owes this task. Name one under “responsible:”.", place=place))
    for number, asked in enumerate(body.get("evidence") or ()):
        figure = asked.get("figure") if isinstance(asked, Mapping) else None
        if figure and figure not in FIGURES:
            _unknown_figure(figure, f"{place}.evidence[{number}].figure", faults)


def _unknown_figure(given: Any, place: str, faults: Faults) -> None:
    known = ", ".join(FIGURES)
    says = Say(
        "%(place)s: there is no figure “%(given)s”. Known are: %(known)s.", place=place, given=given, known=known
    )
    faults.add(place, says)


def _known(given: Any, known: list[str], place: str, faults: Faults) -> None:
    for name in given if isinstance(given, list) else ():
        if name in known:
            continue
        near = get_close_matches(str(name), known, n=1)
        if near:
            says = Say(
                "%(place)s: the plan names no “%(given)s”. Is “%(near)s” meant?", place=place, given=name, near=near[0]
            )
        else:
            all_of_them = ", ".join(known)
            says = Say(
                "%(place)s: the plan names no “%(given)s”. It names: %(known)s.",
                place=place,
                given=name,
                known=all_of_them,
            )
        faults.add(place, says)


def _once(named: list[tuple[str, str]], faults: Faults) -> None:
    ids = [name for _place, name in named]
    for twice in sorted({name for name in ids if ids.count(name) > 1}):
        place = [where for where, name in named if name == twice][1]
        faults.add(place, Say("%(place)s: “%(id)s” is set twice. Keep one of them.", place=place, id=twice))


def _bodies(raw: Body, key: str) -> Iterator[tuple[str, Body]]:
    listed = raw.get(key)
    for number, body in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(body, Mapping):
            yield f"{key}[{number}]", body


def _tasks(
    raw: Body, key: str, before: str = "", above: tuple[Body, ...] = ()
) -> Iterator[tuple[str, Body, list[Body]]]:
    """Every task and part with its place and what it is part of, innermost first."""
    for name, body in _bodies(raw, key):
        place = before + name
        yield place, body, list(above)
        yield from _tasks(body, "parts", f"{place}.", (body, *above))
