"""Makes the plan from a file that was found without fault."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gangqiao.engine.figures import FIGURES
from gangqiao.indicators.targets import Target, Words
from gangqiao.plans.document import Asked, Cadence, GivenShare, NamedUnit, Part, Plan, Said, Task

Body = Mapping[str, Any]


def build_plan(raw: Body, targets: tuple[Target, ...]) -> Plan:
    """The plan of the document. It must have passed every check."""
    return Plan(
        key=raw["plan"],
        title=Words(**raw["title"]),
        issuer=Words(**raw["issuer"]),
        issued_on=raw["issued_on"],
        county_code=raw["county_code"],
        year=raw["year"],
        policy_basis=_sentences(raw, "policy_basis"),
        principles=_sentences(raw, "principles"),
        goals=_sentences(raw, "goals"),
        campaigns=_sentences(raw, "campaigns"),
        targets=targets,
        units=tuple(_unit(body) for body in raw.get("units") or ()),
        tasks=tuple(_task(body, {}) for body in raw.get("tasks") or ()),
        measures=tuple(_task(body, {}) for body in raw.get("measures") or ()),
        shares=tuple(_share(body) for body in raw.get("shares") or ()),
        unconfirmed=_words(raw, "unconfirmed"),
        doubts={body["id"]: Words(**body["unconfirmed"]) for body in raw["targets"] if body.get("unconfirmed")},
    )


def build_target(body: Body) -> Target:
    return Target(
        id=body["id"],
        figure=FIGURES[body["indicator"]],
        value=body["value"],
        due_on=body["due_on"],
        words=Words(**body["words"]),
        clause=Words(**body["clause"]),
        quote=body["quote"],
        within=tuple(body.get("within") or ()),
    )


def _share(body: Body) -> GivenShare:
    months = tuple((one["month"], one["value"]) for one in body.get("months") or ())
    return GivenShare(body["unit"], body["target"], body["value"], months)


def _sentences(raw: Body, key: str) -> tuple[Said, ...]:
    return tuple(
        Said(
            zh=body["zh"],
            en=body["en"],
            id=body.get("id", ""),
            quote=body.get("quote", ""),
            line=body.get("line"),
            added=_words(body, "added"),
        )
        for body in raw.get(key) or ()
    )


def _unit(body: Body) -> NamedUnit:
    words = Words(zh=body["zh"], en=body["en"])
    return NamedUnit(id=body["id"], words=words, code=body.get("code", ""), every=body.get("every", ""))


# What a part has from the task it is part of, unless it says otherwise itself.
_INHERITED = ("clause", "line", "campaigns", "due_on", "cadence", "assigned", "unconfirmed", "evidence")
_OWED = tuple(part.value for part in Part)


def _task(own: Body, above: Body) -> Task:
    body = {key: above[key] for key in _INHERITED if key in above} | dict(own)
    # A day of its own ends the cadence above, and units of its own take the place of those above.
    if "due_on" in own or "cadence" in own:
        body |= {key: own.get(key) for key in ("due_on", "cadence")}
    if not any(key in own for key in _OWED):
        body |= {key: above[key] for key in _OWED if key in above}
    elif "assigned" not in own:
        body.pop("assigned", None)
    return Task(
        id=own["id"],
        words=Words(**own["words"]),
        clause=Words(**body["clause"]) if body.get("clause") else Words(zh="", en=""),
        quote=own.get("quote", ""),
        line=body.get("line"),
        requirements=tuple(own.get("requirements") or ()),
        campaigns=tuple(body.get("campaigns") or ()),
        owed=tuple((part, unit) for part in Part for unit in body.get(part.value) or ()),
        due_on=body.get("due_on"),
        cadence=Cadence(body["cadence"]) if body.get("cadence") else None,
        evidence=tuple(_asked(asked) for asked in body.get("evidence") or ()),
        assigned=_words(body, "assigned"),
        added=_words(own, "added"),
        unconfirmed=_words(body, "unconfirmed"),
        parts=tuple(_task(part, body) for part in own.get("parts") or ()),
    )


def _asked(body: Body) -> Asked:
    return Asked(Words(zh=body["zh"], en=body["en"]), body.get("figure", ""), _words(body, "added"))


def _words(body: Body, key: str) -> Words | None:
    return Words(**body[key]) if body.get(key) else None
