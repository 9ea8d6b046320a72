"""Claims of a demonstration at every desk, published, objected to, paid, returned and recovered. All made up.

On 16 March 2020 the notice of 28 March is not in force: there is no reward for work elsewhere and no special post. Two
rules of the book give something: the transport subsidy of the plan, whose sum stands in no document, and the insurance
subsidy, which an employer asks for. Both numbers are confirmed here by a made-up document; else nothing would be paid.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction
from django.utils import translation

from gangqiao.accounts.models import User
from gangqiao.accounts.reads import actor_of
from gangqiao.audit import gathering
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.kernel.scope import scope_of
from gangqiao.places.reads import county_path
from gangqiao.subsidies.models import Claim

WORDS: Any = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
NAMES = ("office", "funds", "hq", "finance", "xinshao", "xinshao-leader", "hongxi")


@dataclass(frozen=True, slots=True)
class Desk:
    """Who works at the desks: by the name of the account. towns: by path of the township, (clerk, who checks)."""

    office: Actor
    funds: Actor
    leader: Actor
    finance: Actor
    towns: dict[str, tuple[Actor, Actor]]

    def town(self, area: str) -> tuple[Actor, Actor] | None:
        """The clerk of an area's township, and who checks there; null where the demonstration has none."""
        return next((pair for path, pair in self.towns.items() if area.startswith(path)), None)


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: claims, and by state how many."""

    claims: int
    states: dict[str, int]


def make_claims(seed: int) -> Made:
    """Lead claims into every state; nothing outside a demonstration, without its accounts, or when there are some."""
    from gangqiao.subsidies import demonstration_claims, demonstration_money

    desk, rng = desk_of(), random.Random(seed)
    with translation.override(settings.LANGUAGE_CODE), scope_of([county_path()]):
        if not settings.DEMO or desk is None or Claim.objects.exists():
            return Made(0, {})
        employers = demonstration_claims.employers_of()
        demonstration_money.prepare(desk, employers)
        led = demonstration_claims.lead(desk, rng, employers)
        demonstration_money.pay(desk, led)
        many = Counter(Claim.objects.values_list("status", flat=True))
        return Made(sum(many.values()), dict(sorted(many.items())))


def desk_of() -> Desk | None:
    """The desks of the demonstration; null where its accounts are not there."""
    found = {one.username: actor_of(one) for one in User.objects.filter(username__in=NAMES)}
    if set(NAMES) - set(found):
        return None
    towns = {}
    for name, checker in (("xinshao", "xinshao-leader"), ("hongxi", "office")):
        towns |= dict.fromkeys(found[name].areas("subsidies.check_township"), (found[name], found[checker]))
    return Desk(found["office"], found["funds"], found["hq"], found["finance"], towns)


@contextmanager
def on_day(days: int, actor: Actor, hour: int = 10) -> Iterator[date]:
    """It is a day so many days from today, never later than now, and somebody works in the own scope."""
    day = clock.today() + timedelta(days=days)
    with clock.frozen_at(min(datetime.combine(day, time(hour), clock.TZ), clock.now())), scope_of(actor):
        yield day


def tried(days: int, actor: Actor, act: Callable[[], Any]) -> Any:
    """One act of its own on a day; null for what a rule has something against."""
    with on_day(days, actor):
        try:
            with transaction.atomic(), gathering.together():
                return act()
        except (Refusal, Refusals):
            return None
