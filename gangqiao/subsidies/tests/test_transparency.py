"""What people are told of their claims: notices, each once; the slip; the own page behind its link."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override

from gangqiao.audit.models import Event
from gangqiao.audit.subscriptions import follow
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.messaging.models import Message
from gangqiao.subsidies import texts
from gangqiao.subsidies.actions import telling
from gangqiao.subsidies.actions.moving import move, seal
from gangqiao.subsidies.models import Claim, Notice, Payment
from gangqiao.subsidies.policy.books import LIBRARY, Book
from gangqiao.subsidies.reads import own
from gangqiao.subsidies.reads.slips import code_of
from gangqiao.subsidies.tests.made import make_batch, make_claim
from gangqiao.subsidies.tests.test_notices_masking import text_of
from gangqiao.subsidies.views import slips as slip_views
from gangqiao.vacancies.views.public_pace import Pace

pytestmark = pytest.mark.django_db
DAY = date(2020, 7, 1)
REASONS = '[["away", "met", "在外务工", "works elsewhere", "第三条"], ["stay", "missing", "稳定就业", "stays", ""]]'
TEXTS = (texts.APPROVED, texts.PAID, texts.RETURNED, texts.REJECTED, texts.RECOVERING)
POVERTY = ("贫", "低保", "困难", "帮扶", "搬迁", "残疾")


@pytest.fixture(autouse=True)
def _summer() -> Any:
    slip_views.pace.forget()
    with clock.frozen_at(DAY):
        yield


@pytest.fixture
def worker(make_person: Any, county: Any) -> Any:
    return make_person(county.villages[0], name="甲鸣雀", phone="13987654321")


def told() -> list[Message]:
    with everywhere(reason="test data"):
        return list(Message.objects.filter(kind__startswith="subsidies.").order_by("pk"))


def event_of(verb: str) -> Event:
    return Event.objects.filter(verb=verb).order_by("-seq").first()


def replay(verb: str, times: int = 2) -> None:
    """Run what follows the newest event of a verb, as the queue does when it was killed in between."""
    name = next(
        f"{one.__module__}.{one.__name__}"
        for act, one in (
            ("subsidies.reject", telling.after_rejection), ("subsidies.approve", telling.after_approval),
            ("subsidies.settle_failed", telling.after_return), ("subsidies.settle_paid", telling.after_payment),
            ("subsidies.start_recovery", telling.after_recovery),
        )
        if act == verb
    )  # fmt: skip
    for _time in range(times):
        follow.func(name, event_of(verb).seq)


def at_approval(worker: Any, county: Any) -> Claim:
    """A claim whose publicity by the city is over."""
    day = DAY - timedelta(days=30)
    notice = Notice.objects.create(
        number="N1", stage="city", area=county.division, programme="outgoing_work_reward", phone="0873-6120000",
        drafted_by="test", status="published", first=day, last=day, digest="x",
    )  # fmt: skip
    return make_claim(worker, status="city_publicity", notice=notice, reasons=REASONS)


@pytest.mark.requirement("D15")
def test_an_approval_is_told_once_however_often_its_event_is_followed(
    worker: Any, county: Any, city_officer: Any, monkeypatch: Any
):
    claim = at_approval(worker, county)
    with everywhere(reason="test data"):
        move(claim, "subsidies.approve", actor=city_officer)
    replay("subsidies.approve", 3)
    (message,) = told()
    assert (message.kind, message.way, message.phone) == ("subsidies.approved", "sms", "13987654321")
    said = texts.APPROVED.sms(json.loads(message.params))
    assert claim.code in said
    assert "1,000.00" in said
    # The control: were the key of each time another, each time would be told.
    keys = iter(("subsidies.approved:a/0", "subsidies.approved:b/0"))
    monkeypatch.setattr(telling, "key_of", lambda claim, text: next(keys))
    replay("subsidies.approve", 2)
    assert len(told()) == 3


def test_a_rejection_is_told_without_its_reason_and_nobody_else_is_told(worker: Any, township_clerk: Any):
    claim = make_claim(worker)
    with everywhere(reason="test data"):
        move(claim, "subsidies.reject", actor=township_clerk, note="属于贫困户 13900001111")
    replay("subsidies.reject")
    (message,) = told()
    assert "贫" not in message.params
    assert "13900001111" not in message.params
    assert message.person_uuid == worker.uuid


def test_each_return_by_the_bank_is_told_by_itself_and_once(worker: Any, city_officer: Any):
    claim = make_claim(worker, status="in_payment")

    def returned(attempt: int) -> None:
        with everywhere(reason="test data"):
            Payment.objects.create(
                area_id=claim.area_id, person_uuid=worker.uuid, claim=claim, batch=make_batch(), key=f"KEY{attempt}",
                attempt=attempt, fen=claim.amount, claim_subject=claim.subject, programme=claim.programme,
                period=claim.period, account="6217001234567890123", account_name="甲", tail="23", status="failed",
                reason="frozen",
            )  # fmt: skip
            move(claim, "subsidies.settle_failed", actor=city_officer)

    returned(0)
    replay("subsidies.settle_failed")
    with everywhere(reason="test data"):
        Claim.objects.filter(pk=claim.pk).update(status="reissued")  # the rule of the claim is not confirmed
    returned(1)
    replay("subsidies.settle_failed")
    both = told()
    assert [one.kind for one in both] == ["subsidies.returned"] * 2
    assert "账户冻结" in both[0].params.encode().decode("unicode_escape")
    assert not any("6217" in one.params for one in both)


def test_who_has_no_telephone_gets_it_on_paper(make_person: Any, county: Any, township_clerk: Any):
    claim = make_claim(make_person(county.villages[0], name="乙", phone=""))
    with everywhere(reason="test data"):
        move(claim, "subsidies.reject", actor=township_clerk, note="late")
    replay("subsidies.reject")
    (message,) = told()
    assert message.way == "print"
    assert "乙" in message.recipient


def test_what_was_overtaken_is_not_told_any_more(worker: Any, county: Any, city_officer: Any):
    claim = at_approval(worker, county)
    with everywhere(reason="test data"):
        move(claim, "subsidies.approve", actor=city_officer)
        move(claim, "subsidies.send_back", actor=city_officer, note="wrong amount")
    replay("subsidies.approve")
    assert told() == []


def test_payment_and_recovery_are_told(worker: Any, city_officer: Any):
    claim = make_claim(worker, status="in_payment")
    with everywhere(reason="test data"):
        move(claim, "subsidies.settle_paid", actor=city_officer)
        replay("subsidies.settle_paid")
        move(claim, "subsidies.start_recovery", actor=city_officer, note="paid twice")
    replay("subsidies.start_recovery")
    assert [one.kind for one in told()] == ["subsidies.paid", "subsidies.recovering"]


def test_money_of_a_unit_is_told_to_no_person(worker: Any, township_clerk: Any):
    claim = make_claim(worker, payee="employer", payee_name="新哨工厂")
    with everywhere(reason="test data"):
        move(claim, "subsidies.reject", actor=township_clerk, note="late")
    replay("subsidies.reject")
    assert told() == []


def test_no_text_carries_a_word_of_poverty_whatever_the_rule_is_called(worker: Any):
    for text in TEXTS:
        assert text.faults() == [], text.key
        with override("zh-hans"):
            assert not any(word in str(text.words) for word in POVERTY), text.key
    rules = Book.load(LIBRARY / "yunnan_2020").rules
    named = {key for key, rule in rules.items() if any(word in rule.title["zh"] for word in POVERTY)}
    assert named, "no rule is called so: nothing was tested"
    for key, rule in rules.items():
        shown = str(telling.title_for(Claim(programme=key, decided_for=DAY)))
        assert (shown == rule.title["zh"]) == (key not in named), key
        assert not any(word in shown for word in POVERTY)


# --- the slip and the own page ---------------------------------------------------------------------------------------


def test_the_slip_says_what_was_decided_sentence_by_sentence(worker: Any, county: Any, client_of: Any):
    claim = make_claim(worker, reasons=REASONS)
    answer = client_of("township_clerk").get(f"/subsidies/claims/{claim.uuid}/slip/")
    assert answer["Content-Type"] == "application/pdf"
    said = text_of(answer.content)
    for awaited in ("甲鸣雀", claim.code, "1,000.00", "在外务工", "稳定就业", "12333"):
        assert awaited in said
    assert worker.id_number[-6:] not in said
    assert client_of("stranger").get(f"/subsidies/claims/{claim.uuid}/slip/").status_code == 404


@pytest.mark.requirement("D15")
def test_the_link_of_a_slip_shows_that_persons_claims_alone(client: Any, worker: Any, make_person: Any, county: Any):
    claim = make_claim(worker, reasons=REASONS)
    second = make_claim(worker, period="2019", status="rejected", end_reason="申请材料不齐")
    other = make_claim(make_person(county.villages[0]))
    said = client.get(reverse("subsidies:own", args=[own.token_of(claim)])).content.decode()
    assert claim.code in said
    assert second.code in said
    assert other.code not in said
    assert "申请材料不齐" in said
    assert "在外务工" in said


def test_a_link_that_is_made_up_changed_or_old_opens_nothing(client: Any, worker: Any):
    claim = make_claim(worker)
    token = own.token_of(claim)
    wrong = token[:-1] + ("A" if token[-1] != "A" else "Q")
    for given in ("no-such-link", wrong, own.TOKENS.give(worker.uuid, 0, DAY), own.TOKENS.give(claim.uuid, 1, DAY)):
        answer = client.get(reverse("subsidies:own", args=[given]))
        assert answer.status_code == 410
        assert claim.code not in answer.content.decode()
    with clock.frozen_at(DAY + timedelta(days=own.DAYS)):
        assert client.get(reverse("subsidies:own", args=[token])).status_code == 200
    with clock.frozen_at(DAY + timedelta(days=own.DAYS + 1)):
        assert client.get(reverse("subsidies:own", args=[token])).status_code == 410


def test_the_link_of_a_dead_or_closed_record_opens_nothing(client: Any, worker: Any):
    claim = make_claim(worker)
    with everywhere(reason="test data"):
        type(worker).objects.filter(pk=worker.pk).update(life="dead", died_on=DAY)
    assert client.get(reverse("subsidies:own", args=[own.token_of(claim)])).status_code == 410


def test_who_tries_links_waits(client: Any, worker: Any, monkeypatch: Any):
    monkeypatch.setattr(slip_views, "pace", Pace(2))
    page = reverse("subsidies:own", args=["no-such-link"])
    assert [client.get(page).status_code for _time in range(3)] == [410, 410, 429]


def test_the_link_of_a_unit_shows_nothing_of_the_person(client: Any, worker: Any):
    private = make_claim(worker, period="2019")
    unit = make_claim(worker, payee="employer", payee_name="新哨工厂", subject="employer:1")
    said = client.get(reverse("subsidies:own", args=[own.token_of(unit)])).content.decode()
    assert unit.code in said
    assert private.code not in said
    assert "甲*雀" not in said


def test_a_claim_that_was_sealed_shows_the_same_code_on_slip_and_page(worker: Any):
    claim = make_claim(worker)
    with everywhere(reason="test data"):
        before = code_of(claim)
        seal(claim)
        assert code_of(claim) == before
        claim.amount += 1
        claim.digest = ""
        assert code_of(claim) != before


def test_who_reads_figures_alone_gets_no_slip(worker: Any, county: Any, make_user: Any, client_of: Any):
    claim = make_claim(worker, reasons=REASONS)
    answer = client_of(make_user("finance", county.division)).get(f"/subsidies/claims/{claim.uuid}/slip/")
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"/subsidies/claims/{claim.uuid}/")
