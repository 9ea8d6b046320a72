"""What a phone carries of classes and brings back, over the real addresses: twice, by two phones, and too late."""

from __future__ import annotations

from typing import Any

import pytest

from gangqiao.accounts.models import User
from gangqiao.accounts.reads import actor_of
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.sync.models import Op
from gangqiao.training.models import Attendance, Class
from gangqiao.training.tests.rig import TODAY, at, fresh, learner, sessions_of, short_class
from tests.cast.phones import FakePhone

pytestmark = pytest.mark.django_db
Json = dict[str, Any]


@pytest.fixture(autouse=True)
def _at_class():
    with clock.frozen_at(TODAY):
        yield


def op(phone: FakePhone, row: Any, session: Any, **more: Any) -> Json:
    body = {
        "session": str(session.uuid), "enrolment": str(row.uuid), "way": "list", "place": "村委会",
        "at": at(session).isoformat(),
    }  # fmt: skip
    return phone.note("") | {"kind": "training.sign_in", "body": body | more, "at": clock.now().isoformat()}


def results(phone: FakePhone, *ops: Json) -> list[str]:
    return [one["result"] for one in phone.results(*ops)]


@pytest.mark.requirement("R076", "D02")
def test_a_village_signs_in_on_two_phones_and_what_comes_late_waits_at_the_desk(
    connect_phone: Any, village_officer: Any, make_user: Any, make_person: Any, county: Any
) -> None:
    village = county.villages[0]
    held = short_class(county.xinshao, address="文化室")
    first, second, third = (learner(make_person(village), held) for _ in range(3))
    learner(make_person(county.villages[1]), held)
    one = connect_phone(village_officer, village)
    two = connect_phone(actor_of(User.objects.get(pk=make_user("village_officer", village, "second").pk)), village)
    package = one.ask("GET", f"packages/{village.key}/?format=2").json()
    (carried,) = package["classes"]
    assert {entry["name"] for entry in carried["learners"]} == {row.shown_name for row in (first, second, third)}
    assert [entry["on"] for entry in carried["sessions"]] == ["2020-03-15", "2020-03-16"]
    today = sessions_of(held)[1]
    mine = op(one, first, today)
    assert [results(one, mine), results(one, mine)] == [["applied"], ["duplicate"]]
    assert results(two, op(two, first, today), op(two, second, today, way="qr")) == ["applied", "applied"]
    with everywhere(reason="test"):
        rows = Attendance.objects.filter(session=today).order_by("pk")
        assert [(row.enrolment_id, row.way, row.place) for row in rows] == [
            (first.pk, "list", "村委会"), (second.pk, "qr", "村委会"),
        ]  # fmt: skip
        assert all(row.at == at(today) for row in rows)
        assert rows[0].source == "phone"
    changes = two.ask("GET", f"changes/{village.key}/?since={package['cursor']}").json()
    ((now,),) = changes["classes"]
    assert sum(bool(entry["signed"]) for entry in now["learners"]) == 2
    # Not a learner of the village, and after the assessment: both stand in the work queue of the desk.
    Class.objects.filter(pk=held.pk).update(status="assessed")
    assert results(one, op(one, third, today)) == ["rejected"]
    with everywhere(reason="test"):
        assert Op.objects.filter(result="rejected", closed_at=None).count() == 1
    assert fresh(third).status == "admitted"
    assert one.ask("GET", f"packages/{village.key}/?format=2").json()["classes"] == []
