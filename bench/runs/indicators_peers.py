"""The peers of `bench/indicators.py`: the representative set by pandas and by Django's ORM, plainly written."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from bench.runs.indicators import DAY_ASKED, SET, TABLES, digest, files, month_ends

Work = Callable[[], dict[str, Any]]


def pandas(options: argparse.Namespace) -> Work:
    """The set by area from columns on disk."""
    import pandas as pd

    pd.read_parquet(files(options, "categories")[0])  # loads what reading needs

    def work() -> dict[str, Any]:
        frames = _read(pd, options)
        sums = _counted(pd, frames, DAY_ASKED)
        said = f"{len(SET)} measures of {len(sums):,} areas by pandas from columns on disk, {options.many} parts"
        return {"what": said, "sums": digest(sums, SET)}

    return work


def pandas_snapshot(options: argparse.Namespace) -> Work:
    """All measures by area from the same snapshots."""
    import pandas as pd

    pd.read_parquet(files(options, "categories")[0])

    def work() -> dict[str, Any]:
        frames = [pd.read_parquet(file) for file in files(options, "people")]
        people = pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0]
        keys = [name for name in people.columns if name.startswith("counts_")]
        found = people.groupby("area_id", observed=True)[keys].sum()
        return {"what": f"{len(keys)} measures of {len(found):,} areas by pandas from {options.many} snapshots"}

    return work


def months_pandas(options: argparse.Namespace) -> Work:
    """The set by area at the ends of the months."""
    import pandas as pd

    frames = _read(pd, options)

    def work() -> dict[str, Any]:
        sums = {
            f"{day} {area}": counts
            for day in month_ends(options.months)
            for area, counts in _counted(pd, frames, day).items()
        }
        return {
            "what": f"{len(SET)} measures x all areas x {options.months} months by pandas",
            "sums": digest(sums, SET),
        }

    return work


def _read(pd: Any, options: argparse.Namespace) -> dict[str, Any]:
    read = {name: [pd.read_parquet(file) for file in files(options, name)] for name in TABLES}
    frames = {name: pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0] for name, parts in read.items()}
    dates = {"persons": ["birth_date"], "spells": ["started_on", "ended_on"], "categories": ["valid_from", "valid_to"]}
    for name, columns in dates.items():
        for column in columns:
            frames[name][column] = pd.to_datetime(frames[name][column])
    return frames


def _counted(pd: Any, frames: dict[str, Any], day: date) -> dict[str, dict[str, int]]:
    rules, at = _rules(day), pd.Timestamp(day)
    people = frames["persons"]
    start = pd.Timestamp(day.replace(month=1, day=1))
    before, ended_before = start - pd.DateOffset(years=1), start - pd.Timedelta(days=1)
    birth = people.birth_date
    age = day.year - birth.dt.year - ((birth.dt.month * 100 + birth.dt.day) > day.month * 100 + day.day)
    oldest = people.sex.astype("string").map({"1": rules.working_age_to_men, "2": rules.working_age_to_women})
    worker = (
        people.hukou_kind.isin(rules.hukou_kinds)
        & (age >= rules.working_age_from)
        & (age <= oldest.astype("float64"))
        & people.labour_capacity.isin(rules.labour_capacities)
        & people.population_category.isin(rules.population_categories)
        & (people.life == "alive")
        & (people.record == "live")
    )
    spells = frames["spells"]
    counted = spells[spells.status.isin(rules.counted_statuses) & (spells.is_farm_work == False)]  # noqa: E712  null is not False
    counted = counted[counted.started_on <= at]
    last = counted.ended_on.fillna(pd.Timestamp.max)
    held = frames["categories"]
    held = held[(held.valid_from <= at) & (held.valid_to.isna() | (held.valid_to > at))]

    def is_among(ids: Any) -> Any:
        return worker & people.person_id.isin(ids.unique())

    works = is_among(counted.person_id[last >= start])
    worked_before = people.person_id.isin(counted.person_id[(counted.started_on <= ended_before) & (last >= before)])
    ever = people.person_id.isin(counted.person_id[counted.started_on < start])
    runs = is_among(counted.person_id[last >= at])
    is_back = is_among(counted.person_id[counted.ended_on.notna()]) & ~runs
    ended = people.person_id.map(counted.groupby("person_id").ended_on.max())
    poor = people.person_id.isin(held.person_id[held.kind.isin(rules.poor_categories)])
    truths = pd.DataFrame(
        {
            "area_id": people.area_id.astype("string"),
            "rural_workers": worker,
            "transferred": works,
            "new_transferred": works & ~worked_before,
            "poor_workers": worker & poor,
            "poor_transferred": works & poor,
            "poor_new_transferred": works & ~worked_before & poor,
            "in_work_now": runs,
            "returned_not_working": is_back & (ended <= at - pd.Timedelta(days=rules.returned_days)),
            "new_ever": works & ~ever,
        }
    )
    return truths.groupby("area_id").sum().astype(int).to_dict("index")  # type: ignore[no-any-return]


def orm(options: argparse.Namespace) -> Work:
    """The set by area, one grouped query for each measure, on the SQLite file of the county."""
    import django

    django.setup()
    from django.db.models import Count

    from gangqiao.kernel.scope import everywhere

    questions = _questions()

    def work() -> dict[str, Any]:
        sums: dict[str, dict[str, int]] = {}
        with everywhere(reason="bench"):
            for key, people in questions.items():
                for area, count in people.values_list("area_id").annotate(Count("pk")).order_by():
                    sums.setdefault(area, {})[key] = count
        said = f"{len(SET)} measures of {len(sums):,} areas by Django's ORM on SQLite"
        return {"what": said, "sums": digest(sums, SET)}

    return work


def _questions() -> dict[str, Any]:
    from django.db.models import Exists, Max, OuterRef, Q, Subquery

    from gangqiao.kernel.scope import everywhere
    from gangqiao.people.models import Category, EmploymentSpell, Person

    rules = _rules(DAY_ASKED)
    start = DAY_ASKED.replace(month=1, day=1)
    before = start.replace(year=start.year - 1)
    own = {"person": OuterRef("pk"), "recorded_to": None}

    def born_before(years: int) -> date:
        return DAY_ASKED.replace(year=DAY_ASKED.year - years)

    with everywhere(reason="bench"):
        spells = EmploymentSpell.objects.filter(
            **own, status__in=rules.counted_statuses, is_farm_work="no", started_on__lte=DAY_ASKED
        )
        lasts = Q(ended_on=None)
        works = Exists(spells.filter(lasts | Q(ended_on__gte=start)))
        worked_before = spells.filter(lasts | Q(ended_on__gte=before), started_on__lt=start)
        runs = Exists(spells.filter(lasts | Q(ended_on__gte=DAY_ASKED)))
        ended = spells.order_by().values("person").annotate(last=Max("ended_on")).values("last")
        poor = Exists(
            Category.objects.filter(
                Q(valid_to=None) | Q(valid_to__gt=DAY_ASKED),
                **own,
                kind__in=rules.poor_categories,
                valid_from__lte=DAY_ASKED,
            )
        )
        men, women = (born_before(n + 1) for n in (rules.working_age_to_men, rules.working_age_to_women))
        workers = Person.objects.filter(
            Q(sex="1", birth_date__gt=men) | Q(sex="2", birth_date__gt=women),
            birth_date__lte=born_before(rules.working_age_from),
            hukou_kind__in=rules.hukou_kinds,
            labour_capacity__in=rules.labour_capacities,
            population_category__in=rules.population_categories,
            life="alive",
            record="live",
        )
        transferred = workers.filter(works)
        new = transferred.filter(~Exists(worked_before))
        back = workers.annotate(last=Subquery(ended)).filter(
            ~runs, last__lte=DAY_ASKED - timedelta(days=rules.returned_days)
        )
        return {
            "rural_workers": workers,
            "transferred": transferred,
            "new_transferred": new,
            "poor_workers": workers.filter(poor),
            "poor_transferred": transferred.filter(poor),
            "poor_new_transferred": new.filter(poor),
            "in_work_now": workers.filter(runs),
            "returned_not_working": back,
            "new_ever": transferred.filter(~Exists(spells.filter(started_on__lt=start))),
        }


def _rules(day: date) -> Any:
    from gangqiao.engine.parameters import load_preset

    return load_preset("HRSS-register").rules_on(day)


STAGES: dict[str, Callable[[argparse.Namespace], Any]] = {
    "pandas": pandas,
    "pandas_snapshot": pandas_snapshot,
    "months_pandas": months_pandas,
    "orm": orm,
}
