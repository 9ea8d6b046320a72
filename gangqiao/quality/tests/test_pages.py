"""The list of doubts, the answers, and the health of the data, as each post sees them."""

from __future__ import annotations

import pytest

from gangqiao.audit.models import Look
from gangqiao.kernel.queue import sources
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.quality import actions, jobs
from gangqiao.quality.models import Doubt
from gangqiao.quality.tests.conftest import CLEAN

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R028")]


@pytest.fixture
def doubt(make_person, only):
    """A person of the first village of working age without capacity to work."""
    make_person(name="张小满", **CLEAN | {"labour_capacity": "none"})
    actions.run_county()
    return only()


def state(doubt):
    with everywhere(reason="test"):
        return Doubt.objects.get(pk=doubt.pk).status


def test_the_list_shows_the_doubts_of_the_own_area_only(doubt, client_of):
    assert "张小满" in client_of("village_officer").get("/quality/").content.decode()
    assert "张小满" not in client_of("stranger").get("/quality/").content.decode()


def test_showing_doubts_is_a_look(doubt, client_of):
    client_of("village_officer").get("/quality/")
    assert str(doubt.person.uuid) in Look.objects.latest("seq").persons


def test_the_village_says_in_one_press_that_it_is_wrong_and_stands_on_the_page_where_it_is_mended(doubt, client_of):
    answer = client_of("village_officer").post(f"/quality/doubts/{doubt.uuid}/confirm/")
    assert answer["Location"] == f"/people/{doubt.person.uuid}/correct/"
    assert state(doubt) == "confirmed"


def test_that_it_is_right_needs_a_reason(doubt, client_of):
    village = client_of("village_officer")
    village.post(f"/quality/doubts/{doubt.uuid}/refute/")
    assert state(doubt) == "found"
    village.post(f"/quality/doubts/{doubt.uuid}/refute/", {"reason_code": "seen"})
    assert state(doubt) == "refuted"


def test_a_village_cannot_send_or_close(doubt, client_of):
    village = client_of("village_officer")
    assert village.post(f"/quality/doubts/{doubt.uuid}/close/").status_code == 403
    assert village.post("/quality/send/", {"all": "yes"}).status_code == 403
    assert state(doubt) == "found"


def test_the_township_sends_everything_the_filters_show(doubt, client_of):
    township = client_of("township_clerk")
    township.post("/quality/send/", {"all": "yes", "severity": "wrong"})
    assert state(doubt) == "found"
    township.post("/quality/send/", {"all": "yes", "severity": "doubt"})
    assert state(doubt) == "sent"


def test_ticked_rows_of_another_township_are_passed_over(doubt, client_of):
    client_of("stranger").post("/quality/send/", {"pick": [doubt.pk]})
    assert state(doubt) == "found"


def test_the_job_that_sends_many_sends_what_the_senders_post_covers(doubt, officials):
    jobs.send_many.func(officials["stranger"].pk, [doubt.pk])
    assert state(doubt) == "found"
    jobs.send_many.func(officials["township_clerk"].pk, [doubt.pk])
    assert state(doubt) == "sent"


def test_what_was_sent_stands_on_the_list_of_the_village_and_answers_on_that_of_the_township(
    doubt, village_officer, township_clerk
):
    def entries(key, actor):
        with scope_of(actor):
            return list(sources()[key].entries(actor))

    assert entries("quality.sent", village_officer) == []
    with scope_of(township_clerk):
        actions.send(doubt.pk, actor=township_clerk)
    (waiting,) = entries("quality.sent", village_officer)
    assert waiting.count == 1
    with scope_of(village_officer):
        actions.refute(doubt.pk, reason="Seen", actor=village_officer)
    assert [e.count for e in entries("quality.answered", township_clerk)] == [1]


def test_open_doubts_stand_at_the_top_of_the_persons_file(doubt, client_of):
    page = client_of("village_officer").get(f"/people/{doubt.person.uuid}/").content.decode()
    assert f"/quality/doubts/{doubt.uuid}/" in page


def test_a_false_alarm_that_does_not_convince_goes_back(doubt, township_clerk, only):
    with scope_of(township_clerk):
        actions.refute(doubt.pk, reason="Seen", actor=township_clerk)
        actions.send(doubt.pk, actor=township_clerk)
    assert (only().status, only().quiet) == ("sent", "")


@pytest.mark.requirement("R005")
def test_the_health_of_the_data_opens_to_the_names_behind_it(doubt, client_of, county):
    township = client_of("township_clerk")
    board = township.get("/quality/health/").content.decode()
    stale = f"/quality/health/{county.xinshao.key}/people/stale/"
    assert stale in board
    assert "张小满" in township.get(stale).content.decode()
    assert client_of("stranger").get(stale).status_code == 404


@pytest.mark.requirement("R005")
def test_a_confirmed_person_is_no_longer_among_those_not_confirmed(doubt, client_of, county, village_officer):
    from gangqiao.people.actions import confirm

    with scope_of(village_officer):
        confirm(doubt.person_id, how="visit", actor=village_officer)
    actions.catch_up()
    stale = client_of("township_clerk").get(f"/quality/health/{county.xinshao.key}/people/stale/").content.decode()
    assert "张小满" not in stale


@pytest.mark.parametrize("group", ["all", "workers", "missing-phone", "missing-id_number", "evidence-E"])
def test_every_group_behind_a_number_has_its_page(doubt, client_of, county, group):
    page = client_of("city_officer").get(f"/quality/health/{county.key}/people/{group}/")
    assert page.status_code == 200


def test_the_page_of_checks_names_each_and_starts_a_run_for_headquarters_only(doubt, client_of):
    assert "5_15_022" in client_of("auditor").get("/quality/checks/").content.decode()
    assert client_of("township_clerk").post("/quality/run/").status_code == 403
    assert client_of("city_officer").post("/quality/run/").status_code == 302


@pytest.mark.parametrize("typed", ["?after=x", "?after=2020-01-01.x", "?rule=none&severity=none&part=none", "?area=zz"])
def test_an_address_that_means_nothing_does_no_harm(doubt, client_of, typed):
    assert client_of("township_clerk").get(f"/quality/{typed}").status_code in (200, 404)


def test_the_list_goes_on_where_the_page_ends(make_person, client_of, monkeypatch):
    from gangqiao.quality.reads import doubts as reads

    monkeypatch.setattr(reads, "PAGE", 2)
    for number in range(5):
        make_person(name=f"李{number}", **CLEAN | {"labour_capacity": "none", "phone": ""})
    actions.run_county()
    township, seen, address = client_of("township_clerk"), set(), "/quality/"
    for _page in range(3):
        page = township.get(address)
        seen |= {row.name for row in page.context["rows"]}
        address = page.context["next_href"]
    assert (seen, address) == ({f"李{n}" for n in range(5)}, "")
