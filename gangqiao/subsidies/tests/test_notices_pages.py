"""The pages of public notices, as those who work with them press their buttons; and their list of work."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gangqiao.accounts.reads import actor_of
from gangqiao.accounts.roles import ROLES
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Level
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.subsidies import notices_queue
from gangqiao.subsidies.models import Claim, ClaimObjection, Notice
from gangqiao.subsidies.tests.made import make_claim

pytestmark = pytest.mark.django_db
DAY, PHONE = date(2020, 4, 27), "0873-6120000"


@pytest.fixture(autouse=True)
def _spring() -> Any:
    with clock.frozen_at(DAY):
        yield


@pytest.fixture
def claim(person: Any) -> Claim:
    return make_claim(person, status="village_checked", due_on=date(2020, 4, 24))


@pytest.fixture
def drafted(client_of: Any, claim: Claim, county: Any) -> Notice:
    """Drafted by the village's officer on the page."""
    heap = {"stage": "village", "programme": claim.programme, "area": county.villages[0].key}
    answer = client_of("village_officer").post("/subsidies/notices/draft/", {**heap, "phone": PHONE})
    notice = Notice.objects.get()
    assert answer["Location"] == f"/subsidies/notices/{notice.uuid}/"
    return notice


def status(claim: Claim) -> str:
    with everywhere(reason="test data"):
        return str(Claim.objects.get(pk=claim.pk).status)


@pytest.mark.requirement("D11")
def test_from_waiting_to_the_board(client_of: Any, claim: Claim, county: Any, drafted: Notice, client: Any):
    here = f"/subsidies/notices/{drafted.uuid}/"
    village, township = client_of("village_officer"), client_of("township_clerk")
    assert 'approve/"' not in village.get(here).content.decode()
    assert 'approve/"' in township.get(here).content.decode()
    assert village.post(f"{here}approve/").status_code == 403
    assert status(claim) == "village_checked"
    township.post(f"{here}approve/")
    assert status(claim) == "village_publicity"
    page = township.get(here).content.decode()
    assert PHONE in page
    assert claim.person.name in page
    assert client.get(f"/publicity/{drafted.uuid}/").status_code == 200
    for form in ("pdf", "xlsx"):
        assert "attachment" in township.get(f"{here}paper/{form}/")["Content-Disposition"]
    assert township.get(f"{here}paper/csv/").status_code == 404


def test_a_draft_is_not_printed(client_of: Any, drafted: Notice):
    answer = client_of("township_clerk").get(f"/subsidies/notices/{drafted.uuid}/paper/pdf/", follow=True)
    assert answer["Content-Type"].startswith("text/html")


def test_the_list_shows_what_waits_and_only_the_own_area(client_of: Any, claim: Claim, county: Any):
    said = client_of("township_clerk").get("/subsidies/notices/").content.decode()
    assert f'value="{county.villages[0].key}"' in said
    assert f'value="{county.villages[0].key}"' not in client_of("stranger").get("/subsidies/notices/").content.decode()
    for look in ("draft", "published", "over", "taken_down", "nonsense"):
        assert client_of("auditor").get(f"/subsidies/notices/?look={look}&after=99").status_code == 200


def test_a_notice_of_another_township_is_not_there(client_of: Any, drafted: Notice):
    browser = client_of("stranger")
    here = f"/subsidies/notices/{drafted.uuid}/"
    assert browser.get(here).status_code == 404
    for act in ("approve", "end", "take-down"):
        assert browser.post(f"{here}{act}/").status_code == 404


def test_an_objection_is_taken_on_the_page_while_it_is_up(client_of: Any, claim: Claim, drafted: Notice):
    browser, here = client_of("township_clerk"), f"/subsidies/notices/{drafted.uuid}/"
    against = {"reason": "works at home", "by_words": ""}
    browser.post(f"/subsidies/notices/lines/{claim.uuid}/object/", against)
    with everywhere(reason="test data"):
        assert not ClaimObjection.objects.exists()
    browser.post(f"{here}approve/")
    answer = browser.post(f"/subsidies/notices/lines/{claim.uuid}/object/", against)
    assert answer["Location"] == here
    with everywhere(reason="test data"):
        assert ClaimObjection.objects.get().words == "works at home"


def test_without_a_telephone_nothing_is_drafted(client_of: Any, claim: Claim, county: Any):
    heap = {"stage": "village", "programme": claim.programme, "area": county.villages[0].key}
    for phone in ("", "12", "abc"):
        client_of("village_officer").post("/subsidies/notices/draft/", {**heap, "phone": phone})
    client_of("village_officer").post("/subsidies/notices/draft/", {**heap, "phone": PHONE, "area": "../"})
    assert not Notice.objects.exists()


def test_taken_down_and_ended_on_the_page(client_of: Any, claim: Claim, drafted: Notice):
    browser, here = client_of("township_clerk"), f"/subsidies/notices/{drafted.uuid}/"
    browser.post(f"{here}approve/")
    browser.post(f"{here}end/")
    assert Notice.objects.get().status == "published"
    browser.post(f"{here}take-down/", {"reason": "the wrong telephone"})
    assert Notice.objects.get().status == "taken_down"
    assert status(claim) == "draft"
    assert "the wrong telephone" in browser.get(here).content.decode()


def test_the_list_of_work_names_each_step_to_whom_it_concerns(
    officials: Any, client_of: Any, claim: Claim, county: Any
):
    village, township = (actor_of(officials[who]) for who in ("village_officer", "township_clerk"))
    with scope_of(village):
        (entry,) = notices_queue.to_publish(village)
        assert (entry.count, entry.urgency.name) == (1, "OVERDUE")
    heap = {"stage": "village", "programme": claim.programme, "area": county.villages[0].key}
    client_of("village_officer").post("/subsidies/notices/draft/", {**heap, "phone": PHONE})
    with scope_of(village):
        assert list(notices_queue.to_publish(village)) == []
        assert list(notices_queue.to_approve(village)) == []
    with scope_of(township):
        (entry,) = notices_queue.to_approve(township)
    client_of("township_clerk").post(f"{entry.href}approve/")
    with clock.frozen_at(date(2020, 5, 9)), scope_of(township):
        assert list(notices_queue.to_approve(township)) == []
        assert len(list(notices_queue.over(township))) == 1


def test_of_a_notice_around_it_a_village_sees_its_own_lines_and_prints_nothing(
    client_of: Any, person: Any, make_person: Any, county: Any, make_user: Any
):
    claims = [make_claim(one, status="city_checked") for one in (person, make_person(county.hongxi, name="李远"))]
    heap = {"stage": "city", "programme": claims[0].programme, "area": county.key, "phone": PHONE}
    lead = client_of(make_user("headquarters_office", county.division))
    lead.post("/subsidies/notices/draft/", heap)
    here = f"/subsidies/notices/{Notice.objects.get().uuid}/"
    client_of("city_officer").post(f"{here}approve/")
    assert status(claims[1]) == "city_publicity"
    assert "alert-octagon" not in client_of("village_officer").get(here).content.decode()
    said = client_of("village_officer").get(here).content.decode()
    assert person.name in said
    assert "李远" not in said
    assert client_of("village_officer").get(f"{here}paper/pdf/").status_code == 404
    assert lead.get(f"{here}paper/pdf/")["Content-Type"] == "application/pdf"


def test_who_reads_figures_alone_sees_no_name_of_a_draft(client_of: Any, drafted: Notice, county: Any, make_user: Any):
    sees = [r.key for r in ROLES.values() if r.level < Level.PERSONAL and "subsidies.view_notices" in r.verbs]
    assert sees
    with everywhere(reason="test data"):
        name = Claim.objects.get().person.name
    for role in sees:
        answer = client_of(make_user(role, county.division)).get(f"/subsidies/notices/{drafted.uuid}/")
        assert answer.status_code == 200
        assert name not in answer.content.decode()
    assert name in client_of("township_clerk").get(f"/subsidies/notices/{drafted.uuid}/").content.decode()
