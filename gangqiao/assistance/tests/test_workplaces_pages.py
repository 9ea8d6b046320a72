"""Pages of local places of work: what each reader sees of them, and the acts from the list to the last day."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from gangqiao.assistance.models import Pledge, Seat, WorklessHousehold, Workplace
from gangqiao.assistance.reads import workplaces as reads
from gangqiao.assistance.reads.workplaces_candidates import candidates
from gangqiao.assistance.tests.made import make_case, make_holder, make_poor
from gangqiao.followup.tests.made import make_spell
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people.models import EmploymentSpell
from gangqiao.places.models import Division
from tests.rig_for_figures import faults_of_page, figures_of, listed, page_of

pytestmark = pytest.mark.django_db


def make_workplace(area: Any, **values: Any) -> Workplace:
    given = {"kind": "workshop", "name": "新哨镇扶贫车间", "area_id": area.key, "listed_by": "test"}
    return Workplace.objects.create(**given | values)


@pytest.fixture
def near(person: Any) -> Any:
    """Somebody of class B, registered poor and free."""
    make_poor(person)
    make_case(person, kind="near")
    return person


@pytest.fixture
def pledge(county: Any) -> Pledge:
    # Two villages of a township eight kilometres apart, and one of another far away.
    points = (county.villages[0], 24.40), (county.villages[1], 24.45), (county.villages[2], 25.40)
    for village, latitude in points:
        Division.objects.filter(pk=village.pk).update(longitude=103.4, latitude=latitude, place_note="test")
    row = make_workplace(county.villages[1])
    return Pledge.objects.create(workplace=row, places=2, begins_on=clock.today() - timedelta(days=30), trade="缝纫工")


@pytest.mark.requirement("R092", "R095", "R101")
def test_whom_to_ask_is_class_b_free_and_near_with_the_reasons(county, near, make_person, pledge, city_officer):
    far_away = make_person(county.hongxi)
    others = {key: make_person() for key in ("far", "at_work", "holds_post", "not_poor", "closed")}
    for key, one in others.items():
        make_case(one, kind="far" if key == "far" else "near", status="closed" if key == "closed" else "active")
        if key != "not_poor":
            make_poor(one)
    make_spell(others["at_work"])
    make_holder(others["holds_post"])
    make_poor(far_away)
    make_case(far_away, kind="near", is_relocated=True)
    with everywhere(reason="test"):
        home = far_away.household
        WorklessHousehold.objects.create(area_id=home.area_id, household=home, household_uuid=home.uuid, able=1)
    with scope_of(city_officer):
        assert [one.person.pk for one in candidates(pledge.workplace)] == [near.pk]
        first, second = candidates(pledge.workplace, far=True)
    assert (first.person.pk, first.workless, first.is_relocated, first.near) == (far_away.pk, True, True, False)
    assert (second.person.pk, second.near, second.km) == (near.pk, True, 7.8)
    Workplace.objects.update(area_id=county.villages[0].pk)
    with scope_of(city_officer):  # of the same village: near, though both stand for one point
        assert [(one.km, one.near) for one in candidates(Workplace.objects.get())] == [(None, True)]


@pytest.mark.requirement("R092", "R095")
def test_from_the_list_to_the_last_day(county, near, pledge, client_of):
    browser, workplace = client_of("township_clerk"), pledge.workplace
    here = f"/assistance/workplaces/{workplace.uuid}/"
    for page in ("/assistance/workplaces/", "/assistance/workplaces/?look=free&kind=workshop", here, f"{here}correct/"):
        assert browser.get(page).status_code == 200
    said = browser.get(f"{here}candidates/").content.decode()
    place = f"/assistance/places/of/{near.uuid}/at/{pledge.uuid}/"
    assert place in said
    today = clock.today().isoformat()
    assert browser.get(place).status_code == 200
    assert browser.post(place, {"said_on": today, "since": today}).status_code == 422
    assert browser.post(place, {"said_on": today, "since": today, "said_way": "phone"}).status_code == 302
    with everywhere(reason="test"):
        seat = Seat.objects.get()
        assert EmploymentSpell.objects.get().mode == "workshop"
    assert near.name in browser.get(here).content.decode()
    assert workplace.name in browser.get(f"/people/{near.uuid}/").content.decode()
    assert near.name not in client_of("stranger").get(here).content.decode()
    leave = f"/assistance/places/{seat.uuid}/leave/"
    assert client_of("stranger").get(leave).status_code == 404
    assert browser.get(leave).status_code == 200
    assert browser.post(leave, {"until": today, "why": "returned"}).status_code == 302
    with everywhere(reason="test"):
        assert Seat.objects.get().until == clock.today()
    for form, mark in (("pdf", b"%PDF"), ("xlsx", b"PK")):
        assert browser.post(f"/assistance/workplaces/list/{form}/").content.startswith(mark)
    rows = openpyxl.load_workbook(BytesIO(browser.post("/assistance/workplaces/list/xlsx/").content)).active
    said = [str(cell) for row in rows.iter_rows(values_only=True) for cell in row]
    assert workplace.name in said
    assert near.name not in said
    assert browser.post("/assistance/workplaces/list/doc/").status_code == 404


@pytest.mark.requirement("R095", "R098")
def test_a_place_of_work_is_listed_pledged_recognised_and_closed_by_its_pages(county, client_of):
    clerk, city, today = client_of("township_clerk"), client_of("city_officer"), clock.today()
    given = {"kind": "workshop", "name": "里方扶贫车间", "area": "新哨镇里方村委会", "work": "藤编"}
    assert clerk.post("/assistance/workplaces/add/", given | {"name": ""}).status_code == 422
    assert clerk.post("/assistance/workplaces/add/", given).status_code == 302
    row = Workplace.objects.get()
    here = f"/assistance/workplaces/{row.uuid}/"
    assert clerk.post(f"{here}pledge/", {"places": "0", "begins_on": today.isoformat()}).status_code == 422
    assert clerk.post(f"{here}pledge/", {"places": "5", "begins_on": today.isoformat()}).status_code == 302
    pledge = Pledge.objects.get()
    clerk.post(f"/assistance/pledges/{pledge.uuid}/", {"places": "6", "pay": "2600", "begins_on": today.isoformat()})
    clerk.post(f"{here}count/", {"headcount": "12", "counted_on": today.isoformat()})
    days = {"recognised_on": today.isoformat(), "expires_on": (today + timedelta(days=30)).isoformat()}
    assert clerk.get(f"{here}recognise/").status_code == 403
    assert city.post(f"{here}recognise/", days).status_code == 422
    assert city.post(f"{here}recognise/", days | {"document": "弥扶办〔2020〕3号"}).status_code == 302
    row.refresh_from_db()
    pledge.refresh_from_db()
    assert (row.status, row.headcount, pledge.places, pledge.pay) == ("recognised", 12, 6, 2600)
    assert row.name in city.get("/assistance/workplaces/?look=expiring").content.decode()
    city.post(f"{here}withdraw/", {"reason": "停产"})
    row.refresh_from_db()
    assert row.status == "withdrawn"
    project = make_workplace(county.xinshao, kind="project", name="样本工地")
    clerk.post(f"/assistance/workplaces/{project.uuid}/close/", {"reason": "完工"})
    project.refresh_from_db()
    assert project.status == "closed"


@pytest.mark.requirement("R013", "R095")
def test_every_number_of_people_at_a_place_of_work_opens_to_them(county, near, make_person, pledge, client_of):
    worker, left = make_person(county.hongxi), make_person()
    make_poor(worker)
    make_spell(worker, employer_name=pledge.workplace.name, area_level="other_township")
    Workplace.objects.update(headcount=10, counted_on=clock.today())
    with everywhere(reason="test"):
        common = {"pledge": pledge, "workplace_uuid": pledge.workplace.uuid, "by": "test", "said_way": "paper"}
        for one, until in ((near, None), (left, clock.today())):
            Seat.objects.create(
                area_id=one.area_id, person=one, person_uuid=one.uuid, since=clock.today(), until=until, **common
            )
    browser = client_of("city_officer")
    for page, least in (("/assistance/workplaces/", 1), (f"/assistance/workplaces/{pledge.workplace.uuid}/", 4)):
        tree = page_of(browser.get(page))
        assert not list(faults_of_page(tree, opens=True))
        figures = [one for one in figures_of(tree) if one.href]
        assert len(figures) >= least
        for figure in figures:
            total, rows = listed(page_of(browser.get(figure.href)))
            assert total == rows == figure.persons
    with scope_of(["@nobody/"]):
        assert reads.people_of(pledge.workplace, "poor") == []
