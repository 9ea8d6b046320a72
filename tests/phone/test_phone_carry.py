"""The month's jobs carried to a door and to the village without signal, and then all of it at the county, once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gangqiao.audit.events import record
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import Household, Person
from gangqiao.surveys import actions as surveys
from gangqiao.surveys.tests.made import open_survey
from gangqiao.sync import actions as sync
from gangqiao.sync.actions.epochs import begin_epoch
from gangqiao.vacancies.models import Delivery, Pack, ReleaseLine, Response
from gangqiao.vacancies.tests.carried import make_pack, make_seeker
from tests.phone.officer import Officer
from tests.phone.running import Product

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def homes(county: Any, make_household: Callable[..., Household], make_person: Callable[..., Person]) -> list[Household]:
    """Three households; in the first two somebody seeks work."""
    made = [make_household(county.villages[0], head={"name": name}) for name in ("石榴花", "木棉", "山茶")]
    make_person(household=made[0], name="小满")
    for home in made[:2]:
        make_seeker(home.head)
    return made


@pytest.mark.requirement("R054", "R055", "R056")
def test_a_pack_is_carried_to_a_door_and_to_the_village_without_signal(
    product: Product, phone: Any, homes: list[Household], county: Any, village_officer: Any, pictures: Path
) -> None:
    pack = make_pack(county.villages[0], county)
    officer = Officer(phone.new_page(), product.url, pictures)
    officer.connect(sync.connect(county.villages[0], actor=village_officer))
    officer.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    officer.page.wait_for_function("() => navigator.serviceWorker.controller !== null")

    product.stop()
    phone.set_offline(True)
    officer.open_again()
    officer.page.get_by_text("本月岗位包：已送0/3户").wait_for()
    assert officer.rows().count() == 2
    officer.look("list")
    tell_the_first_household(officer, homes[0])
    tell_the_village(officer)
    officer.open_again()
    officer.page.get_by_text("本月岗位包：已送1/3户").wait_for()
    assert officer.rows().count() == 1

    product.start()
    phone.set_offline(False)
    officer.send(arrived=4)
    check_arrived(pack, homes[0])

    # The county was restored from a copy: the phone sends all of it again, and nothing is there twice.
    begin_epoch("restored")
    strike(county)
    officer.page.evaluate("location.hash = '#/send'")
    officer.press("现在发送")
    officer.page.get_by_text("已确认收到4条").wait_for()
    officer.page.evaluate(f"location.hash = '#/carry/{homes[1].uuid}'")
    officer.page.get_by_text("不再招了").first.wait_for(state="attached")
    officer.look("struck")
    check_arrived(pack, homes[0])


def tell_the_first_household(officer: Officer, home: Household) -> None:
    page = officer.page
    officer.rows().filter(has_text="石榴花").click()
    page.get_by_text("送岗位、政策、送服务").or_(page.get_by_text("送岗位、政策、服务")).first.wait_for()
    officer.look("household")
    page.get_by_role("button", name="送岗位、政策、服务").click()
    page.get_by_role("button", name="已送到这家").wait_for()
    first, second = page.locator("section.sheet > .job").nth(0), page.locator("section.sheet > .job").nth(1)
    assert first.get_by_text("理由").is_visible()
    first.get_by_role("button", name="想去").click()
    first.locator("button[aria-pressed=true]", has_text="想去").wait_for()
    second.get_by_role("button", name="有问题").click()
    second.get_by_role("button", name="记下问题").click()
    second.get_by_text("请写下问题").wait_for()
    second.get_by_role("textbox").fill("几点下班，包不包路费")
    second.get_by_role("button", name="记下问题").click()
    second.locator("button[aria-pressed=true]", has_text="有问题").wait_for()
    officer.look("card")
    page.screenshot(path=officer.pictures / "card-whole.png", full_page=True)
    officer.press("已送到这家")
    page.get_by_text("已送到").first.wait_for()
    officer.look("told")
    page.evaluate("location.hash = '#/'")
    officer.heading("名单")


def tell_the_village(officer: Officer) -> None:
    page = officer.page
    page.get_by_text("本月岗位包").click()
    page.get_by_text("还有1户").wait_for()
    officer.press("记下这次")
    page.get_by_text("请选怎么送的").wait_for()
    page.get_by_role("radio", name="开会").check()
    page.fill("#reached", "9")
    officer.press("记下这次")
    page.get_by_text("全村只有3户").wait_for()
    page.fill("#reached", "2")
    page.get_by_role("checkbox", name="政策").check()
    page.fill("#questions", "工资哪天发")
    officer.press("记下这次")
    page.get_by_text("已经送过").wait_for()
    officer.look("village")
    page.get_by_text("发群里的话").click()
    page.screenshot(path=officer.pictures / "village-whole.png", full_page=True)


def check_arrived(pack: Pack, home: Household) -> None:
    with everywhere(reason="what arrived"):
        visit, meeting = Delivery.objects.order_by("pk")
        assert (visit.way, visit.household_id, visit.source) == ("visit", home.pk, "phone")
        assert (visit.jobs, visit.policies, visit.services) == (True, True, True)
        assert (meeting.way, meeting.reached, meeting.questions) == ("meeting", 2, "工资哪天发")
        said = sorted(Response.objects.values_list("answer", "words", "person"))
        assert said == [("interested", "", home.head_id), ("question", "几点下班，包不包路费", home.head_id)]
        assert Pack.objects.get(pk=pack.pk).status == "delivered"


def strike(county: Any) -> None:
    """A vacancy of the pack closes."""
    ReleaseLine.objects.filter(number=1).update(struck_at=clock.now(), struck_reason="filled")
    record("vacancies.strike", actor=SYSTEM, area=str(county.key), source="test")


def test_a_phone_with_a_pack_keeps_its_village_when_the_survey_ends_and_forgets_it_with_the_release(
    product: Product, phone: Any, homes: list[Household], county: Any, village_officer: Any, city_officer: Any,
    pictures: Path,
) -> None:  # fmt: skip
    pack = make_pack(county.villages[0], county)
    with everywhere(reason="test data"):
        campaign = open_survey(county.key)
        surveys.fill_roster(campaign.pk)
    officer = Officer(phone.new_page(), product.url, pictures)
    officer.connect(sync.connect(county.villages[0], actor=village_officer))
    surveys.close_campaign(campaign.pk, actor=city_officer)
    officer.page.evaluate("location.hash = '#/send'")
    officer.press("现在发送")
    officer.page.get_by_text("市里已有全部答案").wait_for()
    officer.page.evaluate("location.hash = '#/'")
    officer.rows().first.wait_for()

    pack.release.status = "closed"
    pack.release.save()
    record("vacancies.close_release", actor=SYSTEM, area=str(county.key), source="test")
    officer.page.evaluate("location.hash = '#/send'")
    officer.press("现在发送")
    officer.heading("本机的名单已清除")
