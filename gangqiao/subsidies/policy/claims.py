"""The way of a claim: which desks it passes, who is next, by when, and how many sign. No Django."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from gangqiao.assistance.policy import posts as working
from gangqiao.kernel.policy import Parameters

NUMBERS = Parameters.from_yaml(Path(__file__).with_name("claims.yaml"))
ROUTES = ("person", "village", "unit", "post", "class")

# The desks, each with the verb that leaves it behind, and whose desk it is.
VERBS = {
    "village_check": "subsidies.check_village",
    "village_publicity": "subsidies.publish_village",
    "township_check": "subsidies.check_township",
    "city_check": "subsidies.check_city",
    "city_publicity": "subsidies.publish_city",
    "approve": "subsidies.approve",
}
OWNERS = {
    "village_check": "village", "village_publicity": "village", "township_check": "township", "city_check": "city",
    "city_publicity": "city", "approve": "headquarters", "pay": "city",
}  # fmt: skip
# The desk a claim has left when it is in a state.
_BEHIND = {
    "submitted": "", "village_checked": "village_check", "village_publicity": "village_publicity",
    "township_checked": "township_check", "city_checked": "city_check", "city_publicity": "city_publicity",
}  # fmt: skip


def route_for(source: str) -> str:
    """The key of the way of what made a claim (code list `claim_source`)."""
    ways = {"village": "village", "employer": "unit", "provider": "unit", "post": "post", "class": "class"}
    return ways.get(source, "person")


def desks(route: str, day: date) -> tuple[str, ...]:
    """The desks of a way as they stood on a day. KeyError for a way nobody knows."""
    if route not in ROUTES:
        raise KeyError(route)
    return tuple(getattr(NUMBERS.on(day), f"route_{route}"))


def next_desk(route: str, status: str, day: date) -> str:
    """The desk a claim in a state waits at; "pay" when it is approved, "" when it waits for nobody."""
    if status == "approved":
        return "pay"
    if status not in _BEHIND:
        return ""
    way, behind = desks(route, day), _BEHIND[status]
    return way[way.index(behind) + 1] if behind in way else way[0]


def needs_two(amount: int, day: date) -> bool:
    """True when two people sign the approval. amount: in fen."""
    return amount >= int(NUMBERS.on(day).two_from)


def due_on(desk: str, since: date) -> date | None:
    """The day by which a desk acts on what reached it; null for no desk. Working days, as publicity counts them."""
    if not desk:
        return None
    numbers = NUMBERS.on(since)
    return add_working_days(since, int(numbers.pay_days if desk == "pay" else numbers.desk_days))


def add_working_days(day: date, many: int) -> date:
    """The day so many working days after a day."""
    while many > 0:
        day += timedelta(days=1)
        many -= working.is_working(day)
    return day


def publicity_until(first: date, many: int) -> date:
    """The last day of a publicity of so many working days; the first day counts when it is one."""
    return add_working_days(first, many - 1 if working.is_working(first) else many)
