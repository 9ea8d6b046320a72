"""What lies on a phone: quick, sealed, and gone when it must be gone."""

from __future__ import annotations

import pytest

from gangqiao.sync.outbox_file import read_outbox_file
from tests.phone.villages import MARK, SURNAME, trip

pytestmark = pytest.mark.browser
# Each long enough not to come about by chance in some bytes.
CANARIES = [f"{SURNAME}{MARK}", f"{MARK}路", f"{MARK}街", "token-1", "鸣雀村", "告知书", "139000000", "15550001234"]


def readable(pieces) -> list[str]:
    """What of it is about people or opens a door."""
    return [canary for canary in CANARIES if any(canary in piece for piece in pieces)]


def readable_files(phone) -> list[str]:
    found = []
    for path, content in phone.files():
        for canary in CANARIES:
            if canary.encode() in content or canary.encode("utf-16-le") in content:
                found.append(f"{canary} in {path.relative_to(phone.profile)}")
    return found


def some_work(page) -> None:
    """Draft, operation, picture, sync: everything a phone ever writes."""
    page.evaluate("begin()")
    page.evaluate("capture(3)")
    page.evaluate(
        """async () => {
          const [row] = await phone.list({part: "all"});
          const {task} = row.tasks[0];
          const answers = {"household.address": "亖街", n: "15550001234"};
          await phone.saveDraft({task, person: null, answers, notice_version: 1});
          const jpeg = new Blob(["禤亖 photo"], {type: "image/jpeg"});
          await phone.picture(task, null, "photo", jpeg);
          for (const {trip, passengers} of await phone.trips()) {
            await phone.record("transfers.board", {trip, passenger: passengers[0].passenger, how: "list"});
            const given = {trip, receiver: "禤亖乘", receiver_of: "employer", accepted: [], rejected: {}};
            await phone.sign("transfers.hand_over", given, new Blob(["禤亖 signed"], {type: "image/png"}));
          }
        }"""
    )


@pytest.mark.requirement("R030")
def test_four_hundred_households_are_listed_in_walking_order_and_outlive_the_browser(make_server, make_phone):
    server, url = make_server(400)
    phone = make_phone(url)
    assert phone.page.evaluate("phone.state()") == "new"
    phone.page.evaluate("begin()")
    page = phone.restart()
    assert page.evaluate("phone.state()") == "locked"
    page.evaluate("unlock()")
    rows = page.evaluate("phone.list({part: 'today'})")
    assert [row["no"] for row in rows] == [f"{n:04d}" for n in range(400)]
    assert {row["group_name"] for row in rows} == {"1 组", "2 组", "3 组"}
    found = page.evaluate("phone.list({part: 'all', search: '亖7之'})")
    assert [row["no"] for row in found] == ["0007"]
    household = page.evaluate("uuid => phone.household(uuid)", found[0]["uuid"])
    assert household["persons"] == server.county.package["households"][7]["persons"]
    counts = page.evaluate("phone.counts()")
    assert counts["household"] == {"done": 0, "total": 400}
    assert counts["person"] == {"done": 0, "total": 1600}
    assert counts["group"] == {"done": 0, "total": 3}


@pytest.mark.requirement("R030")
def test_nothing_about_people_is_readable_while_the_phone_is_in_use(make_server, make_phone):
    server, url = make_server()
    server.county.package["trips"] = [trip()]
    phone = make_phone(url)
    some_work(phone.page)
    assert phone.page.evaluate("phone.trips()")[0]["passengers"][0]["state"] == "boarded"
    pieces = phone.page.evaluate("raw()")
    assert len(pieces) > 40, "the test itself must find what is stored"
    assert readable(pieces) == []
    phone.kill()
    assert readable_files(phone) == []


@pytest.mark.parametrize("end", ["logout", "revoked", "ended", "ten wrong PINs"])
def test_nothing_is_left_when_the_phone_is_given_up(end, make_server, make_phone):
    server, url = make_server()
    server.county.package["trips"] = [trip()]
    phone = make_phone(url)
    page = phone.page
    page.evaluate("quiet()")
    some_work(page)
    if end == "logout":
        page.evaluate("phone.wipe()")
    elif end == "revoked":
        server.revoked = True
        assert page.evaluate("phone.sync()")["why"] == "wiped"
    elif end == "ended":
        page.evaluate("syncAll()")
        server.county.package["surveys"][0]["is_open"] = False
        server.county.package["trips"] = []
        assert page.evaluate("phone.sync()")["why"] == "wiped"
    else:
        page.evaluate("phone.lock()")
        for left in range(9, -1, -1):
            said = page.evaluate("later += 4e6, phone.unlock('000000')")
            assert (said["ok"], said["left"]) == (False, left)
    why = {"logout": "asked", "ten wrong PINs": "pin"}.get(end, end)
    assert page.evaluate("heard").count(f"wiped {why}") == 1
    assert page.evaluate("phone.state()") == "new"
    assert [piece for piece in page.evaluate("raw()") if piece != "{}"] == []
    phone.kill()
    assert readable_files(phone) == []


def test_the_survey_that_has_ended_stays_until_the_server_has_everything(make_server, make_phone):
    server, url = make_server()
    page = make_phone(url).page
    page.evaluate("begin()")
    page.evaluate("quiet()")
    page.evaluate("capture(2)")
    server.county.package["surveys"][0]["is_open"] = False
    server.judge = lambda op: {"result": "waiting"}
    assert page.evaluate("phone.sync()")["waiting"] == 2
    assert page.evaluate("phone.state()") == "open"


def test_a_wrong_pin_makes_wait_longer_and_longer_and_a_killed_try_counts(make_server, make_phone):
    _server, url = make_server()
    phone = make_phone(url)
    phone.page.evaluate("begin()")
    phone.page.evaluate("phone.lock()")
    waits = [phone.page.evaluate("later += 4e6, phone.unlock('000000')")["wait"] for _ in range(5)]
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (0, 60)
    # Within the wait nothing is tried, not even the right one, and a clock set back does not help.
    assert phone.page.evaluate("phone.unlock(PIN)")["left"] == 5
    assert phone.page.evaluate("later -= 9e9, phone.unlock(PIN)")["left"] == 5
    phone.page.evaluate("later += 9e9 + 4e6, void phone.unlock('000000')")
    page = phone.restart()
    assert page.evaluate("later += 9e8, phone.unlock('000000')")["left"] in (3, 4)
    assert page.evaluate("later += 9e8, phone.unlock(PIN)") == {"ok": True}


def test_typing_that_is_killed_loses_at_most_the_last_keystroke(make_server, make_phone):
    server, url = make_server()
    phone = make_phone(url)
    phone.page.evaluate("begin()")
    for kill_after in (5, 23, 41):
        done = len(server.acknowledged)
        phone.page.evaluate("void type()")
        server.wait_until(lambda n=kill_after, d=done: len(server.acknowledged) >= d + n)
        phone.restart().evaluate("unlock()")
        saved = server.acknowledged[-1]["saved"]
        draft = phone.page.evaluate("draftOfFirst()")["answers"]["person.name"]
        assert draft in (saved, saved + "字")


def test_a_second_tab_waits_until_the_first_is_closed(make_server, make_phone):
    _server, url = make_server()
    phone = make_phone(url)
    phone.page.evaluate("begin()")
    second = phone.page.context.new_page()
    second.goto(url)
    assert second.evaluate("phone.state()") == "elsewhere"
    phone.page.close()
    second.wait_for_function("phone.state().then((state) => state === 'locked')")
    second.evaluate("unlock()")


def test_the_file_of_the_last_resort_is_read_by_the_server(make_server, make_phone):
    server, url = make_server()
    page = make_phone(url).page
    page.evaluate("begin()")
    page.evaluate("quiet()")
    server.share = 1.0
    page.evaluate("capture(3)")
    page.evaluate(
        """async () => {
          const [row] = await phone.list({part: "all"});
          await phone.picture(row.tasks[0].task, null, "photo", new Blob(["picture"], {type: "image/png"}));
        }"""
    )
    written = page.evaluate(
        "async () => [...new Uint8Array(await (await phone.exportOutbox('三个好词 horse')).arrayBuffer())]"
    )
    file = read_outbox_file(bytes(written), "三个好词 horse")
    assert file.device == "device-1"
    assert file.ops[:3] == server.acknowledged
    assert [op["seq"] for op in file.ops] == [1, 2, 3, 4]
    assert file.blobs == {file.ops[3]["body"]["blob"]: b"picture"}
    assert readable([bytes(written).decode("latin-1")]) == []


def test_a_pin_that_a_thief_tries_first_is_refused(make_server, make_phone):
    _server, url = make_server()
    page = make_phone(url).page
    page.evaluate("phone.enrol('CODE')")
    for pin in ("", "12345", "123456", "654321", "000000", "aaaaaa"):
        assert page.evaluate("pin => phone.choosePin(pin).catch((fault) => fault.message)", pin) == "pin"
    assert page.evaluate("phone.state()") == "pin"
    page.evaluate("phone.choosePin('280571')")
    assert page.evaluate("phone.state()") == "open"
