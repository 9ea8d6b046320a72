"""What a phone carries of days on duty and brings back, over the real addresses; nothing is lost for coming late."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gangqiao.accounts.reads import actor_of
from gangqiao.assistance.actions import duty, sheets
from gangqiao.assistance.actions.duty import Said
from gangqiao.assistance.models import DutyDay, Holder
from gangqiao.assistance.reads import sheets as sheet_reads
from gangqiao.assistance.tests.made import make_holder
from gangqiao.kernel import clock
from gangqiao.kernel.queue import sources
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.sync.models import Op
from tests.cast.phones import FakePhone

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R100")]
Json = dict[str, Any]
FEBRUARY, TODAY = date(2020, 2, 1), date(2020, 3, 16)


@pytest.fixture(autouse=True)
def _spring() -> Any:
    with clock.frozen_at(TODAY):
        yield


@pytest.fixture
def holder(person: Any) -> Holder:
    return make_holder(person, begins_on=date(2020, 1, 1))


@pytest.fixture
def phones(connect_phone: Any, officials: Any, make_user: Any, county: Any) -> list[FakePhone]:
    """Two phones of two officers of the village."""
    second = make_user("village_officer", county.villages[0], "second")
    users = (actor_of(officials["village_officer"]), actor_of(second))
    return [connect_phone(user, county.villages[0]) for user in users]


def op(phone: FakePhone, holder: Holder, on: date, mark: str, **more: Any) -> Json:
    body = {"holder": str(holder.uuid), "on": on.isoformat(), "mark": mark, "half": False, **more}
    return phone.note("") | {"kind": "assistance.mark_duty", "body": body, "at": clock.now().isoformat()}


def marks(holder: Holder) -> list[tuple[int, str, bool, bool]]:
    with everywhere(reason="test"):
        rows = DutyDay.objects.filter(holder=holder, struck_at=None).order_by("on")
        return [(row.on.day, row.mark, row.half, row.is_late) for row in rows]


def results() -> list[str]:
    with everywhere(reason="test"):
        return list(Op.objects.order_by("pk").values_list("result", flat=True))


def test_two_phones_mark_one_day_and_what_they_say_otherwise_waits_for_the_township(
    holder, phones, county, make_person, village_officer, township_clerk
):
    make_holder(make_person(county.hongxi))
    one, two = phones
    with scope_of(village_officer):
        duty.plan(holder.pk, date(2020, 3, 1), [2, 3], actor=village_officer, place="一组")
    package = dict(one.ask("GET", f"packages/{county.villages[0].key}/?format=2").json())
    (entry,) = package["duty"]["holders"]
    assert (entry["uuid"], entry["name"], entry["place"]) == (str(holder.uuid), holder.person.name, "一组")
    assert (len(entry["days"]), entry["days"][0]["on"]) == (29 + 31, "2020-02-01")
    assert [day["on"] for day in entry["days"] if day["planned"]] == ["2020-03-02", "2020-03-03"]
    assert [code for code, _words in package["duty"]["marks"]] == ["present", "absent", "sick", "leave"]

    first = op(one, holder, date(2020, 3, 2), "present")
    one.results(first)
    one.results(first)
    two.results(
        op(two, holder, date(2020, 3, 2), "present"),
        op(two, holder, date(2020, 3, 3), "present", half=True),
        op(two, holder, date(2020, 3, 3), "present", seen_mark="present", seen_half=True),
    )
    one.results(op(one, holder, date(2020, 3, 3), "absent"), op(one, holder, date(2020, 3, 20), "present"))
    assert marks(holder) == [(2, "present", False, False), (3, "present", False, False)]
    assert results() == ["applied", "applied", "applied", "applied", "rejected", "rejected"]
    with everywhere(reason="test"):
        assert DutyDay.objects.filter(holder=holder, on=date(2020, 3, 2)).count() == 1
    changes = one.ask("GET", f"changes/{county.villages[0].key}/?since={package['cursor']}").json()
    days = {day["on"]: day["mark"] for day in changes["duty"][0]["holders"][0]["days"]}
    assert days["2020-03-03"] == "present"


def test_days_that_reach_the_county_after_the_sheet_are_kept_told_and_paid(
    holder, phones, village_officer, township_clerk
):
    with scope_of(village_officer):
        duty.mark(holder.pk, {FEBRUARY: Said()}, actor=village_officer)
        sheet = sheets.draw_up(str(holder.post.area_id), "hrss", FEBRUARY, actor=village_officer)
        sheets.submit(sheet.pk, actor=village_officer, phone="1")
    phones[0].results(op(phones[0], holder, date(2020, 2, 3), "present"))
    assert marks(holder) == [(1, "present", False, False), (3, "present", False, True)]
    with scope_of(township_clerk):
        (line,) = sheet_reads.lines_of(sheet)
        assert line.days == 1, "what was submitted stands still"
        waits = [entry.title for entry in sources()["assistance.late_days"].entries(township_clerk)]
        assert len(waits) == 1
        assert [entry.count for entry in sources()["assistance.sheets_to_check"].entries(township_clerk)] == [1]
        sheets.check(sheet.pk, actor=township_clerk)
        sheets.publish(sheet.pk, actor=township_clerk)
        with clock.frozen_at(date(2020, 3, 31)):
            assert [entry.count for entry in sources()["assistance.sheets_to_check"].entries(township_clerk)] == [1]
            sheets.finish(sheet.pk, actor=township_clerk)
            march = sheets.draw_up(str(holder.post.area_id), "hrss", date(2020, 3, 1), actor=township_clerk)
            assert [(one.days, one.remarks) for one in sheet_reads.lines_of(march) if one.number] == [(1, "late")]
        assert list(sources()["assistance.late_days"].entries(township_clerk)) == []
    with scope_of(village_officer):
        assert [entry.count for entry in sources()["assistance.sheets_to_fill"].entries(village_officer)] == []


def test_a_phone_that_may_not_mark_carries_nobody(holder, connect_phone, township_clerk, county, stranger):
    other = connect_phone(stranger, county.hongxi)
    assert other.ask("GET", f"packages/{county.hongxi.key}/?format=2").status_code in (200, 403, 404)
    other.results(op(other, holder, date(2020, 3, 2), "present"))
    assert marks(holder) == []
