"""Which form a column takes. That a phone makes the same rows of it again: tests/phone/test_phone_columns.py."""

from __future__ import annotations

import base64
from uuid import UUID, uuid4

from gangqiao.sync.columns import fold


def column(values):
    """The column "x" of rows with these values."""
    return fold({"x": value} for value in values)["columns"]["x"]


def test_few_values_are_letters():
    assert column(["01", "01", None, "01", "08", None]) == [-1, "code", "aabaca"[:3] + "acb", ["01", None, "08"]]
    assert column([True, 1, True, 1])[2:] == ["abab", [True, 1]], "true is not 1"


def test_texts_stand_behind_one_another():
    assert column(["张三", "李四", ""]) == [-1, "text", "|张三|李四|"]
    assert column(["a|b", "c"])[2] == ";a|b;c"
    assert column(["13800000001", "13800000002"]) == [-1, "text", "1380000000113800000002", 11]
    assert column(["|;~^\t\n", "c"])[1] == "json"


def test_days_and_uuids_are_numbers():
    assert column(["1850-01-02", "2020-03-16", "1901-01-01"]) == [-1, "day", "|1|62166|18627"]
    assert column(["2020-02-30", "2020-03-16"])[1] == "text", "no day of the calendar"
    uuids = [str(uuid4()) for _ in range(3)]
    assert column(uuids) == [-1, "uuid", base64.b64encode(b"".join(UUID(u).bytes for u in uuids)).decode()]
    assert column([u.upper() for u in uuids])[1] == "text"


def test_a_key_that_some_rows_have_not_has_a_mask_and_shares_it():
    table = fold([{"a": "1", "b": "x"}, {"c": 1}, {"a": "2", "b": "y", "c": 2}])
    assert table["masks"] == ["101", "011"]
    assert {name: given[0] for name, given in table["columns"].items()} == {"a": 0, "b": 0, "c": 1}


def test_no_rows_are_a_table_without_columns():
    assert fold([]) == {"rows": 0, "masks": [], "columns": {}}
