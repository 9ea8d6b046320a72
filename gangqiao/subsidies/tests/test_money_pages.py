"""The pages of money: claims paid by their buttons, a file that is none, accounts nobody sees, who sees which page."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.internal.flows import login
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from gangqiao.accounts.models import User
from gangqiao.accounts.reads import actor_of
from gangqiao.kernel import clock
from gangqiao.kernel.queue import sources
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.subsidies.actions import locking
from gangqiao.subsidies.models import (
    Budget,
    Claim,
    Instalment,
    Payee,
    PayLock,
    Payment,
    PaymentBatch,
    Recovery,
    Transfer,
)
from gangqiao.subsidies.reads import ledger, paying
from gangqiao.subsidies.showing import money_batches
from gangqiao.subsidies.tests.made import make_claim
from gangqiao.subsidies.tests.rig_money import FAILED, LINE, TODAY, YEAR, answered, line, summer
from tests.rig_for_figures import faults_of_page, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R085")]
CARDS = ("6217009988776655443", "6217001122334455667", "6217005566778899001")
NAMES = ("欧阳独特", "司马相如", "诸葛孔明")
PAGES = ("/subsidies/payments/", "/subsidies/funds/", "/subsidies/recoveries/", "/subsidies/payees/")
DIGITS = re.compile(r"\d{8,}")


@pytest.fixture(autouse=True)
def _summer(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> Any:
    with summer(monkeypatch, settings, tmp_path):
        yield


@dataclass
class Till:
    """Two who pay, each with a browser that has just confirmed who it is; three people with approved claims."""

    clerk: Any
    officer: Any
    users: tuple[User, User]
    claims: list[Claim]

    def post(self, browser: Any, address: str, **given: Any) -> Any:
        return browser.post(f"/subsidies/{address}", given)

    def batch(self) -> PaymentBatch:
        return PaymentBatch.objects.order_by("-pk")[0]

    def grant(self, yuan: str = "10000.00") -> Any:
        given = {"fund_line": LINE, "year": YEAR, "amount": yuan, "document": "红财〔2020〕1号", "alarm_percent": 80}
        return self.post(self.officer, "funds/set/", **given)

    def drafted(self) -> PaymentBatch:
        self.grant()
        answer = self.post(self.clerk, "payments/draft/", fund_line=LINE, year=YEAR)
        assert answer.status_code == 302, answer.content.decode()
        return self.batch()

    def sent(self) -> PaymentBatch:
        page = f"payments/{self.drafted().uuid}/"
        self.post(self.officer, f"{page}approve/")
        assert self.post(self.officer, f"{page}give/", reason_code="onecard_csv").status_code == 200
        return self.batch()

    def answer(self, batch: PaymentBatch, content: bytes, name: str = "answer.csv") -> Any:
        file = SimpleUploadedFile(name, content)
        return self.post(self.clerk, f"payments/{batch.uuid}/answer/", file=file)


@pytest.fixture
def till(make_user: Any, make_person: Any, client_of: Any, county: Any) -> Till:
    users = make_user("funds_clerk", county.division), make_user("finance", county.division)
    claims = []
    for name, card in zip(NAMES, CARDS, strict=True):
        with everywhere(reason="test data"):
            person = make_person(county.villages[0], name=name)
            person.bank_account = card
            person.save()
        claims.append(make_claim(person, status="approved", decided_for=TODAY, approved_on=TODAY, fund_line=LINE))
    return Till(confirmed(client_of(users[0])), confirmed(client_of(users[1])), users, claims)


def confirmed(browser: Any) -> Any:
    """The browser of somebody who has just typed the password."""
    session = browser.session
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": clock.machine_seconds()}]
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = session["_auth_user_id"]
    session.save()
    return browser


def payments(batch: PaymentBatch) -> list[Payment]:
    with everywhere(reason="test"):
        return list(Payment.objects.filter(batch=batch).order_by("pk"))


def states(claims: list[Claim]) -> list[str]:
    with everywhere(reason="test"):
        return list(Claim.objects.filter(pk__in=[c.pk for c in claims]).order_by("pk").values_list("status", flat=True))


def said(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def text_of(content: bytes) -> str:
    """What a reader of the PDF can read."""
    reader = shutil.which("pdftotext")
    assert reader is not None, "pdftotext is missing: install poppler-utils"
    return subprocess.run([reader, "-layout", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()


def test_claims_are_paid_returned_and_paid_again_by_the_buttons_of_the_pages(till: Till) -> None:
    page = said(till.clerk.get("/subsidies/payments/"))
    assert "3,000.00" in page
    batch = till.drafted()
    address = f"payments/{batch.uuid}/"
    assert [(one.fen, one.status) for one in payments(batch)] == [(100_000, "waiting")] * 3
    till.post(till.clerk, f"{address}approve/")
    assert till.batch().status == "draft", "a funds clerk approves nothing"
    assert till.post(till.officer, f"{address}approve/").status_code == 302
    given = till.post(till.officer, f"{address}give/", reason_code="onecard_csv")
    assert CARDS[0] in given.content.decode("gb18030"), "the bank's file alone holds whole accounts"
    again = till.post(till.officer, f"{address}give/", reason_code="onecard_csv")
    assert again.content == given.content
    rows = payments(batch)
    told = [line(rows[0].key, 100_000), line(rows[1].key, 100_000, FAILED, "03"), line(rows[2].key, 100_000)]
    content = answered([*told, line("AAAABBBBCCCCDDDD", 1)])
    shown = said(till.answer(batch, content))
    assert "AAAABBBBCCCCDDDD" in shown, "what belongs nowhere is named"
    assert states(till.claims) == ["paid", "failed", "paid"]
    assert till.batch().status == "settled"
    page = said(till.clerk.get("/subsidies/payments/"))
    assert "账户已销户" in page
    with translation.override("zh-hans"):
        assert money_batches.todo_of(_with_claim(rows[1])) in page
    with everywhere(reason="test data"):
        person = till.claims[1].person
        person.bank_account = "6217000000000000421"
        person.save()
    assert till.post(till.clerk, "payments/reissue/", pick=[str(till.claims[1].uuid)]).status_code == 302
    assert states(till.claims) == ["paid", "reissued", "paid"]
    assert [one.tail for one in payments(till.batch())] == ["21"]
    assert ledger_balances()


def _with_claim(row: Payment) -> Payment:
    with everywhere(reason="test"):
        return Payment.objects.select_related("claim").get(pk=row.pk)


def ledger_balances() -> bool:
    with everywhere(reason="test"):
        return ledger.is_balanced()


def test_who_drafts_a_batch_is_told_that_somebody_else_approves_it(
    till: Till, client_of: Any, make_user: Any, county: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = confirmed(client_of(make_user("headquarters_office", county.division)))
    till.grant()
    till.post(office, "payments/draft/", fund_line=LINE, year=YEAR)
    page = f"/subsidies/payments/{till.batch().uuid}/"
    assert "approve/" not in said(office.get(page)), "no button, for who drafted it"
    assert "approve/" in said(till.officer.get(page)), "control: another finds it"
    assert till.post(office, f"payments/{till.batch().uuid}/approve/").status_code in (302, 403)
    assert till.batch().status == "draft"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("holiday.jpg", b"\xff\xd8\xff\xe0 not a bank"), ("empty.csv", b""),
        ("list.csv", "姓名,电话\n张三,1\n".encode("gb18030")),
        ("answer.xlsx", b"PK\x03\x04 broken"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_answer_changes_nothing_and_says_why(till: Till, name: str, content: bytes) -> None:
    batch = till.sent()
    before = Transfer.objects.count(), [one.status for one in payments(batch)]
    answer = till.answer(batch, content, name)
    assert answer.status_code == 422
    assert page_of(answer).xpath("//*[contains(@class, 'note-error')]//li"), "a sentence stands above the form"
    assert (Transfer.objects.count(), [one.status for one in payments(batch)]) == before
    assert till.batch().status == "sent"


def test_the_same_answer_twice_pays_once(till: Till) -> None:
    batch = till.sent()
    content = answered(line(one.key, one.fen) for one in payments(batch))
    till.answer(batch, content)
    moved = Transfer.objects.count()
    assert till.answer(batch, content).status_code == 200
    assert Transfer.objects.count() == moved
    assert states(till.claims) == ["paid"] * 3


def test_no_page_and_no_paper_shows_more_of_an_account_than_its_tail(till: Till, client_of: Any) -> None:
    batch = till.sent()
    payee = f"employer:{uuid4()}"
    with scope_of(actor_of(till.users[0])):
        from gangqiao.subsidies.actions import payees

        payees.keep(payee, "云桥电子厂", "6222021234987654321", actor=actor_of(till.users[0]))
    rows = payments(batch)
    till.answer(batch, answered([line(one.key, one.fen, FAILED, "01") for one in rows]))
    secret = (*CARDS, "6222021234987654321")
    office, auditor = client_of("city_officer"), client_of("auditor")
    for reader in (till.clerk, till.officer, office, auditor):
        shown = [said(reader.get(page)) for page in (*PAGES, f"/subsidies/payments/{batch.uuid}/")]
        shown.append(text_of(reader.get(f"/subsidies/payments/{batch.uuid}/print/").content))
        for text in shown:
            flat = re.sub(r"\s", "", text)
            assert not [card for card in secret if card in flat or card[:-2] in flat or card[-6:] in flat]
        assert f"**{CARDS[0][-2:]}" in shown[4], "the tail is there"
        assert f"**{CARDS[0][-2:]}" in shown[-1].replace(" ", "")


def test_the_account_would_be_seen_if_the_page_showed_it(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    """Control of the test above: it looks where accounts would stand."""
    batch = till.sent()
    monkeypatch.setattr(money_batches, "tail_of", lambda payment: payment.account)
    assert CARDS[0] in said(till.clerk.get(f"/subsidies/payments/{batch.uuid}/"))


def test_names_are_masked_for_who_sees_figures_only(till: Till) -> None:
    batch = till.sent()
    page = f"/subsidies/payments/{batch.uuid}/"
    for address in (page, f"{page}print/"):
        full, masked = till.clerk.get(address), till.officer.get(address)
        texts = [text_of(one.content) if "print" in address else said(one) for one in (full, masked)]
        assert NAMES[0] in texts[0]
        assert NAMES[0] not in texts[1]
        assert "欧**特" in texts[1]


def test_every_page_stands_empty_and_for_each_reader_and_is_closed_to_the_rest(client_of: Any, till: Till) -> None:
    with everywhere(reason="test data"):
        Claim.objects.all().delete()
    for browser in (till.clerk, till.officer, client_of("city_officer"), client_of("auditor")):
        for page in PAGES:
            answer = browser.get(page)
            assert answer.status_code == 200, page
            assert not list(faults_of_page(page_of(answer), opens=True)), page
    for who in ("village_officer", "township_clerk", "stranger"):
        assert [client_of(who).get(page).status_code for page in PAGES] == [403] * len(PAGES), who
    assert till.clerk.get(f"/subsidies/payments/{uuid4()}/").status_code == 404
    assert till.clerk.get("/subsidies/funds/movements/?fund_line=rural&year=2020").status_code == 404
    assert till.clerk.get("/subsidies/funds/movements/?fund_line=rural&year=x").status_code == 404
    assert client_of("auditor").post("/subsidies/payments/draft/").status_code == 403


def test_the_bank_gets_nothing_without_a_fresh_confirmation(till: Till, client_of: Any) -> None:
    batch = till.drafted()
    stale = client_of(till.users[1])
    assert till.post(stale, f"payments/{batch.uuid}/approve/").status_code == 403
    assert till.batch().status == "draft"
    till.post(confirmed(stale), f"payments/{batch.uuid}/approve/")
    assert till.batch().status == "approved"


def test_a_batch_that_was_cancelled_leaves_its_claims_waiting(till: Till) -> None:
    batch = till.drafted()
    till.post(till.clerk, f"payments/{batch.uuid}/cancel/", reason=" ")
    assert till.batch().status == "draft", "not without a reason"
    till.post(till.clerk, f"payments/{batch.uuid}/cancel/", reason="账户有误")
    assert till.batch().status == "cancelled"
    assert states(till.claims) == ["approved"] * 3
    assert "账户有误" in said(till.clerk.get(f"/subsidies/payments/{batch.uuid}/"))


def test_without_money_nothing_is_drafted_and_the_page_says_what_is_missing(till: Till) -> None:
    till.grant("2500.00")
    answer = till.post(till.clerk, "payments/draft/", fund_line=LINE, year=YEAR)
    assert answer.status_code == 422
    assert "2,500.00" in said(answer)
    assert not PaymentBatch.objects.exists()
    assert "500.00" in said(till.clerk.get("/subsidies/funds/")), "so much is missing for what is on its way"


def test_a_budget_is_typed_in_yuan_and_a_wrong_amount_is_told_beside_its_field(till: Till) -> None:
    for wrong in ("", "0", "-3", "1,50", "abc"):
        assert till.grant(wrong).status_code == 422
    assert not Budget.objects.exists()
    assert till.grant("1,234.50").status_code == 302
    assert Budget.objects.get().fen == 123_450
    till.post(
        till.officer,
        "funds/set/",
        fund_line=LINE,
        year=YEAR,
        amount="234.50",
        is_cut="on",
        document="减",
        alarm_percent=80,
    )
    page = said(till.officer.get("/subsidies/funds/"))
    assert "1,000.00" in page
    assert "-234.50" in page
    moved = said(till.officer.get(f"/subsidies/funds/movements/?fund_line={LINE}&year={YEAR}"))
    assert "1,234.50" in moved


def test_held_back_claims_are_counted_with_the_reason_and_stay_out_of_the_batch(till: Till) -> None:
    with everywhere(reason="test data"):
        from gangqiao.subsidies.models import Finding

        one = till.claims[0]
        Finding.objects.create(
            area_id=one.area_id, person_uuid=one.person_uuid, claim=one, check_key="dead", severity="block",
            evidence="[]", digest="x",
        )  # fmt: skip
    page = said(till.clerk.get("/subsidies/payments/"))
    assert "2,000.00" in page
    assert "1,000.00" in page
    assert len(payments(till.drafted())) == 2
    assert states(till.claims)[0] == "approved"


def test_money_comes_back_in_instalments_and_a_receipt_counts_once(till: Till) -> None:
    batch = till.sent()
    till.answer(batch, answered(line(one.key, one.fen) for one in payments(batch)))
    claim = f"claims/{till.claims[0].uuid}/recover/"
    assert "1,000.00" in said(till.clerk.get(f"/subsidies/{claim}"))
    given = {"amount": "600", "instalments": 2, "reason": "已离职", "document": "追1号"}
    for wrong in ({"amount": "1000.01"}, {"instalments": 99}, {"reason": ""}, {"document": ""}):
        assert till.post(till.clerk, claim, **given | wrong).status_code == 422
    with everywhere(reason="test"):
        assert not Recovery.objects.exists()
    assert till.post(till.clerk, claim, **given).status_code == 302
    with everywhere(reason="test"):
        recovery, parts = Recovery.objects.get(), list(Instalment.objects.order_by("number"))
    assert [one.fen for one in parts] == [30_000, 30_000]
    page = f"/subsidies/recoveries/{recovery.uuid}/"
    assert "已离职" in said(till.officer.get(page))
    assert NAMES[0] not in said(till.officer.get(page))
    receipt = {"on": TODAY.isoformat(), "ref": "回单1"}
    tomorrow = (TODAY + timedelta(1)).isoformat()
    assert (
        till.post(till.officer, f"instalments/{parts[0].uuid}/receive/", **receipt | {"on": tomorrow}).status_code
        == 422
    )
    assert till.post(till.officer, f"instalments/{parts[0].uuid}/receive/", **receipt).status_code == 302
    assert till.post(till.officer, f"instalments/{parts[1].uuid}/receive/", **receipt).status_code == 422
    with everywhere(reason="test"):
        assert Recovery.objects.get().back == 30_000
    assert till.post(till.clerk, f"recoveries/{recovery.uuid}/drop/", reason="困难").status_code == 403
    with clock.frozen_at(TODAY + timedelta(days=70)):
        listed = page_of(till.clerk.get("/subsidies/recoveries/"))
        assert listed.xpath("//td//*[contains(@class, 'state-bad')]"), "overdue by now"
    assert (
        till.post(till.officer, f"instalments/{parts[1].uuid}/receive/", **receipt | {"ref": "回单2"}).status_code
        == 302
    )
    assert states(till.claims)[0] == "recovered"
    assert till.clerk.get(f"/subsidies/{claim}").status_code == 200, "nothing more to recover, said kindly"


def test_an_account_is_entered_by_one_and_verified_by_another_who_types_it_again(till: Till, make_person: Any) -> None:
    with everywhere(reason="test data"):
        unit = uuid4()
        make_claim(
            till.claims[0].person, payee="employer", payee_uuid=unit, payee_name="云桥电子厂", status="approved",
            programme="insurance_subsidy", decided_for=TODAY, fund_line=LINE, subject=f"person:{uuid4()}",
        )  # fmt: skip
    assert "云桥电子厂" in said(till.clerk.get("/subsidies/payees/"))
    given = {
        "subject": f"employer:{unit}",
        "name": "云桥电子厂",
        "account": "6222 0212 3456 789",
        "again": "622202123456788",
    }
    assert till.post(till.clerk, "payees/keep/", **given).status_code == 422
    assert not Payee.objects.exists()
    assert till.post(till.clerk, "payees/keep/", **given | {"again": "622202123456789"}).status_code == 302
    verify = f"payees/{Payee.objects.get().uuid}/verify/"
    till.post(till.clerk, verify, account="622202123456789")
    till.post(till.officer, verify, account="622202123456780")
    assert Payee.objects.get().verified_by == "", "not by who entered it, and not with another number"
    till.post(till.officer, verify, account="6222 0212 3456 789")
    assert Payee.objects.get().verified_by
    assert till.post(till.officer, f"payees/{uuid4()}/verify/", account="1").status_code == 404


def test_after_a_restore_the_pages_say_so_until_the_banks_statement_is_in(till: Till) -> None:
    batch = till.sent()
    locking.lock("数据库由旧备份恢复")
    for page in (*PAGES[:2], f"/subsidies/payments/{batch.uuid}/"):
        shown = said(till.officer.get(page))
        assert "数据库由旧备份恢复" in shown, page
        assert "statement/" in shown, page
    assert "statement/" not in said(till.clerk.get(PAGES[0])), "a funds clerk unlocks nothing"
    assert till.post(till.clerk, "payments/draft/", fund_line=LINE, year=YEAR).status_code in (302, 422)
    wrong = SimpleUploadedFile("x.csv", b"nothing")
    refused = till.post(till.officer, "payments/statement/", file=wrong, layout="onecard_csv")
    assert refused.status_code == 422
    assert paying.is_locked()
    rows = payments(batch)
    right = SimpleUploadedFile("s.csv", answered(line(one.key, one.fen) for one in rows))
    assert till.post(till.officer, "payments/statement/", file=right, layout="onecard_csv").status_code == 302
    assert not paying.is_locked()
    assert PayLock.objects.get().statement is not None
    assert states(till.claims) == ["paid"] * 3


def entries(user: User) -> dict[str, Any]:
    """What the list of work shows a user about money, by source."""
    actor, found = actor_of(user), {}
    mine = ("to_pay", "returned", "batches_", "instalments", "accounts_missing", "budget_alarms", "paying_locked")
    for key, source in sources().items():
        if key.startswith(tuple(f"subsidies.{one}" for one in mine)) and actor.may(source.verb):
            with scope_of(actor.areas(source.verb)), translation.override("en"):
                found |= {key.removeprefix("subsidies."): entry for entry in source.entries(actor)}
    return found


def test_what_there_is_to_do_about_money_stands_on_the_lists_of_who_does_it(till: Till) -> None:
    clerk, officer = till.users
    assert entries(clerk)["to_pay"].count == 3
    till.grant("3000")
    till.post(till.clerk, "payments/draft/", fund_line=LINE, year=YEAR)
    assert "to_pay" not in entries(clerk)
    assert entries(officer)["batches_to_approve"].count == 1
    assert "budget_alarms" in entries(officer), "all of it is bound"
    page = f"payments/{till.batch().uuid}/"
    till.post(till.officer, f"{page}approve/")
    assert set(entries(officer)) == {"batches_to_send", "budget_alarms"}
    till.post(till.officer, f"{page}give/", reason_code="onecard_csv")
    assert "batches_unanswered" not in entries(clerk)
    with clock.frozen_at(TODAY + timedelta(days=6)):
        assert entries(clerk)["batches_unanswered"].count == 1
    rows = payments(till.batch())
    till.answer(till.batch(), answered([line(one.key, one.fen, FAILED, "04") for one in rows[:1]]))
    assert entries(clerk)["returned"].count == 1
    locking.lock("x")
    assert "paying_locked" in entries(officer)


def test_every_movement_has_its_own_row_and_long_lists_are_paged(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    from gangqiao.subsidies.views import batches, funds

    monkeypatch.setattr(batches, "ROWS", 2)
    monkeypatch.setattr(funds, "ROWS", 1)
    batch = till.sent()
    page = said(till.clerk.get(f"/subsidies/payments/{batch.uuid}/"))
    assert "after=" in page
    after = re.search(r"\?after=(\d+)", page)
    assert after
    assert NAMES[2] in said(till.clerk.get(f"/subsidies/payments/{batch.uuid}/?after={after[1]}"))
    assert "after=" in said(till.clerk.get(f"/subsidies/funds/movements/?fund_line={LINE}&year={YEAR}"))
