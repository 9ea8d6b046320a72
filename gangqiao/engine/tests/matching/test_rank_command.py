"""`gangqiao engine rank` on files."""

from __future__ import annotations

import json
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from gangqiao.engine.columns import Limit, World
from gangqiao.engine.commands import main
from gangqiao.engine.tests.matching import plain
from gangqiao.engine.worlds import make_world


@pytest.fixture
def world(tmp_path) -> World:
    world = World(*make_world(30, 80, 1.0, seed=6))
    for name, table in (("w", world.workers), ("v", world.vacancies), ("t", world.ties)):
        parquet.write_table(table.to_arrow(), tmp_path / f"{name}.parquet")
    return world


@pytest.fixture
def rank(tmp_path, capsys):
    def run(*more: Any, **files: str) -> tuple[int, Any, str]:
        names = {"workers": "w.parquet", "vacancies": "v.parquet", "ties": "t.parquet", "out": "r.parquet"} | files
        words = [word for option, name in names.items() for word in (f"--{option}", str(tmp_path / name))]
        code = main(["rank", *words, *map(str, more)])
        told, errors = capsys.readouterr()
        return code, json.loads(told) if told else None, errors

    return run


def test_the_file_holds_the_best_of_each_worker(world, rank, tmp_path):
    code, told, _ = rank("-k", 3)
    rows = parquet.read_table(tmp_path / "r.parquet").to_pylist()
    assert code == 0
    assert (told["workers"], told["vacancies"], told["pairs"]) == (30, 80, len(rows))
    assert told["with_any"] == len({row["worker"] for row in rows})
    assert {"cpu_seconds", "compile_seconds", "peak_mb"} <= told.keys()
    for row, number in enumerate(world.workers.worker.tolist()):
        own = [(one["rank"], one["vacancy"], one["score"]) for one in rows if one["worker"] == number]
        best = plain.best(world, row, 3)
        assert own == [(rank, int(world.vacancies.vacancy[post]), score) for rank, (post, score) in enumerate(best, 1)]


def test_losses_and_the_reasons_of_one_worker_are_written(world, rank, tmp_path):
    number = int(world.workers.worker[4])
    _, told, _ = rank("-k", 2, "--explain", number, lost="l.parquet")
    rows = [row for row in parquet.read_table(tmp_path / "l.parquet").to_pylist() if row["worker"] == number]
    open_posts = [post for post in range(80) if world.vacancies.capacity[post]]
    counts = plain.losses(world, ((4, post) for post in open_posts))
    assert {Limit(row["limit"]): row["failed"] for row in rows if row["failed"]} == dict(counts["failed"])
    assert told["explained"]["lost"]["alone"] == {limit.value: many for limit, many in counts["alone"].items()}
    assert all(one["score"] == sum(one["points"].values()) for one in told["explained"]["best"])


def test_columns_that_mean_nothing_here_are_left_out_and_named(world, rank, tmp_path):
    table = parquet.read_table(tmp_path / "w.parquet")
    parquet.write_table(table.append_column("name", pa.array(["x"] * 30)), tmp_path / "more.parquet")
    code, told, errors = rank(workers="more.parquet")
    assert code == 0
    assert told["ignored_columns"] == {str(tmp_path / "more.parquet"): ["name"]}
    assert "name" in errors


@pytest.mark.parametrize(
    ("column", "values", "says"),
    [("age", ["a"] * 30, "column age holds string"), ("worker", [1] * 30, "rows 1 and 2 have the same number 1")],
)
def test_a_wrong_file_is_one_sentence_and_code_2(world, rank, tmp_path, column, values, says):
    table = parquet.read_table(tmp_path / "w.parquet")
    wrong = table.set_column(table.column_names.index(column), column, pa.array(values))
    parquet.write_table(wrong, tmp_path / "w.parquet")
    code, told, errors = rank()
    assert (code, told) == (2, None)
    assert says in errors
    assert str(tmp_path / "w.parquet") in errors
    assert errors.count("\n") == 1


@pytest.mark.parametrize(
    ("more", "files", "says"),
    [
        ((), {"workers": "none.parquet"}, "there is no such file"),
        ((), {"vacancies": "."}, "there is no such file"),
        ((), {"out": "none/r.parquet"}, "cannot be written"),
        ((), {"points": "w.parquet"}, "cannot be read as YAML"),
        (("--explain", 5), {}, "nobody has the number 5"),
        (("-k", 0), {}, "a whole number from 1"),
    ],
)
def test_what_is_asked_wrongly_is_one_sentence_and_code_2(world, rank, more, files, says):
    code, told, errors = rank(*more, **files)
    assert (code, told) == (2, None)
    assert says in errors
    assert errors.count("\n") == 1


def test_empty_tables_give_an_empty_file(rank, tmp_path):
    for name in ("w", "v", "t"):
        parquet.write_table(pa.table({}), tmp_path / f"{name}.parquet")
    code, told, _ = rank()
    assert (code, told["pairs"], told["with_any"]) == (0, 0, 0)
    assert parquet.read_table(tmp_path / "r.parquet").column_names == ["worker", "rank", "vacancy", "score"]
