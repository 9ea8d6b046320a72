"""The demand for courses in words: the picture, the tables of trades and townships, classes that could be held."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gangqiao.kernel.charts import Chart
from gangqiao.matching.pictures_drawing import Pair, pairs
from gangqiao.places.reads import county_path
from gangqiao.training.policy import demand as policy
from gangqiao.training.reads import demand as reads
from gangqiao.training.reads.demand import ANY, LEAVING, NONE_NAMED, OPEN, SERVED, SKILLED, Demand, Proposal
from gangqiao.training.showing import words

HOW = "#how"
SHOWN = 30
TRADES_OF_TABLE = 6
JOIN = "."


def trade_words(trade: str) -> str:
    """A trade, or that none was named."""
    if trade == NONE_NAMED:
        return pgettext("training", "no trade named")
    return pgettext("training", "any trade") if trade == ANY else words.trade_words(trade)


def group_words() -> dict[str, str]:
    """What a list behind a number is called."""
    return {
        OPEN: _("wish to learn"),
        LEAVING: _("wish to learn, and plan to leave soon"),
        SKILLED: _("wish to learn, and have the skill already"),
        SERVED: _("wish to learn, and are in a class or passed one"),
    }


def people_href(trade: str, group: str = OPEN, area: str = "", villages: Iterable[str] = ()) -> str:
    """The list behind a number. Villages are named by what their path has beyond the county's."""
    home = county_path()
    asked = {"trade": trade, "group": group if group != OPEN else "", "area": area}
    asked["villages"] = JOIN.join(one.removeprefix(home) for one in villages)
    return f"{reverse('training:demand_people')}?{urlencode({key: value for key, value in asked.items() if value})}"


def villages_in(text: str) -> set[str] | None:
    """The villages that an address names; null: none."""
    return {county_path() + one for one in text.split(JOIN)} if text else None


@dataclass(frozen=True, slots=True)
class Number:
    """A number of people with the list behind it."""

    many: int
    href: str


@dataclass(frozen=True, slots=True)
class TradeRow:
    """One trade: who wishes it, and how many posts ask for it."""

    trade: str
    words: str
    numbers: tuple[Number, ...]
    seats: int


@dataclass(frozen=True, slots=True)
class ClassRow:
    """Classes that could be held. where: villages in words; sentence: all of it in one."""

    trade: str
    form: str
    where: str
    people: Number
    classes: str
    seats: int


def chart(found: Demand, area: str) -> Chart:
    """People who wish a trade beside the posts that ask for it."""
    by_trade = found.by_trade()
    rows = [
        Pair(
            trade_words(trade),
            by_trade[trade],
            found.seats[trade],
            people_href(trade, area=area) if by_trade[trade] else "",
            _seats(trade),
        )
        for trade in (*reads.TRADES, NONE_NAMED)
    ]
    return pairs(_("Wishes and posts by trade"), rows, head=_("Trade"), how=HOW, wish=_("People who wish to learn it"))


def _seats(trade: str) -> str:
    return f"{reverse('training:demand_posts')}?{urlencode({'trade': trade})}"


def trade_rows(found: Demand, area: str) -> list[TradeRow]:
    """Each trade with its groups of people, those that most people wish first."""
    counts = {group: found.by_trade(group) for group in reads.GROUPS}
    order = sorted((*reads.TRADES, NONE_NAMED), key=lambda one: (-counts[OPEN][one], -found.seats[one], one))
    return [
        TradeRow(
            trade, trade_words(trade),
            tuple(Number(counts[group][trade], people_href(trade, group, area)) for group in reads.GROUPS),
            found.seats[trade],
        )
        for trade in order
        if found.seats[trade] or any(counts[group][trade] for group in reads.GROUPS)
    ]  # fmt: skip


def town_table(found: Demand) -> tuple[list[str], list[tuple[str, list[Number]]]]:
    """Townships by the trades that most people wish: heads, and rows with the number of people in all first."""
    towns, by_trade = found.by_town(), found.by_trade()
    trades = [trade for trade, _many in by_trade.most_common() if trade != NONE_NAMED][:TRADES_OF_TABLE]
    names = words.short_places(towns)
    rows = [
        (
            names.get(town, _("not known")),
            [Number(counts[trade], people_href(trade, area=town)) for trade in (ANY, *trades)],
        )
        for town, counts in sorted(towns.items(), key=lambda one: (-one[1][ANY], one[0]))
        if counts[ANY]
    ]
    return [_("People in all"), *(trade_words(trade) for trade in trades)], rows


def class_rows(found: Iterable[Proposal]) -> list[ClassRow]:
    """Classes that could be held, as rows."""
    listed = list(found)
    names = words.short_places({village for one in listed for village in one.villages})
    return [
        ClassRow(
            trade_words(one.trade), kind_words(one.kind), _where(one, names),
            Number(one.many, people_href(one.trade, villages=one.villages)), _classes(one), one.seats,
        )
        for one in listed
    ]  # fmt: skip


def kind_words(kind: str) -> str:
    """Where people of a group would learn."""
    return {
        policy.AT_THE_DOOR: _("taught in the village"),
        policy.IN_TOWN: _("at the seat of the township"),
        policy.CENTRAL: _("at the seat of the county"),
    }[kind]


def _where(one: Proposal, names: dict[str, str]) -> str:
    return words.village_words(one.villages, names)


def _classes(one: Proposal) -> str:
    many = len(one.classes)
    return ngettext("%(n)d class", "%(n)d classes", many) % {"n": many}


def rule_numbers(day: Any) -> dict[str, Any]:
    """The numbers of the rule, for the sentence that tells it."""
    on = policy.NUMBERS.on(day)
    return {key: getattr(on, key) for key in ("class_least", "class_most", "gather_km", "leaves_within", "served_days")}
