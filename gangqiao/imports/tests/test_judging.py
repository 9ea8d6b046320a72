"""What a line comes to beside the register: new, changed, same, doubtful or wrong, and what would be done."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from gangqiao.imports.states import Fate
from gangqiao.imports.tests.workbooks import codes, judge, workbook
from gangqiao.kernel import clock
from gangqiao.kernel.identifiers import make_id_number
from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import Category, EmploymentSpell, Intention
from gangqiao.places.reads import full_name

TODAY = dt.date(2020, 4, 1)
BORN = dt.date(1985, 5, 1)


@pytest.fixture(autouse=True)
def _today():
    with clock.frozen_at(TODAY):
        yield


@pytest.fixture
def villagers(make_person, county) -> list[Any]:
    """Four people of the first village, so that a list of them is the list of this village."""
    return [make_person(county.villages[0], phone=f"1398765432{n}") for n in range(4)]


def plain(person: Any) -> list[Any]:
    return [person.name, person.id_number]


def others(villagers: list[Any]) -> list[list[Any]]:
    return [plain(v) for v in villagers[1:]]


def test_the_same_values_are_the_same_however_written(villagers, township_clerk):
    person = villagers[0]
    spaced = f"{person.id_number[:6]} {person.id_number[6:]}"
    (judged,) = judge(
        workbook(["姓名", "身份证号", "电话"], [person.name, spaced, 13987654320], titles=["花名册"]), township_clerk
    )
    assert (judged.fate, judged.person) == (Fate.SAME, person.pk)
    assert codes(judged, "read") == ["id_written_oddly", "phone_as_number"]


def test_a_blank_cell_never_erases(villagers, township_clerk):
    (judged,) = judge(workbook(["姓名", "身份证号", "电话"], [*plain(villagers[0]), None]), township_clerk)
    assert judged.fate == Fate.SAME


def test_a_change_says_the_old_and_the_new_value(villagers, township_clerk):
    (judged,) = judge(
        workbook(["姓名", "身份证号", "电话", "学历"], [*plain(villagers[0]), "13711112222", "小学"]), township_clerk
    )
    assert judged.fate == Fate.CHANGED
    changes = {c.key: (c.old, c.new) for c in judged.payload.changes}
    assert changes == {"phone": ("13987654320", "13711112222"), "education": ("70", "81")}
    assert judged.payload.acts == [
        {
            "verb": "people.correct",
            "person": villagers[0].pk,
            "values": {"phone": "13711112222", "education": "81"},
        }
    ]


@pytest.mark.parametrize(
    ("recorded", "said", "fate"),
    [(None, "group", Fate.SAME), (None, "village", Fate.SAME), (None, "hongxi", Fate.CHANGED),
     ("hongxi", "hongxi", Fate.SAME), ("hongxi", "group", Fate.CHANGED)],
)  # fmt: skip
def test_who_lives_where_registered_has_no_residence_so_the_registered_place_says_nothing_new(
    make_person, county, township_clerk, recorded, said, fate
):
    places = {"hongxi": county.hongxi, "village": county.villages[0], "group": county.group_in(county.villages[0])}
    person = make_person(county.villages[0], residence=places.get(recorded))
    with everywhere(reason="test"):
        place = full_name(places[said].key)
    (judged,) = judge(workbook(["姓名", "身份证号", "常住地"], [*plain(person), place]), township_clerk)
    assert judged.fate == fate


def test_a_sensitive_old_value_is_masked_for_who_may_not_see_it(make_person, county, village_officer):
    person = make_person(county.villages[0], health_status="04")
    (judged,) = judge(workbook(["姓名", "身份证号", "健康状况"], [*plain(person), "健康"]), village_officer)
    assert [c.old for c in judged.payload.changes] == ["***"]


def test_birth_sex_and_age_are_held_against_the_id_number(villagers, township_clerk):
    (judged,) = judge(
        workbook(["姓名", "身份证号", "出生日期", "性别", "年龄"], [*plain(villagers[0]), "1986-05-01", "女", 50]),
        township_clerk,
    )
    assert sorted(codes(judged)) == ["age_differs", "birth_differs", "sex_differs"]
    assert judged.fate == Fate.DOUBTFUL


def test_a_month_of_birth_that_fits_is_no_doubt(villagers, township_clerk):
    (judged,) = judge(workbook(["姓名", "身份证号", "出生年月"], [*plain(villagers[0]), "1985年5月"]), township_clerk)
    assert judged.fate == Fate.SAME


@pytest.mark.parametrize(("name", "code"), [("张小", "name_near"), ("王建国", "name_differs")])
def test_another_name_for_the_number_is_doubted(make_person, county, township_clerk, name, code):
    person = make_person(county.villages[0], name="张晓")
    (judged,) = judge(workbook(["姓名", "身份证号", "学历"], [name, person.id_number, "小学"]), township_clerk)
    assert codes(judged) == [code]
    assert bool(judged.payload.acts) == (code == "name_near")


def test_a_wrong_number_is_wrong_and_says_who_is_probably_meant(villagers, township_clerk):
    person = villagers[0]
    mistyped = person.id_number[:17] + ("1" if person.id_number[17] != "1" else "2")
    rows = [[person.name, mistyped, person.household.household_no], *([*o, None] for o in others(villagers))]
    judged = judge(workbook(["姓名", "身份证号", "户编号"], *rows), township_clerk)[0]
    assert (judged.fate, set(codes(judged)), judged.person) == (Fate.WRONG, {"id_wrong"}, person.pk)
    said = " ".join(str(n.say) for n in judged.payload.notes)
    assert person.person_no in said
    assert person.id_number not in said
    assert judged.payload.acts == []


def test_an_empty_number_is_a_doubt_when_name_and_household_fit_one_person(villagers, township_clerk):
    person = villagers[0]
    heading = ["姓名", "身份证号", "户编号", "学历"]
    known, unknown = judge(
        workbook(heading, [person.name, None, person.household.household_no, "小学"], ["王建国", None, None, None]),
        township_clerk,
    )
    assert (known.fate, known.person) == (Fate.DOUBTFUL, person.pk)
    assert known.payload.acts
    assert (unknown.fate, codes(unknown)) == (Fate.WRONG, ["id_empty"])


def test_a_number_on_the_register_elsewhere_is_told_as_that_and_nothing_more(
    villagers, person_elsewhere, make_person, county, township_clerk
):
    neighbour = make_person(county.villages[1], name="李邻居")  # within the clerk's township, another village
    rows = [*map(plain, villagers), plain(person_elsewhere), plain(neighbour)]
    *_own, outside, inside = judge(workbook(["姓名", "身份证号"], *rows), township_clerk)
    assert codes(outside) == codes(inside) == ["elsewhere"]
    assert str(outside.payload.notes[0].say) == str(inside.payload.notes[0].say)
    assert outside.person is None
    assert outside.payload.acts == []


def test_a_row_twice_is_taken_once_and_two_rows_that_differ_are_both_doubted(villagers, township_clerk):
    one, other, _third, _fourth = villagers
    judged = judge(
        workbook(
            ["序号", "姓名", "身份证号", "学历"],
            [1, *plain(one), "小学"],
            [2, *plain(one), "小学"],
            [3, *plain(other), "小学"],
            [4, *plain(other), "初中"],
        ),
        township_clerk,
    )
    assert [codes(j) for j in judged] == [[], ["row_twice"], ["row_differs"], ["row_differs"]]
    assert judged[1].payload.acts == []


def test_a_phone_of_another_household_is_doubted(villagers, township_clerk):
    (judged,) = judge(workbook(["姓名", "身份证号", "电话"], [*plain(villagers[0]), "13987654321"]), township_clerk)
    assert codes(judged) == ["phone_of_another_household"]


def test_the_dead_are_doubted(make_person, county, township_clerk):
    dead = make_person(county.villages[0], life="dead", died_on=TODAY)
    (judged,) = judge(workbook(["姓名", "身份证号", "学历"], [*plain(dead), "小学"]), township_clerk)
    assert codes(judged) == ["record_closed"]
    assert judged.payload.acts == []


# --- newcomers -------------------------------------------------------------------------------------------------------


def newcomer(order: int, name: str = "王新来") -> list[str]:
    return [name, make_id_number(dt.date(1990, 1, 1), "1", order)]


def test_a_newcomer_joins_the_household_of_its_number(villagers, township_clerk):
    household = villagers[0].household
    (judged,) = judge(
        workbook(["户编号", "与户主关系", "姓名", "身份证号"], [household.household_no, "子", *newcomer(300)]),
        township_clerk,
    )
    assert judged.fate == Fate.NEW
    (act,) = judged.payload.acts
    assert (act["verb"], act["household"], act["relation"]) == ("people.register", {"pk": household.pk}, "20")
    assert "birth_date" not in act["values"]


def test_a_newcomer_without_a_household_is_doubted_and_has_no_acts(villagers, township_clerk):
    (judged,) = judge(workbook(["姓名", "身份证号", "务工地"], [*newcomer(301), "云南省"]), township_clerk)
    assert "household_not_clear" in codes(judged)
    assert judged.payload.acts == []


def test_a_whole_household_is_registered_by_its_head_and_its_members_follow(county, township_clerk):
    rows = [
        ["布龙村", "第1组", "户主", *newcomer(310, "王大"), "布龙村一组1号"],
        ["布龙村", "一组", "妻", *newcomer(311, "李二"), None],
        ["布龙村", "一组", "长子", *newcomer(312, "王小"), None],
        ["布龙村", "二组", "户主", *newcomer(313, "赵大"), "布龙村二组1号"],
    ]
    heading = ["村委会", "村民小组", "与户主关系", "姓名", "身份证号码", "家庭住址"]
    judged = judge(workbook(heading, *rows), township_clerk)
    assert [j.fate for j in judged] == [Fate.NEW] * 4
    households = [j.payload.acts[0]["household"] for j in judged]
    groups = [g.key for g in county.groups[:2]]
    assert households[0] == {"new": {"area": groups[0], "values": {"address": "布龙村一组1号"}}}
    assert households[1] == households[2] == {"row": [0, judged[0].line]}
    assert households[3]["new"]["area"] == groups[1]
    assert [j.payload.acts[0]["relation"] for j in judged] == ["02", "10", "20", "02"]


def test_a_newcomer_belongs_to_the_household_of_those_listed_with_them(villagers, township_clerk):
    heading = ["户主姓名", "与户主关系", "姓名", "身份证号"]
    head = villagers[0]
    rows = [[head.name, "户主", *plain(head)], [head.name, "女", *newcomer(320)]]
    _head, judged = judge(workbook(heading, *rows), township_clerk)
    assert judged.payload.acts[0]["household"] == {"pk": head.household_id}


# --- work, wishes, categories ----------------------------------------------------------------------------------------


def test_work_with_a_first_day_becomes_a_spell(villagers, township_clerk):
    heading = ["姓名", "身份证号", "务工单位", "月收入(百元)", "务工起始日期"]
    (judged,) = judge(workbook(heading, [*plain(villagers[0]), "深圳某厂", 35, "2020.3.2"]), township_clerk)
    assert judged.fate == Fate.CHANGED
    (act,) = judged.payload.acts
    assert act["verb"] == "people.record_spell"
    assert act["values"] | {"started_on": "2020-03-02", "monthly_income": "3500"} == act["values"]


def test_work_without_a_first_day_is_doubted_and_says_what_to_add(villagers, township_clerk):
    (judged,) = judge(workbook(["姓名", "身份证号", "务工单位"], [*plain(villagers[0]), "深圳某厂"]), township_clerk)
    assert codes(judged) == ["first_day_missing"]
    assert "务工起始日期" in str(judged.payload.notes[0].say)
    assert judged.payload.acts == []


@pytest.fixture
def worker(villagers, remember) -> Any:
    remember(
        EmploymentSpell,
        villagers[0],
        employer_name="深圳某电子有限公司",
        monthly_income=350_000,
        started_on=dt.date(2020, 2, 20),
        valid_from=None,
    )
    return villagers[0]


@pytest.mark.parametrize(
    ("cells", "fate", "expected"),
    [
        (["外出务工", "深圳某电子", 3500, None], Fate.SAME, []),
        (["外出务工", "深圳某电子有限公司", 4000, None], Fate.CHANGED, []),
        (["外出务工", "深圳某电子有限公司", 35000, None], Fate.DOUBTFUL, ["income_far_off"]),
        (["外出务工", "昆明某饭店", None, None], Fate.DOUBTFUL, ["works_elsewhere"]),
        (["外出务工", "昆明某饭店", None, "2020-03-20"], Fate.DOUBTFUL, ["changed_work"]),
        (["外出务工", None, None, "2020年2月"], Fate.SAME, []),
        (["在家", None, None, None], Fate.DOUBTFUL, ["not_working"]),
        ([None, None, None, None], Fate.SAME, []),
    ],
)
def test_work_is_held_against_the_spell_that_runs(worker, township_clerk, cells, fate, expected):
    heading = ["姓名", "身份证号", "就业状态", "务工单位", "月收入", "务工起始日期"]
    (judged,) = judge(workbook(heading, [*plain(worker), *cells]), township_clerk)
    assert (judged.fate, codes(judged)) == (fate, expected)


def test_new_work_ends_the_old_the_day_before(worker, township_clerk):
    heading = ["姓名", "身份证号", "务工单位", "务工起始日期"]
    (judged,) = judge(workbook(heading, [*plain(worker), "昆明某饭店", "2020-03-20"]), township_clerk)
    end, begin = judged.payload.acts
    assert end["values"] == {"ended_on": "2020-03-19", "end_reason": "changed_employer"}
    assert begin["values"]["started_on"] == "2020-03-20"


def test_a_pay_far_above_the_others_of_the_list_is_doubted(villagers, make_person, county, township_clerk):
    people = [*villagers, make_person(county.villages[0]), make_person(county.villages[0])]
    rows = [[*plain(p), 3000 + 100 * n] for n, p in enumerate(people)]
    rows[0][2] = 36000
    judged = judge(workbook(["姓名", "身份证号", "月收入"], *rows), township_clerk)
    assert "income_implausible" in codes(judged[0])
    assert all("income_implausible" not in codes(j) for j in judged[1:])


def test_a_wish_that_differs_takes_the_others_along(villagers, remember, township_clerk):
    remember(Intention, villagers[0], training_wish="no", wants_work="later")
    (judged,) = judge(workbook(["姓名", "身份证号", "培训意愿"], [*plain(villagers[0]), "愿意"]), township_clerk)
    assert judged.payload.acts == [
        {"verb": "people.record_intention", "values": {"wants_work": "later", "training_wish": "yes"}}
    ]


def test_registered_poor_is_held_against_the_category(villagers, remember, township_clerk, village_officer):
    remember(Category, villagers[1])
    content = workbook(["姓名", "身份证号", "贫困户"], [*plain(villagers[0]), "是"], [*plain(villagers[1]), "否"])
    said_yes, said_no = judge(content, township_clerk)
    assert codes(said_yes) == codes(said_no) == ["category_differs"]
    assert [a["verb"] for a in said_yes.payload.acts] == ["people.record_category"]
    assert said_no.payload.acts == []
    assert judge(content, village_officer)[0].payload.acts == []


def test_who_may_not_know_of_a_sensitive_category_learns_nothing_by_a_difference(villagers, remember, village_officer):
    remember(Category, villagers[0], kind="disabled")
    (judged,) = judge(workbook(["姓名", "身份证号", "是否残疾人"], [*plain(villagers[0]), "否"]), village_officer)
    assert judged.fate == Fate.SAME


def test_judging_changes_nothing(villagers, township_clerk):
    with everywhere(reason="test"):
        before = [EmploymentSpell.objects.count(), Intention.objects.count()]
    judge(
        workbook(["姓名", "身份证号", "务工单位", "务工起始日期"], [*plain(villagers[0]), "某厂", "2020-03-02"]),
        township_clerk,
    )
    with everywhere(reason="test"):
        assert [EmploymentSpell.objects.count(), Intention.objects.count()] == before
