"""What stands behind a number, as an address for one reader; "" where the reader may not go on."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

from gangqiao.engine.figures import FIGURES, MEASURES
from gangqiao.indicators.showing.addresses import address, names_address
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.charts import Cell as ChartCell
from gangqiao.kernel.charts import Chart
from gangqiao.kernel.charts.chart import Table


@dataclass(slots=True)
class Links:
    """The addresses of one reader."""

    actor: Actor
    _may: dict[str, bool] = field(default_factory=dict)

    def href(self, ref: str) -> str:
        """The address of a ref (`content.blocks`); "" for what is no longer counted, too."""
        kind, _sep, rest = ref.partition("|")
        match kind, rest.split("|"):
            case "names", [area, measure, day, where] if measure in MEASURES and self._opens(area):
                codes = dict(parse_qsl(where, keep_blank_values=True))
                return names_address(area, measure, date.fromisoformat(day), where=codes)
            case "snapshot", [uuid, area, measure, *where] if self._opens(area):
                codes = dict(parse_qsl("".join(where), keep_blank_values=True))
                return address("indicators:snapshot_people", uuid, area=area, measure=measure, **codes)
            case "gap", [area, target, one] if self._opens(area):
                return address("warnings:gap", area, target, one)
            case "definition", [figure, day] if figure in FIGURES and self.actor.may("indicators.view"):
                return address("indicators:definition", figure, day=day)
        return ""

    def _opens(self, area: str) -> bool:
        if area not in self._may:
            self._may[area] = self.actor.may("people.view_list", area)
        return self._may[area]

    def chart(self, chart: Chart) -> Chart:
        """The chart with addresses in place of refs."""
        rows = tuple(tuple(self._cell(cell) for cell in row) for row in chart.table.rows)
        return replace(
            chart,
            option=self._option(chart.option),
            table=Table(chart.table.columns, rows),
            definition_href=self.href(chart.definition_href),
        )

    def _cell(self, cell: ChartCell) -> ChartCell:
        if not cell.href:
            # A number of the history as it was known: nobody can be listed who makes it up.
            return replace(cell, persons=None, counts=cell.counts or "history")
        return replace(cell, href=self.href(cell.href), how=self.href(cell.how))

    def _option(self, value: Any) -> Any:
        if isinstance(value, dict):
            found = {key: self.href(one) if key == "href" else self._option(one) for key, one in value.items()}
            return {key: one for key, one in found.items() if key != "href" or one}
        return [self._option(one) for one in value] if isinstance(value, list) else value
