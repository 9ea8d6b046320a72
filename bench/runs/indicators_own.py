"""Our own stages of `bench/indicators.py` that ask the ledger, or more than one day."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bench.runs.indicators import DAY_ASKED, PRESET, SET, TABLES, digest, folder, month_ends, setup, timed

Work = Callable[[], dict[str, Any]]


def columns(options: argparse.Namespace) -> Work:
    """Reads the county out of the database, and leaves it on disk as the first part."""
    setup()
    from gangqiao.indicators.columns import pull

    def work() -> dict[str, Any]:
        found = pull()
        place = folder(options, 0)
        place.mkdir(parents=True, exist_ok=True)
        for name in TABLES:
            getattr(found, name).write_parquet(place / f"{name}.parquet")
        workers = found.spells["person_id"].n_unique()
        said = f"the county read and written as columns: {found.persons.height:,} persons, {workers:,} with work"
        return {"what": said, "persons": found.persons.height, "workers": workers, "spells": found.spells.height}

    return work


def change(options: argparse.Namespace) -> Work:
    """Everything is forgotten but the compiled definitions, as after a change that names nobody."""
    setup()
    from gangqiao.audit.reads import head
    from gangqiao.indicators import store
    from gangqiao.indicators.columns import pull, pull_persons
    from gangqiao.people.models import Person
    from gangqiao.places.reads import county

    first = timed(lambda: {"sums": store.fact_on(DAY_ASKED).sums_of(county().key)})

    def work() -> dict[str, Any]:
        fact = store.make_fact(pull(), DAY_ASKED, head())
        again = timed(lambda: {"sums": fact.sums_of(county().key)})
        said = f"the whole county read again, {len(fact.sums.keys)} measures of {len(fact.sums.areas):,} areas"
        return {"what": said, "first_of_process_cpu_s": first["cpu_s"], "again_cpu_s": again["cpu_s"], **named(fact)}

    def named(fact: Any) -> dict[str, float]:
        from gangqiao.kernel.scope import everywhere

        with everywhere(reason="bench"):
            one = Person.objects.order_by("pk").values_list("uuid", flat=True)[1000]

        def taken_up() -> dict[str, Any]:
            rows, ids = pull_persons([one])
            fact.changed(ids, store._rows(rows, DAY_ASKED, PRESET), fact.version)
            return {}

        return {"one_person_changed_cpu_s": timed(taken_up)["cpu_s"]}

    return work


def as_known(options: argparse.Namespace) -> Work:
    """As of a day as known five days later: in the stored history of the county, and what a snapshot of it costs."""
    setup()
    import polars as pl

    from gangqiao.indicators import as_known as rooms
    from gangqiao.indicators.snapshots.taking import make
    from gangqiao.kernel.scope import everywhere
    from gangqiao.people.models import EmploymentSpell
    from gangqiao.places.reads import county

    cut = rooms.cut_of(DAY_ASKED + timedelta(days=5))
    pulled = timed(lambda: {"rows": rooms.pull_as_known(DAY_ASKED, cut).tables["spells"].height})

    def take() -> dict[str, Any]:
        return {"bytes": sum(map(len, make(county().key, DAY_ASKED, cut).contents.values()))}

    taken = timed(take)
    with everywhere(reason="bench"):
        spells = EmploymentSpell.objects.values_list(
            "person_id", "started_on", "ended_on", "recorded_from", "recorded_to"
        )
        kinds = {"person_id": pl.Int64, "started_on": pl.Date, "ended_on": pl.Date}
        instants = dict.fromkeys(("recorded_from", "recorded_to"), pl.Datetime("us", "UTC"))
        history = pl.DataFrame(list(spells), schema=kinds | instants, orient="row")

    def work() -> dict[str, Any]:
        known = (pl.col("recorded_from") < cut) & (pl.col("recorded_to").is_null() | (pl.col("recorded_to") >= cut))
        runs = (pl.col("started_on") <= DAY_ASKED) & (pl.col("ended_on").is_null() | (pl.col("ended_on") >= DAY_ASKED))
        persons = history.filter(known & runs)["person_id"].n_unique()
        said = f"one question to {history.height:,} spells with both times, in columns: {persons:,} in work"
        said += f"; the whole county as known, with everything undone {pulled['cpu_s']:.2f} CPU s"
        said += f"; a snapshot of it with three presets {taken['cpu_s']:.2f} CPU s, {taken['bytes'] / 2**20:.1f} MB"
        return {"what": said, "pull_as_known": pulled, "snapshot_taken": taken}

    return work


def board(options: argparse.Namespace) -> Work:
    """The lights of the county and its townships in a process that has counted nothing yet, and one night's keeping."""
    setup()
    from gangqiao.indicators.store import fact_on
    from gangqiao.places.models import Division
    from gangqiao.places.reads import county
    from gangqiao.warnings.reads import history
    from gangqiao.warnings.reads.standings import Outlook, standings

    keys = [county().key, *Division.objects.filter(parent=county()).values_list("key", flat=True)]
    ready = timed(lambda: {"sums": fact_on(DAY_ASKED).sums_of(keys[0])})

    def work() -> dict[str, Any]:
        found = standings(DAY_ASKED, keys)
        again = timed(lambda: {"n": len(standings(DAY_ASKED, keys))})
        history.forget()
        night = timed(lambda: {"n": len(standings(DAY_ASKED, keys, Outlook(until=DAY_ASKED)))})
        said = f"lights of {len(keys)} areas and {len(found[keys[0]])} targets: cold, without the fact itself"
        said += f" ({ready['cpu_s']:.2f}); again {again['cpu_s']:.2f}; counted anew for a night {night['cpu_s']:.2f}"
        return {"what": said, "fact": ready, "again": again, "night": night}

    def alone() -> dict[str, Any]:
        whole = timed(work)
        own = whole["cpu_s"] - whole["again"]["cpu_s"] - whole["night"]["cpu_s"]
        return {**whole, "cold_cpu_s": round(own, 3)}

    def told() -> dict[str, Any]:
        found = alone()
        return {k: v for k, v in found.items() if k not in ("cpu_s", "clock_s")}

    return told


def months(options: argparse.Namespace) -> Work:
    """The set at the ends of the months, for every area, in one pass; and all measures, a fact for each month."""
    setup()
    import polars as pl

    from gangqiao.indicators import store
    from gangqiao.indicators.columns import Columns
    from gangqiao.indicators.series import steps_by_place

    held = Columns(**{name: pl.read_parquet(folder(options, 0) / f"{name}.parquet") for name in TABLES})
    days = month_ends(options.months)
    first = timed(lambda: {"n": steps_by_place(held.arrow(), SET, days, PRESET).height})
    store.make_fact(held, days[0], 0)  # compiled

    def work() -> dict[str, Any]:
        stood = steps_by_place(held.arrow(), SET, days, PRESET).sort("day")
        sums = {
            f"{day} {row['area_id']}": row
            for day in days
            for row in stood.filter(pl.col("day") <= day).group_by("area_id").agg(pl.col(SET).sum()).to_dicts()
        }
        return {"sums": digest(sums, SET)}

    def all_measures() -> dict[str, Any]:
        return {"facts": [len(store.make_fact(held, day, 0).sums.areas) for day in days]}

    def both() -> dict[str, Any]:
        one, every = timed(work), timed(all_measures)
        said = f"{len(SET)} measures x all areas x {len(days)} months in one pass {one['cpu_s']:.2f} CPU s"
        said += f" (first time {first['cpu_s']:.2f}); all measures, a fact for each month {every['cpu_s']:.2f} CPU s"
        return {"what": said, "sums": one["sums"], "one_pass": one, "facts": every}

    return both


STAGES: dict[str, Callable[[argparse.Namespace], Any]] = {
    "columns": columns,
    "change": change,
    "as_known": as_known,
    "board": board,
    "months": months,
}
