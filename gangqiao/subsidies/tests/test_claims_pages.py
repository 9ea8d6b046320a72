"""The pages of claims: each reader finds the own ones, the buttons of the own desk, and no name too many."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile

from gangqiao.accounts.reads import actor_of
from gangqiao.audit.models import Look
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.subsidies import claims_queue
from gangqiao.subsidies.actions.moving import move, seal
from gangqiao.subsidies.models import Claim, ClaimObjection, Evidence, Finding, Hand, Notice, Payment
from gangqiao.subsidies.tests.made import make_batch, make_claim
from gangqiao.subsidies.tests.rig_claims import *  # noqa: F403  fixtures are found by their names
from gangqiao.subsidies.tests.rig_claims import LIST, REWARD, TODAY
from tests.rig_for_figures import faults_of_page, page_of

pytestmark = pytest.mark.django_db


def told(answer: Any) -> list[str]:
    return [str(one) for one in get_messages(answer.wsgi_request)]


@pytest.mark.requirement("R085")
def test_each_reader_finds_what_waits_at_the_own_desk(browsers, make_person, county):
    person, other = make_person(county.villages[0], name="王小明"), make_person(county.hongxi, name="李大山")
    stages = {
        "submitted": "village_officer", "village_publicity": "township_clerk", "township_checked": "funds_clerk",
        "city_publicity": "headquarters_leader",
    }  # fmt: skip
    codes = {}
    for number, status in enumerate(stages):
        codes[status] = make_claim(person, status=status, period=f"20{number:02}").code
    elsewhere = make_claim(other).code
    for status, who in stages.items():
        page = browsers(who).get(LIST).content.decode()
        found = [one for one, code in codes.items() if code in page]
        # The township may check for a village that has nobody.
        assert found == (["submitted", status] if who == "township_clerk" else [status]), who
        assert elsewhere not in page
        assert ("王小明" in page) == (who != "headquarters_leader"), who
    assert elsewhere in browsers("stranger").get(f"{LIST}?look=open").content.decode()
    for who in ("township_clerk", "auditor", "finance", "city_officer"):
        answer = browsers(who).get(f"{LIST}?look=open&programme={REWARD}")
        assert answer.status_code == 200
        assert all(code in answer.content.decode() for code in codes.values()), who
        assert not list(faults_of_page(page_of(answer), opens=True))
    with everywhere(reason="test"):
        assert str(person.uuid) in Look.objects.filter(verb="subsidies.view_claims").first().persons


@pytest.mark.requirement("R085")
def test_one_act_on_many_tells_how_many_were_refused_and_why(browsers, officials, make_person, county):
    rows = [make_claim(make_person(county.villages[0])) for _number in range(3)]
    far = make_claim(make_person(county.hongxi))
    with everywhere(reason="test"):
        Claim.objects.filter(pk=rows[2].pk).update(maker=officials["village_officer"].pk)
    browser = browsers("village_officer")
    asked = {"act": "check", "pick": [str(one.uuid) for one in (*rows, far)] + ["nothing"], "back": f"{LIST}?look=open"}
    answer = browser.post(f"{LIST}together/", asked)
    assert (answer.status_code, answer["Location"]) == (302, f"{LIST}?look=open")
    words = told(answer)
    assert "2" in words[0]
    assert rows[2].code in words[2]
    with everywhere(reason="test"):
        assert [Claim.objects.get(pk=one.pk).status for one in (*rows, far)] == [
            "village_checked", "village_checked", "submitted", "submitted"
        ]  # fmt: skip
    answer = browser.post(f"{LIST}together/", {"act": "check", "back": "https://elsewhere.example/"})
    assert answer["Location"] == LIST
    assert len(told(answer)) == 4


def test_many_are_sent_back_with_one_reason_or_not_at_all(browsers, make_person, county):
    rows = [make_claim(make_person(county.villages[0]), status="village_publicity") for _number in range(2)]
    browser = browsers("township_clerk")
    asked = {"act": "send_back", "pick": [str(one.uuid) for one in rows]}
    browser.post(f"{LIST}together/", asked)
    with everywhere(reason="test"):
        assert not Claim.objects.filter(status="draft").exists()
    browser.post(f"{LIST}together/", asked | {"reason": "卡号不对"})
    with everywhere(reason="test"):
        assert Claim.objects.filter(status="draft", round=1).count() == 2


def test_all_of_a_list_are_acted_on_with_its_filters(browsers, make_person, county):
    rows = [make_claim(make_person(county.villages[0]), programme=REWARD) for _number in range(3)]
    other = make_claim(make_person(county.villages[0]), programme="transport_2020")
    asked = {"act": "check", "all": "1", "look": "submitted", "programme": REWARD, "area": ""}
    browsers("village_officer").post(f"{LIST}together/", asked)
    with everywhere(reason="test"):
        found = {one.pk for one in Claim.objects.filter(status="village_checked")}
    assert found == {one.pk for one in rows}
    assert other.pk not in found


def test_the_page_of_a_claim_shows_its_way_and_only_the_buttons_of_the_reader(browsers, officials, person):
    claim = make_claim(
        person, status="paid", reasons='[["alive","met","本人健在","Is alive","3.3"]]', facts='{"is_alive": true}'
    )
    own = {"area_id": person.area_id, "person_uuid": person.uuid, "claim": claim}
    with everywhere(reason="test"):
        Hand.objects.create(**own, hand="village_check", by=1, by_name="村里的人")
        Evidence.objects.create(**own, kind="ticket", by="t", words="车票三张")
        ClaimObjection.objects.create(**own, words="没去", taken_by="t", due_on=TODAY, upheld=False, answer="去了")
        found = {"check_key": "dead", "severity": "block", "evidence": '[["已去世","has died"]]', "digest": "d"}
        Finding.objects.create(**own, **found, outcome="cleared", settled_on=TODAY)
        Payment.objects.create(
            **own, batch=make_batch(), key="K1", fen=100_000, claim_subject=claim.subject, programme=REWARD,
            period=claim.period, account="6217000011112222345", account_name=person.name, tail="45", status="paid",
        )  # fmt: skip
    for who in ("village_officer", "township_clerk", "funds_clerk", "headquarters_leader", "finance", "auditor"):
        answer = browsers(who).get(f"{LIST}{claim.uuid}/")
        page = answer.content.decode()
        assert answer.status_code == 200, who
        assert all(one in page for one in ("村里的人", "车票三张", "没去", "去了", "…45", "本人健在")), who
        assert "6217000011112222345" not in page
        assert not list(faults_of_page(page_of(answer), opens=True)), who
        assert (person.name in page) == (who not in ("headquarters_leader", "finance")), who
    assert browsers("stranger").get(f"{LIST}{claim.uuid}/").status_code == 404


def test_a_reader_whose_hand_is_on_the_claim_is_told_so_instead(browsers, person, village_officer):
    claim = make_claim(person, status="draft", maker=village_officer.user_id)
    browser = browsers("village_officer")
    here = f"{LIST}{claim.uuid}/"
    assert f"{here}submit/" in browser.get(here).content.decode()
    assert browser.post(f"{here}submit/").status_code == 302
    page = browser.get(here).content.decode()
    assert f"{here}check/" not in page
    assert "colleague" in page or "同事" in page
    browser.post(f"{here}check/")
    with everywhere(reason="test"):
        assert Claim.objects.get(pk=claim.pk).status == "submitted"


def test_a_claim_goes_through_the_buttons_to_its_approval(browsers, person, city_officer):
    claim = make_claim(person, status="township_checked", amount=1_000_000)
    here = f"{LIST}{claim.uuid}/"
    assert browsers("funds_clerk").post(f"{here}check/").status_code == 302
    with scope_of(city_officer):
        seal(move(Claim.objects.get(pk=claim.pk), "subsidies.publish_city", actor=city_officer))
    leader = browsers("headquarters_leader")
    assert f"{here}countersign/" in leader.get(here).content.decode()
    leader.post(f"{here}countersign/")
    assert f"{here}approve/" not in leader.get(here).content.decode()
    browsers("city_officer").post(f"{here}approve/")
    with everywhere(reason="test"):
        assert Claim.objects.get(pk=claim.pk).status == "approved"


def test_evidence_is_opened_by_few_and_each_look_is_written_down(browsers, person):
    claim = make_claim(person)
    browser = browsers("village_officer")
    here = f"{LIST}{claim.uuid}/evidence/"
    assert browser.get(here).status_code == 200
    assert browser.post(here, {"kind": "contract"}).status_code == 422
    picture = SimpleUploadedFile("x.jpg", b"\xff\xd8\xff0")
    assert browser.post(here, {"kind": "contract", "picture": picture}).status_code == 302
    with everywhere(reason="test"):
        row = Evidence.objects.get()
    answer = browser.get(f"{LIST}evidence/{row.uuid}/")
    assert (answer["Content-Type"], answer.content) == ("image/jpeg", b"\xff\xd8\xff0")
    assert answer["X-Content-Type-Options"] == "nosniff"
    with everywhere(reason="test"):
        bare = Evidence.objects.create(area_id=claim.area_id, claim=claim, kind="ticket", by="t")
    assert browser.get(f"{LIST}evidence/{bare.uuid}/")["Location"] == f"{LIST}{claim.uuid}/"
    with everywhere(reason="test"):
        assert Look.objects.filter(verb="subsidies.see_evidence").count() == 2
    assert browsers("stranger").get(f"{LIST}evidence/{row.uuid}/").status_code == 404
    assert browsers("finance").get(f"{LIST}evidence/{row.uuid}/").status_code == 403


def test_an_objection_is_taken_and_answered_on_the_pages(browsers, person, make_user, county, client_of):
    notice = Notice.objects.create(
        number="N1", stage="village", area_id=person.area_id, programme=REWARD, phone="0873-1", drafted_by="t",
        status="published", first=TODAY, last=TODAY, digest="x",
    )  # fmt: skip
    claim = make_claim(person, status="village_publicity", notice=notice)
    browser = browsers("village_officer")
    here = f"{LIST}{claim.uuid}/"
    assert f"{here}object/" in browser.get(here).content.decode()
    browser.post(f"{here}object/", {"reason": "没有外出", "by_words": ""})
    clerk = browsers("township_clerk")
    page = clerk.get(f"{LIST}objections/").content.decode()
    assert "没有外出" in page
    with everywhere(reason="test"):
        row = ClaimObjection.objects.get()
    clerk.post(f"{LIST}objections/{row.uuid}/answer/", {"reason_code": "rejected", "reason": "在东莞"})
    assert "在东莞" in clerk.get(f"{LIST}objections/?look=answered").content.decode()
    assert browsers("stranger").post(f"{LIST}objections/{row.uuid}/answer/", {}).status_code == 404


def test_the_list_of_work_says_what_waits_for_whom(person, make_person, county, village_officer, make_user):
    make_claim(person)
    make_claim(make_person(county.villages[0]), due_on=TODAY.replace(day=1, month=6))
    make_claim(make_person(county.villages[0]), status="draft")
    with scope_of(village_officer):
        entries = list(claims_queue.waiting_claims(village_officer))
    assert [(one.count, one.urgency.name) for one in entries] == [(1, "OPEN"), (2, "OVERDUE")]
    with everywhere(reason="test"):
        ClaimObjection.objects.create(
            area_id=person.area_id, claim=Claim.objects.first(), words="x", taken_by="t", due_on=TODAY
        )
    clerk = actor_of(make_user("township_clerk", county.xinshao))
    with scope_of(clerk):
        (entry,) = claims_queue.open_objections(clerk)
        assert (entry.count, entry.urgency.name) == (1, "DUE")
