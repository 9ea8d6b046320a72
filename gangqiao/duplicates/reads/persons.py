"""The register as frames for the search. ID numbers are opened for a block of records, compared, and forgotten."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

import polars as pl
from django.db.models import Q, QuerySet

from gangqiao.duplicates.matching import PERSONS, VILLAGE, with_counts
from gangqiao.duplicates.matching.scoring import Background
from gangqiao.kernel.crypto.sealing import open_sealed
from gangqiao.kernel.paths import upper_bound
from gangqiao.people.models import Person
from gangqiao.people.models.registry import MERGED

OPENED_AT_ONCE = 5000
READ_AT_ONCE = 20_000
FIELDS = (
    *("pk", "area_id", "household_id", "name", "name_pinyin", "birth_date", "sex", "ethnicity", "education"),
    "phone_index",
)
COLUMNS = list(PERSONS)[: len(FIELDS)]
T = TypeVar("T")


def in_question() -> QuerySet[Person]:
    """The records that may be a double: all but those merged already."""
    return Person.objects.exclude(record=MERGED)


def whole_register() -> pl.DataFrame:
    """Every record in question of the scope, ordered by key; counts are of these records."""
    blocks = [_frame(block) for block in _blocks(_rows(in_question().order_by("pk")), READ_AT_ONCE)]
    return with_counts(pl.concat(blocks) if blocks else _frame([]))


def like(person: Person, background: Background) -> pl.DataFrame:
    """The person (first row) and the records that may be another of theirs, by the indexes of the register."""
    wanted = Q(name_pinyin=person.name_pinyin) if person.name_pinyin else Q(pk=person.pk)
    if person.household_id:
        wanted |= Q(household=person.household_id)
    if person.phone:
        wanted |= Q(phone_index=person.phone)
    village = person.area_id[:VILLAGE]
    around = Q(area__gte=village, area__lt=upper_bound(village), birth_date=person.birth_date)
    rows = {row[0]: row for asked in (wanted, around) for row in _rows(in_question().filter(asked))}
    own = rows.pop(person.pk, None)
    return _counted(_frame([own, *rows.values()] if own else []), background)


def members_of(households: Collection[int] | None = None) -> pl.DataFrame:
    """The names in households: of these, or of all."""
    rows = in_question().exclude(household=None)
    if households is not None:
        rows = rows.filter(household__in=list(households))
    found = list(rows.values_list("household_id", "name"))
    return pl.DataFrame(found, schema={"household": pl.Int64, "name": pl.String}, orient="row")


def pairs_of_numbers(ones: Sequence[int], others: Sequence[int]) -> Iterator[tuple[str | None, str | None]]:
    """The ID numbers of pairs of records, given by key: opened block by block. None: not recorded, or not in scope."""
    for block in _blocks(zip(ones, others, strict=True), OPENED_AT_ONCE // 2):
        numbers = _numbers({pk for pair in block for pk in pair})
        yield from ((numbers.get(one), numbers.get(other)) for one, other in block)


def _numbers(pks: Collection[int]) -> dict[int, str]:
    field = Person._meta.get_field("id_number")
    place = Person._meta.db_table, str(field.column)
    # A few hundred keys to a statement: SQLite takes no more than 32,766 values, and plans the short list better.
    sealed = [
        row
        for some in _blocks(sorted(pks), 500)
        for row in Person.objects.filter(pk__in=some, id_index__isnull=False).values_list("pk", "uuid", "id_number")
    ]
    return {pk: open_sealed(*place, uuid, number) for pk, uuid, number in sealed}


def _blocks(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(rows)
    while block := list(islice(rest, size)):
        yield block


def _rows(rows: QuerySet[Person]) -> Iterator[tuple[Any, ...]]:
    return rows.values_list(*FIELDS).iterator(chunk_size=READ_AT_ONCE)


def _frame(rows: Sequence[tuple[Any, ...]]) -> pl.DataFrame:
    """Rows of FIELDS. What is not recorded is null; of a phone stands only what the blind index says."""
    plain = [(*row[:-1], bytes(row[-1]).hex() if row[-1] is not None else None) for row in rows]
    frame = pl.DataFrame(plain, schema={name: PERSONS[name] for name in COLUMNS}, orient="row")
    known = ("sex", "ethnicity", "education")
    return frame.with_columns(pl.when(pl.col(c) != "").then(pl.col(c)).alias(c) for c in known)


def _counted(frame: pl.DataFrame, background: Background) -> pl.DataFrame:
    """How many records of the register have the value of the first row: only a shared value is ever asked for."""
    fields = {"name": "name", "pinyin": "name_pinyin", "phone": "phone_index"}
    counts = {f"{column}_count": _many(frame, column, field) for column, field in fields.items()}
    shares = {code: round(share * background.records) for code, share in background.ethnicity.items()}
    common = pl.col("ethnicity").replace_strict(shares, default=background.records, return_dtype=pl.Int64)
    return frame.with_columns(
        *(pl.lit(many, dtype=pl.Int64).alias(name) for name, many in counts.items()),
        common.alias("ethnicity_count"),
    )


def _many(frame: pl.DataFrame, column: str, field: str) -> int:
    value = frame[column][0] if frame.height else None
    if not value:
        return 1
    asked = bytes.fromhex(value) if field == "phone_index" else value
    return in_question().filter(**{field: asked}).count()
