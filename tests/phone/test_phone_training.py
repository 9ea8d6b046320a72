"""The roll of a class called at the village without a signal: one tap for each, sent when there is one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from pathlib import Path
from typing import Any

import pytest

from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import Household
from gangqiao.sync import actions as sync
from gangqiao.training.models import Attendance
from gangqiao.training.tests.made import make_class, make_session
from gangqiao.training.tests.rig import learner
from tests.phone.officer import Officer
from tests.phone.running import Product

pytestmark = [pytest.mark.browser]


@pytest.mark.django_db(transaction=True)
@pytest.mark.requirement("R076", "D02")
def test_the_roll_is_called_without_signal_and_arrives_once(
    product: Product, phone: Any, county: Any, make_household: Callable[..., Household], village_officer: Any,
    pictures: Path,
) -> None:  # fmt: skip
    homes = [make_household(county.villages[0], head={"name": name}) for name in ("木棉", "山茶", "杜鹃")]
    held = make_class(county.villages[0].pk, begins_on=clock.today(), ends_on=clock.today(), address="文化室")
    session = make_session(held, on=clock.today(), begins_at=time(0, 1), ends_at=time(23, 59))
    rows = [learner(home.head, held) for home in homes]
    officer = Officer(phone.new_page(), product.url, pictures)
    page = officer.page
    officer.come_in(sync.connect(county.villages[0], actor=village_officer))
    page.get_by_role("button", name="培训签到").click()
    page.get_by_text("已签到0/3人").wait_for()
    phone.set_offline(True)
    for name in ("木棉", "杜鹃"):
        page.locator(".trip-rider", has_text=name).get_by_role("button", name="签到").click()
        page.locator(".trip-rider", has_text=name).get_by_text("已签到").wait_for()
    page.get_by_text("已签到2/3人").wait_for()
    officer.look("class")
    with everywhere(reason="what arrived"):
        assert not Attendance.objects.exists()
    phone.set_offline(False)
    officer.send(arrived=2)
    with everywhere(reason="what arrived"):
        signed = Attendance.objects.filter(session=session, struck_on=None).order_by("enrolment_id")
        assert [one.enrolment_id for one in signed] == [rows[0].pk, rows[2].pk]
        assert {(one.way, one.place) for one in signed} == {("list", "文化室")}
