"""Demand for courses: who at home wishes a trade, who has it already or is in a class, and which posts ask for it.

Within the reader's scope. A wish counts while it holds, and its person is alive, on the register and not at work out
of the county. The same rows give the numbers, the people behind them and the classes that are planned from them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from gangqiao.kernel import clock
from gangqiao.kernel.paths import upper_bound
from gangqiao.matching.features import codes
from gangqiao.matching.features.posts import read_posts
from gangqiao.people.codes import LISTS
from gangqiao.people.models import EmploymentSpell, Intention, Skill
from gangqiao.people.models.dated import NOW
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.places.reads import distance_between, places_of
from gangqiao.training.models import Enrolment
from gangqiao.training.policy import demand as policy
from gangqiao.training.policy.demand import Group
from gangqiao.training.states import FINISHED, ON_THE_LIST

TRADES = tuple(LISTS["trade"])
BIT = {trade: 1 << n for n, trade in enumerate(TRADES)}
NONE_NAMED = "none"  # wishes training and names no trade
ANY = "any"  # wishes something, whatever it is
OPEN, LEAVING, SKILLED, SERVED = "open", "leaving", "skilled", "served"
GROUPS = (OPEN, LEAVING, SKILLED, SERVED)


@dataclass(frozen=True, slots=True)
class Wish:
    """One person's wishes, trades as bits. has: skilled in already; served: in a class of it, or through one."""

    person: int
    village: str
    wants: int
    has: int
    served: int
    leaves: bool

    def stands(self, trade: str, group: str) -> bool:
        """Whether the person is one of a group of a trade."""
        if trade == ANY:
            return self.stands(NONE_NAMED, group) or any(self.stands(one, group) for one in _named(self.wants))
        if trade == NONE_NAMED:
            return self.wants == 0 and (group == OPEN or (group == LEAVING and self.leaves))
        bit = BIT[trade]
        if not self.wants & bit:
            return False
        if group == SERVED:
            return bool(self.served & bit)
        if group == SKILLED:
            return bool(self.has & ~self.served & bit)
        return not (self.has | self.served) & bit and (group == OPEN or self.leaves)


@dataclass(slots=True)
class Demand:
    """What is asked for on a day, by whom and by which posts. seats: open places of vacancies by trade."""

    day: date
    wishes: list[Wish] = field(default_factory=list)
    seats: Counter[str] = field(default_factory=Counter)

    def people(
        self, trade: str, group: str = OPEN, area: str = "", villages: Collection[str] | None = None
    ) -> list[int]:
        """Primary keys of the people of a group, village by village: all, in an area, or in some villages."""
        return [
            one.person
            for one in self.wishes
            if one.village.startswith(area)
            and (villages is None or one.village in villages)
            and one.stands(trade, group)
        ]

    def by_trade(self, group: str = OPEN) -> Counter[str]:
        """How many people of a group there are in each trade; one who wishes several stands under each."""
        found: Counter[str] = Counter()
        for one in self.wishes:
            found.update(_trades_of(one, group))
        return found

    def by_village(self, trade: str) -> Counter[str]:
        """How many people with an open wish for a trade live in each village."""
        return Counter(one.village for one in self.wishes if one.stands(trade, OPEN))

    def by_town(self) -> dict[str, Counter[str]]:
        """Open wishes by township and trade; ANY: how many people in all."""
        found: dict[str, Counter[str]] = {}
        for one in self.wishes:
            trades = _trades_of(one, OPEN)
            found.setdefault(town_of(one.village), Counter()).update([*trades, ANY] if trades else [])
        return found


def _trades_of(one: Wish, group: str) -> list[str]:
    if not one.wants:
        return [NONE_NAMED] if one.stands(NONE_NAMED, group) else []
    return [trade for trade in _named(one.wants) if one.stands(trade, group)]


@cache
def _named(mask: int) -> tuple[str, ...]:
    return tuple(trade for trade, bit in BIT.items() if mask & bit)


def town_of(village: str) -> str:
    """The township of a village."""
    return village[: KEY_LENGTH[Level.TOWNSHIP]]


def village_of(area: str) -> str:
    """The village in which an area lies."""
    return area[: KEY_LENGTH[Level.VILLAGE]]


def demand(area: str = "", day: date | None = None, *, with_posts: bool = True) -> Demand:
    """The demand of the scope, or of an area in it, on a day (today)."""
    on = day or clock.today()
    return Demand(on, list(_wishes(area, on)), seats(on) if with_posts else Counter())


def seats(day: date) -> Counter[str]:
    """Open places of vacancies by trade; one of several trades counts under each."""
    posts = read_posts(day).vacancies
    found: Counter[str] = Counter()
    for mask, capacity in posts.select("trades", "capacity").iter_rows():
        for trade in codes.trades_in(mask):
            found[trade] += capacity
    return found


def _wishes(area: str, day: date) -> Iterator[Wish]:
    numbers = policy.NUMBERS.on(day)
    leaves_until = day + timedelta(days=int(numbers.leaves_within))
    rows = _live(area, day).annotate(courses=Cast("wished_courses", TextField()))
    asked = rows.order_by("area_id", "person_id").values_list("person_id", "area_id", "courses", "planned_departure_on")
    has, served = _skills(area, day), _served(area, day)
    for person, place, courses, leaves in asked:
        yield Wish(
            person, village_of(place), _mask(courses or ""), has.get(person, 0), served.get(person, 0),
            leaves is not None and day <= leaves <= leaves_until,
        )  # fmt: skip


def _live(area: str, day: date) -> QuerySet[Intention]:
    """Wishes for training that hold on a day, of people at home."""
    away = EmploymentSpell.objects.filter(
        NOW, person=OuterRef("person"), ended_on=None, started_on__lte=day,
        area_level__in=list(policy.NUMBERS.on(day).away_levels),
    ).exclude(status="planned")  # fmt: skip
    holds = Q(valid_to=None) | Q(valid_to__gt=day)
    rows = Intention.objects.filter(NOW, holds, training_wish="yes", expires_on__gte=day, **_inside(area))
    return rows.filter(person__life="alive", person__record="live").exclude(Exists(away))


def _inside(area: str) -> dict[str, str]:
    return {"area_id__gte": area, "area_id__lt": upper_bound(area)} if area else {}


def _skills(area: str, day: date) -> dict[int, int]:
    """The trades in which people are skilled, as bits; only of those who have a wish."""
    wish = Intention.objects.filter(NOW, person=OuterRef("person"), training_wish="yes", expires_on__gte=day)
    rows = Skill.objects.filter(NOW, Exists(wish), **_inside(area)).filter(Q(valid_to=None) | Q(valid_to__gt=day))
    found: dict[int, int] = {}
    for person, code, name in rows.order_by().values_list("person_id", "occupation_code", "name"):
        found[person] = found.get(person, 0) | _skilled(code or "", name or "")
    return found


@cache
def _skilled(code: str, name: str) -> int:
    """The trades of a skill as bits. A skill that no trade of the list names fulfils no wish."""
    return sum(BIT[trade] for trade in codes.trades_in(codes.skilled_in(code, name)) if trade != codes.OTHER)


def _served(area: str, day: date) -> dict[int, int]:
    """The trades in which people are in a class, or passed one lately, as bits."""
    since = day - timedelta(days=int(policy.NUMBERS.on(day).served_days))
    rows = Enrolment.objects.filter(status__in=[*ON_THE_LIST, *FINISHED], enrolled_on__gte=since, **_inside(area))
    found: dict[int, int] = {}
    for person, trade in rows.order_by().values_list("person_id", "held__course__trade"):
        found[person] = found.get(person, 0) | BIT[trade]
    return found


@cache
def _mask(text: str) -> int:
    """The trades out of the JSON of the register as bits; 0: none is named."""
    try:
        found = json.loads(text) if text else []
    except ValueError:
        return 0
    return sum({BIT[code] for code in found if code in BIT}) if isinstance(found, list) else 0


# --- classes that could be held ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Proposal:
    """Classes of a trade for people of some villages. many: all of them; classes: of how many each; seats: posts."""

    trade: str
    kind: str
    villages: tuple[str, ...]
    many: int
    classes: tuple[int, ...]
    seats: int


def ways(villages: Iterable[str]) -> Callable[[str, str], float | None]:
    """The way by road between two of these villages; null where one has no place of its own."""
    places = places_of(villages)
    known: dict[tuple[str, str], float | None] = {}

    def km(a: str, b: str) -> float | None:
        pair = (a, b) if a < b else (b, a)
        if pair not in known:
            start, end = places.get(a), places.get(b)
            found = distance_between(start, end) if start and end else None
            known[pair] = found.km if found else None
        return known[pair]

    return km


def proposals(found: Demand, trades: Iterable[str] = TRADES) -> list[Proposal]:
    """Which classes could be held, by the rule of `policy.demand`; those that most people wish first."""
    by_trade = {trade: found.by_village(trade) for trade in trades}
    km = ways({village for villages in by_trade.values() for village in villages})
    rows = [
        one for trade, wishes in by_trade.items() for one in _proposed(trade, wishes, km, found.day, found.seats[trade])
    ]
    return sorted(rows, key=lambda one: (one.kind == policy.CENTRAL, -one.many, one.trade, one.villages))


def _proposed(
    trade: str, wishes: Counter[str], km: Callable[[str, str], float | None], day: date, posts: int
) -> Iterator[Proposal]:
    """Groups of the same villages stand together: the people behind them are the same list."""
    together: dict[tuple[str, tuple[str, ...]], list[Group]] = {}
    for group in policy.gather(wishes, km, town_of, day):
        together.setdefault((group.kind, group.villages), []).append(group)
    for (kind, villages), groups in together.items():
        classes = tuple(one.many for one in groups)
        yield Proposal(trade, kind, villages, sum(classes), classes, posts)
