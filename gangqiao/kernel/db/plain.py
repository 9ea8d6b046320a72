"""Rows as the driver gives them: for reads of many thousands, where a model's own conversions cost more than the read.

The statement is the one Django builds, so the scope of the moment is in it like in any other.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.sql.constants import MULTI

CHUNK = 2_000  # rows asked of the driver at once


def plain_rows(found: models.QuerySet[Any], *columns: str) -> list[tuple[Any, ...]]:
    """The columns of the rows found, without the conversions of their fields.

    JSON is text, a sealed value bytes; a uuid or a decimal is what the engine has for it: a text or a number on SQLite.
    """
    compiler = found.values_list(*columns).query.get_compiler(found.db)
    return [row for rows in compiler.execute_sql(MULTI, chunk_size=CHUNK) for row in rows]
