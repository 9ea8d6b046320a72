"""Which limits by sex, age or ethnicity a vacancy may name, and what the law asks of whoever names one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from gangqiao.kernel.words import Say

LIMITS = ("sex_limit", "age_min", "age_max", "ethnicity_limit")


class Fault(NamedTuple):
    """What is wrong with a limit. `field` is the item where it is mended."""

    field: str
    says: Say


@cache
def rules() -> Mapping[str, Any]:
    """The rules as they stand in `limits.yaml`."""
    read: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("limits.yaml").read_text(encoding="utf-8"))
    return read


def without_idle_limits(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values without limits that limit nobody: "from 16" is the law for everyone. A reason for none goes, too."""
    kept = dict(values)
    if kept.get("age_min") == rules()["youngest"]:
        kept["age_min"] = None
    if "limit_reason" in kept and not named(kept):
        kept |= {"limit_reason": "", "limit_note": ""}
    return kept


def named(values: Mapping[str, Any]) -> list[str]:
    """The limits that the values name."""
    return [key for key in LIMITS if values.get(key) not in (None, "")]


def faults(values: Mapping[str, Any]) -> list[Fault]:
    """What stands against the limits; none: they may be published. Unknown reasons never justify anything."""
    return [*impossible(values), *_of_reasons(values)]


def impossible(values: Mapping[str, Any]) -> Iterator[Fault]:
    """Ages that no reason mends."""
    youngest, low, high = rules()["youngest"], values.get("age_min"), values.get("age_max")
    if low is not None and low < youngest:
        yield Fault("age_min", Say("Nobody under %(age)d may be employed. Correct the age.", age=youngest))
    if low is not None and high is not None and low > high:
        yield Fault("age_max", Say("The highest age lies below the lowest. Correct one of them."))
    elif high is not None and high < youngest:
        yield Fault("age_max", Say("Nobody under %(age)d may be employed. Correct the age.", age=youngest))


def _of_reasons(values: Mapping[str, Any]) -> Iterator[Fault]:
    reason, limits = values.get("limit_reason") or "", named(values)
    for key in limits:
        rule = rules()["limits"][key]
        if not reason:
            law = rule["law"]
            yield Fault(
                key,
                Say("The law forbids this limit (%(law)s). Name the legal reason, or leave the limit out.", law=law),
            )
        elif reason not in rule["reasons"]:
            yield Fault(
                key, Say("This reason does not justify this limit (%(law)s). Leave the limit out.", law=rule["law"])
            )
    high = values.get("age_max")
    if reason == "retirement" and high is not None and high < rules()["retirement_from"]:
        lowest = rules()["retirement_from"]
        yield Fault("age_max", Say("Nobody retires before %(age)d. Raise the age, or leave it out.", age=lowest))
    low = values.get("age_min")
    if reason == "minor" and low is not None and low > rules()["grown"]:
        grown = rules()["grown"]
        yield Fault("age_min", Say("Young workers are protected up to %(age)d, no longer. Correct the age.", age=grown))
    if limits and reason in rules()["needs_note"] and not (values.get("limit_note") or "").strip():
        yield Fault("limit_note", Say("Name the rule the limit rests on: its title and article."))
