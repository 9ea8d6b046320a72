"""What the tests of collecting share."""

from __future__ import annotations

import datetime as dt
from typing import Any

from gangqiao.kernel.scope import everywhere
from gangqiao.vacancies.models import Return, Round

DAY = dt.date(2020, 6, 10)
FIGURES = {"headcount": 80, "wanted": 5, "wanted_trades": "缝纫工", "poor_employed": 3}


def own_return(asked: Round, area: Any, unit: str = "") -> Return:
    with everywhere(reason="test"):
        return Return.objects.get(round=asked, area_id=getattr(area, "pk", area), unit=unit)
