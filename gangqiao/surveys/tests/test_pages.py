"""The pages of the survey, asked as the people who use them."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from gangqiao.audit.models import Look
from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import Intention, Person
from gangqiao.places.models import Division
from gangqiao.surveys import actions
from gangqiao.surveys.models import Campaign, Item, Recheck, Task
from gangqiao.surveys.tests.made import open_survey

pytestmark = pytest.mark.django_db


@pytest.fixture
def handed_in(task: Task, person: Person, city_officer: Any, answer: Any) -> Task:
    """The household, asked and submitted."""
    with everywhere(reason="test data"):
        answer(task, city_officer)
        answer(task, city_officer, person)
        return actions.submit(task.pk, outcome="surveyed", actor=city_officer)


def _reload(task: Task) -> Task:
    with everywhere(reason="test"):
        return Task.objects.get(pk=task.pk)


def _hidden(page: str) -> dict[str, str]:
    found = re.findall(r'type="hidden" name="(change_id|base)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found}


@pytest.mark.requirement("R024")
def test_the_office_plans_and_opens_a_survey_and_every_household_gets_its_task(client_of, county, household):
    office = client_of("city_officer")
    form = {"name": "春季调查", "begins_on": "2020-02-01", "due_on": "2020-03-01", "notice": "可以不回答。"}
    assert office.post(reverse("surveys:new"), form).status_code == 302
    campaign = Campaign.objects.get()
    office.post(reverse("surveys:open", args=[campaign.uuid]))
    with everywhere(reason="test"):
        actions.fill_roster(campaign.pk)
    page = office.get(reverse("surveys:campaign", args=[campaign.uuid]))
    assert page.status_code == 200
    assert county.xinshao.name in page.content.decode()


def test_a_survey_may_be_due_before_today(client_of, county):
    form = {"name": "补登", "begins_on": "2020-01-01", "due_on": "2020-03-01", "notice": "可以不回答。"}
    assert client_of("city_officer").post(reverse("surveys:new"), form).status_code == 302


def test_a_village_neither_plans_nor_adds_items(client_of, campaign):
    village = client_of("village_officer")
    for name in ("new", "items", "new_item"):
        assert village.get(reverse(f"surveys:{name}")).status_code == 403
    assert village.post(reverse("surveys:close", args=[campaign.uuid])).status_code == 403
    campaign.refresh_from_db()
    assert campaign.is_open


def test_a_survey_of_another_township_does_not_exist(client_of, county):
    campaign = open_survey(county.hongxi.key)
    for name in ("campaign", "work", "sheets"):
        assert client_of("village_officer").get(reverse(f"surveys:{name}", args=[campaign.uuid])).status_code == 404


def test_the_area_of_another_township_does_not_exist(client_of, campaign, county):
    href = reverse("surveys:work", args=[campaign.uuid])
    assert client_of("village_officer").get(href, {"area": county.hongxi.key}).status_code == 404


def test_the_household_of_another_township_does_not_exist(client_of, task):
    for name in ("household", "ask_household", "ask_newcomer"):
        assert client_of("stranger").get(reverse(f"surveys:{name}", args=[task.uuid])).status_code == 404


def test_the_work_list_names_the_households_and_writes_who_looked(client_of, task, person):
    page = client_of("village_officer").get(reverse("surveys:work", args=[task.campaign.uuid]))
    assert person.name in page.content.decode()
    assert any(str(person.uuid) in look.persons for look in Look.objects.filter(verb="surveys.view"))


def test_a_village_types_a_sheet_back_and_hands_it_in(client_of, task, person):
    village = client_of("village_officer")
    href = reverse("surveys:ask_household", args=[task.uuid])
    given = _hidden(village.get(href).content.decode())
    answer = village.post(href, {**given, "household__address": "3 号", "notice_read": "on", "next": "yes"})
    assert answer.status_code == 302
    href = reverse("surveys:ask", args=[task.uuid, person.uuid])
    assert answer.url == href
    given = _hidden(village.get(href).content.decode())
    sheet = {
        **given, "person__name": person.name, "person__education": "81", "survey__works_now": "no",
        "survey__has_skill": "no", "survey__has_business": "no", "intention__wants_work": "yes",
        "intention__training_wish": "yes",
    }  # fmt: skip
    for _twice in range(2):
        assert village.post(href, sheet).status_code == 302
    with everywhere(reason="test"):
        assert Intention.objects.filter(person=person).count() == 1
        assert Person.objects.get(pk=person.pk).education == "81"
    assert village.post(reverse("surveys:submit", args=[task.uuid]), {"outcome": "surveyed"}).status_code == 302
    assert _reload(task).status == "submitted"


def test_a_fault_stands_at_its_question_and_nothing_typed_is_lost(client_of, task, person):
    village = client_of("village_officer")
    href = reverse("surveys:ask", args=[task.uuid, person.uuid])
    given = _hidden(village.get(href).content.decode())
    page = village.post(href, {**given, "person__phone": "12", "person__residence_address": "here"})
    assert page.status_code == 422
    assert "person__phone_error" in page.content.decode()
    assert 'value="here"' in page.content.decode()


def test_health_is_not_shown_to_the_village_and_stays_when_left_empty(client_of, task, person):
    with everywhere(reason="test"):
        stored = Person.objects.get(pk=person.pk)
        stored.health_status = "10"
        stored.save()
    village = client_of("village_officer")
    href = reverse("surveys:ask", args=[task.uuid, person.uuid])
    page = village.get(href).content.decode()
    assert "person.health_status" not in _hidden(page)["base"]
    household = reverse("surveys:ask_household", args=[task.uuid])
    first = _hidden(village.get(household).content.decode())
    village.post(household, {**first, "household__address": "3 号", "notice_read": "on"})
    village.post(href, {**_hidden(page), "person__name": person.name})
    with everywhere(reason="test"):
        assert Person.objects.get(pk=person.pk).health_status == "10"


def test_a_household_is_refused_with_what_is_missing(client_of, task):
    page = client_of("village_officer").post(reverse("surveys:submit", args=[task.uuid]), {"outcome": "surveyed"})
    assert page.status_code == 422
    assert _reload(task).status == "assigned"


def test_the_township_accepts(client_of, handed_in):
    township = client_of("township_clerk")
    assert township.get(reverse("surveys:household", args=[handed_in.uuid])).status_code == 200
    township.post(reverse("surveys:accept", args=[handed_in.uuid]))
    assert _reload(handed_in).status == "accepted"


def test_the_township_returns_with_a_remark_at_an_item_and_the_village_reads_it(client_of, handed_in, person):
    given = {"reason": "再核实", "item0": f"{person.uuid}|person.education", "words0": "学历不对"}
    client_of("township_clerk").post(reverse("surveys:send_back", args=[handed_in.uuid]), given)
    page = client_of("village_officer").get(reverse("surveys:household", args=[handed_in.uuid])).content.decode()
    assert "学历不对" in page
    assert "再核实" in page


@pytest.mark.parametrize("level", ["group", "household", "person", "item"])
def test_each_ratio_opens_to_what_is_missing(client_of, handed_in, household, level):
    page = client_of("township_clerk").get(reverse("surveys:missing", args=[handed_in.campaign.uuid, level]))
    assert page.status_code == 200
    assert (household.household_no in page.content.decode()) == (level == "item")


def test_the_page_of_sheets_leads_to_the_one_layout_and_names_nobody(client_of, task, person, county):
    page = client_of("village_officer").get(reverse("surveys:sheets", args=[task.campaign.uuid])).content.decode()
    for name in ("ask_print", "fetch_workbook", "find_sheet", "bring_workbook"):
        assert reverse(f"surveys:{name}", args=[task.campaign.uuid]) in page
    assert person.name not in page


def test_a_sample_is_drawn_and_its_result_recorded(client_of, handed_in):
    township = client_of("township_clerk")
    href = reverse("surveys:sample", args=[handed_in.campaign.uuid])
    assert township.post(href, {"share": "10", "seed": "7"}).status_code == 302
    with everywhere(reason="test"):
        drawn = Recheck.objects.get()
    township.post(reverse("surveys:recheck", args=[drawn.uuid]), {"found": "wrong", "note": "没去过"})
    with everywhere(reason="test"):
        assert Recheck.objects.get().found == "wrong"
    assert township.get(href).status_code == 200


@pytest.mark.requirement("R039")
def test_the_office_adds_an_item_without_a_programmer(client_of, county):
    office = client_of("city_officer")
    form = {"label": "是否想学养殖", "about": "person", "kind": "choice", "choices": "想\n不想", "required": "on"}
    assert office.post(reverse("surveys:new_item"), form).status_code == 302
    item = Item.objects.get()
    assert item.choices == {"1": "想", "2": "不想"}
    assert "是否想学养殖" in office.get(reverse("surveys:items")).content.decode()
    office.post(reverse("surveys:end_item", args=[item.key]))
    item.refresh_from_db()
    assert item.ended_at is not None


def test_the_township_names_who_surveys_a_village(client_of, campaign, county, make_user):
    other = make_user("village_officer", county.villages[0])
    href = reverse("surveys:officers", args=[campaign.uuid])
    township = client_of("township_clerk")
    assert township.get(href).status_code == 200
    township.post(href, {"village": county.villages[0].key, "officer": other.pk})
    assert (
        other.display_name in township.get(reverse("surveys:missing", args=[campaign.uuid, "group"])).content.decode()
    )


def test_the_list_of_work_names_what_waits(client_of, task, handed_in):
    assert reverse("surveys:work", args=[task.campaign.uuid]) in client_of("township_clerk").get("/").content.decode()


def test_the_survey_is_read_by_an_auditor_and_changed_by_none(client_of, handed_in):
    auditor = client_of("auditor")
    assert auditor.get(reverse("surveys:campaigns")).status_code == 200
    assert auditor.post(reverse("surveys:accept", args=[handed_in.uuid])).status_code == 403
    assert auditor.get(reverse("surveys:ask_household", args=[handed_in.uuid])).status_code == 403


@pytest.mark.parametrize("page", ["campaigns", "items", "work", "missing", "groups"])
def test_a_list_without_rows_says_so(client_of, county, page):
    office = client_of("city_officer")
    if page in ("campaigns", "items"):
        href = reverse(f"surveys:{page}")
    else:
        survey = open_survey(county.key)
        arguments = {"work": [], "missing": ["item"], "groups": ["group"]}[page]
        href = reverse(f"surveys:{'work' if page == 'work' else 'missing'}", args=[survey.uuid, *arguments])
        if page == "groups":
            with everywhere(reason="test"):
                Division.objects.filter(level="group").update(valid_to="2020-01-01")
    shown = office.get(href).content.decode()
    assert 'class="empty' in shown
    assert "<tbody>" not in shown


def test_an_item_that_another_depends_on_is_not_ended_and_says_why(client_of, county, city_officer):
    made = {"about": "person", "choices": ["是", "否"], "required": False, "actor": city_officer}
    leading = actions.add_item(label="是否养牛", kind="choice", **made)
    relevant = {"eq": [leading.question.key, "1"]}
    actions.add_item(label="养几头", kind="number", relevant=relevant, **made)
    page = client_of("city_officer").post(reverse("surveys:end_item", args=[leading.key]), follow=True)
    assert "养几头" in " ".join(str(message) for message in page.context["messages"])
    leading.refresh_from_db()
    assert leading.ended_at is None
