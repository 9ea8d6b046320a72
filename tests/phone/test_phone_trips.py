"""A coach of 45 people boarded without signal by two escorts' phones at once: nobody lost, nobody doubled."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from gangqiao.accounts.reads import actor_of
from gangqiao.followup.models import Contact
from gangqiao.followup.tests.made import make_contact, make_spell
from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import Household, Person
from gangqiao.sync import actions as sync
from gangqiao.sync.models import Op
from gangqiao.transfers import certificates
from gangqiao.transfers.actions.gates_certificates import issue
from gangqiao.transfers.models import Escort, HandOver, HealthCheck, Passenger, RollCall
from gangqiao.transfers.tests.rig import fresh, ready_batch
from tests.phone.node import answers
from tests.phone.officer import Officer
from tests.phone.pages import PagesServer
from tests.phone.running import Product
from tests.phone.villages import trip as made_trip
from tests.phone.villages import village

pytestmark = [pytest.mark.browser]
SEATS = 45
# The pauses between two tries are those of a village; the test has no day for them.
HURRY = """const wait = setTimeout;
window.setTimeout = (work, pause = 0, ...rest) => wait(work, pause < 25000 ? pause / 50 : pause, ...rest);"""


class Escorting(Officer):
    """What the thumb of an escort does."""

    def trip(self) -> None:
        self.page.evaluate("location.hash = '#/'")
        self.page.get_by_role("button", name="随车").click()
        self.page.locator(".trip-count").wait_for()

    def board(self, seats: range) -> None:
        """Press the big button of each seat."""
        for seat in seats:
            row = self.page.locator(".trip-rider", has=self.page.locator(f"b:text-is('{seat}')"))
            row.locator(".trip-board").click()
            row.wait_for(state="detached")

    def count(self, words: str) -> None:
        self.page.locator(".trip-count", has_text=words).wait_for()


@pytest.fixture
def coach(
    county: Any, make_household: Callable[..., Household], make_person: Callable[..., Person], make_user: Any,
    officials: Any,
) -> Any:  # fmt: skip
    """A cleared coach with two escorts of two villages; its people are of both."""
    for area in county.villages[:2]:
        make_household(area, head={"name": "石榴花"})
    people = [make_person(county.villages[n % 2], name=f"样本{n + 1}") for n in range(SEATS)]
    _batch, trip, passengers = ready_batch(county.division, officials["village_officer"], people, status="cleared")
    trip.seats = 48
    trip.route = [{"name": "新哨镇政府", "leaves": trip.starts_at.isoformat()}]
    trip.vehicle.seats = 48
    trip.vehicle.save()
    trip.save()
    other = make_user("village_officer", county.villages[1], "second_escort")
    Escort.objects.create(trip=trip, user=other, name="样本二")
    with everywhere(reason="test data"):
        for one in passengers:
            issue(one, HealthCheck.objects.get(passenger=one))
    return trip, passengers, [county.villages[0], county.villages[1]], [officials["village_officer"], other]


@pytest.mark.django_db(transaction=True)
@pytest.mark.requirement("R059", "R008", "D02")
def test_two_escorts_board_45_people_without_signal_and_each_is_on_board_once(
    product: Product, browser: Any, coach: Any, pictures: Path
) -> None:
    trip, passengers, villages, users = coach
    server = PagesServer(village(1))
    server.upstream = product.url
    with server.running() as url:
        escorts = []
        for area, user in zip(villages, users, strict=True):
            context = browser.new_context(
                viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, locale="zh-CN"
            )
            context.add_init_script(HURRY)
            context.set_default_timeout(20_000)
            escort = Escorting(context.new_page(), url, pictures)
            escort.come_in(sync.connect(area, actor=actor_of(user)))
            escort.trip()
            escorts.append((escort, context))
        (one, _), (two, _) = escorts
        for _escort, context in escorts:
            context.set_offline(True)
        # Both at the same door: eleven people are ticked by both.
        one.board(range(1, 31))
        two.board(range(20, SEATS + 1))
        one.count(f"30/{SEATS}")
        two.count(f"26/{SEATS}")
        one.look("boarding")
        assert not boarded_now()

        server.share = 0.3
        for _escort, context in escorts:
            context.set_offline(False)
        one.send(arrived=30)
        two.send(arrived=26)
        assert sum(server.faults.values()) > 0
        check_once(passengers)
        server.share = 0.0
        to_the_hand_over(one, trip, pictures)
        for _escort, context in escorts:
            context.close()


def boarded_now() -> int:
    with everywhere(reason="what arrived"):
        return Passenger.objects.filter(status="boarded").count()


def check_once(passengers: list[Passenger]) -> None:
    """Everybody is on board, once, on the own seat; each press has arrived, once."""
    with everywhere(reason="what arrived"):
        seen = {one.uuid: one for one in Passenger.objects.filter(status="boarded")}
        ops = list(Op.objects.filter(kind="transfers.board"))
    assert seen.keys() == {one.uuid for one in passengers}
    assert sorted(one.seat for one in seen.values()) == list(range(1, SEATS + 1))
    assert len(ops) == 30 + 26
    assert {op.result for op in ops} == {"applied"}
    assert all(one.boarded_at for one in seen.values())


def to_the_hand_over(escort: Escorting, trip: Any, pictures: Path) -> None:
    """The coach leaves, the roll is called, it arrives, and somebody signs."""
    page = escort.page
    escort.trip()
    escort.count(f"{SEATS}/{SEATS}")
    escort.press("发车")
    escort.look("depart")
    escort.press("是，发车")
    page.locator(".foot").get_by_role("button", name="点名").click()
    page.get_by_role("radio", name="途中").check()
    escort.press("全部在")
    escort.look("roll")
    page.get_by_role("button", name="记下点名").click()
    escort.press("到达")
    escort.press("是，到达了")
    escort.press("交接")
    page.locator(".trip-judged", has_text="样本7").first.get_by_role("button", name="接收").click()
    page.fill("#receiver", "样本接收")
    sign(page)
    page.get_by_text("请选原因").wait_for()
    page.locator(".trip-judged select").select_option("papers")
    escort.look("hand")
    page.screenshot(path=pictures / "hand-whole.png", full_page=True)
    sign(page)
    page.get_by_text("已经交接").first.wait_for()
    escort.look("over")
    escort.send(arrived=34)
    made = HandOver.objects.get(trip=trip)
    assert (made.accepted, made.rejected, bool(made.signature)) == (SEATS - 1, 1, True)
    assert RollCall.objects.get(trip=trip).present == SEATS
    assert fresh(trip.batch).status == "handed_over"
    page.evaluate("location.hash = '#/'")
    page.get_by_text("随车").wait_for(state="detached")


def sign(page: Any) -> None:
    page.locator(".pad").scroll_into_view_if_needed()
    box = page.locator(".pad").bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 60)
    page.mouse.up()
    page.get_by_role("button", name="留下签名").click()


@pytest.mark.requirement("R059", "R121")
def test_a_certificate_names_its_passenger_by_its_square_and_as_it_is_typed() -> None:
    trip = made_trip(6)
    uuid = uuid4()
    number = certificates.number_for(uuid)
    trip["passengers"][3]["certificate"] = number
    square = "https://example.org" + certificates.path_of(number, certificates.code_of(number, uuid))
    printed = certificates.in_groups(number)
    wrong = number[:-1] + ("2" if number[-1] == "3" else "3")
    codes = [square, number, printed, printed.lower().replace("0", "o"), "4", wrong, number + "1234", "7", "99", ""]
    assert answers([["rider", trip, code] for code in codes]) == [4, 4, 4, 4, 4] + [None] * 5


def test_the_same_operation_twice_leaves_a_trip_as_once() -> None:
    trip = made_trip(4)
    one, two = (rider["passenger"] for rider in trip["passengers"][:2])
    bodies = [("board", {"passenger": one, "temperature": 365}), ("board", {"passenger": two, "temperature": 373}),
              ("miss", {"passenger": one}), ("board", {"passenger": one}), ("depart", {}), ("arrive", {}),
              ("call_roll", {"where": "x", "present": 1, "missing": [two]})]  # fmt: skip
    ops = [
        {"kind": f"transfers.{verb}", "at": f"2020-03-18T07:00:0{number}Z", "body": {"trip": trip["trip"], **body}}
        for number, (verb, body) in enumerate(bodies)
    ]
    many = range(1, len(ops) + 1)
    once = answers([["trip", trip, ops[:n]] for n in many])
    assert answers([["trip", trip, [*ops[:n], ops[n - 1]]] for n in many]) == once
    states, trip = [after["passengers"][0]["state"] for after in once], once[-1]
    assert states == ["boarded", "boarded", "no_show", "boarded", "boarded", "arrived", "arrived"]
    assert [rider["state"] for rider in trip["passengers"][1:3]] == ["held", "cleared"]
    assert (trip["passengers"][0]["seat"], len(trip["rolls"])) == (1, 1)


@pytest.mark.requirement("D02")
def test_a_boarding_that_the_county_loses_is_noticed_and_sent_again(make_server: Any, make_phone: Any) -> None:
    server, url = make_server()
    server.county.package["trips"] = [made_trip()]
    page = make_phone(url).page
    page.evaluate("begin()")
    page.evaluate("quiet()")
    server.drops = page.evaluate(
        """async () => {
          const [{trip, passengers}] = await phone.trips();
          const ops = [];
          for (const {passenger} of passengers) {
            ops.push(await phone.record("transfers.board", {trip, passenger, how: "list"}));
          }
          return ops[20].id;
        }"""
    )
    page.evaluate("syncAll()")
    boarded = [op["body"]["passenger"] for op in server.county.ops.values()]
    assert (len(boarded), len(set(boarded)), server.drops) == (45, 45, "")
    assert set(server.county.written.values()) == {1}
    assert page.evaluate("phone.contact()")["arrived"] == 45


@pytest.mark.django_db(transaction=True)
@pytest.mark.requirement("R123", "R008")
def test_calls_are_made_without_signal_and_the_family_answers_for_one_who_has_come_home(
    product: Product, phone: Any, county: Any, make_household: Callable[..., Household], village_officer: Any,
    pictures: Path,
) -> None:  # fmt: skip
    homes = [
        make_household(county.villages[0], head={"name": name, "phone": "13900000001"}) for name in ("木棉", "山茶")
    ]
    contacts = [make_contact(home.head, make_spell(home.head)) for home in homes]
    officer = Escorting(phone.new_page(), product.url, pictures)
    page = officer.page
    officer.come_in(sync.connect(county.villages[0], actor=village_officer))
    page.get_by_role("button", name="跟踪电话：2人要问").click()
    page.get_by_text("木棉").wait_for()
    phone.set_offline(True)
    page.get_by_text("木棉").click()
    assert page.locator("a.button.is-main").get_attribute("href") == "tel:13900000001"
    page.locator("label", has_text="不一样").first.click()
    officer.press("还在那里上班")
    page.get_by_text("山茶").click()
    page.get_by_role("radio", name="家人").check()
    officer.press("已返乡")
    officer.press("记下")
    page.get_by_text("请先选一项").wait_for()
    page.get_by_role("radio", name="想再找工作").check()
    officer.look("call")
    officer.press("记下")
    page.get_by_text("今天没有人要打电话").wait_for()
    phone.set_offline(False)
    officer.send(arrived=2)
    with everywhere(reason="what arrived"):
        done = [Contact.objects.get(pk=one.pk) for one in contacts]
    assert [(one.result, one.spoke_with) for one in done] == [("still", "self"), ("returned", "family")]
