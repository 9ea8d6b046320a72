"""Reads a work plan from its file and says exactly what is wrong with one that cannot be followed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext_lazy as _

from gangqiao.engine.figures import FIGURES
from gangqiao.indicators.targets import Target, Words
from gangqiao.kernel.errors import Refusal, Refusals

LIBRARY = Path(__file__).parent / "library"
_HEAD = ("plan", "title", "issuer", "issued_on", "county_code", "year", "targets")
_TARGET = ("id", "indicator", "value", "unit", "due_on", "words", "quote", "clause")


class WrongPlan(Refusal):
    """A line of a plan's file cannot be followed. `field` names the place, for example `targets[3].value`."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A work plan: who issued it, on what it rests, and the targets it sets for the county.

    Deadlines before `issued_on` are accepted: the plan is carried out, not judged.
    """

    key: str
    title: Words
    issuer: Words
    issued_on: date
    county_code: str
    year: int
    policy_basis: tuple[Words, ...]
    principles: tuple[Words, ...]
    goals: tuple[Words, ...]
    targets: tuple[Target, ...]


def load(path: Path) -> Plan:
    """The plan in the file. Raises Refusals with every fault found, each naming its place."""
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Refusals([WrongPlan(_("There is no plan “%(plan)s”.") % {"plan": path.stem}, field="plan")]) from None
    except yaml.YAMLError as error:
        place = str(getattr(error, "problem_mark", "") or "").strip()
        sentence = _("The plan's file is not valid YAML %(place)s. Mend the line and load it again.")
        raise Refusals([WrongPlan(sentence % {"place": place})]) from error
    faults: list[Refusal] = []
    if not isinstance(raw, Mapping):
        raise Refusals([WrongPlan(_("The plan's file holds no fields. Begin with “plan:” and “title:”."))])
    _need(raw, _HEAD, "", faults)
    targets = _targets(raw.get("targets"), faults)
    faults += nesting_faults(targets)
    if faults:
        raise Refusals(faults)
    return Plan(
        key=raw["plan"],
        title=Words(**raw["title"]),
        issuer=Words(**raw["issuer"]),
        issued_on=raw["issued_on"],
        county_code=str(raw["county_code"]),
        year=raw["year"],
        policy_basis=_texts(raw.get("policy_basis")),
        principles=_texts(raw.get("principles")),
        goals=_texts(raw.get("goals")),
        targets=targets,
    )


def nesting_faults(targets: tuple[Target, ...]) -> list[Refusal]:
    """Targets that lie within others and ask for more than those do, or for a later day (R022)."""
    by_id = {target.id: target for target in targets}
    pairs = [(target, name, by_id.get(name)) for target in targets for name in target.within]
    return [
        WrongPlan(sentence % {"inner": inner.id, "outer": name}, field=f"{inner.id}.within")
        for inner, name, outer in pairs
        if (sentence := _nesting_fault(inner, outer))
    ]


def _nesting_fault(inner: Target, outer: Target | None) -> Any:
    """The sentence about one target within another; None when it nests."""
    if outer is None:
        return _("%(inner)s lies within %(outer)s, which the plan does not set. Set it, or take the word out.")
    if inner.value > outer.value:
        return _("%(inner)s asks for more than %(outer)s, within which it lies. Lower it, or raise the other.")
    if inner.due_on > outer.due_on:
        return _("%(inner)s is due after %(outer)s, within which it lies. Change one of the two days.")
    return None


def _targets(raw: Any, faults: list[Refusal]) -> tuple[Target, ...]:
    if not isinstance(raw, list) or not raw:
        faults.append(WrongPlan(_("The plan sets no targets. List them under “targets:”."), field="targets"))
        return ()
    found = []
    for number, body in enumerate(raw):
        before = len(faults)
        place = f"targets[{number}]"
        _check_target(body, place, faults)
        if len(faults) == before:
            found.append(_target(body))
    ids = [t.id for t in found]
    for twice in sorted({i for i in ids if ids.count(i) > 1}):
        faults.append(WrongPlan(_("The target %(id)s is set twice. Keep one of them.") % {"id": twice}, field=twice))
    return tuple(found)


def _check_target(body: Any, place: str, faults: list[Refusal]) -> None:
    if not _need(body, _TARGET, place, faults):
        return
    words = {"place": place, "given": body["indicator"]}
    figure = FIGURES.get(body["indicator"])
    if figure is None:
        words["known"] = ", ".join(FIGURES)
        sentence = _("%(place)s: there is no figure “%(given)s”. Known are: %(known)s.")
        faults.append(WrongPlan(sentence % words, field=f"{place}.indicator"))
    elif figure.unit != body["unit"]:
        sentence = _("%(place)s: the figure “%(given)s” is counted in %(unit)s. Write that unit.")
        faults.append(WrongPlan(sentence % (words | {"unit": figure.unit}), field=f"{place}.unit"))
    value = body["value"]
    if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
        sentence = _("%(place)s: the value must be a whole number above 0.")
        faults.append(WrongPlan(sentence % words, field=f"{place}.value"))
    if not isinstance(body["due_on"], date):
        sentence = _("%(place)s: the deadline must be a day such as 2020-12-31.")
        faults.append(WrongPlan(sentence % words, field=f"{place}.due_on"))


def _need(body: Any, keys: tuple[str, ...], place: str, faults: list[Refusal]) -> bool:
    """Note every field that is missing. True when none is."""
    given = body if isinstance(body, Mapping) else {}
    missing = [key for key in keys if given.get(key) in (None, "")]
    for key in missing:
        where = f"{place}.{key}" if place else key
        faults.append(WrongPlan(_("The plan's file lacks “%(field)s”. Add it.") % {"field": where}, field=where))
    return not missing


def _target(body: Mapping[str, Any]) -> Target:
    return Target(
        id=body["id"],
        figure=FIGURES[body["indicator"]],
        value=body["value"],
        due_on=body["due_on"],
        words=Words(**body["words"]),
        clause=Words(**body["clause"]),
        quote=body["quote"],
        within=tuple(body.get("within", ())),
    )


def _texts(raw: Any) -> tuple[Words, ...]:
    return tuple(Words(zh=text["zh"], en=text["en"]) for text in raw or ())
