"""The day itself from the phones of escorts: each thing once, contrary words kept apart, nobody else's coach."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from gangqiao.accounts.reads import actor_of
from gangqiao.audit.models import Look
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import Person
from gangqiao.sync.models import Blob, Op
from gangqiao.transfers import transfers_queue
from gangqiao.transfers.models import Escort, HandOver, HealthCheck, Incident, Passenger, RollCall, Trip
from gangqiao.transfers.tests.rig import fresh, ready_batch
from tests.cast.phones import FakePhone

Json = dict[str, Any]


class Coach:
    """A cleared batch of one coach with four people of two villages, and the phones of its escorts."""

    def __init__(self, trip: Trip, passengers: list[Passenger], one: FakePhone, two: FakePhone) -> None:
        self.trip, self.passengers, self.one, self.two = trip, passengers, one, two

    def op(self, phone: FakePhone, verb: str, rider: int | None = None, **body: Any) -> Json:
        """An operation of a phone, as its pages make it."""
        made = phone.note("")
        about = {"trip": str(self.trip.uuid), "at": clock.now().isoformat(), **body}
        if rider is not None:
            about["passenger"] = str(self.passengers[rider].uuid)
        made |= {"kind": f"transfers.{verb}", "body": about, "at": clock.now().isoformat()}
        return made

    def told(self, phone: FakePhone, verb: str, rider: int | None = None, **body: Any) -> str:
        """What became of one operation."""
        return str(phone.results(self.op(phone, verb, rider, **body))[0]["result"])

    def board(self, *riders: int, phone: FakePhone | None = None) -> None:
        for rider in riders:
            assert self.told(phone or self.one, "board", rider, how="list") == "applied"

    def states(self) -> list[str]:
        return [fresh(one).status for one in self.passengers]


@pytest.fixture
def coach(
    county: Any, make_person: Callable[..., Person], make_user: Any, officials: Any, village_officer: Any,
    connect_phone: Callable[..., FakePhone],
) -> Coach:  # fmt: skip
    people = [make_person(county.villages[n % 2]) for n in range(4)]
    _batch, trip, passengers = ready_batch(county.division, officials["village_officer"], people, status="cleared")
    other = make_user("village_officer", county.villages[1], "second_escort")
    Escort.objects.create(trip=trip, user=other, name="样本二")
    one = connect_phone(village_officer, county.villages[0])
    two = connect_phone(actor_of(other), county.villages[1])
    return Coach(trip, passengers, one, two)


def trips_on(phone: FakePhone) -> list[Json]:
    """What the package of the phone's village says of trips."""
    return list(phone.ask("GET", f"packages/{phone.device.area_id}/?format=2").json()["trips"])


@pytest.mark.requirement("R059", "R008")
def test_the_manifest_reaches_an_escort_across_villages_is_looked_at_and_goes_with_the_hand_over(coach):
    (trip,) = trips_on(coach.two)
    with everywhere(reason="test"):
        names = {one.shown_name for one in Passenger.objects.all()}
        looks = [set(look.persons) for look in Look.objects.filter(verb="transfers.view_manifest")]
    assert {one["name"] for one in trip["passengers"]} == names
    assert [one["seat"] for one in trip["passengers"]] == [1, 2, 3, 4]
    assert {str(one.person_uuid) for one in coach.passengers} in looks
    assert (trip["hottest"], trip["is_cleared"]) == (373, True)

    coach.board(0, 1, 2, 3)
    assert [coach.told(coach.one, kind) for kind in ("depart", "arrive")] == ["applied", "applied"]
    riders = [str(one.uuid) for one in coach.passengers]
    given = {"receiver": "样本接收", "receiver_of": "employer", "accepted": riders[:3]}
    hand = coach.op(coach.one, "hand_over", **given, rejected={riders[3]: "papers"}, signature="0" * 64)
    assert coach.one.results(hand)[0]["result"] == "waiting", "the signature is still on its way"
    device = coach.one.device
    with everywhere(reason="test"):
        Blob.objects.create(area_id=device.area_id, device=device, digest="0" * 64, kind="image/png", size=1, file="f")
    assert coach.one.results(hand)[0]["result"] in ("applied", "duplicate")
    made = HandOver.objects.get(trip=coach.trip)
    assert (made.accepted, made.rejected, made.signature) == (3, 1, "f")
    assert coach.states() == ["arrived"] * 3 + ["did_not_start"]
    assert coach.told(coach.two, "hand_over", **given, rejected={riders[3]: "papers"}) == "applied"
    assert coach.told(coach.two, "hand_over", **given | {"accepted": riders}, rejected={}) == "rejected"
    assert (trips_on(coach.one), trips_on(coach.two)) == ([], [])


@pytest.mark.requirement("R008")
def test_changes_bring_the_trips_anew_when_something_of_them_happened_and_nothing_else_does(coach):
    cursor = coach.two.ask("GET", f"packages/{coach.two.device.area_id}/?format=2").json()["cursor"]

    def ask():
        return coach.two.ask("GET", f"changes/{coach.two.device.area_id}/?since={cursor}").json()

    assert "trips" not in ask()
    coach.board(0)
    ((trip,),) = ask()["trips"]
    assert [one["state"] for one in trip["passengers"]] == ["boarded", "cleared", "cleared", "cleared"]


@pytest.mark.requirement("R059", "D02")
def test_two_phones_that_board_the_same_people_board_each_of_them_once(coach):
    coach.board(0, 1, 2)
    coach.board(1, 2, 3, phone=coach.two)
    again = coach.op(coach.one, "board", 3, how="qr")
    assert [coach.one.results(again)[0]["result"] for _ in range(2)] == ["applied", "duplicate"]
    assert coach.states() == ["boarded"] * 4
    assert [fresh(one).seat for one in coach.passengers] == [1, 2, 3, 4]


@pytest.mark.requirement("D02")
def test_of_contrary_words_the_boarding_stands_until_the_coach_has_left_and_then_the_office_decides(coach):
    coach.board(0, 1)
    assert coach.told(coach.two, "miss", 0) == "applied", "who is on board by the other phone stays so"
    assert coach.told(coach.two, "miss", 2) == "applied"
    assert coach.told(coach.one, "board", 2, how="list") == "applied", "who came after all boards"
    assert coach.told(coach.two, "miss", 3) == "applied"
    assert coach.states() == ["boarded", "boarded", "boarded", "no_show"]
    assert coach.told(coach.one, "depart") == "applied"
    assert coach.told(coach.one, "board", 3, how="list") == "rejected"
    assert coach.told(coach.two, "miss", 1) == "rejected"
    assert coach.told(coach.two, "depart") == "applied", "a second departure is none"
    assert coach.states() == ["boarded", "boarded", "boarded", "no_show"]
    with everywhere(reason="test"):
        assert Op.objects.filter(result="rejected", closed_at=None).count() == 2, "both stand at the desk"


@pytest.mark.requirement("D02")
def test_a_departure_waits_for_what_the_other_phone_has_not_sent_yet(coach):
    coach.board(0, 1)
    leave = coach.op(coach.one, "depart")
    come = coach.op(coach.one, "arrive")
    assert [one["result"] for one in coach.one.results(leave, come)] == ["waiting", "waiting"]
    coach.board(2, 3, phone=coach.two)
    coach.one.send(leave)
    trip = fresh(coach.trip)
    assert None not in (trip.departed_at, trip.arrived_at)
    assert coach.states() == ["arrived"] * 4


@pytest.mark.requirement("R059", "R120")
def test_too_hot_at_the_door_holds_back_and_what_follows_waits_for_the_office(coach):
    assert coach.told(coach.one, "board", 0, how="qr", temperature=369) == "applied"
    hot = coach.op(coach.one, "board", 1, how="qr", temperature=381)
    after = coach.op(coach.one, "board", 2, how="list")
    told = coach.one.results(hot, after)
    assert [one["result"] for one in told] == ["applied", "waiting"]
    assert told[0]["say"]
    assert coach.states() == ["boarded", "held", "cleared", "cleared"]
    assert fresh(coach.trip.batch).status == "list_locked"
    (trip,) = trips_on(coach.one)
    assert trip["is_cleared"] is False, "the manifest stays with people at the door"
    with everywhere(reason="test"):
        assert HealthCheck.objects.filter(result="held").count() == 1


def test_a_stranger_and_a_passenger_of_another_coach_are_refused(coach, county, stranger, connect_phone):
    other = connect_phone(stranger, county.hongxi)
    assert coach.told(other, "board", 0, how="list") == "rejected", "not an escort"
    with everywhere(reason="test"):
        second = Trip.objects.create(
            batch=coach.trip.batch, number=9, kind="coach", seats=45,
            starts_at=coach.trip.starts_at, ends_at=coach.trip.ends_at,
            back_at=coach.trip.back_at,
        )  # fmt: skip
        Passenger.objects.filter(pk=coach.passengers[0].pk).update(trip=second)
    assert coach.told(coach.one, "board", 0, how="list") == "rejected", "of another coach"
    for body in ({"passenger": "x"}, {"passenger": str(uuid4())}, {"trip": str(uuid4())}, {"trip": None}):
        wrong = coach.op(coach.one, "board", rider=1, how="list")
        wrong["body"] |= body
        assert coach.one.results(wrong)[0]["result"] == "rejected"
    assert coach.states()[0] == "cleared"


@pytest.mark.requirement("R059")
def test_who_is_on_no_list_is_noted_for_the_desk(coach, client_of):
    note = coach.op(coach.one, "late", code="530181", words="样本 老寨")
    assert coach.one.results(note)[0]["result"] == "rejected"
    page = client_of("village_officer").get(f"/phones/entries/{note['id']}/").content.decode()
    assert "样本 老寨" in page
    office = client_of("city_officer").get(f"/phones/entries/{note['id']}/").content.decode()
    assert f"/transfers/batches/{coach.trip.batch.uuid}/" in office, "from the entry to the batch"


@pytest.mark.requirement("R059")
def test_who_leads_the_batch_has_the_note_of_a_late_joiner_to_settle(coach, county, make_user, client_of, stranger):
    note = coach.op(coach.one, "late", code="530181", words="样本 老寨")
    coach.one.results(note)
    clerk = make_user("transfer_clerk", county.division)
    browser, page = client_of(clerk), f"/transfers/batches/{coach.trip.batch.uuid}/"

    def waiting(actor: Any) -> list[Any]:
        return list(transfers_queue.late_joiners(actor))

    (entry,) = waiting(actor_of(clerk))
    assert (entry.count, entry.href) == (1, f"{page}#late")
    assert not waiting(stranger), "it is not the batch of another township"
    assert "样本 老寨" in browser.get(page).content.decode()
    settle = f"/transfers/late/{op_of(note)}/"
    assert client_of("stranger").post(settle, {"reason": "x"}).status_code == 404
    browser.post(settle, {"reason": ""})
    assert waiting(actor_of(clerk)), "nothing was said"
    browser.post(settle, {"reason": "补进名单，坐12号"})
    assert not waiting(actor_of(clerk))
    with everywhere(reason="test"):
        closed = Op.objects.get(uuid=op_of(note))
    assert (closed.closing, closed.closed_by_id, closed.is_open) == ("补进名单，坐12号", clerk.pk, False)
    assert browser.post(settle, {"reason": "again"}).status_code == 404


def op_of(note: Json) -> UUID:
    """The number the server gave to what a phone sent."""
    with everywhere(reason="test"):
        return next(op.uuid for op in Op.objects.all() if str(op.number) == str(note["id"]))


@pytest.mark.requirement("R059")
def test_seats_rolls_and_incidents_arrive_as_they_were_told(coach):
    coach.board(0, 1)
    assert coach.told(coach.one, "change_seat", 0, seat=40) == "applied"
    assert coach.told(coach.two, "change_seat", 1, seat=40) == "rejected", "taken"
    gone = str(coach.passengers[1].uuid)
    assert coach.told(coach.one, "call_roll", where="服务区", present=1, missing=[gone]) == "applied"
    assert coach.told(coach.one, "report_incident", 1, kind="left", words="中途下车") == "applied"
    assert coach.told(coach.one, "report_incident", kind="delay") == "applied"
    assert fresh(coach.passengers[0]).seat == 40
    roll = RollCall.objects.get(trip=coach.trip)
    assert (roll.where, roll.present, [UUID(one) for one in roll.missing]) == ("服务区", 1, [UUID(gone)])
    with everywhere(reason="test"):
        assert Incident.objects.order_by("pk").values_list("kind", "passenger").count() == 2
    assert coach.told(coach.one, "unboard", 0) == coach.told(coach.one, "unboard", 0) == "applied"
    assert coach.states()[0] == "cleared"
