"""The shares a synthetic county is made with, from `profiles/<plan>.yaml`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say

FOLDER = Path(__file__).parent


class UnknownProfile(Refusal):
    """No shares are known for the plan."""


@dataclass(frozen=True)
class Profile:
    """The figures of one plan preset. `scale` 1.0 is the whole county."""

    name: str
    figures: dict[str, Any]
    scale: float

    def __getitem__(self, key: str) -> Any:
        return self.figures[key]

    @property
    def today(self) -> dt.date:
        """The day the demonstration stands on."""
        day: dt.date = self.figures["today"]
        return day

    @property
    def first_day(self) -> dt.date:
        """The first day the county can be shown on: from the next one on it is led on day by day."""
        day: dt.date = self.figures["first_day"]
        return day

    @property
    def shown_on(self) -> dt.date:
        """The day up to which a county is loaded when nobody names one."""
        day: dt.date = self.figures["shown_on"]
        return day

    @property
    def last_day(self) -> dt.date:
        day: dt.date = self.figures["last_day"]
        return day

    def count(self, whole: float) -> int:
        """A number of the whole county at this scale."""
        return max(0, round(whole * self.scale))


class DayOutsidePlan(Refusal):
    """The county is not known on the day."""


def check_day(profile: Profile, day: dt.date) -> dt.date:
    """The day, if the synthetic county reaches to it. Raises DayOutsidePlan."""
    if not profile.first_day <= day <= profile.last_day:
        raise DayOutsidePlan(
            Say(
                "The synthetic county reaches from %(first)s to %(last)s, and %(day)s lies outside. "
                "Choose a day between.",
                first=profile.first_day,
                last=profile.last_day,
                day=day,
            )
        )
    return day


def known_plans() -> list[str]:
    """Names of the presets there are shares for."""
    return sorted(path.stem for path in (FOLDER / "profiles").glob("*.yaml"))


def load_profile(plan: str, scale: float) -> Profile:
    """The profile of a plan preset. Raises UnknownProfile."""
    if plan not in known_plans():
        raise UnknownProfile(
            Say(
                "There is no synthetic county for the plan “%(plan)s”. Choose one of: %(known)s.",
                plan=plan,
                known=", ".join(known_plans()),
            )
        )
    return Profile(plan, read_yaml(f"profiles/{plan}.yaml"), scale)


def words() -> dict[str, Any]:
    """The words of the synthetic county."""
    return read_yaml("data/words.yaml")


@cache
def read_yaml(name: str) -> dict[str, Any]:
    """A YAML file of this app."""
    content: dict[str, Any] = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return content
