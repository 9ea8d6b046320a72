"""A plan from its file, or every fault of the file at once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from gangqiao.indicators.targets import Target
from gangqiao.kernel.errors import Refusals
from gangqiao.kernel.words import Say
from gangqiao.plans.document import Plan
from gangqiao.plans.loading.building import build_plan, build_target
from gangqiao.plans.loading.faults import Faults, WrongPlan
from gangqiao.plans.loading.nesting import nesting_faults
from gangqiao.plans.loading.references import check_shares, check_targets, check_tasks, check_units
from gangqiao.plans.loading.shapes import PLAN, TARGET, check_shape
from gangqiao.plans.loading.yaml_lines import read_lines

LIBRARY = Path(__file__).parents[1] / "library"


def library_path(key: str) -> Path:
    """The file of a plan that is shipped. It need not exist."""
    return LIBRARY / f"{key}.yaml"


def load(path: Path) -> Plan:
    """The plan in the file. Raises Refusals with every fault found, each naming its place and line."""
    try:
        return read_plan(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        says = Say("There is no plan “%(plan)s”.", plan=path.stem)
        raise Refusals([WrongPlan(says, field="plan")]) from None
    except UnicodeDecodeError:
        says = Say("The plan's file is not UTF-8 text. Save it as UTF-8 and load it again.")
        raise Refusals([WrongPlan(says)]) from None


def read_plan(text: str) -> Plan:
    """The plan in the text. Raises Refusals."""
    try:
        raw, lines, twice = read_lines(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        says = Say(
            "The plan's file is not valid YAML on line %(line)s. Mend the line and load it again.", line=line or "?"
        )
        raise Refusals([WrongPlan(says, line=line)]) from error
    if not isinstance(raw, Mapping):
        raise Refusals([WrongPlan(Say("The plan's file holds no fields. Begin with “plan:” and “title:”."))])
    faults = Faults(lines)
    for place in twice:
        faults.add(place, Say("%(place)s: this field is written twice. Keep one of them.", place=place))
    check_shape(raw, PLAN, "", faults)
    check_targets(raw, faults)
    check_shares(raw, faults)
    check_units(raw, faults)
    check_tasks(raw, faults)
    targets = _sound_targets(raw)
    for fault in nesting_faults(targets):
        faults.add(fault.field, fault.sentence, line=_line_of_target(fault.field, raw, lines))
    if faults.found:
        raise Refusals(faults.found)
    return build_plan(raw, targets)


def _line_of_target(field: str, raw: Mapping[str, Any], lines: Mapping[str, int]) -> int | None:
    """The line of the target a nesting fault names by its id."""
    listed = raw.get("targets") or ()
    ids = [body.get("id") if isinstance(body, Mapping) else None for body in listed]
    name = field.rpartition(".")[0]
    return lines.get(f"targets[{ids.index(name)}]") if name in ids else None


def _sound_targets(raw: Mapping[str, Any]) -> tuple[Target, ...]:
    """The targets without a fault of their own: whether those nest can be told beside the other faults."""
    listed = raw.get("targets")
    found = []
    for body in listed if isinstance(listed, list) else ():
        quiet = Faults({})
        if check_shape(body, TARGET, "", quiet):
            check_targets({"targets": [body]}, quiet)
        if not quiet.found:
            found.append(build_target(body))
    return tuple(found)
