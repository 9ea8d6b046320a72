"""Filters of a ledger as fields of another form, under a prefix."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext

from gangqiao.kernel.actor import Level
from gangqiao.ledgers.reads.ledgers import LEDGERS
from gangqiao.ledgers.showing import Entry


def filter_entries(prefix: str, kind: str, typed: Mapping[str, str], level: Level) -> list[Entry]:
    """The filters a reader of this level may set; none for a list that is no ledger."""
    if kind not in LEDGERS:
        return []
    return [
        Entry(
            f"{prefix}{one.key}",
            str(one.label),
            one.widget,
            typed.get(one.key, ""),
            [("", gettext("any")), *one.options()] if one.options() else [],
        )
        for one in LEDGERS[kind].filters
        if one.widget and one.level <= level
    ]


def filters_typed(posted: Mapping[str, str], prefix: str, kind: str) -> dict[str, str]:
    """What was typed into the filters, by key; empty ones are left out."""
    if kind not in LEDGERS:
        return {}
    keys = (one.key for one in LEDGERS[kind].filters)
    return {key: value for key in keys if (value := posted.get(f"{prefix}{key}", "").strip()[:60])}
