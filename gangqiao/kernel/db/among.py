"""`field__among=[...]`: like `__in`, for thousands of keys.

Django prepares, compiles and binds every single value of an `__in`, which costs more than the search itself.
Takes whole numbers, texts and bytes in the form in which they are stored. A list is one parameter; on SQLite numbers
and bytes are literals of the statement, which cannot hold anything but digits.
"""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import models
from django.db.models import Lookup


class Among(Lookup[Any]):
    """The value is one of a list, or better of a view or a set: Django looks through a list for expressions."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        column, params = self.process_lhs(compiler, connection)
        values = list(self.rhs)
        if not values:
            raise EmptyResultSet
        if connection.vendor == "postgresql":
            return f"{column} = ANY(%s)", [*params, values]
        if all(type(value) is int for value in values):
            return f"{column} IN ({','.join(map(str, values))})", [*params]
        if all(isinstance(value, bytes) for value in values):
            literals = ",".join([f"X'{value.hex()}'" for value in values])
            return f"{column} IN ({literals})", [*params]
        return f"{column} IN (SELECT value FROM json_each(%s))", [*params, json.dumps(values)]


models.Field.register_lookup(Among)
models.ForeignKey.register_lookup(Among)
