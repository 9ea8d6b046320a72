"""What the server lays out in columns, the phone's own code makes into the same rows again."""

from __future__ import annotations

import copy
import random

import pytest

from gangqiao.surveys.phone.layout import laid_out
from gangqiao.sync.columns import fold
from tests.phone.node import answers
from tests.phone.villages import village

STRANGE = [
    "", "|", "|;~^\t\n", "a|b;c", "张三", "𠀀𪚥", "e\u0301", "2020-02-29", "1849-12-31", "2021-02-29", "9999-12-31",
    "00000000-0000-4000-8000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", 'a"\\b', "\u2028", 0, 1, 4.5, -7,
    True, False, None, [], ["a", ["b"]], {"deep": {"er": 1}},
]  # fmt: skip
PURE = (
    lambda chance: f"{chance.randrange(1850, 2100)}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}",
    lambda chance: "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}".format(*(chance.getrandbits(n) for n in (32, 16, 16, 16, 48))),
    lambda chance: f"1388{chance.randrange(10**7):07d}",
    lambda chance: chance.choice("张王李赵禤𠀀") + chance.choice("三四五六"),
    lambda chance: chance.choice(["01", "08", ["yunnan"], True, 1]),
    lambda chance: chance.randrange(10**6),
    lambda chance: chance.choice(STRANGE),
)


def tables(seed: int) -> list[dict]:
    """Rows by chance: columns of one sort, with gaps, and of every sort."""
    chance = random.Random(seed)
    makers = [(f"k{n}", chance.choice(PURE), chance.choice([0.03, 0.5, 1])) for n in range(chance.randrange(8))]
    rows = range(chance.choice([0, 1, 2, 7, 70]))
    return [{key: make(chance) for key, make, share in makers if chance.random() <= share} for _ in rows]


def test_rows_come_out_as_they_went_in():
    given = [tables(seed) for seed in range(300)]
    given.append([{"x": one} for one in STRANGE])
    assert answers([["unfold", fold(rows)] for rows in given]) == given


def send(package: dict) -> list[dict]:
    """The households of a package, sent and received."""
    (got,) = answers([["households", {**package, "households": laid_out(package)}]])
    return got


@pytest.fixture
def package() -> dict:
    made = village(30)
    survey = made["surveys"][0]
    for home in made["households"]:
        task = home["tasks"][0]
        task["household_done"] = False
        home["due"] = [due_of(survey)]
    return made


def due_of(survey: dict) -> dict:
    return {"kind": "survey", "title": survey["name"], "until": survey["due_on"], "survey": survey["uuid"]}


@pytest.mark.requirement("R030")
def test_households_come_out_as_they_went_in(package):
    before = copy.deepcopy(package)
    assert send(package) == package["households"]
    assert package == before


def test_what_is_not_as_usual_comes_out_as_well(package):
    """A household without anybody, in the middle of the work, with answers, remarks, and other things due."""
    empty, done, returned, odd, strange = package["households"][:5]
    survey = package["surveys"][0]["uuid"]
    empty |= {"persons": [], "head": None, "tasks": [], "due": []}
    done["tasks"][0] |= {"status": "submitted", "outcome": "refused", "visits": 3, "note": "不在"}
    done["due"] = []
    one = returned["persons"][1]
    returned["tasks"][0] |= {"status": "returned", "household_done": True, "notice_version": 1}
    returned["tasks"][0]["remarks"] = [{"person": one["uuid"], "key": "person.education", "words": "再问"}]
    returned["head"] = one["uuid"]
    one |= {"answers": {"survey.works_now": "no", "own.n": 3}, "asked": [survey], "hidden": ["person.health_status"]}
    odd |= {"answers": {"own.roof": "1"}, "hidden": ["household.x"], "head": package["households"][9]["head"]}
    odd["due"] = [{"kind": "call", "title": "回访", "until": "2020-03-02"}, *odd["due"], call := {"kind": "call"}]
    call |= {"title": "领表", "until": None}
    odd["persons"][0] |= {"name": "改名"}
    strange["due"] = []  # though the task is open: what the server says counts
    strange["values"] = {}
    strange["persons"][0] |= {"name": "", "values": {}}
    assert send(package) == package["households"]


def test_a_table_that_is_not_whole_is_not_believed(package):
    laid = laid_out(package)
    laid["persons"]["columns"]["values:person.sex"][2] += "a"
    with pytest.raises(AssertionError, match="Outdated"):
        answers([["households", {**package, "households": laid}]])
