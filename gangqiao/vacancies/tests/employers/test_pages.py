"""Pages of employers and of collecting, as each reader meets them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gangqiao.accounts.reads import actor_of
from gangqiao.audit.models import Look
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.vacancies.actions import employers_accounts, rounds
from gangqiao.vacancies.actions.employers_counting import record_call
from gangqiao.vacancies.models import Employer, HeadCount, Line, Return
from gangqiao.vacancies.states import Asked, EmployerStatus, ReturnStatus
from gangqiao.vacancies.tests.made import make_employer, make_vacancy

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 a licence"


def page(browser: Any, name: str, *args: Any, query: str = "") -> str:
    answer = browser.get(reverse(f"vacancies:{name}", args=args) + query)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def test_a_township_lists_counts_and_verifies_by_its_forms(client_of, county):
    browser = client_of("township_clerk")
    typed = {"name": "样本制衣厂", "kind": "enterprise", "place": "新哨镇", "headcount": "90", "contact_name": "李四"}
    answer = browser.post(reverse("vacancies:list_employer"), typed)
    assert answer.status_code == 302, answer.content.decode()
    with everywhere(reason="test"):
        employer = Employer.objects.get()
    count = {"headcount": "95", "wanted": "12", "wanted_trades": "缝纫工", "poor_employed": "4", "on": "2020-06-01"}
    browser.post(reverse("vacancies:count_employer", args=[employer.uuid]), count)
    scan = SimpleUploadedFile("licence.pdf", PDF)
    browser.post(
        reverse("vacancies:verify_employer", args=[employer.uuid]),
        {"evidence": "site", "on": "2020-06-01", "file": scan},
    )
    shown = page(browser, "employer", employer.uuid)
    for words in ("样本制衣厂", "95", "缝纫工", "李四"):
        assert words in shown
    with everywhere(reason="test"):
        employer.refresh_from_db()
        assert employer.status == EmployerStatus.VERIFIED
        assert HeadCount.objects.count() == 2
    download = browser.get(reverse("vacancies:evidence", args=[employer.uuid]))
    assert download.content == PDF
    assert Look.objects.filter(verb="vacancies.view_employers").count() == 1


def test_a_fault_stands_beside_its_field_and_what_was_typed_is_kept(client_of, county):
    typed = {"name": "样本制衣厂", "kind": "enterprise", "place": "虹溪镇"}
    answer = client_of("township_clerk").post(reverse("vacancies:list_employer"), typed)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_place_error"' in shown
    assert "样本制衣厂" in shown


def test_the_list_shows_each_reader_their_own(client_of, county, water_user):
    make_employer(county.xinshao, name="新哨砖厂")
    make_employer(county.hongxi, name="虹溪酒厂")
    make_employer(county.division, name="水库工地", unit="water")
    seen = {
        "township_clerk": ["新哨砖厂"],
        "stranger": ["虹溪酒厂"],
        "city_officer": ["新哨砖厂", "虹溪酒厂", "水库工地"],
        water_user: ["水库工地"],
    }
    for who, names in seen.items():
        shown = page(client_of(who), "employers")
        assert [name for name in ("新哨砖厂", "虹溪酒厂", "水库工地") if name in shown] == names


def test_filters_stay_in_the_address_and_can_be_taken_away(client_of, county):
    make_employer(county.xinshao, name="新哨砖厂", kind="workshop")
    make_employer(county.hongxi, name="虹溪酒厂")
    browser = client_of("city_officer")
    shown = page(browser, "employers", query="?kind=workshop&look=old_count")
    assert "新哨砖厂" in shown
    assert "虹溪酒厂" not in shown
    assert "look=old_count" in shown
    # What the list does not know is left out, not answered with an error.
    assert "虹溪酒厂" in page(browser, "employers", query="?kind=nonsense&look=x&area=y&after=z")


@pytest.fixture
def own_user(county, bureau):
    """A user of an employer of Xinshao, about which a worker complained."""
    employer = make_employer(county.xinshao, name="新哨砖厂", arrears="settled", arrears_note="去年拖欠过")
    make_vacancy(employer, title="制砖工")
    with scope_of(bureau):
        record_call(employer.pk, {"pay": "no"}, words="晚发工资", actor=bureau)
        return employers_accounts.open_account(employer.pk, username="own", display_name="周", actor=bureau)[0]


def test_an_employers_own_page_shows_its_own_and_not_what_is_said_of_it(client_of, county, own_user):
    make_employer(county.xinshao, name="别家工厂")
    with everywhere(reason="test"):
        employer = Employer.objects.get(name="新哨砖厂")
    own_user.must_change_password = False
    own_user.save()
    browser = client_of(own_user)
    answer = browser.get(reverse("vacancies:own_employer"), follow=True)
    shown = answer.content.decode()
    assert answer.redirect_chain[-1][0] == reverse("vacancies:employer", args=[employer.uuid])
    assert "制砖工" in shown
    for hidden in ("晚发工资", "去年拖欠过", "verify/", "call/"):
        assert hidden not in shown
    assert "别家工厂" not in page(browser, "employers")
    assert actor_of(own_user).roles == ("employer",)


def test_a_password_is_shown_once_and_never_kept_by_the_browser(client_of, county, bureau_user):
    employer = make_employer(county.xinshao)
    browser = client_of(bureau_user)
    typed = {"display_name": "周海燕", "username": "yunqiao"}
    answer = browser.post(reverse("vacancies:open_account", args=[employer.uuid]), typed)
    assert re.search(r"one-time-password\">[a-z2-9-]{19}<", answer.content.decode())
    assert answer["Cache-Control"] == "no-store, private"
    assert "yunqiao" in page(browser, "employer", employer.uuid)


@pytest.mark.requirement("R044")
def test_a_survey_is_planned_asked_and_handed_in(client_of, county, bureau_user, units):
    employer = make_employer(county.xinshao, name="新哨砖厂")
    bureau = client_of(bureau_user)
    days = {"begins_on": "2026-11-01", "due_on": "2027-01-01"}
    answer = bureau.post(reverse("vacancies:plan_round"), {"kind": "survey", "name": "摸底", **days}, follow=True)
    asked = answer.context["round"]
    bureau.post(reverse("vacancies:open_round", args=[asked.uuid]))
    with everywhere(reason="test"):
        owed = Return.objects.get(round=asked, area=county.xinshao)
    township = client_of("township_clerk")
    assert "新哨砖厂" in page(township, "return", owed.uuid)
    assert "新哨砖厂" in page(bureau, "missing", asked.uuid)
    ask = reverse("vacancies:ask_employer", args=[employer.uuid]) + f"?round={asked.uuid}"
    assert township.post(ask, {"outcome": "counted", "on": "2020-06-01"}).status_code == 422
    typed = {"outcome": "counted", "on": "2020-06-01", "headcount": "5", "wanted": "0", "poor_employed": "1"}
    assert township.post(ask, typed).status_code == 302
    assert township.post(reverse("vacancies:hand_in", args=[owed.uuid])).status_code == 302
    assert bureau.post(reverse("vacancies:receive_return", args=[owed.uuid])).status_code == 302
    with everywhere(reason="test"):
        assert Line.objects.get().outcome == Asked.COUNTED
        assert Return.objects.get(pk=owed.pk).status == ReturnStatus.RECEIVED
    assert "100%" in page(bureau, "round", asked.uuid)


@pytest.mark.requirement("R117")
def test_a_department_has_its_own_form_list_and_duty(client_of, county, water_user, bureau_user, units):
    with scope_of([county.key]):
        asked = rounds.ask_for_the_month(actor=SYSTEM)
    browser = client_of(water_user)
    assert "水利工程" in page(browser, "rounds")
    form = page(browser, "list_employer")
    assert '<option value="project" selected>' in form
    assert '<option value="N" selected>' in form
    with everywhere(reason="test"):
        owed = Return.objects.get(round=asked, unit="water")
    answer = browser.post(reverse("vacancies:hand_in", args=[owed.uuid]), {})
    assert answer.status_code == 422
    assert 'id="id_nothing_new_error"' in answer.content.decode()
    assert browser.post(reverse("vacancies:hand_in", args=[owed.uuid]), {"nothing_new": "on"}).status_code == 302
    home = browser.get(reverse("web:home")).content.decode()
    assert asked is not None
    assert reverse("vacancies:return", args=[owed.uuid]) not in home
    # The bureau sees it among the units; the township sees nothing of the department.
    assert reverse("vacancies:return", args=[owed.uuid]) in page(client_of(bureau_user), "round", asked.uuid)
    assert client_of("township_clerk").get(reverse("vacancies:return", args=[owed.uuid])).status_code == 404


@pytest.mark.requirement("R117")
def test_what_a_unit_owes_stands_on_its_first_page(client_of, county, water_user, units):
    with scope_of([county.key]):
        asked = rounds.ask_for_the_month(actor=SYSTEM)
    with everywhere(reason="test"):
        owed = {r.unit or r.area_id: r for r in Return.objects.filter(round=asked)}
    for who, key in ((water_user, "water"), ("township_clerk", county.xinshao.key)):
        home = client_of(who).get(reverse("web:home")).content.decode()
        assert reverse("vacancies:return", args=[owed[key].uuid]) in home


def test_a_round_that_is_still_planned_is_seen_by_whoever_plans(client_of, county, bureau_user, bureau, units):
    with scope_of(bureau):
        planned = rounds.plan_round("survey", actor=bureau)
    where = reverse("vacancies:round", args=[planned.uuid])
    assert client_of("township_clerk").get(where).status_code == 404
    assert client_of(bureau_user).get(where).status_code == 200


def test_what_came_in_is_the_bureaus_page(client_of, county, bureau_user, units):
    assert client_of(bureau_user).get(reverse("vacancies:copies")).status_code == 200
    assert client_of("township_clerk").get(reverse("vacancies:copies")).status_code == 403
