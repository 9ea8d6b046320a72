"""The cast: a small county, people in it, and the officials who ask. A test sets only what it is about."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from gangqiao.accounts.hashers import BoundedPBKDF2Hasher
from gangqiao.accounts.models import Grant, Unit, UnitKind, User
from gangqiao.accounts.reads import actor_of
from gangqiao.accounts.roles import ROLES
from gangqiao.duplicates.tests.made import pairs_of
from gangqiao.exports.models import Export
from gangqiao.imports.models import Import, Row
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.kernel.identifiers import make_id_number
from gangqiao.kernel.scope import ScopedModel, everywhere
from gangqiao.people.models import (
    Business,
    Category,
    Contact,
    EmploymentSpell,
    Fact,
    GovernedChange,
    Household,
    Intention,
    Membership,
    Person,
    Remembered,
    Skill,
)
from gangqiao.places.actions import add_divisions
from gangqiao.places.growth import NewDivision
from gangqiao.places.levels import Level, Scheme
from gangqiao.places.models import Division
from gangqiao.places.reads import forget_county_path
from gangqiao.quality.tests.made import quality_of
from gangqiao.reports.tests.made import reports_of

# What only one of the two engines has is tested on that one.
ONE_ENGINE = {
    "sqlite": ["kernel/tests/test_gate.py", "kernel/tests/test_sqlite.py"],
    "postgresql": ["kernel/tests/test_rowsecurity.py"],
}
PASSWORD = "a long way to Guangdong"  # of every user of the cast

collect_ignore = [path for engine, paths in ONE_ENGINE.items() if engine != connection.vendor for path in paths]

REGISTERED_ON = dt.date(2020, 1, 1)


# --- many at once ----------------------------------------------------------------------------------------------------


@pytest.fixture
def shared_database(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """A database that many threads can write: on SQLite a file, because the one in memory has locks of its own kind."""
    if connection.vendor == "postgresql":
        yield
        return
    in_memory = connections["default"]
    in_memory.ensure_connection()
    name, path = in_memory.settings_dict["NAME"], tmp_path / "county.sqlite3"
    with closing(sqlite3.connect(path)) as file:
        in_memory.connection.backup(file)
    connections.settings["default"]["NAME"] = str(path)
    del connections["default"]
    yield
    connections["default"].close()
    connections.settings["default"]["NAME"] = name
    connections["default"] = in_memory


@pytest.fixture
def at_once() -> Callable[..., list[Any]]:
    """Runs a function in many threads that start together: `at_once(20, job)` gives each result or exception."""

    def run(threads: int, job: Callable[[int], Any]) -> list[Any]:
        start = threading.Barrier(threads)
        results: list[Any] = [None] * threads

        def work(number: int) -> None:
            try:
                start.wait(30)
                results[number] = job(number)
            except Exception as error:  # the test looks at it
                results[number] = error
            finally:
                connection.close()

        workers = [threading.Thread(target=work, args=(n,)) for n in range(threads)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        return results

    return run


# --- the place -------------------------------------------------------------------------------------------------------


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
    above = ""
    for level, code, name in (
        (Level.NATION, "156", "中国"),
        (Level.PROVINCE, "53", "云南省"),
        (Level.PREFECTURE, "5325", "红河哈尼族彝族自治州"),
        (Level.COUNTY, "532504", "弥勒市"),
    ):
        scheme = Scheme.COUNTRY if level is Level.NATION else Scheme.OFFICIAL
        (mile,) = _below(above, level, (code, name), scheme=scheme)
        above = mile.key
    townships = _below(mile.key, Level.TOWNSHIP, ("532504102000", "新哨镇"), ("532504106000", "虹溪镇"))
    villages = [
        village
        for town, names in zip(townships, (("布龙村委会", "里方村委会"), ("白云村委会", "马龙村委会")), strict=True)
        for village in _below(town.key, Level.VILLAGE, *(("", name) for name in names))
    ]
    groups = [g for v in villages for g in _below(v.key, Level.GROUP, ("", "第一村民小组"), ("", "第二村民小组"))]
    return County(mile, tuple(townships), tuple(villages), tuple(groups))


def _below(parent: str, level: Level, *named: tuple[str, str], scheme: Scheme = Scheme.OFFICIAL) -> list[Division]:
    news = [NewDivision(parent=parent, level=level, name=name, code=code, scheme=scheme) for code, name in named]
    return add_divisions(news, actor=SYSTEM, source="test")


# --- the people ------------------------------------------------------------------------------------------------------

_numbers = itertools.count(1)

MakePerson = Callable[..., Person]
MakeHousehold = Callable[..., Household]


@pytest.fixture
def make_household(county: County) -> MakeHousehold:
    """Makes a household of one, its head: `make_household(area=county.hongxi)`. Without an area in Xinshao."""

    def make(area: Division | None = None, *, head: dict[str, Any] | None = None, **values: Any) -> Household:
        group = county.group_in(area or county.xinshao)
        number = next(_numbers)
        with everywhere(reason="test data"):
            # A live household has a head and a live person a household: the first of the two begins as dissolved.
            household = Household.objects.create(
                **{
                    "area": group,
                    "household_no": f"H{number:08}",
                    "address": f"{group.name} {number}",
                    "registered_on": REGISTERED_ON,
                    "dissolved_on": REGISTERED_ON,
                    **values,
                }
            )
            household.head = _make_person(household, **{"relation": "02", **(head or {})})
            household.dissolved_on = values.get("dissolved_on")
            household.save()
        return household

    return make


@pytest.fixture
def make_person(make_household: MakeHousehold) -> MakePerson:
    """Makes a person: `make_person(county.hongxi)` as head of a new household, `make_person(household=h)` in one."""

    def make(area: Division | None = None, *, household: Household | None = None, **values: Any) -> Person:
        if household is None:
            made = make_household(area, head=values)
            with everywhere(reason="test data"):
                return made.head
        with everywhere(reason="test data"):
            return _make_person(household, **values)

    return make


def _make_person(household: Household, **values: Any) -> Person:
    number = next(_numbers)
    born = values.get("birth_date", dt.date(1985, 5, 1) + dt.timedelta(days=number // 400))
    sex = values.get("sex", "1")
    return Person.objects.create(
        **{
            "area_id": household.area_id,
            "household": household,
            "person_no": f"P{number:08}",
            "name": f"张{number}",
            "id_type": "01",
            "id_number": make_id_number(born, sex, number % 400),
            "sex": sex,
            "birth_date": born,
            "ethnicity": "01",
            "education": "70",
            "hukou_kind": "agricultural",
            "labour_capacity": "ordinary",
            "population_category": "03",
            "relation": "10",
            "registered_on": REGISTERED_ON,
            "made": True,
            **values,
        }
    )


@pytest.fixture
def household(make_household: MakeHousehold) -> Household:
    """A household in the first village of Xinshao."""
    return make_household()


@pytest.fixture
def person(household: Household) -> Person:
    """The head of `household`."""
    with everywhere(reason="test data"):
        return Person.objects.get(pk=household.head_id)


@pytest.fixture
def person_elsewhere(make_person: MakePerson, county: County) -> Person:
    """A person of Hongxi: out of reach of everybody in Xinshao."""
    return make_person(county.hongxi)


HELD_FROM = dt.date(2020, 1, 1)
# What each dated table needs beyond area, person and days.
DATED: dict[type[Remembered], dict[str, Any]] = {
    Category: {"kind": "registered_poor"},
    Skill: {"name": "砌筑", "level": "junior"},
    Intention: {"wants_work": "yes", "training_wish": "no", "expires_on": dt.date(2021, 1, 1)},
    Business: {"name": "小卖部"},
    Contact: {"phone": "13887300000", "whose": "self"},
    EmploymentSpell: {
        "status": "working",
        "started_on": HELD_FROM,
        "spell_kind": "work",
        "area_level": "other_province",
        "mode": "self",
        "evidence": "E",
    },
}


@pytest.fixture
def remember() -> Callable[..., Any]:
    """Makes a dated row of a person: `remember(Skill, person, level="senior")`."""

    def make(model: type[Remembered], person: Person, **values: Any) -> Any:
        with everywhere(reason="test data"):
            return model.objects.create(
                **{"area_id": person.area_id, "person": person, "valid_from": HELD_FROM, **DATED[model], **values}
            )

    return make


def _without_post() -> User:
    """A user who holds no post: whose name stands on rows that need one."""
    unit, _made = Unit.objects.get_or_create(code="test", defaults={"name": "测试单位", "kind": UnitKind.OTHER})
    return User.objects.get_or_create(username="without-post", defaults={"display_name": "nobody", "unit": unit})[0]


def _import_of(person: Person) -> list[ScopedModel]:
    """A judged workbook of the person's area with one row, which is about the person."""
    with everywhere(reason="test data"):
        book = Import.objects.create(
            area_id=person.area_id, sender=_without_post(), name="test.xlsx", size=1, digest="test", status="checked"
        )
        own = {"area_id": person.area_id, "source": book, "person": person.pk}
        return [book, Row.objects.create(**own, line=2, fate="changed", payload=json.dumps({"name": person.name}))]


@pytest.fixture
def whole_file(make_person: MakePerson, remember: Callable[..., Any]) -> Callable[..., list[ScopedModel]]:
    """Makes a person of an area with one row in every scoped table: `whole_file(county.hongxi, name="...")`."""

    def make(area: Division, **values: Any) -> list[ScopedModel]:
        person = make_person(area, **values)
        own = {"area_id": person.area_id, "person": person}
        rows: list[ScopedModel] = [person, *(remember(model, person) for model in DATED)]
        with everywhere(reason="test data"):
            rows += [
                person.household,
                Membership.objects.create(**own, household=person.household, relation="02", valid_from=HELD_FROM),
                Fact.objects.create(**own, key="education", value='"70"', valid_from=HELD_FROM),
                GovernedChange.objects.create(
                    **own, verb="people.move", reason="test", effective_on=HELD_FROM, made_by_name="test", images="[]"
                ),
                *quality_of(person),
                Export.objects.create(area_id=person.area_id, asker=_without_post(), ledger="people", profile="house"),
            ]
        rows += [*reports_of(area, person.area_id), *_import_of(person), *pairs_of(person)]
        return rows

    return make


# --- the officials ---------------------------------------------------------------------------------------------------

MakeUser = Callable[..., User]


@pytest.fixture
def make_user(county: County) -> MakeUser:
    """Makes a user with a post: `make_user("township_clerk", county.hongxi)`; with "" a user without any post."""

    def make(role: str, area: Division | None = None, username: str = "") -> User:
        number = next(_numbers)
        unit, _ = Unit.objects.get_or_create(code="test", defaults={"name": "测试单位", "kind": UnitKind.OTHER})
        user = User(username=username or f"user{number}", display_name=f"{role or 'nobody'} {number}", unit=unit)
        user.password = BoundedPBKDF2Hasher().encode(PASSWORD, "salt", iterations=1)  # a real one takes 0.2 s
        user.save()
        if role:
            assert role in ROLES
            Grant.objects.create(user=user, role=role, area=area, valid_from=dt.date(2019, 1, 1))
        return user

    return make


@pytest.fixture
def officials(make_user: MakeUser, county: County) -> dict[str, User]:
    """The users behind the cast, by the name of their fixture."""
    return {
        "village_officer": make_user("village_officer", county.villages[0], "village"),
        "township_clerk": make_user("township_clerk", county.xinshao, "township"),
        "city_officer": make_user("headquarters_office", county.division, "city"),
        "stranger": make_user("township_clerk", county.hongxi, "stranger"),
        "auditor": make_user("auditor", county.division, "auditor"),
    }


@pytest.fixture
def village_officer(officials: dict[str, User]) -> Actor:
    """Information officer of the first village of Xinshao."""
    return actor_of(officials["village_officer"])


@pytest.fixture
def township_clerk(officials: dict[str, User]) -> Actor:
    """Clerk of Xinshao, the township of `village_officer`."""
    return actor_of(officials["township_clerk"])


@pytest.fixture
def city_officer(officials: dict[str, User]) -> Actor:
    """Officer of the headquarters office: the whole county."""
    return actor_of(officials["city_officer"])


@pytest.fixture
def stranger(officials: dict[str, User]) -> Actor:
    """Clerk of Hongxi, another township."""
    return actor_of(officials["stranger"])


@pytest.fixture
def auditor(officials: dict[str, User]) -> Actor:
    """Reads everything and the log, changes nothing."""
    return actor_of(officials["auditor"])


@pytest.fixture
def client_of(officials: dict[str, User], settings: Any) -> Callable[..., Client]:
    """A signed-in browser: `client_of("township_clerk")`, or of any user. Without a second factor, as in the demo."""
    settings.REQUIRE_SECOND_FACTOR = False
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False

    def sign_in(who: str | User, **options: Any) -> Client:
        browser = Client(**options)
        browser.force_login(officials[who] if isinstance(who, str) else who)
        return browser

    return sign_in
