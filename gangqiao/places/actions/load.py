"""Loads the official tree and what the county adds to it. A second load adds only what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.places.growth import Growth, NewDivision, write_successions
from gangqiao.places.levels import Kind, Level, Scheme
from gangqiao.places.models import BEGINNING, Division, FormerName
from gangqiao.places.official import NATIONAL_LIST, Coordinates, CountyFile, Listed, day, read_list

VERB = "places.load_divisions"


@dataclass(frozen=True, slots=True)
class Loaded:
    """How much a load added; all zero when everything was there."""

    divisions: int
    codes: int
    successions: int


@transaction.atomic
def load_divisions(county: str = "mile", *, actor: Actor = SYSTEM, source: str = "gangqiao places load") -> Loaded:
    """Load nation, provinces, prefectures and counties, the county's own townships and villages, and places abroad.

    `county` names a file of `data/`. What is there already is left as it is, also when it was changed since.
    """
    require(actor, VERB, area="")
    load = _Load(CountyFile.of(county).read())
    load.nation()
    load.county()
    load.abroad()
    load.growth.write()
    successions = write_successions(load.pairs, load.split_on, load.split_is_confirmed, load.split_source)
    load.write_former_name()
    loaded = Loaded(len(load.growth.divisions), len(load.growth.codes), successions)
    if loaded != Loaded(0, 0, 0):
        record(VERB, actor=actor, reason=f"{loaded.divisions} divisions, {loaded.codes} codes", source=source)
    return loaded


class _Load:
    """One load: the files on one side, the tree as it grows on the other."""

    def __init__(self, file: dict[str, Any]) -> None:
        self.file = file
        self.growth = Growth.of_everything()
        self.points = Coordinates()
        self.keys: dict[str, str] = {}  # by code, as the lists name them
        self.pairs: list[tuple[str, str]] = []
        self.split_on, self.split_is_confirmed, self.split_source = BEGINNING, True, ""

    def ensure(self, **values: Any) -> Division:
        """The division that carries the code already, else a new one."""
        code = str(values["code"])
        scheme = values.get("scheme", Scheme.OFFICIAL)
        first = values.get("code_from") or values.get("valid_from") or BEGINNING
        held = self.growth.holder_of(scheme, code, first, values.get("valid_to"))
        if held:
            division = self.growth.known[held.division_id]
        else:
            division = self.growth.plant(NewDivision(**{**self.points.of(code), **values}))
        self.keys[code] = division.key
        return division

    def nation(self) -> None:
        """The nation with its provinces, prefectures and counties."""
        nation, source = self.file["nation"], self.file["list_source"]
        self.ensure(
            parent="",
            level=Level.NATION,
            name=nation["name"],
            code=nation["code"],
            scheme=Scheme.COUNTRY,
            source=nation["source"],
        )
        root = self.keys[nation["code"]]
        for row in read_list(NATIONAL_LIST):
            former = self.file["former_county"] if row.code == self.file["county"] else None
            self.ensure(
                parent=self.keys[row.parent_code] if row.parent_code else root,
                level=row.level,
                name=row.name,
                code=row.code,
                kind=Kind.PLACEHOLDER if row.name in self.file["placeholders"] else None,
                code_from=day(former["until"]) if former else None,
                # The list says what is, not since when.
                date_is_confirmed=False,
                source=source,
            )
        for row in self.file["more_provinces"]:
            source = self.file["more_provinces_source"]
            self.ensure(parent=root, level=Level.PROVINCE, name=row["name"], code=row["code"], source=source)

    def county(self) -> None:
        """The townships and villages of the county, as they were and as they are."""
        rows = read_list(self.file["list"])
        followers = {code for old in self.file["former_townships"] for code in old["followed_by"]}
        taken = {t["code"]: (local, t) for local in self.file["local_townships"] for t in local["takes"]}
        county = self.keys[self.file["county"]]
        villages: dict[str, list[Listed]] = {}
        for row in rows:
            if row.level == Level.VILLAGE and row.code not in taken:
                villages.setdefault(row.parent_code, []).append(row)
        for old in self.file["former_townships"]:
            self._former_township(county, old)
        for row in rows:
            if row.level == Level.TOWNSHIP and row.code not in followers:
                source = self.file["unchanged_source"]
                self.ensure(parent=county, level=row.level, name=row.name, code=row.code, source=source)
                self._villages(row.code, villages.get(row.code, []))
        listed = {row.code: row for row in rows}
        for local in self.file["local_townships"]:
            self._local_township(county, local, listed)
        for old in self.file["former_townships"]:
            self._split(county, old, listed, villages)

    def _former_township(self, county: str, old: dict[str, Any]) -> None:
        self.ensure(
            parent=county,
            level=Level.TOWNSHIP,
            name=old["name"],
            code=old["code"],
            valid_to=day(old["until"]),
            date_is_confirmed=old["confirmed"],
            source=old["source"],
        )

    def _villages(self, township: str, rows: list[Listed], **more: Any) -> None:
        for row in rows:
            self.ensure(
                parent=self.keys[township],
                level=Level.VILLAGE,
                name=row.name,
                code=row.code,
                date_is_confirmed=False,
                source=more.get("source", self.file["list_source"]),
                valid_from=more.get("valid_from"),
            )

    def _local_township(self, county: str, local: dict[str, Any], listed: dict[str, Listed]) -> None:
        self.ensure(
            parent=county,
            level=Level.TOWNSHIP,
            name=local["name"],
            code=local["code"],
            scheme=Scheme.LOCAL,
            source=local["source"],
        )
        for take in local["takes"]:
            self._villages(local["code"], [listed[take["code"]]], source=take["source"])
        for made in local["made"]:
            self.ensure(
                parent=self.keys[local["code"]],
                level=Level.VILLAGE,
                name=made["name"],
                code=made["code"],
                scheme=Scheme.LOCAL,
                source=local["made_source"],
                made=True,
            )

    def _split(
        self, county: str, old: dict[str, Any], listed: dict[str, Listed], villages: dict[str, list[Listed]]
    ) -> None:
        """The units that followed a former one, each village once as it was and once as it is."""
        on, source = day(old["until"]), old["source"]
        self.split_on, self.split_is_confirmed, self.split_source = on, old["confirmed"], source
        number = 0
        for code in old["followed_by"]:
            self.ensure(
                parent=county,
                level=Level.TOWNSHIP,
                name=listed[code].name,
                code=code,
                valid_from=on,
                date_is_confirmed=old["confirmed"],
                source=source,
            )
            self.pairs.append((self.keys[old["code"]], self.keys[code]))
            self._villages(code, villages.get(code, []), valid_from=on, source=source)
            for row in villages.get(code, []):
                number += 1
                before = self.ensure(
                    parent=self.keys[old["code"]],
                    level=Level.VILLAGE,
                    name=row.name,
                    code=f"{old['code']}{number:03}",
                    scheme=Scheme.LOCAL,
                    valid_to=on,
                    date_is_confirmed=False,
                    source=old["villages_source"],
                )
                self.pairs.append((before.key, self.keys[row.code]))

    def abroad(self) -> None:
        """The tree of places abroad, with the code of the county's own former time beside it."""
        abroad = self.file["abroad"]
        root = self.ensure(
            parent="",
            level=Level.NATION,
            name=abroad["name"],
            code=abroad["code"],
            scheme=Scheme.LOCAL,
            source=abroad["source"],
        )
        for country in abroad["countries"]:
            self.ensure(
                parent=root.key,
                level=Level.COUNTRY,
                name=country["name"],
                code=country["code"],
                scheme=Scheme(country.get("scheme", Scheme.COUNTRY)),
                source=abroad["source"],
            )
        self._former_code()

    def _former_code(self) -> None:
        former = self.file["former_county"]
        until = day(former["until"])
        if self.growth.holder_of(Scheme.OFFICIAL, former["code"], BEGINNING, until) is None:
            county = self.growth.known[self.keys[self.file["county"]]]
            self.growth.give_code(
                county, Scheme.OFFICIAL, former["code"], BEGINNING, former["confirmed"], former["source"], until
            )

    def write_former_name(self) -> None:
        """The name of the county before it became a city."""
        former = self.file["former_county"]
        FormerName.objects.get_or_create(
            division_id=self.keys[self.file["county"]],
            valid_from=BEGINNING,
            defaults={
                "name": former["name"],
                "valid_to": day(former["until"]),
                "date_is_confirmed": former["confirmed"],
                "source": former["source"],
            },
        )
