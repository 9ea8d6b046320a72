"""The codes of the register as the small numbers of the engine."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache

from gangqiao.people.codes import LISTS
from gangqiao.places.levels import AreaLevel
from gangqiao.vacancies.reads.packs_people import trades_of

SEX = {"1": 1, "2": 2}
ETHNICITY = {f"{n:02}": n for n in range(1, 57)}
EDUCATION = {
    "90": 0, "81": 1, "71": 2, "61": 3, "47": 3, "44": 3, "41": 3, "31": 4, "21": 5, "14": 6, "11": 6, "10": 6,
}  # fmt: skip
FITNESS = {"none": 0, "lost": 0, "weak": 1, "ordinary": 2, "skilled": 2}
LIGHT, FULL = 1, 2
MANDARIN = {"no": 0, "some": 1, "yes": 2}
SKILL_LEVEL = {
    "none": 0, "apprentice": 0, "junior": 1, "intermediate": 2, "senior": 3, "technician": 4, "senior_technician": 5,
    "special_technician": 5, "chief_technician": 5,
}  # fmt: skip
LEVELS = {str(level): n for n, level in enumerate(AreaLevel)}
COUNTY, OTHER_PROVINCE, ABROAD = 1, 4, 5
WANTS = {"yes": 1, "later": 1, "no": 2}
# A trade that the register's list does not name is "other". Starting a business is no post.
OTHER = "other"
TRADES = {code: n for n, code in enumerate(code for code in LISTS["trade"] if code != "start_business")}
ALL_TRADES = (1 << len(TRADES)) - 1
TRADE_OF_BIT = {n: code for code, n in TRADES.items()}
CONDITIONS = {code: n for n, code in enumerate(LISTS["work_condition"])}


def levels_up_to(level: int) -> int:
    """The mask of every level up to this one."""
    return (1 << (level + 1)) - 1


def trades_mask(codes: Iterable[str]) -> int:
    """The trades of some codes as bits; unknown codes are left out."""
    return sum({1 << TRADES[code] for code in codes if code in TRADES})


def trades_in(mask: int) -> list[str]:
    """The codes of the trades of a mask, in the order of the register's list."""
    return [code for code, n in TRADES.items() if mask >> n & 1]


@cache
def wished_trades(text: str) -> int | None:
    """The wished trades out of the JSON of the register; null when none was named."""
    return trades_mask(_listed(text)) or None


@cache
def skilled_in(code: str, name: str) -> int:
    """The trades of a skill; one of no trade of the list is "other"."""
    if not code and not name:
        return 0
    return trades_mask(trades_of(code, name)) or 1 << TRADES[OTHER]


@cache
def conditions(text: str) -> int | None:
    """The conditions out of the JSON of the register as bits of CONDITIONS; null when nobody asked."""
    return sum({1 << CONDITIONS[code] for code in _listed(text) if code in CONDITIONS}) or None


@cache
def cares_for_family(text: str) -> int:
    """1 when the reasons for not working away name the family."""
    return int("family" in _listed(text))


def _listed(text: str) -> list[str]:
    try:
        found = json.loads(text) if text else []
    except ValueError:
        return []
    return found if isinstance(found, list) else []
