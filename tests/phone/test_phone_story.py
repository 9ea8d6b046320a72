"""A villagers' group of thirty households, surveyed without signal and sent home: the product, a browser, no fakes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import Household, Person
from gangqiao.surveys import actions as surveys
from gangqiao.surveys.models import AnswerSheet, Task
from gangqiao.surveys.tests.made import open_survey
from gangqiao.sync import actions as sync
from tests.phone.officer import Officer
from tests.phone.running import Product

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HOUSEHOLDS = 30
KNOWN = {"education": "71", "school_status": "not_in_school", "health_status": "01", "phone": "13887300000"}


@pytest.fixture
def group(county: Any, make_household: Callable[..., Household], make_person: Callable[..., Person]) -> list[Household]:
    """Thirty households of one villagers' group under survey, of one to three members."""
    made = []
    for number in range(HOUSEHOLDS):
        household = make_household(county.villages[0], head=KNOWN)
        for _ in range(number % 3):
            make_person(household=household, **KNOWN)
        made.append(household)
    with everywhere(reason="test data"):
        surveys.fill_roster(open_survey(county.key).pk)
    return made


@pytest.mark.requirement("R024", "R025", "R026", "R027", "R028")
def test_a_group_of_thirty_households_is_surveyed_without_signal(
    product: Product, phone: Any, group: list[Household], county: Any, village_officer: Any, pictures: Path
) -> None:
    officer = Officer(phone.new_page(), product.url, pictures)
    officer.connect(sync.connect(county.villages[0], actor=village_officer))
    officer.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    officer.page.wait_for_function("() => navigator.serviceWorker.controller !== null")

    product.stop()
    phone.set_offline(True)
    officer.open_again()
    # A page that is opened while the browser plays "no signal" may not be told so; the change tells it.
    phone.set_offline(False)
    phone.set_offline(True)
    officer.page.get_by_text("没有信号，照常登记").wait_for()
    survey_all(officer, group)

    officer.press("发送")
    officer.page.get_by_text("待发送").first.wait_for()
    officer.look("waits")
    officer.press("现在发送")
    officer.page.get_by_text("没有信号，没有送到").wait_for()
    officer.look("no-signal")

    product.start()
    phone.set_offline(False)
    officer.page.get_by_text("没有待发送的").wait_for(timeout=60_000)
    officer.press("现在发送")
    officer.page.get_by_text("市里已有全部答案").wait_for(timeout=60_000)
    officer.look("receipt")

    with everywhere(reason="what arrived"):
        outcomes = list(
            Task.objects.exclude(status="assigned").values_list("status", "outcome").order_by("household_no")
        )
        assert outcomes == [("submitted", "refused" if n == 2 else "surveyed") for n in range(HOUSEHOLDS)]
        asked = sum(1 + n % 3 for n in range(HOUSEHOLDS) if n != 2) + 1
        assert AnswerSheet.objects.exclude(person=None).count() == asked
        assert Person.objects.filter(name="石榴花").get().household_id == group[0].pk
    assert_nothing_personal_is_cached(officer.page, "石榴花")


def survey_all(officer: Officer, group: list[Household]) -> None:
    for number, household in enumerate(group):
        officer.open_household(str(household.household_no))
        if number == 2:
            officer.look("household")
            officer.hand_in("拒绝回答", "说没有空，不愿意登记")
            continue
        if number == 0:
            add_newcomer(officer)
        officer.ask_everybody()
        if number == 0:
            officer.look("asked")
        officer.hand_in("已调查")


def add_newcomer(officer: Officer) -> None:
    """Somebody at the door who is on no list: a child without a card yet."""
    officer.press("添加新成员")
    officer.heading("先读告知")
    officer.look("notice")
    officer.read_notice()
    officer.heading("添加新成员")
    officer.page.click("#relation")
    officer.press("孙女")
    officer.page.fill("#name", "石榴花")
    officer.page.fill("#exception", "新生儿，未上户口")
    officer.page.get_by_role("radio", name="女").check()
    officer.page.fill("#birth", "20200101")
    officer.look("newcomer")
    officer.press("下一步")
    officer.page.locator("progress.progress").wait_for()
    officer.look("questions")
    officer.answer_all()
    officer.page.get_by_role("button", name="入户结果").wait_for()


def assert_nothing_personal_is_cached(page: Any, name: str) -> None:
    """The service worker keeps the shell and the built files, and nothing about anybody."""
    kept = page.evaluate(
        """async () => {
          const found = {};
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys()) {
              found[new URL(request.url).pathname] = await (await cache.match(request)).text();
            }
          }
          return found;
        }"""
    )
    assert kept
    assert all(path == "/phone/" or path.startswith("/static/dist/phone/assets/") for path in kept)
    assert not [path for path, text in kept.items() if name in text]
