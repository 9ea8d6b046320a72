"""Loads the synthetic county in chunks of whole households; the mark that it is whole is written last."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from django.apps import apps
from django.db import models, transaction

from gangqiao.audit.events import record
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.crypto.sealing import blind_index_many, encrypt_many
from gangqiao.kernel.db import bulk
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.paths import common_path
from gangqiao.kernel.scope import ScopedModel, everywhere
from gangqiao.kernel.words import Say
from gangqiao.people.models import Household, Person
from gangqiao.synth.columns import TABLES, constant_of, fields_of, is_index, is_sealed, takes_empty
from gangqiao.synth.course import Course
from gangqiao.synth.frames import Frame, plain
from gangqiao.synth.models import SyntheticLoad
from gangqiao.synth.tables import make_course, make_tables
from gangqiao.synth.verbs import LOAD
from gangqiao.synth.world import VERSION, World

PERSONS_PER_CHUNK = 20_000
Progress = Callable[[SyntheticLoad], None]


class RealPeopleInside(Refusal):
    """The database holds records that are not synthetic."""

    def __init__(self, count: int) -> None:
        super().__init__(
            Say(
                "This database holds %(count)s people who are not synthetic. "
                "Make the synthetic county in a database of its own.",
                count=count,
            )
        )


class AnotherCounty(Refusal):
    """A whole synthetic county of another recipe is in the database."""

    def __init__(self, there: SyntheticLoad) -> None:
        super().__init__(
            Say("Another synthetic county is in this database: %(there)s. Replace it with --replace.", there=there)
        )


def find_whole() -> SyntheticLoad | None:
    """The synthetic county of this database, if it is whole."""
    return SyntheticLoad.objects.filter(finished_at__isnull=False).first()


def load_world(world: World, make_ground: Any, until: dt.date, *, replace: bool, progress: Progress) -> SyntheticLoad:
    """Load what was recorded up to a day. A load that was cut short goes on where it stopped.

    A whole county of the same recipe is left alone; of another one it is refused unless `replace`. Raises
    RealPeopleInside.
    """
    wanted = SyntheticLoad(
        plan=world.profile.name, seed=world.seed, scale=world.profile.scale, until=until, version=VERSION
    )
    load = _take_up(wanted, replace=replace)
    if load.finished_at is not None:
        return load
    ground = make_ground(world.county)
    course = make_course(world, ground)
    tables = make_tables(world, ground, until, course)
    edges = chunk_edges(tables["persons"])
    if load.pk is None:
        load.chunks, load.started_at = len(edges) - 1, clock.now()
        load.save()
    for chunk in range(load.chunks_done, load.chunks):
        with bulk.keys_checked_later():
            _load_chunk(load, tables, chunk, edges[chunk], edges[chunk + 1])
        progress(load)
    return _finish(load, tables, course)


def _take_up(wanted: SyntheticLoad, *, replace: bool) -> SyntheticLoad:
    """The load to go on with, or a new one on emptied tables."""
    there = SyntheticLoad.objects.first()
    with everywhere(reason="is anybody here who is not synthetic"):
        real = Person.objects.filter(made=False).count() + Household.objects.filter(made=False).count()
    if real:
        raise RealPeopleInside(real)
    if there is not None and there.is_same(wanted):
        return there
    if there is not None and there.finished_at is not None and not replace:
        raise AnotherCounty(there)
    with bulk.keys_checked_later(), transaction.atomic():
        SyntheticLoad.objects.all().delete()
        bulk.delete_all(_tables_of_people())
    return wanted


def _tables_of_people() -> list[type[models.Model]]:
    """Every table whose rows lead to a person, whichever app keeps it: none may point to people who are gone."""
    return [model for model in apps.get_models() if issubclass(model, ScopedModel)]


def chunk_edges(persons: Frame) -> list[int]:
    """Positions of persons between which the chunks lie, each at the border of two households."""
    size = len(persons)
    household = persons["household_id"]
    edges = [0]
    while edges[-1] < size:
        at = min(edges[-1] + PERSONS_PER_CHUNK, size)
        edges.append(size if at == size else int(np.searchsorted(household, household[at], side="left")))
    return edges


@transaction.atomic
def _load_chunk(load: SyntheticLoad, tables: dict[str, Frame], chunk: int, start: int, stop: int) -> None:
    """All rows of some households, in one transaction with its event and the mark how far the load came."""
    counts = {}
    for name, first, last in chunk_rows(tables, start, stop):
        insert(name, tables[name], first, last)
        counts[name] = last - first
    areas = tables["persons"]["area_id"][start:stop]
    said = ", ".join(f"{count} {name}" for name, count in counts.items())
    area = common_path(sorted(set(areas.tolist())))
    record(LOAD, actor=SYSTEM, area=area, reason=f"{load}, chunk {chunk + 1} of {load.chunks}: {said}", source="synth")
    load.rows = {name: load.rows.get(name, 0) + count for name, count in counts.items()}
    load.chunks_done = chunk + 1
    load.save(update_fields=["rows", "chunks_done"])


def chunk_rows(tables: dict[str, Frame], start: int, stop: int) -> Iterator[tuple[str, int, int]]:
    """Of every table, the rows that belong to the persons from `start` until before `stop`."""
    persons = tables["persons"]["household_id"]
    for name, frame in tables.items():
        if name == "persons":
            yield name, start, stop
        elif name == "households":
            yield name, int(persons[start]) - 1, int(persons[stop - 1])
        else:
            first, last = np.searchsorted(frame["person_id"], [start + 1, stop + 1], side="left")
            yield name, int(first), int(last)


def insert(name: str, frame: Frame, start: int, stop: int) -> None:
    """Insert a slice of a table, sealing what is encrypted."""
    model = TABLES[name]
    columns = [column_of(model, field, frame, start, stop) for field in fields_of(name)]
    bulk.insert_rows(model, bulk.columns_of(model), zip(*columns, strict=True))


def column_of(
    model: type[models.Model], field: models.Field[Any, Any], frame: Frame, start: int, stop: int
) -> list[Any]:
    """One column of a slice as the database takes it."""
    table, column = model._meta.db_table, str(field.column)
    if is_index(field):
        return list(blind_index_many(field.get_label(), plain(frame[field.of][start:stop])))
    if column not in frame:
        return [constant_of(field)] * (stop - start)
    values = plain(frame[column][start:stop])
    if is_sealed(field):
        return list(encrypt_many(f"{table}.{column}", zip(frame["uuid"][start:stop].tolist(), values, strict=True)))
    return ["" if value is None else value for value in values] if takes_empty(field) else values


def _finish(load: SyntheticLoad, tables: dict[str, Frame], course: dict[str, Course]) -> SyntheticLoad:
    """Check what points where, bring the keys forward, and write that the county is whole: the very last thing."""
    bulk.check_keys(list(TABLES.values()))
    # Keys of rows the county will learn of later are not given to anything else.
    kept = {TABLES[name]: len(of_year.rows) for name, of_year in course.items()}
    bulk.after_load(list(TABLES.values()), kept)
    load.digest = digest_of(tables)
    load.finished_at = clock.now()
    load.save(update_fields=["digest", "finished_at"])
    return load


def digest_of(tables: dict[str, Frame]) -> str:
    """One digest over all plain values: sealed values differ from load to load by their nonces."""
    sha = hashlib.sha256()
    for name in sorted(tables):
        sha.update(f"{name}{tables[name].digest()}".encode())
    return sha.hexdigest()
