"""A made village as the server sends it to a phone."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from gangqiao.surveys.compiling import compile_sheet
from gangqiao.surveys.questions import digest

Json = dict[str, Any]
VILLAGE = "532504101201"
# Names that no program text has by chance: where one stands, somebody's record can be read.
SURNAME, MARK = "禤", "亖"
STOPS = ("新哨镇政府", "巡检司街口")


def village(households: int, *, persons: int = 4, seed: int = 1) -> Json:
    """The package of one village with three groups."""
    chance = random.Random(seed)
    sheet = compile_sheet().as_json()
    survey = {
        "uuid": _uuid(chance),
        "name": "2020 春季调查",
        "begins_on": "2020-03-01",
        "due_on": "2020-03-31",
        "is_open": True,
        "notice": "告知书",
        "notice_version": 1,
        "questions": digest(sheet),
    }
    groups = [{"key": f"{VILLAGE}{n:03d}", "name": f"{n} 组"} for n in (1, 2, 3)]
    return {
        "format": 2,
        "made_at": "2020-03-16T04:00:00Z",
        "today": "2020-03-16",
        "village": {"key": VILLAGE, "name": "鸣雀村"},
        "groups": groups,
        "surveys": [survey],
        "questions": {survey["questions"]: sheet},
        "places": {},
        "households": [_household(n, groups[n * 3 // households], survey, persons, chance) for n in range(households)],
    }


def _household(n: int, group: Json, survey: Json, persons: int, chance: random.Random) -> Json:
    people = [_person(n, m, chance) for m in range(persons)]
    task = {"task": _uuid(chance), "survey": survey["uuid"], "status": "assigned", "outcome": "", "visits": 0}
    return {
        "uuid": _uuid(chance),
        "no": f"{n:04d}",
        "group": group["key"],
        "head": people[0]["uuid"],
        "values": {"household.address": f"{MARK}路 {n} 号", "household.kind": "general"},
        "tasks": [task | {"notice_version": 0, "note": "", "remarks": []}],
        "persons": people,
        "due": [],
    }


def _person(n: int, m: int, chance: random.Random) -> Json:
    birth = date(1945, 1, 1) + timedelta(days=chance.randrange(25000))
    return {
        "uuid": _uuid(chance),
        "name": f"{SURNAME}{MARK}{n}之{m}",
        "relation": "02" if m == 0 else "20",
        "values": {
            "person.name": f"{SURNAME}{MARK}{n}之{m}",
            "person.birth_date": birth.isoformat(),
            "person.sex": chance.choice("12"),
            "person.phone": f"1388{chance.randrange(10**7):07d}",
            "given.works": "no",
        },
        "id_masked": "*" * 17 + "3",
        "answers": {},
        "asked": [],
    }


def pack(package: Json) -> Json:
    """The pack of such a village, as the server sends it: one job that suits the first person, one that is struck."""
    terms = [["住宿", "免费"], ["工作内容", "很长的说明" * 20]]
    line = {"employer": "样本电子厂", "place": "新哨镇", "distance": "乡内", "pay": "每月3,500–5,000元", "seats": 10}
    line |= {"terms": terms, "contact": "周师傅", "phone": "13887300000", "why": ["乡内"], "fits": 1, "struck": ""}
    leaflet = {"title": "外出务工交通补助", "words": "可以申请。", "document": "", "phone": "", "everybody": True}
    head = package["households"][0]["head"]
    return {
        "pack": str(UUID(int=1)), "period": "2020-03-01", "issued_on": "2020-03-05", "note": "请送到户",
        "households": len(package["households"]), "chat": "【岗位】" * 30, "aloud": ["乡亲们，请听岗位。"],
        "lines": [
            line | {"number": 1, "vacancy": str(UUID(int=2)), "title": "缝纫工"},
            line | {"number": 2, "vacancy": str(UUID(int=3)), "title": "保洁员", "struck": "已招满"},
        ],
        "leaflets": [leaflet | {"leaflet": str(UUID(int=n)), "kind": k} for n, k in ((4, "policy"), (5, "service"))],
        "people": {"whys": ["想学的工种"], "jobs": {head: [[1, 0]]}, "leaflets": {}},
        "deliveries": [], "answers": {},
    }  # fmt: skip


def trip(riders: int = 45, *, hottest: int | None = 373) -> Json:
    """A coach as the server sends it to its escort: everybody cleared, on their seats, at two stops."""
    stops = [
        {"name": name, "arrives": None, "leaves": f"2020-03-18T0{n + 6}:30:00+08:00"} for n, name in enumerate(STOPS)
    ]
    given = {"certificate": "", "valid_until": None, "boarded_at": None, "is_late": False, "handed": "", "together": ""}
    if hottest is not None:
        given["valid_until"] = "2090-01-01T00:00:00+08:00"
    passengers = [
        given | {
            "passenger": str(UUID(int=1000 + seat)), "name": f"{SURNAME}{MARK}乘{seat}", "phone": f"1390000{seat:04d}",
            "sex": "女", "village": "鸣雀村", "seat": seat, "stop": STOPS[seat > riders // 2], "state": "cleared",
            "certificate": f"200318ABCDEF{seat:02d}" if hottest is not None else "",
        }
        for seat in range(1, riders + 1)
    ]  # fmt: skip
    return {
        "trip": str(UUID(int=900)), "number": 1, "batch": "2020-0001", "employer": "样本电子厂",
        "destination": "东莞市",
        "plate": "云G12345", "driver": "样本司机", "driver_phone": "13900009999", "places": riders + 3,
        "starts_at": "2020-03-18T06:30:00+08:00", "ends_at": "2020-03-19T02:00:00+08:00", "is_cleared": True,
        "departed_at": None, "arrived_at": None, "hottest": hottest, "route": stops,
        "escorts": [{"name": "样本一", "phone": "13900008888"}, {"name": "样本二", "phone": ""}],
        "receivers": [{"of": "employer", "name": "样本接收", "phone": ""}, {"of": "station", "name": "", "phone": ""}],
        "passengers": passengers, "rolls": [],
        "kinds": [["illness", "人员不适"], ["delay", "延误"]], "reasons": [["papers", "证件不全"], ["other", "其他"]],
    }  # fmt: skip


def calls(people: int = 3) -> Json:
    """Who is to be asked how it goes at work, as the server sends it."""
    return {
        "people": [
            {
                "uuid": str(UUID(int=700 + n)), "household": None, "person": str(UUID(int=800 + n)),
                "name": f"{SURNAME}{MARK}外{n}", "why": "按期回访", "due_on": "2020-03-20", "tries": n,
                "employer": "样本电子厂",
                "phone": f"1370000{n:04d}" if n else "", "since": "2020-03-10", "first": n == 1,
            }
            for n in range(people)
        ],
        "asks": {
            "result": [["still", "还在那里上班"], ["returned", "已返乡"], ["complaint", "有困难要反映"]],
            "spoke_with": [["self", "本人"], ["family", "家人（代答）"]], "way": [["call", "电话"], ["visit", "入户"]],
            "kept": [["yes", "一样"], ["no", "不一样"]], "case": [["arrears", "欠薪"]],
            "wants": [["yes", "想再找工作"]],
        },
        "aspects": [["pay", "工资"], ["housing", "住宿"]], "help_line": "12333",
    }  # fmt: skip


def chosen(rows: list[Json], households: int, persons: int) -> list[Json]:
    """So many households with so many persons together, in walking order: small ones give way to the largest others."""
    taken, others = rows[:households], sorted(rows[households:], key=lambda row: -len(row["persons"]))
    lacking = persons - sum(len(row["persons"]) for row in taken)
    for place in sorted(range(len(taken)), key=lambda n: len(taken[n]["persons"])):
        more = len(others[0]["persons"]) - len(taken[place]["persons"]) if others else 0
        if 0 < more <= lacking:
            taken[place] = others.pop(0)
            lacking -= more
    assert lacking == 0, f"{lacking} persons are lacking"
    return sorted(taken, key=lambda row: (row["group"], row["no"]))


def _uuid(chance: random.Random) -> str:
    return str(UUID(int=chance.getrandbits(128), version=4))
