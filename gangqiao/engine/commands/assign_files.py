"""The files of `gangqiao engine assign`: numbers of any size become rows, and what does not fit together is refused."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from gangqiao.engine.assignment import MOST_SCORE, Graph, Ints
from gangqiao.engine.columns_of import Column
from gangqiao.engine.columns_reading import arrays_of, read_table
from gangqiao.engine.faults import WrongFile

if TYPE_CHECKING:
    from gangqiao.engine.quotas import Quota
    from gangqiao.engine.ranking import Ranker

Ids = npt.NDArray[np.int64]


@dataclass
class Problem:
    """What is to be allocated: a graph, or all pairs of a world; and the numbers behind its rows."""

    source: Graph | Ranker
    worker: Ids
    vacancy: Ids
    home: Ids | None = None
    priority: Any = None
    salt: Any = None

    @property
    def ranker(self) -> Ranker | None:
        """The world, where there is no graph."""
        return None if isinstance(self.source, Graph) else self.source

    @property
    def edges(self) -> int | None:
        """How many pairs there are; null where they are never listed."""
        return int(self.source.worker.size) if isinstance(self.source, Graph) else None

    def graph(self) -> Graph:
        """All pairs as a graph. Raises WrongFile when they are too many to list."""
        if isinstance(self.source, Graph):
            return self.source
        from gangqiao.engine.listing import TooMany, whole_graph

        try:
            self.source = whole_graph(self.source)
        except TooMany as fault:
            raise WrongFile(str(fault)) from fault
        return self.source


def read_problem(options: argparse.Namespace) -> Problem:
    """The files of the options. Raises WrongFile."""
    if options.graph is None:
        return _world(options)
    if options.points or options.ties:
        raise WrongFile("--points and --ties say how pairs are scored; with --graph the scores are given already.")
    edges = _columns(options.graph, {name: whole() for name in ("worker", "vacancy", "score")})
    _check_scores(options.graph, edges["score"])
    people = _columns(options.workers, _WORKERS, optional=("home", "priority", "salt")) if options.workers else {}
    posts = _columns(options.vacancies, _VACANCIES, optional=("capacity",)) if options.vacancies else {}
    worker = _ids(options.workers, people["worker"]) if people else np.unique(edges["worker"])
    vacancy = _ids(options.vacancies, posts["vacancy"]) if posts else np.unique(edges["vacancy"])
    capacity = posts.get("capacity", np.ones(vacancy.size, np.int64))
    if capacity.size and capacity.min() < 0:
        row = int(np.argmin(capacity))
        raise WrongFile(
            f"{options.vacancies}: vacancy {vacancy[row]} has the capacity {capacity[row]}; 0 is the least there is."
        )
    graph = Graph(
        rows_of(worker, edges["worker"], f"{options.graph}: worker", options.workers),
        rows_of(vacancy, edges["vacancy"], f"{options.graph}: vacancy", options.vacancies),
        edges["score"], capacity, int(worker.size),
    )  # fmt: skip
    return Problem(graph, worker, vacancy, people.get("home"), people.get("priority"), people.get("salt"))


def whole(says: str = "a whole number") -> Column:
    """A column of whole numbers."""
    return Column("int64", says)


_WORKERS = {name: whole() for name in ("worker", "home", "priority", "salt")}
_VACANCIES = {name: whole() for name in ("vacancy", "capacity")}


def _world(options: argparse.Namespace) -> Problem:
    from gangqiao.engine.commands.rank import read_world
    from gangqiao.engine.ranking import Ranker

    world, _ignored = read_world(options)
    workers, vacancies = world.workers, world.vacancies
    ranker = Ranker(workers, vacancies, world.ties, world.points, world.rules)
    return Problem(
        ranker, workers.worker, vacancies.vacancy, workers.home.astype(np.int64), workers.priority, workers.salt
    )


def _columns(path: Path, declared: dict[str, Column], *, optional: tuple[str, ...] = ()) -> dict[str, Ids]:
    """The columns of a file by name. Raises WrongFile when one is missing or has gaps; optional ones may have both."""
    arrays = arrays_of(read_table(path), declared, str(path))
    if missing := [name for name in declared if name not in arrays and name not in optional]:
        raise WrongFile(f"{path}: the column {missing[0]} is missing; needed are {', '.join(declared)}.")
    for name, (_values, unknown) in arrays.items():
        if name not in optional and unknown.any():
            raise WrongFile(f"{path}: column {name}, row {int(np.argmax(unknown)) + 1}: it is empty; write a number.")
    found = {name: np.asarray(values, np.int64) for name, (values, _unknown) in arrays.items()}
    if "capacity" in arrays:
        found["capacity"] = np.where(arrays["capacity"][1], 1, found["capacity"])
    return found


def _check_scores(path: Path, score: Ids) -> None:
    if score.size and max(int(score.max()), -int(score.min())) > MOST_SCORE:
        row = int(np.argmax(np.abs(score)))
        raise WrongFile(
            f"{path}: column score, row {row + 1}: {score[row]} is beyond {MOST_SCORE:,}; divide all scores alike."
        )


def _ids(path: Path, numbers: Ids) -> Ids:
    """The numbers of a table, each once. Raises WrongFile."""
    found, counts = np.unique(numbers, return_counts=True)
    if found.size < numbers.size:
        raise WrongFile(f"{path}: the number {found[counts > 1][0]} stands twice; keep one row of it.")
    return numbers


def rows_of(known: Ids, numbers: Ids, where: str, table: Path | None) -> npt.NDArray[np.int32]:
    """The row of each number among the known ones. Raises WrongFile, naming the first that is not there."""
    if known.size and known.size <= (span := int(known.max()) - int(known.min()) + 1) <= 4 * known.size + 1000:
        rows = _by_table(known, numbers, span)
    else:
        order = np.argsort(known, kind="stable")
        at = np.minimum(np.searchsorted(known, numbers, sorter=order), max(known.size - 1, 0))
        rows = order[at].astype(np.int32) if known.size else np.full(numbers.size, -1, np.int32)
        if known.size:
            rows[known[rows] != numbers] = -1
    if rows.size and rows.min() < 0:
        raise WrongFile(f"{where} {numbers[np.argmin(rows)]} is not in {table}; add it there, or take the row out.")
    return rows


def _by_table(known: Ids, numbers: Ids, span: int) -> npt.NDArray[np.int32]:
    first = int(known.min())
    table = np.full(span, -1, np.int32)
    table[known - first] = np.arange(known.size, dtype=np.int32)
    is_inside = (numbers >= first) & (numbers <= known.max())
    rows = np.full(numbers.size, -1, np.int32)
    rows[is_inside] = table[numbers[is_inside] - first]
    return rows


def read_quotas(path: Path, problem: Problem, *, with_least: bool = True) -> list[Quota]:
    """Quotas by `home`, or by `group` with its workers; without `least` simply who belongs together."""
    names = read_table(path).column_names
    least = {"least": whole("so many people at least")} if with_least else {}
    if "group" in names:
        table = _columns(path, {"group": whole(), "worker": whole()} | least)
        rows = rows_of(problem.worker, table["worker"], f"{path}: worker", Path("the workers"))
        return _lists(path, table, rows)
    if not with_least:
        raise WrongFile(f"{path}: the column group is missing; needed are group, worker.")
    table = _columns(path, {"home": whole("nine digits of the township")} | least)
    _ids(path, table["home"])
    if problem.home is None:
        raise WrongFile(f"{path}: quotas by home need --workers with the columns worker and home.")
    return [_of_home(path, problem.home, *pair) for pair in zip(table["home"], table["least"], strict=True)]


def _lists(path: Path, table: dict[str, Ids], rows: npt.NDArray[np.int32]) -> list[Quota]:
    from gangqiao.engine.quotas import Quota

    quotas = []
    for group in np.unique(table["group"]):
        inside = table["group"] == group
        wanted = np.unique(table["least"][inside]) if "least" in table else np.zeros(1, np.int64)
        if wanted.size > 1 or wanted[0] < 0:
            raise WrongFile(f"{path}: group {group} has the least numbers {wanted.tolist()}; one from 0 is expected.")
        quotas.append(Quota(f"group {group}", np.unique(rows[inside]), int(wanted[0])))
    return quotas


def _of_home(path: Path, homes: Ids, home: int, least: int) -> Quota:
    """A township, or with zeros at its end a county, prefecture or province with all that is in it."""
    from gangqiao.engine.quotas import Quota

    if least < 0:
        raise WrongFile(f"{path}: home {home} has the least number {least}; one from 0 is expected.")
    width = next((10**digits for digits in (7, 5, 3) if home % 10**digits == 0), 1)
    return Quota(str(home), np.flatnonzero(homes // width == home // width).astype(np.int32), int(least))


def read_warm(path: Path, problem: Problem) -> Ints:
    """Prices of an earlier run, scaled; a vacancy that had none begins at nought, one that is gone is left out."""
    from gangqiao.engine.points import SCALE

    table = read_table(path)
    if not {"vacancy", "price"} <= set(table.column_names):
        raise WrongFile(f"{path}: needed are the columns vacancy and price, as --prices-out writes them.")
    number = _columns(path, {"vacancy": whole()})["vacancy"]
    try:
        price = np.asarray(table["price"].to_numpy(), float)
    except (TypeError, ValueError) as fault:
        raise WrongFile(f"{path}: column price: numbers are expected, in points.") from fault
    if price.size and not (price.min() >= 0 and price.max() <= MOST_SCORE):
        raise WrongFile(f"{path}: column price: numbers from 0 to {MOST_SCORE:,} are expected, in points.")
    earlier = dict(zip(number.tolist(), price.tolist(), strict=True))
    return np.array([int(earlier.get(one, 0.0) * SCALE) for one in problem.vacancy.tolist()], np.int64)
