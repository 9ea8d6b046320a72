"""Seeded random histories, and the fact of a person worked out in plain Python, day by day where that is clearest."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from gangqiao.engine.facts import AGE_BANDS, spring_festivals
from gangqiao.engine.parameters import Rules
from gangqiao.engine.tests.histories import GROUPS, is_worker

Row = dict[str, Any]
LEVELS = ("own_township", "other_township", "other_county", "other_prefecture", "other_province", "abroad", None)
KINDS = (
    "registered_poor",
    "out_of_poverty",
    "monitored_sudden",
    "relocated",
    "low_income",
    "hard_to_employ",
    "veteran",
)
FIRST, LAST = date(2018, 6, 1), date(2020, 12, 31)
KINDS_OF = {
    "is_poor": "poor_categories",
    "is_relocated": "relocated_categories",
    "is_out_of_poverty": "out_of_poverty_categories",
    "is_monitored": "monitored_categories",
    "is_low_income": "low_income_categories",
    "is_hard_to_employ": "hard_to_employ_categories",
}


def random_history(rng: random.Random, persons: int) -> list[Any]:
    """People with spells, categories and wishes; edges of years and months are met often, unknown values, too."""
    return [
        (
            _person(rng),
            [_spell(rng) for _ in range(rng.choice((0, 1, 1, 2, 3)))],
            [_dated(rng) | {"kind": rng.choice(KINDS)} for _ in range(rng.choice((0, 0, 1, 2)))],
            [_wish(rng) for _ in range(rng.choice((0, 1, 1)))],
        )
        for _ in range(persons)
    ]


def _day(rng: random.Random) -> date:
    if rng.random() < 0.2:
        return date(rng.choice((2018, 2019, 2020)), *rng.choice(((1, 1), (3, 16), (12, 31), (2, 28))))
    return FIRST + timedelta(days=rng.randrange((LAST - FIRST).days + 60))


def _or_none(rng: random.Random, value: Any, share: float = 0.1) -> Any:
    return None if rng.random() < share else value


def _person(rng: random.Random) -> Row:
    return {
        "area_id": rng.choice(GROUPS),
        "household_id": rng.randint(1, 3),
        "sex": rng.choice(("1", "2", "1", "2", None)),
        "birth_date": _or_none(rng, date(rng.randint(1940, 2012), rng.choice((2, 3, 12)), rng.randint(1, 28)), 0.05),
        "hukou_kind": rng.choice(("agricultural",) * 6 + ("resident", None)),
        "population_category": rng.choice(("03",) * 6 + ("07", "01", None)),
        "labour_capacity": rng.choice(("skilled", "ordinary", "weak", "ordinary", "lost", None)),
        "life": rng.choice(("alive",) * 8 + ("dead",)),
        "record": rng.choice(("live",) * 8 + ("merged",)),
        "confirmed_on": _or_none(rng, _day(rng)),
        "is_complete": _or_none(rng, rng.random() < 0.7),
    }


def _spell(rng: random.Random) -> Row:
    started = _or_none(rng, _day(rng), 0.04)
    ended = rng.random() < 0.6 and started and started + timedelta(days=rng.choice((0, 20, 29, 30, 31, 90, 200, 400)))
    status = "ended" if ended else rng.choice(("planned", "departed", "working", "verified"))
    return {
        "status": status,
        "started_on": started,
        "ended_on": ended or None,
        "is_full_time": _or_none(rng, rng.random() < 0.9),
        "is_farm_work": rng.choice((False,) * 6 + (True, None)),
        "area_level": rng.choice(LEVELS),
        "province": rng.choice(("001001", "001002", None)),
        "mode": rng.choice(("self", "kin", "broker", "government", None)),
        "sector": rng.choice(("C", "F", None)),
        "organised": rng.choice(("yes", "no", "unknown", None)),
        "evidence": rng.choice(("A", "B", "C", "D", "E", None)),
        "monthly_income": _or_none(rng, rng.randrange(1_000_00, 9_000_00, 100_00)),
        "is_complete": _or_none(rng, rng.random() < 0.7),
    }


def _dated(rng: random.Random) -> Row:
    begins = _day(rng)
    return {"valid_from": begins, "valid_to": _or_none(rng, begins + timedelta(days=rng.randrange(400)), 0.5)}


def _wish(rng: random.Random) -> Row:
    return _dated(rng) | {
        "expires_on": _or_none(rng, _day(rng), 0.3),
        "wants_work": rng.choice(("yes", "yes", "later", "no", None)),
        "planned_departure_on": _or_none(rng, _day(rng), 0.4),
    }


def row_by_hand(number: int, first_spell: int, history: Any, day: date, rules: Rules) -> Row:
    """The row of FACT of one person. `first_spell` is the number of the person's first spell."""
    person, spells, categories, wishes = history
    spells = [s | {"spell_id": first_spell + n} for n, s in enumerate(spells)]
    held = {c["kind"] for c in categories if _holds(c, day)}
    wished = [w for w in wishes if _holds(w, day) and (w["expires_on"] is None or w["expires_on"] >= day)]
    base = set(rules.base_categories)
    rural = is_worker(person, day, rules) and ("all" in base or bool(held & base))
    plans = any(s["status"] == "planned" and s["started_on"] and s["started_on"] >= day for s in spells)
    plans |= any(w["planned_departure_on"] and w["planned_departure_on"] >= day for w in wished)
    age = _age(person, day)
    work = _work(spells, day, rules)
    runs = rural and work.pop("runs")
    transferred = rural and work.pop("worked")
    return {
        "person_id": number,
        **{key: person[key] for key in ("area_id", "household_id", "sex", "confirmed_on")},
        "age": age,
        "age_band": next((b for b, (low, high) in AGE_BANDS.items() if age is not None and low <= age <= high), None),
        "is_registered": person["life"] == "alive" and person["record"] == "live",
        "is_rural_worker": rural,
        **{column: bool(held & set(getattr(rules, key))) for column, key in KINDS_OF.items()},
        "transferred_ytd": transferred,
        "new_transferred": transferred and not work.pop("worked_before"),
        "new_ever": transferred and not work.pop("worked_ever_before"),
        "new_same_period": transferred and not work.pop("worked_same_period"),
        "in_work_now": runs,
        "in_work_before": rural and work.pop("in_work_before"),
        "returned_not_working": rural and work.pop("is_back"),
        "wants_work": any(w["wants_work"] == "yes" for w in wished),
        "planned_out": rural and not runs and plans,
        **{f"retained_{n}": work.pop(f"retained_{n}") if rural else None for n in (30, 90, 180)},
        "had_post": rural and work.pop("had_post"),
        "departed_since_festival": rural and work.pop("departed_since_festival"),
        "has_overlap": _overlaps(spells, day, rules),
        "is_complete": bool(person["is_complete"]),
        "is_fresh": person["confirmed_on"] is not None
        and day - timedelta(days=rules.fresh_days) <= person["confirmed_on"] <= day,
        **{key: value for key, value in work.items() if key in _OF_WORK},
    }


_OF_WORK = frozenset(
    {"spells_ytd", "departures_ytd", "days_ytd", "spells_complete", "started_on", "started_month", "organised"}
    | {"evidence", "level", "mode", "sector", "province", "income_monthly"}
)


def _holds(row: Row, day: date) -> bool:
    return row["valid_from"] <= day and (row["valid_to"] is None or day < row["valid_to"])


def _age(person: Row, day: date) -> int | None:
    born = person["birth_date"]
    return born and day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _works(spell: Row, day: date) -> bool:
    return spell["started_on"] <= day and (spell["ended_on"] is None or day <= spell["ended_on"])


def _days(spell: Row, first: date, last: date) -> int:
    begins, ends = max(spell["started_on"], first), min(spell["ended_on"] or last, last)
    return max((ends - begins).days + 1, 0)


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _work(spells: list[Row], day: date, rules: Rules) -> Row:
    counted = [
        s
        for s in spells
        if s["status"] in rules.counted_statuses
        and s["is_farm_work"] is False
        and s["started_on"]
        and s["started_on"] <= day
        and ("all" in rules.counted_levels or s["area_level"] in rules.counted_levels)
    ]
    start = date(day.year, 1, 1) if rules.period == "calendar_year" else _year_before(day) + timedelta(days=1)

    def long_enough(first: date, last: date) -> bool:
        local = sum(_days(s, first, last) for s in counted if s["area_level"] == "own_township")
        away = sum(_days(s, first, last) for s in counted if s["area_level"] != "own_township")
        return away >= rules.min_days_away or local >= rules.min_days_local

    period = [s for s in counted if s["ended_on"] is None or s["ended_on"] >= start]
    departures = sorted(s["started_on"] for s in counted if s["started_on"] >= start)
    first = departures[0] if departures else None
    main: Row = max(period, key=lambda s: (s["started_on"], s["spell_id"]), default={})
    running = any(_works(s, day) for s in counted)
    festival = spring_festivals()[day.year]
    looked = festival - timedelta(days=rules.days_before_festival)
    last_end = max((s["ended_on"] for s in counted if s["ended_on"]), default=None)
    return {
        "runs": running,
        "worked": long_enough(start, day),
        "in_work_before": any(_works(s, start - timedelta(days=1)) for s in counted),
        "worked_before": long_enough(_year_before(start), start - timedelta(days=1)),
        "worked_same_period": long_enough(_year_before(start), _year_before(day)),
        "worked_ever_before": any(s["started_on"] < start for s in counted),
        "is_back": not running and last_end is not None and (day - last_end).days >= rules.returned_days,
        **{f"retained_{n}": _retained(counted, first, n, day) for n in (30, 90, 180)},
        "had_post": day >= festival and any(_works(s, looked) for s in counted),
        "departed_since_festival": day >= festival and any(s["started_on"] >= festival for s in counted),
        "spells_ytd": len(period),
        "departures_ytd": len(departures),
        "days_ytd": sum(_days(s, start, day) for s in counted),
        "spells_complete": sum(bool(s["is_complete"]) for s in period),
        "started_on": first,
        "started_month": first and f"{first.month:02}",
        "organised": any(s["organised"] == "yes" or s["mode"] in rules.organised_modes for s in period),
        "evidence": min((s["evidence"] for s in period if s["evidence"]), default=None),
        "level": main.get("area_level"),
        **{key: main.get(key) for key in ("mode", "sector", "province")},
        "income_monthly": main.get("monthly_income"),
    }


def _retained(counted: list[Row], first: date | None, days: int, day: date) -> bool | None:
    if first is None or (day - first).days < days:
        return None
    return any(_works(s, first + timedelta(days=days)) for s in counted)


def _overlaps(spells: list[Row], day: date, rules: Rules) -> bool:
    whole = [
        s
        for s in spells
        if s["status"] in rules.counted_statuses and s["is_full_time"] and s["started_on"] and s["started_on"] <= day
    ]
    return any(_works(a, b["started_on"]) for n, a in enumerate(whole) for m, b in enumerate(whole) if n != m)
