"""A small county: two townships, each with two villages of two groups."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from gangqiao.audit.events import record
from gangqiao.kernel.actor import SYSTEM
from gangqiao.places.actions.add import VERB
from gangqiao.places.growth import Growth, NewDivision
from gangqiao.places.levels import Level, Scheme
from gangqiao.places.models import Division
from gangqiao.places.reads import forget_county_path


@dataclass(frozen=True, slots=True)
class County:
    """A county of two townships, each with two villages of two groups. The first group of a village is `.groups[0]`."""

    division: Division
    townships: tuple[Division, ...]
    villages: tuple[Division, ...]
    groups: tuple[Division, ...]

    @property
    def key(self) -> str:
        return self.division.key

    @property
    def xinshao(self) -> Division:
        return self.townships[0]

    @property
    def hongxi(self) -> Division:
        return self.townships[1]

    def group_in(self, division: Division) -> Division:
        """The first villagers' group of a township or village, or the group itself."""
        return next(g for g in self.groups if g.key.startswith(division.key))


@pytest.fixture(autouse=True)
def _county_not_yet_known() -> None:
    """Each test has a county of its own, or none."""
    forget_county_path()


@pytest.fixture
def county(db: None, request: pytest.FixtureRequest) -> County:
    """Mile with the townships Xinshao and Hongxi, under their official codes."""
    if "shared_database" in request.fixturenames:
        request.getfixturevalue("shared_database")  # before the first row is written
    return found_county()


def found_county() -> County:
    """The county itself, written at once: most tests begin with it."""
    growth = Growth((), ())

    def below(parent: str, level: Level, *named: tuple[str, str], scheme: Scheme = Scheme.OFFICIAL) -> list[Division]:
        return [
            growth.plant(NewDivision(parent=parent, level=level, name=name, code=code, scheme=scheme))
            for code, name in named
        ]

    above = ""
    for level, code, name in (
        (Level.NATION, "156", "中国"),
        (Level.PROVINCE, "53", "云南省"),
        (Level.PREFECTURE, "5325", "红河哈尼族彝族自治州"),
        (Level.COUNTY, "532504", "弥勒市"),
    ):
        scheme = Scheme.COUNTRY if level is Level.NATION else Scheme.OFFICIAL
        (mile,) = below(above, level, (code, name), scheme=scheme)
        above = mile.key
    townships = below(mile.key, Level.TOWNSHIP, ("532504102000", "新哨镇"), ("532504106000", "虹溪镇"))
    villages = [
        village
        for town, names in zip(townships, (("布龙村委会", "里方村委会"), ("白云村委会", "马龙村委会")), strict=True)
        for village in below(town.key, Level.VILLAGE, *(("", name) for name in names))
    ]
    groups = [g for v in villages for g in below(v.key, Level.GROUP, ("", "第一村民小组"), ("", "第二村民小组"))]
    growth.write()
    record(VERB, actor=SYSTEM, area=mile.key, reason=f"{len(growth.divisions)} divisions", source="test")
    return County(mile, tuple(townships), tuple(villages), tuple(groups))
