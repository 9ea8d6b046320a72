"""The verbs the pages call."""

from __future__ import annotations

from typing import Any


def receive(*args: Any, **kwargs: Any) -> Any:
    from gangqiao.imports.acts.receiving import receive as act

    return act(*args, **kwargs)


def map_columns(*args: Any, **kwargs: Any) -> Any:
    from gangqiao.imports.acts.receiving import map_columns as act

    return act(*args, **kwargs)


def decide(*args: Any, **kwargs: Any) -> Any:
    from gangqiao.imports.acts.receiving import decide as act

    return act(*args, **kwargs)


def discard(*args: Any, **kwargs: Any) -> Any:
    from gangqiao.imports.acts.receiving import discard as act

    return act(*args, **kwargs)


def apply(*args: Any, **kwargs: Any) -> Any:
    from gangqiao.imports.acts.applying import apply as act

    return act(*args, **kwargs)


def wrong_rows_workbook(*args: Any, **kwargs: Any) -> Any:
    from gangqiao.imports.remarks import wrong_rows_workbook as act

    return act(*args, **kwargs)
