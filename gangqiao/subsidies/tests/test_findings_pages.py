"""The pages of the checks before payment and the self-audit book, as each reader sees them."""

from __future__ import annotations

import shutil
import subprocess
from typing import Any

import pytest

from gangqiao.audit.models import Event, Look
from gangqiao.kernel import clock
from gangqiao.kernel.identifiers import make_id_number
from gangqiao.kernel.queue import sources
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.subsidies.actions import checking
from gangqiao.subsidies.models import Claim, Evidence, Finding, Hand
from gangqiao.subsidies.papers.audit_book import covered
from gangqiao.subsidies.tests.made import make_batch
from gangqiao.subsidies.tests.test_findings import DAY, changed, claim_of
from gangqiao.subsidies.tests.test_findings import honest as honest
from tests.rig_for_figures import faults_of_page, page_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("D11")]
HERE, BOOK = "/subsidies/findings/", "/subsidies/findings/book/"
ACCOUNT = "6217000012345678"


@pytest.fixture(autouse=True)
def _summer() -> Any:
    with clock.frozen_at(DAY):
        yield


@pytest.fixture
def wrong(honest: Any, county: Any) -> dict[str, Claim]:
    """A claim of another fund line in a village of Xinshao, and one in Hongxi."""
    claims = {
        "here": claim_of(honest(name="王在此", bank_account=ACCOUNT), fund_line="rural"),
        "there": claim_of(honest(county.hongxi, name="李在彼"), fund_line="rural"),
    }
    checking.run_for(claims.values())
    return claims


def finding_of(claim: Claim) -> Finding:
    with everywhere(reason="test"):
        return Finding.objects.get(claim=claim)


def said(browser: Any, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def text_of(content: bytes) -> str:
    reader = shutil.which("pdftotext")
    assert reader is not None, "pdftotext is missing: install poppler-utils"
    read = subprocess.run([reader, "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return read.stdout.decode()


def test_each_reader_sees_the_findings_of_the_own_area(wrong: dict[str, Claim], client_of: Any, make_user: Any,
                                                       county: Any):  # fmt: skip
    readers = {
        "village_officer": (True, False), "township_clerk": (True, False), "stranger": (False, True),
        "city_officer": (True, True), "auditor": (True, True),
    }  # fmt: skip
    for who, sees in readers.items():
        page = said(client_of(who), HERE)
        assert (("王在此" in page), ("李在彼" in page)) == sees, who
        assert "资金渠道不符" in page, who
    funds = client_of(make_user("funds_clerk", county.division))
    page = said(funds, HERE)
    assert not list(faults_of_page(page_of(funds.get(HERE)), opens=True))
    assert f"/subsidies/findings/{finding_of(wrong['here']).uuid}/settle/" in page
    assert page.count("/settle/") == 2
    assert Look.objects.filter(verb="subsidies.view_findings").count() == len(readers) + 2


def test_the_village_sees_its_own_and_settles_nothing(wrong: dict[str, Claim], client_of: Any):
    village, finding = client_of("village_officer"), finding_of(wrong["here"])
    page = said(village, HERE)
    assert "/settle/" not in page
    assert "/subsidies/findings/run/" not in page
    given = {"reason_code": "cleared", "reason": "x"}
    assert village.post(f"{HERE}{finding.uuid}/settle/", given).status_code in (403, 404)
    assert village.post(f"{HERE}run/", {"area": str(wrong["here"].area_id)}).status_code in (403, 404)
    assert finding_of(wrong["here"]).outcome == ""


def test_the_township_settles_by_the_form_and_whoever_had_a_hand_sees_no_form(
    wrong: dict[str, Claim], client_of: Any, officials: dict[str, Any]
):
    clerk, finding = client_of("township_clerk"), finding_of(wrong["here"])
    with everywhere(reason="test data"):
        hand = Hand.objects.create(
            area_id=finding.area_id, claim=wrong["here"], hand="make", by=officials["township_clerk"].pk, by_name="x"
        )
    assert "/settle/" not in said(clerk, HERE)
    clerk.post(f"{HERE}{finding.uuid}/settle/", {"reason_code": "cleared", "reason": "已核对"})
    assert finding_of(wrong["here"]).outcome == ""
    with everywhere(reason="test data"):
        hand.delete()
    assert "/settle/" in said(clerk, HERE)
    clerk.post(f"{HERE}{finding.uuid}/settle/", {"reason_code": "cleared", "reason": ""})
    assert finding_of(wrong["here"]).outcome == ""
    clerk.post(f"{HERE}{finding.uuid}/settle/", {"reason_code": "cleared", "reason": "已核对"})
    assert finding_of(wrong["here"]).outcome == "cleared"
    assert "已核对" in said(clerk, f"{HERE}?look=settled")
    assert "王在此" not in said(clerk, HERE)
    assert client_of("stranger").post(f"{HERE}{finding.uuid}/settle/", {}).status_code == 404


def test_the_list_is_cut_by_check_by_place_and_by_what_is_open(wrong: dict[str, Claim], client_of: Any, county: Any):
    browser = client_of("city_officer")
    assert "王在此" in said(browser, f"{HERE}?check=fund_line")
    assert "王在此" not in said(browser, f"{HERE}?check=dead")
    page = said(browser, f"{HERE}?area={county.hongxi.key}")
    assert ("王在此" in page, "李在彼" in page) == (False, True)
    assert "王在此" not in said(browser, f"{HERE}?look=warn")
    changed(finding_of(wrong["here"]), outcome="confirmed", settled_on=DAY)
    assert "王在此" in said(browser, f"{HERE}?look=wrong")
    assert said(browser, f"{HERE}?look=nonsense&check=nothing&after=x")


def test_the_button_looks_at_the_area_again(wrong: dict[str, Claim], client_of: Any, county: Any):
    changed(wrong["here"], fund_line="employment")
    changed(wrong["there"], fund_line="employment")
    clerk = client_of("township_clerk")
    assert "/subsidies/findings/run/" in said(clerk, HERE)
    assert clerk.post(f"{HERE}run/", {"area": county.xinshao.key}).status_code == 302
    assert [finding_of(wrong[one]).gone_on for one in ("here", "there")] == [DAY, None]
    asked = Event.objects.filter(verb=checking.RUN).exclude(actor_name="system")
    assert [one.area for one in asked] == [county.xinshao.key]
    clerk.post(f"{HERE}run/", {"area": county.hongxi.key})
    assert finding_of(wrong["there"]).gone_on is None


def test_many_claims_are_looked_at_behind_the_page(wrong: dict[str, Claim], client_of: Any, county: Any,
                                                   monkeypatch: Any):  # fmt: skip
    from django_tasks_db.models import DBTaskResult

    monkeypatch.setattr(checking, "AT_ONCE", 0)
    client_of("township_clerk").post(f"{HERE}run/", {"area": county.xinshao.key})
    assert DBTaskResult.objects.filter(task_path__endswith="look_at_area").count() == 1


def test_what_holds_payments_back_is_on_the_list_of_work(wrong: dict[str, Claim], township_clerk: Any):
    entries = sources()["subsidies.findings"].entries
    with scope_of(township_clerk):
        assert [one.count for one in entries(township_clerk)] == [1]
    changed(finding_of(wrong["here"]), outcome="cleared", settled_on=DAY)
    with scope_of(township_clerk):
        assert list(entries(township_clerk)) == []


def test_the_book_says_what_was_found_and_settled_and_holds_no_number_and_no_name(
    wrong: dict[str, Claim], client_of: Any, township_clerk: Any
):
    claim, number = wrong["here"], make_id_number(DAY.replace(year=1985), "1", 7)
    changed(claim.person, id_number=number)
    words = f"已电话核对身份证{number[:6]} {number[6:]}和卡号{ACCOUNT}，文件无误"
    with scope_of(township_clerk):
        checking.settle(finding_of(claim), "cleared", words, actor=township_clerk)
    with everywhere(reason="test data"):
        Evidence.objects.create(area_id=claim.area_id, claim=claim, kind="contract", by="test")
    browser = client_of("city_officer")
    page = said(browser, f"{BOOK}?programme=outgoing_work_reward&period=2020")
    assert "资金渠道不符" in page
    answer = browser.get(f"{BOOK}paper/?programme=outgoing_work_reward&period=2020")
    assert "no-store" in answer["Cache-Control"]
    text = text_of(answer.content)
    flat = "".join(text.split())
    for expected in ("资金渠道不符", "死亡或不在册", "文件无误", "王*此", "劳动合同或协议", claim.code):
        assert "".join(expected.split()) in flat, expected
    for hidden in (number, number[6:], ACCOUNT, ACCOUNT[4:], "王在此", "李在彼"):
        assert hidden not in flat, hidden
    assert number in words.replace(" ", ""), "the control: it was written"
    assert Look.objects.filter(verb="subsidies.print").exists()


def test_the_book_of_a_township_or_of_a_batch_holds_only_its_claims(wrong: dict[str, Claim], client_of: Any):
    from gangqiao.subsidies.models import Payment

    text = text_of(client_of("township_clerk").get(f"{BOOK}paper/").content)
    assert (wrong["here"].code in text, wrong["there"].code in text) == (True, False)
    batch, claim = make_batch(number="F2020-1"), wrong["there"]
    with everywhere(reason="test data"):
        Payment.objects.create(
            area_id=claim.area_id, claim=claim, batch=batch, key="k", fen=claim.amount, claim_subject=claim.subject,
            programme=claim.programme, period=claim.period, account="1", account_name="x",
        )  # fmt: skip
    city = client_of("city_officer")
    text = text_of(city.get(f"{BOOK}paper/?batch=F2020-1").content)
    assert (wrong["here"].code in text, wrong["there"].code in text) == (False, True)
    assert wrong["there"].code not in text_of(city.get(f"{BOOK}paper/?batch=none").content)


@pytest.mark.once
@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("电话6120000已打", "电话6120000已打"),
        ("卡号6217 0000 1234 5678", "卡号********"),
        ("身份证53250419850501001x号", "身份证********号"),
        ("２０２０１２３４５６", "********"),
    ],
)
def test_long_rows_of_digits_are_covered(words: str, kept: str):
    assert covered(words) == kept
