"""Two phones of one village mark days on duty without signal: each day arrives once, and what differs is decided."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gangqiao.accounts.reads import actor_of
from gangqiao.assistance.models import DutyDay
from gangqiao.assistance.tests.made import make_holder
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import Household
from gangqiao.sync import actions as sync
from gangqiao.sync.models import Op
from tests.phone.officer import Officer
from tests.phone.running import Product

pytestmark = [pytest.mark.browser]
NAMES = ("木棉", "山茶")


class OnDuty(Officer):
    """What the thumb of a village officer does on the page of days on duty."""

    def duty(self) -> None:
        self.page.evaluate("location.hash = '#/'")
        self.page.get_by_role("button", name="公益性岗位出勤：2人").click()
        self.page.get_by_text("本人到岗才点").wait_for()

    def mark(self, name: str, words: str) -> None:
        """Tap one answer of one holder, and wait until the page shows it."""
        row = self.page.locator(".duty-holder", has_text=name)
        row.locator("label", has_text=words).first.click()
        self.page.locator(".duty-holder.is-marked", has_text=name).wait_for()


@pytest.mark.django_db(transaction=True)
@pytest.mark.requirement("R100", "R121")
def test_two_phones_mark_the_same_days_without_signal(
    product: Product, browser: Any, county: Any, make_household: Callable[..., Household], make_user: Any,
    officials: Any, pictures: Path,
) -> None:  # fmt: skip
    today = clock.today()
    homes = [make_household(county.villages[0], head={"name": name}) for name in NAMES]
    holders = [make_holder(home.head, begins_on=today.replace(day=1)) for home in homes]
    users = [officials["village_officer"], make_user("village_officer", county.villages[0], "second")]
    phones = []
    for user in users:
        context = browser.new_context(
            viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, locale="zh-CN"
        )
        context.set_default_timeout(20_000)
        officer = OnDuty(context.new_page(), product.url, pictures)
        officer.come_in(sync.connect(county.villages[0], actor=actor_of(user)))
        officer.duty()
        context.set_offline(True)
        phones.append((officer, context))
    (one, _), (two, _) = phones
    one.mark("木棉", "出勤")
    one.mark("山茶", "出勤")
    one.look("duty")
    two.mark("木棉", "出勤")
    two.mark("山茶", "缺勤")
    with everywhere(reason="what arrived"):
        assert not DutyDay.objects.exists()
    for officer, context in phones:
        context.set_offline(False)
        officer.send(arrived=2)
    assert marks_of(today) == {holders[0].pk: "present", holders[1].pk: "present"}
    with everywhere(reason="what arrived"):
        assert sorted(Op.objects.values_list("result", flat=True)) == ["applied", "applied", "applied", "rejected"]
    # What the other said stands on the second phone, too, after it was sent.
    two.duty()
    two.page.locator(".duty-holder", has_text="山茶").locator("label", has_text="出勤").locator(
        "input"
    ).first.wait_for()
    two.look("duty-after")
    for _officer, context in phones:
        context.close()


def marks_of(day: date) -> dict[int, str]:
    with everywhere(reason="what arrived"):
        rows = DutyDay.objects.filter(on=day, struck_at=None)
        return dict(rows.values_list("holder_id", "mark"))
