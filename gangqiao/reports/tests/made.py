"""A taught layout, a filled workbook and a comparison, made without a hand: for the walls, and for tests of pages."""

from __future__ import annotations

import datetime as dt
import io
from itertools import count
from typing import Any

import openpyxl

from gangqiao.accounts.models import Unit, UnitKind, User
from gangqiao.kernel.scope import ScopedModel, everywhere
from gangqiao.reports.models import Comparison, Filling, Layout, Version

_numbers = count(1)
DAY = dt.date(2020, 3, 31)


def reports_of(area: Any, home: str = "") -> list[ScopedModel]:
    """A filled workbook and a comparison of the area, or of `home` below it, as the tables hold them."""
    unit, _ = Unit.objects.get_or_create(code="test", defaults={"name": "测试单位", "kind": UnitKind.OTHER})
    maker = User.objects.create(username=f"maker{next(_numbers)}", display_name="制表人", unit=unit)
    layout = Layout.objects.create(area=area, title="测试报表")
    version = Version.objects.create(layout=layout, number=1, name="form.xlsx", file="0" * 32, taught_by=maker)
    own = {"area_id": home or area.pk, "made_by": maker}
    with everywhere(reason="test data"):
        return [
            Filling.objects.create(**own, version=version, day=DAY, name="report.xlsx"),
            Comparison.objects.create(**own, sides=[]),
        ]


def workbook(rows: list[list[Any]], sheet: str = "Sheet1") -> bytes:
    """A plain workbook with these cells."""
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def opened(content: bytes) -> Any:
    """The workbook as openpyxl reads it, formulas as they stand."""
    return openpyxl.load_workbook(io.BytesIO(content))
