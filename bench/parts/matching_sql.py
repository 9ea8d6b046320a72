"""Ranking as one SQL query on DuckDB: the same limits and the same points as the engine, exact."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from gangqiao.engine.columns import Points, Rules

# Unknowns become numbers first, so that every limit is one comparison without null (docs/reference/engine.md). A pair
# that shares several trades is joined by the lowest of them.
PREPARED = """
create table wants as
select *, unnest(case when wished = 0 then [-1]
    else list_filter(range(64), lambda t: (wanted >> t) & 1 = 1) end) as trade
from (select worker, home, village, coalesce(past_employer, -2) as past_employer,
    coalesce(age, 0) as age_from, coalesce(age, 127) as age_to, coalesce(sex, -1) as sex,
    coalesce(ethnicity, -1) as ethnicity, coalesce(education, 0) as education, coalesce(fitness, 0) as fitness,
    coalesce(skill_level, 0) as skill_level, coalesce(mandarin, 0) as mandarin, coalesce(trades, 0) as wished,
    coalesce(skills, 0) as can, coalesce(certificates, 0) as holds, can | holds as knows,
    case when wished = 0 then 0 else wished | can end as wanted, coalesce(pay_floor, 0) as pay_floor,
    case when pay_floor = 0 then -1 else coalesce(pay_floor, -1) end as least,
    case when coalesce(levels, 0) = 0 then 63 else levels end as accepts, coalesce(wished_level, 7) as wished_level,
    coalesce(earliest, date '0001-01-01') as earliest, coalesce(no_night, false) as no_night,
    coalesce(couple, false) as couple, case when cares then {care_level} else 9 end as farthest,
    coalesce(dormitory, true) as dormitory from workers);
create table gives as
select *, unnest(list_concat([-1], list_filter(range(64), lambda t: (asked >> t) & 1 = 1))) as trade
from (select coalesce(employer, -1) as employer, coalesce(place, 0) as place, coalesce(age_min, 0) as age_min,
    coalesce(age_max, 127) as age_max, coalesce(sex, 0) as sex, coalesce(ethnicity, 0) as ethnicity,
    coalesce(education_min, 0) as education_min, coalesce(fitness_min, 0) as fitness_min,
    coalesce(skill_level_min, 0) as skill_level_min, coalesce(mandarin_min, 0) as mandarin_min,
    coalesce(trades, 0) as asked, coalesce(skills_needed, 0) as skills_needed,
    coalesce(certificates_needed, 0) as certificates_needed, coalesce(pay, -1) as pay,
    coalesce(last_day, date '9999-01-01') as last_day, coalesce(not night, false) as by_day,
    coalesce(couples, false) as couples, coalesce(dormitory, false) as dormitory,
    (case when kept >= {kept[0][0]} then {kept[0][1]} when kept >= {kept[1][0]} then {kept[1][1]}
       when kept >= {kept[2][0]} then {kept[2][1]} else 0 end)
    + (case when fresh_days <= {fresh[0][0]} then {fresh[0][1]} when fresh_days <= {fresh[1][0]} then {fresh[1][1]}
       else 0 end) as fixed from vacancies where capacity > 0);
create table known as
select village, employer, least({most_for_co_villagers}, sum(count) * {per_co_villager})::int as points
from ties group by all;
"""
RANKED = """
select worker, max(score, {k}) as best from (
  select w.worker,
    v.fixed + l.points + coalesce(known.points, 0)
    + (case when w.wished_level = l.level then {wished_level} else 0 end)
    + least({most_for_pay}, greatest(0, v.pay - w.pay_floor) // 100 * {per_100_yuan})
    + (case when w.can & v.asked <> 0 then {skilled} else 0 end)
    + (case when w.holds & v.asked <> 0 then {certified} else 0 end)
    + (case when w.wished & v.asked <> 0 then {wished_trade} else 0 end)
    + (case when w.past_employer = v.employer then {past_employer} else 0 end)
    + (case when v.dormitory and w.dormitory and l.level >= 2 then {dormitory} else 0 end) as score
  from wants w
  join gives v on w.trade = v.trade and v.pay >= w.least and v.age_min <= w.age_from and v.age_max >= w.age_to
    and (v.sex = 0 or v.sex = w.sex) and (v.ethnicity = 0 or v.ethnicity = w.ethnicity)
    and v.education_min <= w.education and v.fitness_min <= w.fitness and v.skill_level_min <= w.skill_level
    and v.skills_needed & ~w.knows = 0 and v.certificates_needed & ~w.holds = 0
    and w.earliest <= v.last_day and w.no_night <= v.by_day and w.couple <= v.couples
    and (w.trade < 0 or (w.wanted & v.asked) & ((1::ubigint << w.trade) - 1) = 0)
  join levels l on l.home = w.home and l.place = v.place
    and (w.accepts >> l.level) & 1 = 1 and l.level <= w.farthest and (l.level <= 1 or v.mandarin_min <= w.mandarin)
  left join known on known.village = w.village and known.employer = v.employer)
group by worker
"""


def rank(folder: Path, k: int, sample: int) -> tuple[dict[int, list[int]], dict[str, float]]:
    """The best scores of the first workers of a world on disk, by number; and the CPU seconds of the query."""
    import duckdb
    import numpy as np
    import pyarrow as pa

    from gangqiao.engine.columns import read_vacancies, read_workers
    from gangqiao.engine.levels import level_of

    points = Points()
    numbers: dict[str, Any] = {name: getattr(points, name) for name in points.__slots__}
    numbers |= {"care_level": Rules().care_level, "k": k}
    homes = np.unique(read_workers(folder / "workers.parquet").home).tolist()
    places = np.unique(read_vacancies(folder / "vacancies.parquet").place).tolist()
    pairs = [(home, place, level_of(home, place)) for home in homes for place in places]
    rows = [(*pair, points.by_level[pair[2]]) for pair in pairs]
    levels = pa.table(dict(zip(("home", "place", "level", "points"), map(list, zip(*rows, strict=True)), strict=True)))
    db = duckdb.connect()
    db.execute("set threads = 1")
    db.execute(f"create table workers as select * from '{folder}/workers.parquet' limit {sample}")
    for name in ("vacancies", "ties"):
        db.execute(f"create table {name} as select * from '{folder}/{name}.parquet'")
    db.register("levels_read", levels)
    db.execute("create table levels as select * from levels_read")
    begun = time.process_time()
    db.execute(PREPARED.format(**numbers))
    found = db.execute(RANKED.format(**numbers)).fetchall()
    cpu_s = time.process_time() - begun
    return {worker: sorted(best, reverse=True) for worker, best in found}, {"cpu_s": cpu_s}
