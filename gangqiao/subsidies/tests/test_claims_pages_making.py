"""The pages where claims are made: from the list of who is entitled, for one person, for a unit."""

from __future__ import annotations

import pytest

from gangqiao.kernel.scope import everywhere
from gangqiao.subsidies.models import Claim
from gangqiao.subsidies.tests.made import make_claim, make_poor, make_work
from gangqiao.subsidies.tests.rig_claims import *  # noqa: F403  fixtures are found by their names
from gangqiao.subsidies.tests.rig_claims import LIST, REWARD, entitled
from gangqiao.vacancies.models import Employer

pytestmark = pytest.mark.django_db


def test_everybody_entitled_is_claimed_for_from_the_list_and_once(browsers, make_person, county):
    for _number in range(2):
        entitled(make_person(county.villages[0]))
    entitled(make_person(county.hongxi))
    browser = browsers("township_clerk")
    page = browser.get(f"/subsidies/entitled/people/?rule={REWARD}&standing=entitled&day=2020-07-01").content.decode()
    assert f'action="{LIST}scan/?day=2020-07-01"' in page
    for _time in range(2):
        answer = browser.post(f"{LIST}scan/?day=2020-07-01", {"rule": REWARD, "area": ""})
        assert answer["Location"] == f"{LIST}?look=draft&programme={REWARD}"
    with everywhere(reason="test"):
        assert Claim.objects.count() == 2
    answer = browser.post(f"{LIST}scan/", {"rule": "nothing"})
    assert answer["Location"] == "/subsidies/entitled/"
    assert browsers("finance").post(f"{LIST}scan/", {"rule": REWARD}).status_code == 403


def test_a_claim_for_a_person_shows_what_the_rule_says_and_asks_what_is_missing(browsers, person):
    make_poor(person)
    make_work(person, evidence="E")
    browser = browsers("village_officer")
    here = f"{LIST}new/{person.uuid}/"
    assert "outgoing_work_reward" in browser.get(here).content.decode()
    page = browser.get(f"{here}?rule={REWARD}").content.decode()
    assert 'name="promised_on"' in page
    answer = browser.post(f"{here}?rule={REWARD}", {"source": "village"})
    assert answer.status_code == 422
    answer = browser.post(f"{here}?rule={REWARD}", {"source": "village", "promised_on": "2020-07-01"})
    with everywhere(reason="test"):
        claim = Claim.objects.get()
    assert answer["Location"] == f"{LIST}{claim.uuid}/"
    assert (claim.route, claim.source) == ("village", "village")
    file = browser.get(f"/people/{person.uuid}/").content.decode()
    assert f"{LIST}{claim.uuid}/" in file
    assert here in file
    assert browsers("stranger").get(here).status_code == 404


def test_an_employer_makes_and_sees_only_its_own_claims(client_of, make_user, county, make_person):
    owner = make_user("employer")
    own = {"area_id": county.xinshao.key, "name": "某扶贫车间"}
    with everywhere(reason="test"):
        mine = Employer.objects.create(**own, party=owner.unit.code)
        other = Employer.objects.create(**own | {"name": "别人的厂"})
    foreign = make_claim(make_person(county.villages[0]))
    browser = client_of(owner)
    page = browser.get(f"{LIST}unit/").content.decode()
    assert "某扶贫车间" in page
    assert "别人的厂" not in browser.get(f"{LIST}unit/?q=别人&unit=employer:{other.uuid}").content.decode()
    here = f"{LIST}unit/?unit=employer:{mine.uuid}&rule=workshop_absorption"
    assert browser.post(here, {"fact_poor_absorbed": "3"}).status_code == 422
    given = {"fact_is_recognised": "1", "fact_poor_absorbed": "3", "fact_poor_months": "12"}
    answer = browser.post(here, given)
    assert answer.status_code == 302, answer.content.decode()
    with everywhere(reason="test"):
        claim = Claim.objects.get(party=owner.unit.code)
    assert (claim.amount, claim.payee_uuid, claim.maker) == (300_000, mine.uuid, owner.pk)
    page = browser.get(f"{LIST}?look=open").content.decode()
    assert claim.code in page
    assert foreign.code not in page
    assert browser.get(f"{LIST}{foreign.uuid}/").status_code == 404
    assert browser.get(f"{LIST}{claim.uuid}/").status_code == 200
    assert browser.post(f"{LIST}{claim.uuid}/submit/").status_code == 302
    official = client_of("city_officer")
    assert "某扶贫车间" in official.get(f"{LIST}unit/?q=扶贫").content.decode()
    assert official.get(f"{LIST}unit/?unit=employer:{other.uuid}&rule=employer_absorption").status_code == 200


@pytest.mark.requirement("R094")
def test_an_official_claims_for_an_employer_about_a_person_of_the_register(client_of, county, person):
    make_poor(person)
    with everywhere(reason="test"):
        unit = Employer.objects.create(area_id=county.xinshao.key, name="某厂")
    browser = client_of("city_officer")
    here = f"{LIST}unit/?unit=employer:{unit.uuid}&rule=insurance_subsidy"
    assert 'name="person"' in browser.get(here).content.decode()
    given = {"fact_months_insured_by_employer": "1", "fact_insurance_paid": "500.50"}
    assert browser.post(here, given | {"person": "P0"}).status_code == 422
    assert browser.post(here, given | {"person": person.person_no}).status_code == 302
    with everywhere(reason="test"):
        claim = Claim.objects.get()
    assert (claim.amount, claim.payee_uuid, claim.person_id) == (50_050, unit.uuid, person.pk)
