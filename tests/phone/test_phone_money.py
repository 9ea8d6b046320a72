"""The officer opens the list of money without a signal, looks a name up, and filters by programme."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from gangqiao.accounts.reads import actor_of
from gangqiao.kernel import clock
from gangqiao.people.models import Household
from gangqiao.subsidies.tests.made import make_claim, make_poor, make_work
from gangqiao.sync import actions as sync
from tests.phone.officer import Officer
from tests.phone.running import Product

pytestmark = [pytest.mark.browser]
NAMES = ("木棉", "山茶", "杜鹃")


class Reading(Officer):
    """What the thumb of a village officer does on the list of money."""

    def money(self) -> None:
        self.page.evaluate("location.hash = '#/'")
        self.page.get_by_role("button", name="补贴：").click()
        self.page.get_by_text("政策找到的人").wait_for()

    def names(self) -> list[str]:
        """Whom the page shows, in its order."""
        return [str(one.text_content()) for one in self.page.locator(".money-person > strong").all()]


@pytest.mark.django_db(transaction=True)
@pytest.mark.requirement("R085", "R121")
def test_the_list_of_money_opens_without_a_signal(
    product: Product, browser: Any, county: Any, make_household: Callable[..., Household], officials: Any,
    pictures: Path,
) -> None:  # fmt: skip
    today = clock.today()
    homes = [make_household(county.villages[0], head={"name": name}) for name in NAMES]
    for home in homes:
        make_poor(home.head, kind="out_of_poverty")
    make_work(homes[0].head, started_on=today - timedelta(days=200), organised="no")
    make_work(homes[1].head, started_on=today - timedelta(days=30), organised="no")
    make_claim(homes[2].head, status="city_checked", route="person", amount=123_456)
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, locale="zh-CN"
    )
    context.set_default_timeout(20_000)
    officer = Reading(context.new_page(), product.url, pictures)
    officer.come_in(sync.connect(county.villages[0], actor=actor_of(officials["village_officer"])))
    # Opened once, so that its files are asked of the worker; then the signal is gone, and the page is opened anew.
    officer.money()
    context.set_offline(True)
    officer.page.evaluate("location.hash = '#/'")
    officer.money()
    assert set(officer.names()) == set(NAMES)
    page = officer.page
    claimed = page.locator(".money-person", has_text="杜鹃")
    claimed.get_by_text("1,234.56元").wait_for()
    claimed.get_by_text("申领：").wait_for()
    page.get_by_role("searchbox").fill("山")
    assert officer.names() == ["山茶"]
    page.locator(".money-person", has_text="山茶").get_by_text("还差：稳定就业3个月以上").wait_for()
    officer.look("money")
    page.get_by_role("searchbox").fill("谁也不是")
    page.get_by_text("没有找到").wait_for()
    page.get_by_role("searchbox").fill("")
    page.get_by_label("哪一项").select_option("outgoing_work_reward")
    assert officer.names() == ["杜鹃"]
    assert page.locator(".money-lines li").count() == len(officer.names()), "one programme, one line each"
    context.close()
