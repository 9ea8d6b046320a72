"""The pages: whom each reader sees, one tap, the whole form, and figures that open."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gangqiao.followup.models import Case, Contact, NoCalls, Sample
from gangqiao.followup.tests.made import make_contact, make_spell
from gangqiao.kernel import clock
from gangqiao.kernel.queue import sources
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people.models import EmploymentSpell, Person
from tests.rig_for_figures import faults_of_page, figures_of, listed, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact(person: Person) -> Contact:
    with everywhere(reason="test"):
        person.phone = "13887300001"
        person.save()
    return make_contact(person, make_spell(person))


def fresh(row: Any) -> Any:
    with everywhere(reason="test"):
        return type(row).objects.get(pk=row.pk)


@pytest.mark.requirement("R123")
def test_each_reader_sees_the_calls_of_the_own_area(client_of: Any, contact: Contact, make_person: Any, county: Any):
    make_contact(make_person(county.hongxi, name="李远"))
    name = contact.person.name
    for who, here, there in (
        ("village_officer", True, False), ("township_clerk", True, False), ("stranger", False, True),
        ("city_officer", True, True), ("auditor", True, True),
    ):  # fmt: skip
        said = client_of(who).get("/calls-due/").content.decode()
        assert ((name in said), ("李远" in said)) == (here, there), who
    said = client_of("village_officer").get("/calls-due/").content.decode()
    assert 'href="tel:13887300001"' in said


@pytest.mark.requirement("R123")
def test_one_tap_records_and_leads_back_to_the_list(client_of: Any, contact: Contact):
    browser = client_of("village_officer")
    answer = browser.post(
        f"/calls-due/{contact.uuid}/still/", {"spoke_with": "family", "next": "/calls-due/?look=signals"}
    )
    assert answer.headers["Location"] == "/calls-due/?look=signals"
    assert fresh(contact).is_proxy
    answer = browser.post(f"/calls-due/{contact.uuid}/missed/", {"next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/calls-due/"
    assert fresh(contact).tries == 0, "what was recorded is not missed afterwards"


def test_the_form_records_the_whole_answer_and_says_what_is_missing(client_of: Any, contact: Contact):
    browser, here = client_of("township_clerk"), f"/calls-due/{contact.uuid}/record/"
    given = {
        "result": "complaint",
        "spoke_with": "self",
        "way": "call",
        "pay": "no",
        "work": "yes",
        "housing": "unknown",
    }
    assert browser.post(here, given).status_code == 422
    assert browser.post(here, {**given, "case": "arrears", "words": "没发工资"}).status_code == 302
    with everywhere(reason="test"):
        case = Case.objects.get()
    assert case.words == "没发工资"
    assert "没发工资" in browser.get(f"/calls-due/{contact.uuid}/").content.decode()
    for page in ("/cases/", f"/cases/{case.uuid}/", f"/people/{contact.person_uuid}/"):
        assert browser.get(page).status_code == 200
    browser.post(f"/cases/{case.uuid}/take/")
    browser.post(f"/cases/{case.uuid}/settled/", {"reason": "已付"})
    browser.post(f"/cases/{case.uuid}/close/", {"reason_code": "paid", "reason": "结清"})
    assert (fresh(case).status, fresh(case).verdict) == ("closed", "paid")


@pytest.mark.requirement("R013")
def test_every_number_of_what_the_calls_found_opens_to_as_many_people(client_of: Any, make_person: Any, county: Any):
    today = clock.today()
    for place, days, result in (
        (county.xinshao, 30, "still"),
        (county.xinshao, 30, ""),
        (county.hongxi, 90, "returned"),
    ):
        person = make_person(place)
        done = {"status": "done", "result": result, "done_on": today, "spoke_with": "self"} if result else {}
        make_contact(person, make_spell(person, today - timedelta(days=days)), mark=days, employer="样本厂", **done)
    browser = client_of("city_officer")
    for page, least in (("/calls-due/found/", 6), ("/calls-due/found/?by=employer", 5)):
        tree = page_of(browser.get(page))
        assert not list(faults_of_page(tree, opens=True))
        figures = [one for one in figures_of(tree) if one.href]
        assert len(figures) >= least
        for figure in figures:
            total, rows = listed(page_of(browser.get(figure.href)))
            assert total == rows == figure.persons


def test_who_is_back_is_listed_with_the_way_to_work(client_of: Any, person: Person, remember: Any):
    make_spell(
        person, clock.today() - timedelta(days=90), status="ended", ended_on=clock.today(), end_reason="returned"
    )
    said = client_of("village_officer").get("/returned/").content.decode()
    assert f"/people/{person.uuid}/intention/" in said
    from gangqiao.people.models import Intention

    remember(Intention, person, expires_on=clock.today() + timedelta(days=9))
    said = client_of("village_officer").get("/returned/").content.decode()
    assert f"/referrals/offer/{person.uuid}/" in said
    assert person.name not in client_of("stranger").get("/returned/").content.decode()


def test_samples_and_lists_are_the_bureaus(client_of: Any, make_person: Any, person: Person):
    make_spell(person, evidence="B")
    office = client_of("city_officer")
    assert office.post("/samples/draw/", {"seed": ""}).status_code == 422
    assert office.post("/samples/draw/", {"seed": "2026-11"}).status_code == 302
    sample = Sample.objects.get()
    said = office.get(f"/samples/{sample.uuid}/").content.decode()
    assert person.name in said
    assert client_of("stranger").get(f"/samples/{sample.uuid}/").content.decode().count(person.name) == 0
    assert office.get("/samples/").status_code == office.get("/evidence/").status_code == 200
    assert client_of("village_officer").get("/evidence/").status_code == 403
    with everywhere(reason="test"):
        spell = EmploymentSpell.objects.get(person=person, recorded_to=None)
    answer = office.post(f"/calls-due/of/{person.uuid}/proof/", {"kind": "document", "on": clock.today().isoformat()})
    assert answer.status_code == 302
    assert fresh(spell).evidence == "B"


def test_the_file_has_the_acts_of_the_follow_up(client_of: Any, person: Person):
    make_spell(person)
    browser, here = client_of("village_officer"), f"/calls-due/of/{person.uuid}"
    assert browser.post(f"{here}/ask/").status_code == 302
    assert browser.post(f"{here}/slip/").headers["Content-Type"] == "application/pdf"
    assert browser.post(f"{here}/no-calls/", {"reason": "太忙"}).status_code == 302
    with everywhere(reason="test"):
        assert NoCalls.objects.get().words == "太忙"
        assert Contact.objects.get().is_hidden
    assert browser.post(f"{here}/calls-again/").status_code == 302
    assert browser.post(f"{here}/case/", {"kind": "other", "owner": "", "words": "x"}).status_code == 302


def test_what_there_is_to_do_stands_on_the_list_of_work(contact: Contact, person: Person, village_officer: Any):
    with scope_of(village_officer):
        entries = [one for key, source in sources().items() if key == "followup.calls"
                   for one in source.entries(village_officer)]  # fmt: skip
    assert [one.count for one in entries] == [1]
