"""A text column that compares byte by byte on both databases, so that ranges, prefixes and keyset pages agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

    _TextColumn = models.CharField[Any, Any]
else:
    _TextColumn = models.CharField


class BytewiseField(_TextColumn):
    """A CharField in byte order. PostgreSQL gets COLLATE "C"; SQLite compares bytes by default."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        if connection.vendor == "postgresql":
            # Spelled out: for "varchar" Django adds a second index for LIKE to every key, which nothing here uses.
            return f"character varying({self.max_length})"
        return super().db_type(connection)

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        parameters = dict(super().db_parameters(connection))
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters
