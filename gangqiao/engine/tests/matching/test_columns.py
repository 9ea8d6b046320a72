"""What a file may hold, and what is said when it holds something else."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys

import pyarrow as pa
import pytest
from pyarrow import feather, parquet

from gangqiao.engine.columns import Points, Rules, Vacancies, Workers, WrongFile, read_points, read_workers
from gangqiao.engine.points import MOST
from gangqiao.engine.worlds import make_world


def workers(**columns):
    return Workers.from_arrow(pa.table(columns), name="W.parquet")


def test_whatever_can_be_cast_without_loss_is_taken():
    table = workers(
        worker=pa.array([5, 6], pa.uint16()),
        age=[30.0, None],
        no_night=pa.array([1, 0], pa.int64()),
        couple=[True, None],
        earliest=["2020-03-16", None],
        home=pa.array([532504100, 0], pa.int64()),
        education=pa.nulls(2),
        skills=pa.array([1 << 63, 0], pa.uint64()),
    )
    assert table.worker.tolist() == [5, 6]
    assert [table.value("age", row) for row in (0, 1)] == [30, None]
    assert table.no_night.tolist() == [True, False]
    assert [table.value("couple", row) for row in (0, 1)] == [1, None]
    assert table.value("earliest", 0) == (dt.date(2020, 3, 16) - dt.date(1970, 1, 1)).days
    assert table.unknown("home").tolist() == [False, True]
    assert table.unknown("education").all()
    assert table.unknown("trades").all()
    assert table.skills[0] == 1 << 63


@pytest.mark.parametrize("days", [pa.date32(), pa.date64(), pa.timestamp("us"), pa.large_string(), pa.string()])
def test_a_day_may_be_written_in_several_types(days):
    table = workers(earliest=pa.array([dt.date(2020, 3, 16), None]).cast(pa.date32()).cast(days))
    assert [table.value("earliest", row) for row in (0, 1)] == [18337, None]


def test_columns_not_there_are_unknown_or_what_they_stand_for():
    table = Vacancies.from_arrow(pa.table({"pay": [3000, None]}))
    assert table.vacancy.tolist() == [0, 1]
    assert table.capacity.tolist() == [1, 1]
    assert table.salt[0] != table.salt[1]
    assert not table.unknown("salt").any()


@pytest.mark.parametrize(
    ("column", "values", "says"),
    [
        ("age", [30, 20.5], "column age, row 2: 20.5 is no int8"),
        ("age", [30, 300], "column age, row 2: 300 is no int8"),
        ("age", ["x", "y"], "column age holds string, but int8 is expected"),
        ("sex", [1, 3], "column sex: row 2 has 3, but at most 2 is expected"),
        ("worker", [4, 4], "column worker: rows 1 and 2 have the same number 4"),
        ("worker", [4, None], "column worker: row 2 has no number"),
        ("earliest", ["2020-01-01", "2020-13-01"], "column earliest, row 2: '2020-13-01' is no date32"),
        ("earliest", [dt.datetime(2020, 1, 1, 3), None], "column earliest, row 1"),
        ("earliest", [1, 2], "column earliest holds int64, but date32 is expected"),
        ("no_night", [0, 2], "column no_night, row 2: 2 is no bool"),
        ("trades", [1, -1], "column trades, row 2: -1 is no uint64"),
    ],
)
def test_what_cannot_be_taken_is_named_with_file_column_row_and_remedy(column, values, says):
    with pytest.raises(WrongFile) as refused:
        workers(**{column: values})
    assert str(refused.value).startswith(f"W.parquet: {says}")
    assert ";" in str(refused.value)


def test_negative_seats_are_refused():
    with pytest.raises(WrongFile, match="column capacity: row 2 has -1, but at least 0 is expected"):
        Vacancies.from_arrow(pa.table({"capacity": [1, -1]}))


def test_parquet_and_arrow_files_are_read_and_others_refused(tmp_path):
    table = make_world(20, 5, 1.0, 1)[0].to_arrow()
    parquet.write_table(table, tmp_path / "w.parquet")
    feather.write_feather(table, tmp_path / "w.arrow")
    (tmp_path / "w.csv").write_text("worker,age\n1,2\n")
    assert all(read_workers(tmp_path / f"w.{kind}").to_arrow() == table for kind in ("parquet", "arrow"))
    with pytest.raises(WrongFile, match=r"w\.csv: this is no Parquet file"):
        read_workers(tmp_path / "w.csv")
    with pytest.raises(WrongFile, match=r"none\.parquet: there is no such file"):
        read_workers(tmp_path / "none.parquet")


def test_the_shipped_points_are_those_of_the_code(tmp_path):
    from gangqiao.engine import points

    assert read_points(points.__file__.replace(".py", ".yaml")) == (Points(), Rules())


WRONG_POINTS = ["skilled: -1", "skilled: x", f"fresh: [[7, {MOST + 1}]]", "by_level: [1]", "nice: 3", "[", "- 1",
                "kept: 3", "care_level: 6"]  # fmt: skip


@pytest.mark.parametrize("text", WRONG_POINTS)
def test_points_that_cannot_be_are_refused(tmp_path, text):
    (tmp_path / "p.yaml").write_text(text)
    with pytest.raises(WrongFile, match=r"p\.yaml: "):
        read_points(tmp_path / "p.yaml")


def test_a_city_names_only_what_it_changes(tmp_path):
    (tmp_path / "p.yaml").write_text("skilled: 7\ncare_level: 0\nfresh: [[3, 1], [1, 2]]")
    points, rules = read_points(tmp_path / "p.yaml")
    assert (points.skilled, points.certified, rules.care_level) == (7, Points().certified, 0)
    assert points.fresh == ((1, 2), (3, 1))


def test_reasons_are_shown_without_loading_the_compiler():
    modules = "gangqiao.engine.explaining, gangqiao.engine.columnwise, gangqiao.engine.commands"
    code = f"import sys, {modules}; sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
