"""Operations: each one stored before it is acknowledged, and taken in exactly once."""

from __future__ import annotations

import hashlib

import pytest

from gangqiao.accounts.reads import actor_of
from gangqiao.audit.models import Event
from gangqiao.kernel.scope import scope_of
from gangqiao.sync.models import Op, Phone
from gangqiao.sync.refusals import IdUsed
from gangqiao.sync.tests.conftest import ARRIVED, effects


def stored(phone) -> list[Op]:
    with scope_of(phone.device.area_id):
        return list(Op.objects.filter(device=phone.device).order_by("pk"))


@pytest.mark.requirement("R038")
def test_an_operation_is_taken_in_and_its_second_sending_gives_the_first_result(phone):
    op = phone.note("hello")
    first, second = phone.results(op), phone.results(op)
    assert first == [{"id": op["id"], "result": "applied", "say": "", "faults": [], "fields": []}]
    assert second == [{**first[0], "result": "duplicate", "before": "applied"}]
    assert effects() == {op["id"]: ["hello"]}


def test_the_receipt_proves_what_is_stored(phone):
    ops = [phone.note(str(n)) for n in range(5)]
    answer = phone.send(*ops[:3]).json()
    digest = hashlib.sha256("".join(o["id"] for o in ops[:3]).encode()).hexdigest()
    assert answer["receipt"] == {"count": 3, "upto": 3, "digest": digest}
    gap = phone.send(ops[4]).json()["receipt"]
    assert gap == {"count": 4, "upto": 3, "digest": digest}
    filled = phone.send(ops[3]).json()["receipt"]
    assert (filled["count"], filled["upto"]) == (5, 5)
    asked = phone.ask("GET", "receipt/").json()
    assert asked == {"epoch": phone.epoch, **filled}


def test_a_refused_operation_is_kept_says_why_and_leaves_no_effect(phone):
    op = phone.note("loud music")
    (told,) = phone.results(op)
    assert told["result"] == "rejected"
    assert told["faults"] == [{"field": "words", "sentence": "“loud music” is too loud."}]
    assert effects() == {}
    (kept,) = stored(phone)
    assert (kept.result, kept.content) == ("rejected", {"words": "loud music"})
    assert phone.results(op)[0]["before"] == "rejected"


@pytest.mark.parametrize("words", ["absent household", "crash"])
def test_what_cannot_be_done_is_kept_and_does_not_stop_what_follows(phone, words):
    bad, good = phone.note(words), phone.note("fine")
    told = phone.results(bad, good)
    assert [t["result"] for t in told] == ["rejected", "applied"]
    assert list(effects()) == [good["id"]]


def test_a_conflict_names_what_was_kept_apart(phone):
    (told,) = phone.results(phone.note("apart"))
    assert (told["result"], told["fields"]) == ("conflict", ["words"])


def test_what_comes_too_early_waits_for_the_one_before(phone):
    first = phone.note("first")
    second = phone.note("second", after=first["id"])
    third = phone.note("third", after=second["id"])
    assert [t["result"] for t in phone.results(third, second)] == ["waiting", "waiting"]
    assert effects() == {}
    assert [t["result"] for t in phone.results(first)] == ["applied"]
    assert list(effects()) == [first["id"], second["id"], third["id"]]
    assert [t["before"] for t in phone.results(second, third)] == ["applied", "applied"]


def test_what_is_released_in_the_same_batch_is_told_as_it_is_now(phone):
    first = phone.note("first")
    second = phone.note("second", after=first["id"])
    second["seq"], first["seq"] = 1, 2  # counted in the wrong order
    assert [t["result"] for t in phone.results(second, first)] == ["applied", "applied"]


def test_what_follows_a_refused_one_is_tried_for_itself(phone):
    first = phone.note("loud")
    second = phone.note("fine", after=first["id"])
    assert [t["result"] for t in phone.results(first, second)] == ["rejected", "applied"]


def test_what_waits_for_a_picture_is_tried_at_every_batch(phone):
    op = phone.note("later")
    assert phone.results(op)[0]["result"] == "waiting"
    assert phone.results(phone.note("other"))[0]["result"] == "applied"
    assert [o.result for o in stored(phone)] == ["waiting", "applied"]
    ARRIVED.append("picture")
    assert phone.results() == []
    assert [o.result for o in stored(phone)] == ["applied", "applied"]


def test_the_same_number_with_another_body_is_kept_apart(phone):
    op = phone.note("hello")
    phone.results(op)
    changed = {**op, "body": {"words": "goodbye"}}
    first, again = phone.results(changed), phone.results(changed)
    assert (first[0]["id"], first[0]["result"]) == (op["id"], "rejected")
    assert first[0]["say"] == str(IdUsed().sentence)
    assert (again[0]["result"], again[0]["before"]) == ("duplicate", "rejected")
    assert effects() == {op["id"]: ["hello"]}
    assert [o.content["words"] for o in stored(phone)] == ["hello", "goodbye"]
    assert phone.results(op)[0]["before"] == "applied"
    assert phone.ask("GET", "receipt/").json()["count"] == 1


def test_the_number_of_another_phones_operation_is_kept_apart(phone, connect_phone, stranger, county):
    op = phone.note("mine")
    phone.results(op)
    other = connect_phone(stranger, county.hongxi)
    stolen = other.note("theirs", number=op["id"])
    assert other.results(stolen)[0]["result"] == "rejected"
    assert effects() == {op["id"]: ["mine"]}
    assert other.ask("GET", "receipt/").json()["count"] == 0
    assert [o.content["words"] for o in stored(other)] == ["theirs"]


def test_two_operations_with_one_count_are_both_kept(phone):
    first, second = phone.note("one"), phone.note("two")
    second["seq"] = 1
    assert [t["result"] for t in phone.results(first, second)] == ["applied", "rejected"]
    assert [o.content["words"] for o in stored(phone)] == ["one", "two"]


def test_an_operation_of_a_kind_that_nobody_knows_is_kept(phone):
    op = {**phone.note("x"), "kind": "future.kind"}
    assert phone.results(op)[0]["result"] == "rejected"
    assert stored(phone)[0].kind == "future.kind"


def test_another_epoch_is_told_and_nothing_is_taken_in(phone):
    answer = phone.send(phone.note("x"), epoch="another")
    assert (answer.status_code, answer.json()) == (409, {"epoch": phone.epoch})
    assert stored(phone) == []


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"id": "no uuid"}, 400),
        ({"id": None}, 400),
        ({"seq": 0}, 400),
        ({"seq": 1.5}, 400),
        ({"seq": True}, 400),
        ({"seq": 10**12}, 400),
        ({"after": "x"}, 400),
        ({"body": []}, 400),
        ({"kind": "x" * 41}, 400),
        ({"kind": 3}, 400),
        ({"at": "yesterday"}, 200),
        ({"at": 7}, 200),
        ({"at": "9999-12-31T23:59:59-14:00"}, 200),
        ({"body": {"words": "half of a character \ud800, and \0"}}, 200),
    ],
)
def test_a_malformed_operation_is_refused_with_a_sentence_and_a_wrong_clock_is_not(phone, change, status):
    answer = phone.send({**phone.note("x"), **change})
    assert answer.status_code == status, answer.content
    assert status == 200 or answer.json()["sentence"]
    assert len(stored(phone)) == (status == 200)


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff", b'{"ops": NaN}', b"[" * 100_000])
def test_what_is_no_json_is_refused(phone, content):
    headers = {"authorization": f"Bearer {phone.token}"}
    answer = phone.browser.generic("POST", "/phone/ops/", content, "application/json", headers=headers)
    assert answer.status_code == 400


def test_too_many_and_too_large_are_refused(phone):
    ops = [phone.note("x") for _ in range(51)]
    assert phone.send(*ops).status_code == 400
    assert phone.send({**ops[0], "body": {"words": "x" * 3_000_000}}).status_code == 413
    assert stored(phone) == []


def test_a_clock_that_is_wrong_is_noted_and_orders_nothing(phone):
    late = {**phone.note("from the future"), "at": "2032-01-01T00:00:00+08:00"}
    early = {**phone.note("from the past"), "at": "1999-01-01T00:00:00+08:00"}
    phone.results(late, early, device_at="2032-01-01T00:00:05+08:00", unsent={"count": 2, "since": late["at"]})
    with scope_of(phone.device.area_id):
        seen = Phone.objects.get(device=phone.device)
    assert seen.is_skewed
    assert seen.skew_seconds > 100_000_000
    assert seen.unsent == 2
    assert [(o.is_skewed, o.claimed_at.year) for o in stored(phone)] == [(True, 2031), (True, 1998)]
    assert [o.seq for o in stored(phone)] == [1, 2]


def test_the_body_is_sealed_and_no_log_has_a_word_of_it(phone, caplog):
    phone.results(phone.note("crash 秘密"), phone.note("loud 秘密"))
    with scope_of(phone.device.area_id):
        rows = list(Op.objects.values_list("body", "answer", "mark"))
    assert all("秘密".encode() not in bytes(part) for row in rows for part in row)
    assert all(b"\\u79d8" not in bytes(part) for row in rows for part in row)
    assert "秘密" not in caplog.text


def test_effects_act_as_the_officer_in_the_area_of_the_phone(phone, village_officer, county):
    phone.results(phone.note("hello"))
    event = Event.objects.get(verb="toy.note")
    assert (event.actor_id, event.area) == (village_officer.user_id, county.villages[0].key)


@pytest.mark.requirement("R038")
def test_twenty_sendings_at_once_are_one_effect(shared_database, make_user, county, connect_phone, at_once):
    phone = connect_phone(actor_of(make_user("village_officer", county.villages[0])), county.villages[0])
    first = phone.note("first")
    second = phone.note("second", after=first["id"])
    answers = at_once(20, lambda n: phone.results(*((second, first) if n % 2 else (first, second))))
    assert not [a for a in answers if isinstance(a, Exception)]
    told = [t["result"] for a in answers for t in a]
    assert told.count("duplicate") == 38
    assert effects() == {first["id"]: ["first"], second["id"]: ["second"]}


def test_many_phones_at_once_do_not_stand_in_each_others_way(
    shared_database, make_user, county, connect_phone, at_once
):
    actor = actor_of(make_user("village_officer", county.villages[0]))
    phones = [connect_phone(actor, county.villages[0]) for _ in range(8)]
    shared = phones[0].note("everybody's")

    def work(n):
        own = [phones[n].note(f"{n} {m}") for m in range(5)]
        return [t["result"] for t in phones[n].results(*own, {**shared, "seq": 99})]

    answers = at_once(8, work)
    assert not [a for a in answers if isinstance(a, Exception)]
    assert sum(a.count("applied") for a in answers) == 41
    assert sum(a.count("rejected") for a in answers) == 7
    assert all(len(words) == 1 for words in effects().values())
