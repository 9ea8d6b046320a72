"""Seal old entries with the newest key, and make blind indexes anew. Both may be killed at any moment and run again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connections, models, router, transaction

from gangqiao.kernel.crypto.fields import BlindIndexField, EncryptedTextField
from gangqiao.kernel.crypto.sealing import blind_index_many, encrypt_many, is_current, open_sealed

Rows = list[tuple[Any, ...]]  # key, uuid, sealed value


def rotate(model: type[models.Model], field: str, batch: int = 500) -> int:
    """Seal every value of a column with the newest key and the algorithms in force; return how many were old.

    Each batch is one short transaction: killed between two, nothing is lost and a second call does the rest. Readers
    need both keys meanwhile. On a scoped model open `everywhere(reason=...)` first.
    """
    column = model._meta.get_field(field)
    if not isinstance(column, EncryptedTextField):
        raise TypeError(f"{field} is not encrypted")

    def seal_anew(rows: Rows) -> int:
        old = [row for row in rows if row[2] is not None and not is_current(row[2])]
        texts = [(uuid, open_sealed(*column.place, uuid, value)) for _pk, uuid, value in old]
        sealed = encrypt_many(".".join(column.place), texts)
        return _write(model, field, old, sealed)

    return _in_batches(model, field, batch, seal_anew)


def reindex(model: type[models.Model], field: str, batch: int = 2_000) -> int:
    """Make a blind index anew with the oldest key and the algorithms in force; return how many rows it has.

    All in one transaction: half an index would miss people and let doubles in. Stop the web server meanwhile.
    """
    index = model._meta.get_field(field)
    if not isinstance(index, BlindIndexField) or not index.of:
        raise TypeError(f"{field} is not the blind index of an encrypted field")
    column = model._meta.get_field(index.of)
    assert isinstance(column, EncryptedTextField)  # the system check saw to it

    def index_anew(rows: Rows) -> int:
        texts = [None if v is None else open_sealed(*column.place, u, v) or None for _pk, u, v in rows]
        return _write(model, field, rows, blind_index_many(index.get_label(), texts))

    with transaction.atomic(using=router.db_for_write(model)):
        return _in_batches(model, index.of, batch, index_anew)


def _in_batches(model: type[models.Model], field: str, size: int, change: Callable[[Rows], int]) -> int:
    """Give all rows to `change` in order of their key, each batch locked in a transaction; the sum of its answers."""
    using = router.db_for_write(model)
    rows = model._base_manager.using(using).order_by("pk").values_list("pk", "uuid", field)
    changed, last = 0, None
    while True:
        with transaction.atomic(using=using):
            # SQLite knows no row locks and needs none: its write transactions exclude each other.
            locked = rows.select_for_update() if connections[using].features.has_select_for_update else rows
            page = list((locked if last is None else locked.filter(pk__gt=last))[:size])
            changed += change(page)
        if len(page) < size:
            return changed
        last = page[-1][0]


def _write(model: type[models.Model], field: str, rows: Rows, values: list[bytes | None]) -> int:
    using = router.db_for_write(model)
    for row, value in zip(rows, values, strict=True):
        model._base_manager.using(using).filter(pk=row[0]).update(**{field: value})
    return len(rows)
