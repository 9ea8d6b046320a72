"""The verbs the pages call."""

from __future__ import annotations

from typing import Any


def apply(*args: Any, **kwargs: Any) -> Any:
    from gangqiao.imports.actions.applying import apply as act

    return act(*args, **kwargs)


def wrong_rows_workbook(*args: Any, **kwargs: Any) -> Any:
    from gangqiao.imports.remarks import wrong_rows_workbook as act

    return act(*args, **kwargs)
