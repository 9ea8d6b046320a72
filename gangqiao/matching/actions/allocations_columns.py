"""The people and vacancies an allocation is computed from: read once, kept for the next runs, and chosen from.

Kept, because two runs are compared: they should differ by what was changed in between and by nothing else. And because
reading the county takes longer than computing it anew.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from gangqiao.kernel import clock, files
from gangqiao.matching.features import codes
from gangqiao.matching.features.people import SEEKS, read_people
from gangqiao.matching.features.posts import read_posts
from gangqiao.matching.models import Allocation, Companions
from gangqiao.matching.policy.allocations import NUMBERS, Wishes
from gangqiao.matching.policy.points import policy_on
from gangqiao.people.models import Person
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.vacancies.models import Pack, Release, Vacancy
from gangqiao.vacancies.reads.postings import is_open_clause
from gangqiao.vacancies.states import ReleaseStatus

HEAD_OF_HOUSEHOLD, SPOUSE = "02", "10"
AT_A_TIME = 500
_NEAR = codes.levels_up_to(codes.COUNTY)


@dataclass(frozen=True, slots=True)
class Columns:
    """One reading of the county.

    people  the columns of `engine.columns.Workers`, with `area`, `asked`, the grounds of priority, `class` and `spouse`
    posts   the columns of `engine.columns.Vacancies`, with `uuid`, `employer_uuid` and `path` of the place
    """

    people: pl.DataFrame
    posts: pl.DataFrame
    ties: pl.DataFrame


def columns_of(row: Allocation, wishes: Wishes, *, anew: bool = False) -> Columns:
    """Those kept for this allocation while they hold, else read now and kept. Saves the row's two fields."""
    circle = "everybody" if wishes.circle == "everybody" else ""
    if not anew and row.columns and _still_holds(row, circle):
        try:
            return opened(files.open_kept(row.columns))
        except files.FileGone:
            pass  # another machine, or swept: read it again
    found, before = read(clock.today(), circle), row.columns
    row.columns, row.read_at = files.keep(kept(found)), clock.now()
    row.ran = row.ran | {"read_circle": circle}
    Allocation.objects.filter(pk=row.pk).update(columns=row.columns, read_at=row.read_at, ran=row.ran)
    files.drop(before)
    return found


def _still_holds(row: Allocation, circle: str) -> bool:
    age = timedelta(minutes=NUMBERS.on(clock.today()).columns_minutes)
    is_same_day = row.read_at is not None and clock.day_of(row.read_at) == clock.today()
    is_same = row.ran.get("read_circle") == circle
    return bool(is_same_day and is_same and row.read_at and clock.now() - row.read_at < age)


def read(day: date, circle: str = "") -> Columns:
    """Everybody whom the policy recommends something (or `circle`), and what is open, as the county has it now."""
    policy = policy_on(day, for_whom=circle)
    found, posts = read_people(day, policy), read_posts(day).vacancies
    people = found.workers.with_columns(
        pl.when(pl.col("fitness").fill_null(codes.FULL) < codes.FULL)
        .then(pl.lit("light"))
        .when((pl.col("levels").fill_null(codes.levels_up_to(codes.ABROAD)) & ~pl.lit(_NEAR, pl.UInt8)) > 0)
        .then(pl.lit("far"))
        .otherwise(pl.lit("near"))
        .alias("class")
    )
    named = pl.DataFrame(
        [(pk, str(uuid), str(employer), path or "") for pk, uuid, employer, path in _named(day)],
        schema={"vacancy": pl.Int64, "uuid": pl.String, "employer_uuid": pl.String, "path": pl.String},
        orient="row",
    )
    return Columns(
        people.join(_spouses(people), on="worker", how="left", maintain_order="left"),
        posts.join(named, on="vacancy", how="inner", maintain_order="left"),
        found.ties,
    )


def _named(day: date) -> Iterable[tuple[Any, ...]]:
    return Vacancy.objects.filter(is_open_clause(day)).values_list("pk", "uuid", "employer__uuid", "place_id")


def _spouses(people: pl.DataFrame) -> pl.DataFrame:
    """Who goes only together with the spouse, and who that is."""
    wanting = people.filter(pl.col("couple").fill_null(value=False) & pl.col("household").is_not_null())
    homes, found = wanting["household"].unique().to_list(), []
    for start in range(0, len(homes), AT_A_TIME):
        some = Person.objects.filter(
            household_id__in=homes[start : start + AT_A_TIME], relation__in=(HEAD_OF_HOUSEHOLD, SPOUSE)
        )
        found += list(some.values_list("household_id", "pk"))
    pairs: dict[int, list[int]] = {}
    for home, person in found:
        pairs.setdefault(home, []).append(person)
    both = [pair for pair in pairs.values() if len(pair) == 2]
    rows = [(one, other) for a, b in both for one, other in ((a, b), (b, a))]
    return pl.DataFrame(rows, schema={"worker": pl.Int64, "spouse": pl.Int64}, orient="row")


# --- kept -------------------------------------------------------------------------------------------------------------


def kept(columns: Columns) -> bytes:
    """The three tables as the content of one kept file."""
    parts = [_written(columns.people), _written(columns.posts), _written(columns.ties)]
    return struct.pack("<3Q", *map(len, parts)) + b"".join(parts)


def opened(content: bytes) -> Columns:
    """What `kept` made. A table that is not ours cannot come here: the file is sealed."""
    at, tables = struct.calcsize("<3Q"), []
    for length in struct.unpack_from("<3Q", content):
        tables.append(pl.read_ipc(io.BytesIO(content[at : at + length])))
        at += length
    return Columns(*tables)


def _written(frame: pl.DataFrame) -> bytes:
    target = io.BytesIO()
    frame.with_columns(pl.col(pl.Categorical).cast(pl.String)).write_ipc(target, compression="lz4")
    return target.getvalue()


# --- chosen -----------------------------------------------------------------------------------------------------------


def chosen(columns: Columns, wishes: Wishes) -> Columns:
    """The people and vacancies of the wishes; `priority` is that of the grounds they name."""
    return Columns(_people(columns.people, wishes), _posts(columns.posts, wishes), columns.ties)


def _people(people: pl.DataFrame, wishes: Wishes) -> pl.DataFrame:
    grounds = [pl.col(name).cast(pl.Int8) for key, name in _GROUND_COLUMNS.items() if key in wishes.grounds]
    area = pl.col("area").cast(pl.String)
    keep = [pl.lit(value=True)]
    if wishes.circle == "seekers":
        keep.append(pl.col("asked") == SEEKS)
    if wishes.townships:
        keep.append(area.str.slice(0, KEY_LENGTH[Level.TOWNSHIP]).is_in(list(wishes.townships)))
    if wishes.classes:
        keep.append(pl.col("class").is_in(list(wishes.classes)))
    if wishes.packs_only:
        keep.append(area.is_in(villages_with_packs()))
    found = people.with_columns(
        area=area, priority=pl.sum_horizontal(*grounds).cast(pl.Int8) if grounds else pl.lit(0, pl.Int8)
    )
    if wishes.priority_only:
        keep.append(pl.col("is_poor") | pl.col("in_idle_home"))
    return found.filter(pl.all_horizontal(*keep)).sort("area", "worker")


_GROUND_COLUMNS = {"poor": "is_poor", "idle": "in_idle_home"}


def villages_with_packs() -> list[str]:
    """The villages that were given a pack of the latest release that was issued."""
    latest = Release.objects.exclude(status=ReleaseStatus.COMPILING).order_by("-period", "-pk").first()
    return [] if latest is None else list(Pack.objects.filter(release=latest).values_list("area_id", flat=True))


def _posts(posts: pl.DataFrame, wishes: Wishes) -> pl.DataFrame:
    keep = [pl.lit(value=True)]
    if wishes.vacancies:
        keep.append(pl.col("uuid").is_in(list(wishes.vacancies)))
    if wishes.employers:
        keep.append(pl.col("employer_uuid").is_in(list(wishes.employers)))
    if wishes.places:
        keep.append(pl.any_horizontal(*(pl.col("path").str.starts_with(place) for place in wishes.places)))
    if wishes.trades:
        mask = codes.trades_mask(wishes.trades)
        keep.append((pl.col("trades") & pl.lit(mask, pl.UInt64)) > 0)
    return posts.filter(pl.all_horizontal(*keep))


def groups_of(row: Allocation, people: pl.DataFrame, wishes: Wishes) -> list[list[int]]:
    """Rows of `people` that go together or not at all. Nobody is in two of them: what was put down by hand counts."""
    rows = {int(person): n for n, person in enumerate(people["worker"].to_list())}
    wanted: list[list[int]] = []
    if wishes.groups:
        for persons in Companions.objects.filter(allocation=row.uuid).order_by("pk").values_list("persons", flat=True):
            wanted.append([int(person) for person in persons])
    if wishes.couples and "spouse" in people.columns:
        pairs = people.filter(pl.col("spouse").is_not_null()).select("worker", "spouse")
        wanted += [[a, b] for a, b in pairs.iter_rows() if a < b]
    taken: set[int] = set()
    found = []
    for persons in wanted:
        members = [rows[person] for person in persons if person in rows]
        if len(members) > 1 and len(members) == len(persons) and not taken.intersection(members):
            taken.update(members)
            found.append(sorted(members))
    return found
