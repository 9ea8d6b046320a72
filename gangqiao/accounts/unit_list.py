"""The units every installation begins with, named as the work plan of 16 March 2020 names them.

These ten departments are the ones the plan gives work to: the five sector departments that collect vacancies (R117),
labour, transport, health and poverty relief (the responsibility matrix), and agriculture, which trains farmers and took
over poverty relief in 2021. Finance appears in the plan only as the source of money.
"""

from __future__ import annotations

from dataclasses import dataclass

from gangqiao.accounts.models import UnitKind


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A unit by its code and its name (a name, so Chinese)."""

    code: str
    name: str
    kind: str


HEADQUARTERS = NamedUnit("hq", "农村劳动力转移就业工作指挥部", UnitKind.HEADQUARTERS)
OFFICE = NamedUnit("hq-office", "指挥部办公室", UnitKind.HEADQUARTERS_OFFICE)
DEPARTMENTS = (
    NamedUnit("hrss", "人力资源和社会保障局", UnitKind.DEPARTMENT),
    NamedUnit("transport", "交通运输局", UnitKind.DEPARTMENT),
    NamedUnit("health", "卫生健康局", UnitKind.DEPARTMENT),
    NamedUnit("poverty", "扶贫开发办公室", UnitKind.DEPARTMENT),
    NamedUnit("reform", "发展和改革局", UnitKind.DEPARTMENT),
    NamedUnit("industry", "工业商务和信息化局", UnitKind.DEPARTMENT),
    NamedUnit("housing", "住房和城乡建设局", UnitKind.DEPARTMENT),
    NamedUnit("water", "水务局", UnitKind.DEPARTMENT),
    NamedUnit("culture", "文化和旅游局", UnitKind.DEPARTMENT),
    NamedUnit("agriculture", "农业农村和科学技术局", UnitKind.DEPARTMENT),
)
