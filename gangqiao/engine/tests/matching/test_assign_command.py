"""`gangqiao engine assign` on files: what it prints and writes, and which files it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from gangqiao.engine.commands import main
from gangqiao.engine.exact import solve
from gangqiao.engine.listing import whole_graph
from gangqiao.engine.ranking import Ranker
from gangqiao.engine.tests.matching.graphs import random_graph
from gangqiao.engine.worlds import make_world

PRINTED = {
    "value", "bound", "gap", "gap_percent", "seats", "seats_filled", "workers", "matched", "edges", "mode",
    "cpu_seconds", "compile_seconds", "peak_mb",
}  # fmt: skip


class Folder:
    """A folder with files, and the command run on them."""

    def __init__(self, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.path, self.capsys = path, capsys

    def put(self, name: str, **columns: Any) -> Path:
        parquet.write_table(pa.table(columns), self.path / name)
        return self.path / name

    def run(self, *options: Any) -> tuple[int, str, str]:
        self.capsys.readouterr()
        code = main(["assign", "--out", str(self.path / "a.parquet"), *(str(option) for option in options)])
        said = self.capsys.readouterr()
        return code, said.out, said.err

    def told(self, *options: Any) -> dict[str, Any]:
        code, out, err = self.run(*options)
        assert (code, err) == (0, "")
        told: dict[str, Any] = json.loads(out)
        assert told.keys() >= PRINTED
        return told

    def rows(self) -> list[tuple[int, int, int]]:
        table = parquet.read_table(self.path / "a.parquet")
        assert table.column_names == ["worker", "vacancy", "score"]
        return sorted(zip(*(column.to_pylist() for column in table.columns), strict=True))


@pytest.fixture
def folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Folder:
    return Folder(tmp_path, capsys)


@pytest.fixture
def graph_files(folder: Folder) -> list[Any]:
    """Edges whose numbers are neither dense nor sorted, of several types of whole numbers."""
    edges = folder.put(
        "g.parquet",
        worker=pa.array([90, 7, 90, 90, 12], pa.uint64()),
        vacancy=pa.array([5, 5, -3, 5, 4], pa.int16()),
        score=pa.array([10, 9, 4, 11, 0], pa.int32()),
    )
    posts = folder.put("v.parquet", vacancy=pa.array([4, 5, -3, 8], pa.int64()), capacity=pa.array([1, 1, 0, 9]))
    return ["--graph", edges, "--vacancies", posts]


def test_a_graph_alone_is_the_whole_problem(folder: Folder, graph_files: list[Any]) -> None:
    told = folder.told(*graph_files)
    assert folder.rows() == [(90, 5, 11)]
    expected = {"value": 11, "bound": 11, "gap": 0, "seats": 11, "seats_filled": 1, "workers": 3, "edges": 5}
    assert {name: told[name] for name in expected} == expected


def test_without_a_table_each_vacancy_has_one_seat(folder: Folder, graph_files: list[Any]) -> None:
    assert folder.told(*graph_files[:2])["value"] == 13
    assert folder.rows() == [(7, 5, 9), (90, -3, 4)]


@pytest.mark.parametrize("options", [[], ["--exact"], ["--epsilon", "0"], ["--epsilon", "0.01"], ["--stable"]])
def test_every_way_keeps_the_rules(folder: Folder, options: list[str]) -> None:
    graph = random_graph(200, 20, 5, 0.6, "few")
    files = ["--graph", folder.put("g.parquet", worker=graph.worker, vacancy=graph.vacancy, score=graph.score),
             "--vacancies", folder.put("v.parquet", vacancy=np.arange(20), capacity=graph.capacity)]  # fmt: skip
    told, best = folder.told(*files, *options), solve(graph).value
    rows = folder.rows()
    edges = set(zip(graph.worker.tolist(), graph.vacancy.tolist(), graph.score.tolist(), strict=True))
    assert set(rows) <= edges
    assert len({worker for worker, _, _ in rows}) == len(rows) == told["matched"]
    assert np.all(np.bincount([vacancy for _, vacancy, _ in rows], minlength=20) <= graph.capacity)
    assert sum(score for _, _, score in rows) == told["value"] <= best <= told["bound"]
    assert told["gap"] == pytest.approx((told["bound"] - told["value"]) / told["bound"])
    if options == ["--stable"]:
        assert (told["blocking_pairs"], told["optimum_value"]) == (0, best)
        assert told["price_of_stability"] == pytest.approx(1 - told["value"] / best)
    else:
        assert told["value"] == best


def test_prices_written_are_prices_read(folder: Folder, graph_files: list[Any]) -> None:
    folder.told(*graph_files, "--prices-out", folder.path / "p.parquet")
    prices = parquet.read_table(folder.path / "p.parquet")
    assert prices.column_names == ["vacancy", "price"]
    assert folder.told(*graph_files, "--warm", folder.path / "p.parquet")["value"] == 11


def test_a_world_of_workers_and_vacancies_is_allocated(folder: Folder) -> None:
    workers, vacancies, ties = make_world(80, 30, 0.5, 2)
    files: list[Any] = []
    for name, table in (("workers", workers), ("vacancies", vacancies), ("ties", ties)):
        parquet.write_table(table.to_arrow(), folder.path / name)
        files += [f"--{name}", folder.path / name]
    best = solve(whole_graph(Ranker(workers, vacancies, ties))).value
    told = folder.told(*files, "--prices-out", folder.path / "p.parquet")
    assert told["value"] <= best <= told["bound"]
    assert (told["edges"], told["seats"]) == (None, int(vacancies.capacity.sum()))
    assert folder.told(*files, "--exact")["value"] == best
    assert folder.told(*files, "--stable")["blocking_pairs"] == 0
    assert folder.told(*files, "--warm", folder.path / "p.parquet")["gap"] <= 0.0005
    homes, counts = np.unique(workers.home, return_counts=True)
    home = int(homes[np.argmax(counts)])
    quota = folder.put("q.parquet", home=[home], least=[2])
    folder.told(*files, "--quotas", quota)
    of_home = set(workers.worker[workers.home == home].tolist())
    assert len([row for row in folder.rows() if row[0] in of_home]) >= 2


def test_quotas_and_groups_by_lists_of_workers(folder: Folder) -> None:
    graph = folder.put("g.parquet", worker=[1, 2, 3, 3], vacancy=[1, 1, 1, 2], score=[20, 8, 1, 1])
    posts = folder.put("v.parquet", vacancy=[1, 2], capacity=[2, 1])
    quota = folder.put("q.parquet", group=[1, 2], worker=[3, 2], least=[1, 0])
    assert folder.told("--graph", graph, "--vacancies", posts, "--quotas", quota)["value"] == 29
    pairs = folder.put("c.parquet", group=[1, 1], worker=[2, 3])
    told = folder.told("--graph", graph, "--vacancies", posts, "--groups", pairs)
    assert (told["groups"], told["groups_apart"], told["value"]) == (1, 1, 20)
    assert told["lost_at_most"] == told["bound"] - 20


WRONG: list[tuple[str, dict[str, Any], dict[str, Any] | None, list[str]]] = [
    ("worker 1 is not", {"worker": [1], "vacancy": [1], "score": [1]}, None, ["--workers", "w.parquet"]),
    ("vacancy 3 is not", {"worker": [1], "vacancy": [3], "score": [1]}, {"vacancy": [1], "capacity": [1]}, []),
    ("capacity -1", {"worker": [1], "vacancy": [1], "score": [1]}, {"vacancy": [1], "capacity": [-1]}, []),
    ("stands twice", {"worker": [1], "vacancy": [1], "score": [1]}, {"vacancy": [1, 1], "capacity": [1, 1]}, []),
    ("column score", {"worker": [1], "vacancy": [1], "score": [1.5]}, None, []),
    ("column score", {"worker": [1], "vacancy": [1], "score": ["much"]}, None, []),
    ("it is empty", {"worker": [1], "vacancy": [None], "score": pa.array([1])}, None, []),
    ("beyond", {"worker": [1], "vacancy": [1], "score": [10**13]}, None, []),
    ("column score is missing", {"worker": [1], "vacancy": [1]}, None, []),
    ("--epsilon", {"worker": [1], "vacancy": [1], "score": [1]}, None, ["--epsilon", "2"]),
    ("--stable", {"worker": [1], "vacancy": [1], "score": [1]}, None, ["--stable", "--exact"]),
    ("no such file", {"worker": [1], "vacancy": [1], "score": [1]}, None, ["--warm", "nowhere.parquet"]),
    ("need --workers", {"worker": [1], "vacancy": [1], "score": [1]}, None, ["--quotas", "h.parquet"]),
    ("asks for 2 people", {"worker": [1], "vacancy": [1], "score": [1]}, None, ["--quotas", "q.parquet"]),
    ("vacancy and price", {"worker": [1], "vacancy": [1], "score": [1]}, None, ["--warm", "q.parquet"]),
    ("from 0 to", {"worker": [1], "vacancy": [1], "score": [1]}, None, ["--warm", "p.parquet"]),
]


@pytest.mark.parametrize(("says", "edges", "posts", "options"), WRONG, ids=[case[0] for case in WRONG])
def test_a_wrong_file_is_one_sentence(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, says: str, edges: dict[str, Any], posts: dict[str, Any] | None,
    options: list[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(folder.path)
    folder.put("w.parquet", worker=[2, 3])
    folder.put("h.parquet", home=[532504100], least=[1])
    folder.put("q.parquet", group=[1], worker=[1], least=[2])
    folder.put("p.parquet", vacancy=[1], price=[-1.0])
    files: list[Any] = ["--graph", folder.put("g.parquet", **edges)]
    files += ["--vacancies", folder.put("v.parquet", **posts)] if posts else []
    code, out, err = folder.run(*files, *options)
    assert (code, out) == (2, "")
    assert says in err
    assert len(err.strip().splitlines()) == 1


def test_neither_graph_nor_world_is_refused(folder: Folder) -> None:
    code, _out, err = folder.run()
    assert (code, "--graph" in err) == (2, True)
