"""Rows laid out in columns, so that gzip sees like beside like. `frontend/src/phone/sync/columns.ts` reads them.

A table is {"rows": how many, "masks": [...], "columns": {name: [mask, kind, data, ...]}}. A column holds the values of
the rows that have one: all (mask -1), or those at which the text masks[mask] has "1". Kinds:

code  one letter of LETTERS a row, behind it the list of what the letters stand for
text  behind one another: each as long as the number behind says, else parted by the first character of the data
day   days since 1850-01-01, written like a text
uuid  16 bytes each, all together in base64
json  a list
"""

from __future__ import annotations

import base64
import json
import re
import string
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

Json = Any
Column = list[Any]
Table = dict[str, Any]
LETTERS = string.ascii_letters + string.digits
PARTINGS = "|;~^\t\n"
DAY_0 = date(1850, 1, 1).toordinal()
UUID_WRITTEN = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
DAY_WRITTEN = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
# Like beside like also from column to column: letters, digits, words, bytes by chance.
ORDER = ("code", "day", "number", "text", "json", "uuid")


def fold(rows: Iterable[Mapping[str, Json]]) -> Table:
    """Rows as a table. A key that a row does not have is not there afterwards either; the order of keys is lost."""
    listed = list(rows)
    names = list(dict.fromkeys(name for row in listed for name in row))
    masks: dict[str, int] = {}
    columns: dict[str, Column] = {}
    for name in names:
        mask = "".join("1" if name in row else "0" for row in listed)
        number = masks.setdefault(mask, len(masks)) if "0" in mask else -1
        columns[name] = [number, *_column([row[name] for row in listed if name in row])]
    ordered = dict(sorted(columns.items(), key=lambda item: ORDER.index(_sort_of(item[1]))))
    return {"rows": len(listed), "masks": list(masks), "columns": ordered}


def _sort_of(column: Column) -> str:
    _mask, kind, data, *_more = column
    return "number" if kind == "text" and data.isascii() else str(kind)


def _column(values: list[Json]) -> Column:
    """The kind and the data of a column, whichever is shortest."""
    written = [json.dumps(value, ensure_ascii=False) for value in values]
    choices = {text: LETTERS[n] for n, text in enumerate(dict.fromkeys(written)) if n < len(LETTERS)}
    if len(choices) * 2 <= max(2, len(values)) and all(text in choices for text in written):
        return ["code", "".join(choices[text] for text in written), [json.loads(text) for text in choices]]
    if not all(isinstance(value, str) for value in values):
        return ["json", values]
    if all(UUID_WRITTEN.fullmatch(value) for value in values):
        return ["uuid", base64.b64encode(b"".join(UUID(value).bytes for value in values)).decode()]
    if all(map(_is_day, values)):
        return _texts("day", [str(date.fromisoformat(value).toordinal() - DAY_0) for value in values])
    return _texts("text", values)


def _is_day(text: str) -> bool:
    try:
        return bool(DAY_WRITTEN.fullmatch(text)) and date.fromisoformat(text).toordinal() >= DAY_0
    except ValueError:
        return False


def _texts(kind: str, values: list[str]) -> Column:
    # A character may be two for JavaScript, but no ASCII character is.
    if len(lengths := {len(value) for value in values}) == 1 and all(map(str.isascii, values)) and 0 not in lengths:
        return [kind, "".join(values), lengths.pop()]
    parting = next((one for one in PARTINGS if not any(one in value for value in values)), None)
    return ["json", values] if parting is None else [kind, "".join(parting + value for value in values)]
