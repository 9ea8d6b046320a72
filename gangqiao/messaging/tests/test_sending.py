"""A notice is sent once, in its time, and what could not be sent says why."""

import datetime as dt
import json

import pytest
from django.core.cache import cache
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from gangqiao.audit.models import Event
from gangqiao.kernel import clock
from gangqiao.kernel.clock import TZ
from gangqiao.kernel.scope import scope_of
from gangqiao.messaging import actions, jobs
from gangqiao.messaging.actions import working
from gangqiao.messaging.gateways import FileGateway
from gangqiao.messaging.models import Message
from gangqiao.messaging.refusals import KeyUsed
from gangqiao.messaging.states import Status, Way
from gangqiao.messaging.tests.conftest import MORNING, RECONFIRM
from gangqiao.messaging.tries import DOWN_AFTER, LOST_AFTER, MOST_TRIES, PAUSE

pytestmark = pytest.mark.django_db


def written(settings):
    """What the file gateway wrote."""
    files = FileGateway().path.parent.glob("*.jsonl")
    return [json.loads(line) for path in files for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(autouse=True)
def _own_home(settings, tmp_path):
    settings.HOME = tmp_path


def test_a_notice_goes_out_once(morning, notify, work, again, settings):
    message = notify()
    work()
    work()
    assert again(message).status == Status.SENT
    (line,) = written(settings)
    assert line["phone"] == "13987300001"
    assert "张三" in line["words"]


def test_the_same_key_is_the_same_notice(morning, notify, work, settings):
    first, second = notify("a"), notify("a")
    notify("b")
    assert first.pk == second.pk
    work()
    assert len(written(settings)) == 2


def test_a_key_of_another_area_is_refused_and_nothing_is_sent(morning, notify, county):
    notify("a")
    with pytest.raises(KeyUsed):
        notify("a", area=county.hongxi.key)


def test_what_is_taken_back_with_the_transaction_is_not_sent(morning, notify, work, settings):
    with transaction.atomic():
        notify()
        transaction.set_rollback(True)
    work()
    assert not written(settings)


def test_the_queueing_is_in_the_log_and_wakes_the_job(morning, notify, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        notify("a"), notify("b")
    assert Event.objects.filter(verb="messaging.queue").count() == 2
    assert DBTaskResult.objects.filter(task_path=jobs.deliver.module_path).count() == 1


def test_names_and_numbers_lie_sealed(notify):
    message = notify(recipient="张三 3 组 12 号")
    with scope_of([message.area_id]):
        kept = Message.objects.filter(pk=message.pk).values_list("params", "phone", "recipient").get()
    raw = b"".join(bytes(value) for value in kept)
    assert b"13987300001" not in raw
    assert "张三".encode() not in raw


def test_long_after_its_time_only_that_it_was_sent_is_kept(notify, work, again, settings, county):
    with clock.frozen_at(MORNING):
        message = notify(recipient="张三")
        work()
    with clock.frozen_at(MORNING + dt.timedelta(days=settings.MESSAGE_DAYS)):
        jobs.look_every_night()
        assert again(message).phone == "13987300001"
    with clock.frozen_at(MORNING + dt.timedelta(days=settings.MESSAGE_DAYS + 8)):
        jobs.look_every_night()
        assert notify().pk == message.pk
    kept = again(message)
    assert (kept.values, kept.phone, kept.recipient, kept.status) == ({}, None, None, Status.SENT)


# --- not by telephone ---


@pytest.mark.parametrize("phone", ["", "12345", "0873-6122345"])
def test_without_a_mobile_number_it_goes_on_paper_and_says_why(phone, morning, notify, work, again, settings):
    message = notify(phone=phone)
    work()
    assert (again(message).way, again(message).status) == (Way.PRINT, Status.QUEUED)
    assert again(message).says
    assert not written(settings)


def test_what_may_not_go_on_paper_is_given_up_and_says_why(morning, notify, work, again):
    message = notify(phone="", kind=RECONFIRM)
    work()
    assert again(message).status == Status.GIVEN_UP
    assert again(message).says


def test_without_a_gateway_everything_goes_on_paper(morning, notify, work, again, settings):
    settings.SMS_GATEWAY = "none"
    message = notify()
    work()
    assert (again(message).way, again(message).status) == (Way.PRINT, Status.QUEUED)


# --- in its time ---


def test_nothing_rings_at_night(notify, work, again, settings):
    evening = dt.datetime(2020, 3, 16, 21, 30, tzinfo=TZ)
    with clock.frozen_at(evening):
        message = notify()
        assert work() == dt.datetime(2020, 3, 17, 7, tzinfo=TZ)
        assert again(message).status == Status.QUEUED
    with clock.frozen_at(dt.datetime(2020, 3, 17, 7, tzinfo=TZ)):
        work()
    assert again(message).status == Status.SENT


def test_not_before_its_time_and_not_after_it(notify, work, again):
    with clock.frozen_at(MORNING):
        later = notify("later", not_before=MORNING + dt.timedelta(hours=2))
        short = notify("short", not_before=MORNING + dt.timedelta(hours=2), expires_at=MORNING + dt.timedelta(hours=1))
        assert work() == MORNING + dt.timedelta(hours=2)
        assert again(later).status == Status.QUEUED
    with clock.frozen_at(MORNING + dt.timedelta(hours=3)):
        work()
    assert again(later).status == Status.SENT
    assert again(short).status == Status.GIVEN_UP


def test_the_job_is_called_again_when_the_next_falls_due(morning, notify, county):
    notify(not_before=MORNING + dt.timedelta(hours=2))
    jobs.deliver.func()
    jobs.deliver.func()
    (waiting,) = DBTaskResult.objects.filter(task_path=jobs.deliver.module_path)
    # By the machine's clock, not by the county's, which stands still here.
    ahead = waiting.run_after.timestamp() - clock.machine_seconds()
    assert 7100 < ahead < 7300


# --- killed, and two at once ---


class Killed(BaseException):
    """The process ends here; nothing after it happens."""


class KilledGateway:
    leaves = True

    def __init__(self):
        self.asked = 0

    def send(self, phone, words, *, reference=""):
        self.asked += 1
        raise Killed


def test_killed_before_the_answer_it_is_not_sent_again_but_unknown(notify, work, again, monkeypatch, settings):
    gateway = KilledGateway()
    with clock.frozen_at(MORNING):
        message = notify(kind=RECONFIRM)
        monkeypatch.setattr(working, "gateway_in_use", lambda: gateway)
        with pytest.raises(Killed):
            work()
        assert again(message).status == Status.SENDING
        assert work() == MORNING + LOST_AFTER
    monkeypatch.undo()
    settings.ADDRESS = "https://jobs.example"
    with clock.frozen_at(MORNING + LOST_AFTER):
        work(), work()
    assert gateway.asked == 1
    assert again(message).status == Status.UNKNOWN
    assert again(message).says


def test_a_late_answer_settles_what_was_unknown(notify, county, again, township_clerk):
    class Slow:
        leaves = True

        def send(self, phone, words, *, reference=""):
            with clock.frozen_at(MORNING + LOST_AFTER):
                working.lose_what_was_cut_short()
            assert again(message).status == Status.UNKNOWN
            return "m7"

    with clock.frozen_at(MORNING), scope_of([county.key]):
        message = notify()
        working.send_one(message.pk, Slow())
    assert (again(message).status, again(message).receipt) == (Status.SENT, "m7")


def test_a_person_decides_about_the_unknown(morning, notify, again, county, township_clerk, work, settings):
    message = notify()
    with scope_of([county.key]):
        Message.objects.filter(pk=message.pk).update(status=Status.UNKNOWN, tries=1, sending_at=clock.now())
        actions.retry(message.pk, actor=township_clerk)
        work()
        assert len(written(settings)) == 1
        Message.objects.filter(pk=message.pk).update(status=Status.UNKNOWN)
        actions.take_as_sent(message.pk, actor=township_clerk)
    assert again(message).status == Status.SENT
    assert len(written(settings)) == 1


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_send_each_notice_once(shared_database, notify, county, at_once, settings):
    with clock.frozen_at(MORNING):
        for n in range(12):
            notify(f"k{n}", phone=f"139873{n:05}")

        def run(n):
            with scope_of([county.key]):
                actions.work_off()

        results = at_once(4, run)
    assert not [result for result in results if isinstance(result, Exception)]
    phones = [line["phone"] for line in written(settings)]
    assert sorted(phones) == sorted(set(phones))
    assert len(phones) == 12


@pytest.mark.django_db(transaction=True)
def test_many_senders_at_once_with_one_key_make_one_notice(shared_database, notify, at_once):
    with clock.frozen_at(MORNING):
        made = at_once(6, lambda n: notify("same").pk)
    assert len(set(made)) == 1


# --- tried again ---


def test_a_gateway_that_is_down_is_tried_again_and_given_up_in_the_end(notify, work, again, operator):
    operator.answer = lambda told: (503, "later")
    now = MORNING
    with clock.frozen_at(now):
        message = notify(kind=RECONFIRM)
    for n in range(MOST_TRIES):
        with clock.frozen_at(now):
            following = work()
            assert again(message).tries == n + 1
            work()
            assert again(message).tries == n + 1  # not before its time
        now = following
    assert again(message).status == Status.GIVEN_UP
    assert len(operator.got) == MOST_TRIES


def test_a_gateway_that_is_down_does_not_use_up_the_tries_of_all(notify, work, again, operator):
    operator.answer = lambda told: (503, "later")
    with clock.frozen_at(MORNING):
        waiting = [notify(f"k{n}") for n in range(6)]
        work(), work()
        assert len(operator.got) == DOWN_AFTER
    operator.answer = lambda told: (200, '{"code": 0}')
    cache.clear()  # the pause is over
    with clock.frozen_at(MORNING + PAUSE):
        work()
    assert {again(message).status for message in waiting} == {Status.SENT}
