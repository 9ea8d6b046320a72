"""Items of a department's own form: declared and of the city, answered, kept over versions, shown or not."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gangqiao.audit.models import Event
from gangqiao.kernel import clock
from gangqiao.kernel.errors import Refusals
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.kernel.sheets import open_book
from gangqiao.vacancies.actions import own_items, posts, posts_keeping
from gangqiao.vacancies.models import CityItem, OwnForm, Vacancy
from gangqiao.vacancies.own_items import answers_of, attribute_of
from gangqiao.vacancies.pasting.own_items import read_own_items
from gangqiao.vacancies.policy.collecting import DEPARTMENTS
from gangqiao.vacancies.policy.own_items import DECLARED, Item
from gangqiao.vacancies.reads.own_items import answered, form_of
from gangqiao.vacancies.reads.postings import Posting, posting_of
from gangqiao.vacancies.refusals.own_items import AskedAlready, AsksForMoney, ChoicesMissing
from gangqiao.vacancies.refusals.posts import OfficeOnly
from gangqiao.vacancies.tests.made import make_employer, make_vacancy
from gangqiao.vacancies.workbooks import read_workbook
from gangqiao.vacancies.workbooks_writing import template

PROJECT = {"project": "引水工程", "contractor": "样本水利公司", "work_relief": "yes", "labour": "labouring"}


@pytest.fixture(autouse=True)
def named(request: Any) -> None:
    """The departments have names, where the test asks the database at all."""
    if "county" in request.fixturenames:
        request.getfixturevalue("units")


@pytest.fixture
def site(county: Any) -> Any:
    """A building site that the water bureau keeps."""
    return make_employer(county.division, unit="water", name="样本水利公司", place_id=county.xinshao.key)


def typed(county: Any, **more: Any) -> dict[str, Any]:
    given = {
        "title": "钢筋工",
        "number": "3",
        "pay_form": "day",
        "pay_min": "200",
        "place": county.xinshao.key,
        "valid_until": (clock.today() + timedelta(days=30)).isoformat(),
        "contact_phone": "13887300000",
    }
    return given | more


def fields_of(caught: Any) -> list[str]:
    return [refusal.field for refusal in caught.value.refusals]


@pytest.mark.requirement("R117")
def test_every_department_that_collects_has_a_form_of_its_own() -> None:
    assert set(DEPARTMENTS) == set(DECLARED)
    assert all(any(item.required for item in items) for items in DECLARED.values())
    for items in DECLARED.values():
        assert len({item.key for item in items}) == len({item.heading for item in items}) == len(items)
        assert [Item.from_json(item.as_json()) for item in items] == list(items)


@pytest.mark.requirement("R046")
@pytest.mark.requirement("R117")
def test_what_the_department_needs_is_told_with_the_rest_and_kept_with_the_vacancy(
    county: Any, site: Any, water: Any
) -> None:
    with scope_of(water.areas("vacancies.draft")):
        with pytest.raises(Refusals) as missing:
            posts.enter(typed(county, contact_phone=""), employer=site, actor=water, own={})
        assert fields_of(missing) == [
            "contact_phone", "own_project", "own_contractor", "own_work_relief", "own_labour",
        ]  # fmt: skip
        with pytest.raises(Refusals) as wrong:
            posts.enter(typed(county), employer=site, actor=water, own=PROJECT | {"entry_on": "2026-13-01"})
        assert fields_of(wrong) == ["own_entry_on"]
        vacancy = posts.enter(typed(county), employer=site, actor=water, own=PROJECT)
        assert answers_of(vacancy) == PROJECT
        assert [(one.label, one.words) for one in answered(vacancy)][:2] == [
            ("项目名称", "引水工程"), ("施工单位", "样本水利公司"),
        ]  # fmt: skip


def test_money_of_the_worker_has_no_place_in_an_own_item(county: Any, site: Any, water: Any) -> None:
    with scope_of(water.areas("vacancies.draft")), pytest.raises(Refusals) as refused:
        posts.draft(typed(county), employer=site, actor=water, own={"project": "入场交押金500元"})
    assert fields_of(refused) == ["own_project"]


def test_only_what_is_public_leaves_the_offices(county: Any, site: Any, client: Any) -> None:
    make_vacancy(site)
    with everywhere(reason="test"):
        version = own_version("water")
        Vacancy.objects.update(own_items={"form": version.pk, "answers": PROJECT | {"local_wanted": "8"}})
        vacancy: Any = Vacancy.objects.get()
    posting = posting_of(vacancy.uuid)
    assert posting is not None
    assert ("项目名称", "引水工程", "Name of the project", "引水工程") in posting.own
    assert ("以工代赈", "是", "Work relief", "yes") in posting.own
    assert not [one for one in posting.own if one[1].startswith("8")]
    assert Posting.from_facts(posting.as_facts()) == posting
    page = client.get(reverse("vacancies:public_job", args=[vacancy.uuid])).content.decode()
    assert "引水工程" in page
    assert "拟用脱贫劳动力" not in page


def own_version(unit: str) -> OwnForm:
    from gangqiao.vacancies.actions.own_answers import version_of

    return version_of(form_of(unit))


def test_the_city_adds_an_item_and_what_was_handed_in_before_stays_as_it_is(
    county: Any, site: Any, water: Any, city_officer: Any
) -> None:
    with scope_of(water.areas("vacancies.draft")):
        before: Any = posts.enter(typed(county), employer=site, actor=water, own=PROJECT)
    wanted = own_items.Wanted(
        label="施工难度", kind="choice", choices=["易", "难"], choices_en=["easy", "hard"],
        required=True, is_public=True, source="指挥部会议纪要",
    )  # fmt: skip
    made = own_items.add_item("water", wanted, actor=city_officer)
    own_items.close_item("water", "section", actor=city_officer)
    own_items.close_item("water", "project", actor=city_officer)
    own_items.close_item("water", "project", actor=city_officer)
    assert [item.key for item in form_of("water").items][-1] == made.key
    assert not {"section", "project"} & {item.key for item in form_of("water").items}
    with scope_of(city_officer):
        posts_keeping.verify(before.pk, actor=city_officer)  # the new item does not undo what was handed in
        shown = {one.label: (one.words, one.is_asked) for one in answered(Vacancy.objects.get(pk=before.pk))}
        assert shown["项目名称"] == ("引水工程", False)
        changed = posts.correct(before.pk, {}, actor=city_officer, own={made.key: "难"})
        assert answers_of(changed) == PROJECT | {made.key: "2"}
    with scope_of(water.areas("vacancies.draft")):
        less = {key: value for key, value in PROJECT.items() if key != "project"}
        with pytest.raises(Refusals) as missing:
            posts.enter(typed(county), employer=site, actor=water, own=less)
        assert fields_of(missing) == [f"own_{made.key}"]
        with pytest.raises(OfficeOnly):
            posts.correct(before.pk, {}, actor=water, own={made.key: "易"})
    own_items.ask_again("water", "project", actor=city_officer)
    assert form_of("water").find("project") is not None
    assert Event.objects.filter(verb="vacancies.keep_own_items").count() == 4


def test_what_cannot_be_an_item_is_refused(county: Any, city_officer: Any) -> None:
    def add(**given: Any) -> CityItem:
        wanted = own_items.Wanted(**({"kind": "text", "source": "ours"} | given))
        return own_items.add_item("culture", wanted, actor=city_officer)

    for label in ("旺季", "岗位名称"):
        with pytest.raises(AskedAlready):
            add(label=label)
    with pytest.raises(ChoicesMissing):
        add(label="星级", kind="choice", choices=["五星"])
    with pytest.raises(AsksForMoney):
        add(label="入职交押金多少元")


@pytest.mark.parametrize(
    ("text", "unit", "found"),
    [
        ("招小工20名，以工代赈，项目名称：太平水库。施工单位：样本水利公司", "water",
         {"own_work_relief": "yes", "own_project": "太平水库", "own_contractor": "样本水利公司",
          "own_labour": "labouring"}),
        ("非以工代赈项目，技工和普工都要", "housing", {"own_work_relief": "no", "own_labour": "both"}),
        ("葡萄基地招人，作物：葡萄，采摘80元/亩，用工季开始：2026-12-01，基地面积300亩", "agriculture",
         {"own_crop": "葡萄", "own_farm_work": "picking", "own_pay_by": "mu", "own_season_from": "2026-12-01",
          "own_base_area": "300"}),
        ("每天工作8小时，采摘和分拣", "agriculture", {}),
        ("", "culture", {}),
    ],
)  # fmt: skip
def test_a_message_is_read_for_what_the_department_asks(text: str, unit: str, found: dict[str, Any]) -> None:
    read = read_own_items(text, DECLARED[unit])
    assert {name: one.value for name, one in read.items()} == found
    assert all(text[one.start : one.end] == one.text or one.text for one in read.values())


def book(heads: list[str], *rows: list[Any]) -> SimpleUploadedFile:
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as made:
        sheet = made.add_worksheet("岗位")
        for line, cells in enumerate([heads, *rows]):
            sheet.write_row(line, 0, cells)
    return SimpleUploadedFile("岗位.xlsx", target.getvalue())


@pytest.mark.requirement("R117")
def test_the_workbook_of_a_department_carries_its_own_columns_in_and_out(
    county: Any, site: Any, water_user: Any, client_of: Any
) -> None:
    client = client_of(water_user)
    content = client.get(reverse("vacancies:workbook_template")).content
    with open_book(content, name="t.xlsx") as made:
        heads = [str(cell) for cell in next(iter(made.sheets[0].rows()))[1]]
    assert [item.heading for item in DECLARED["water"]] == heads[-len(DECLARED["water"]) :]
    end = (clock.today() + timedelta(days=20)).isoformat()
    common = ["样本水利公司", "钢筋工", 5, "日薪", 220, "新哨镇", end, "13887312345"]
    names = ["单位名称", "岗位名称", "招聘人数", "计薪方式", "工资下限", "工作地点", "有效期至", "联系电话"]
    own = ["工程名称", "承建单位", "以工代赈", "用工性质", "进场日期"]
    fine = ["引水工程", "样本水利公司", "是", "大工", "2026-12-05"]
    wrong = ["引水工程", "样本水利公司", "也许", "", "2026-12-05"]
    file = book([*names, *own], [*common, *fine], [*common, *wrong])
    answer = client.post(reverse("vacancies:workbook"), {"file": file})
    page = client.get(answer["Location"])
    assert (page.context["many_fine"], page.context["many_wrong"], page.context["unknown"]) == (1, 1, [])
    assert {(letter, heading) for letter, heading, _words in page.context["wrong"][0].faults} == {
        ("K", "以工代赈"), ("L", "用工性质"),
    }  # fmt: skip
    client.post(answer["Location"])
    with everywhere(reason="test"):
        vacancy: Any = Vacancy.objects.get()
    assert answers_of(vacancy) == {**PROJECT, "labour": "skilled", "entry_on": "2026-12-05"}
    again = read_workbook(client.get(answer["Location"], {"faults": "1"}).content, "a.xlsx", DECLARED["water"])
    assert again.lines[0].own["以工代赈"] == "也许"
    out = read_workbook(client.get(reverse("vacancies:workbook_out")).content, "b.xlsx", DECLARED["water"])
    assert out.lines[0].own["项目名称"] == "引水工程"
    assert out.lines[0].raw["number"] == "5"


def test_a_column_of_another_department_is_told(county: Any, client_of: Any) -> None:
    make_employer(county.xinshao)
    end = (clock.today() + timedelta(days=20)).isoformat()
    heads = ["单位名称", "岗位名称", "招聘人数", "计薪方式", "工资下限", "工作地点", "有效期至", "联系电话", "作物"]
    file = book(heads, ["样本电子厂", "采摘工", 5, "日薪", 120, "新哨镇", end, "13887312345", "葡萄"])
    client = client_of("township_clerk")
    page = client.get(client.post(reverse("vacancies:workbook"), {"file": file})["Location"])
    ((letter, heading, _words),) = page.context["wrong"][0].faults
    assert (letter, heading) == ("I", "作物")


def test_the_form_asks_whoever_enters_for_the_department_and_the_bureau(
    county: Any, site: Any, water_user: Any, client_of: Any
) -> None:
    client = client_of(water_user)
    text = "样本水利公司招钢筋工5名，日薪220元，以工代赈，项目名称：引水工程，电话13887312345"
    page = client.post(reverse("vacancies:draft"), {"act": "read", "text": text})
    form = page.context["form"]
    assert [bound.name for bound in form.own] == [item.name for item in DECLARED["water"]]
    assert (form["own_project"].value(), form["own_work_relief"].value()) == ("引水工程", "yes")
    given = typed(county, employer="样本水利公司", act="submit", own_project="引水工程")
    refused = client.post(reverse("vacancies:draft"), given)
    assert set(refused.context["form"].errors) == {"own_contractor", "own_work_relief", "own_labour"}
    client.post(reverse("vacancies:draft"), given | {f"own_{key}": value for key, value in PROJECT.items()})
    with everywhere(reason="test"):
        vacancy: Any = Vacancy.objects.get()
    bureau = client_of("city_officer")
    page = bureau.get(reverse("vacancies:correct", args=[vacancy.uuid]))
    assert page.context["form"]["own_project"].value() == "引水工程"
    refused = bureau.post(reverse("vacancies:draft"), typed(county, employer="样本水利公司", act="submit"))
    assert "own_project" in refused.context["form"].errors
    assert "引水工程" in bureau.get(reverse("vacancies:vacancy", args=[vacancy.uuid])).content.decode()
    assert not make_form_of_a_township(client_of("township_clerk"))


def make_form_of_a_township(client: Any) -> list[Any]:
    own: list[Any] = client.get(reverse("vacancies:draft")).context["form"].own
    return own


def test_the_page_of_items_adds_and_closes(county: Any, client_of: Any) -> None:
    client = client_of("city_officer")
    given = {
        "unit": "agriculture",
        "label": "是否要自带工具",
        "label_en": "Own tools",
        "kind": "yes_no",
        "source": "农业农村局",
    }
    client.post(reverse("vacancies:new_own_item"), given)
    assert form_of("agriculture").items[-1].label == {"zh": "是否要自带工具", "en": "Own tools"}
    client.post(reverse("vacancies:close_own_item", args=["agriculture.crop"]))
    page = client.get(reverse("vacancies:own_items"), {"unit": "agriculture"})
    assert "是否要自带工具" in page.content.decode()
    assert form_of("agriculture").find("crop") is None
    client.post(reverse("vacancies:ask_own_item", args=["agriculture.crop"]))
    assert form_of("agriculture").find("crop") is not None
    assert client.post(reverse("vacancies:close_own_item", args=["agriculture.nothing"])).status_code == 404
    assert client_of("township_clerk").get(reverse("vacancies:own_items")).status_code in (403, 404)


def test_an_item_speaks_both_languages(settings: Any) -> None:
    from django.utils import translation

    item = next(one for one in DECLARED["agriculture"] if one.key == "pay_by")
    with translation.override("en"):
        assert (str(attribute_of(item).label), attribute_of(item).show("mu")) == ("Paid by", "the mu")
    with translation.override("zh-hans"):
        assert (str(attribute_of(item).label), attribute_of(item).show("mu")) == ("计酬单位", "按亩")


def test_the_template_of_the_common_facts_has_no_own_columns() -> None:
    with open_book(template(), name="t.xlsx") as made:
        heads = [str(cell) for cell in next(iter(made.sheets[0].rows()))[1]]
    assert "项目名称" not in heads
