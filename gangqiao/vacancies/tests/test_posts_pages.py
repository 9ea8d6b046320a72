"""The pages of vacancies, from a pasted message to the answer behind a link."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gangqiao.audit.models import Look
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.vacancies.actions import links
from gangqiao.vacancies.models import Employer, Vacancy
from gangqiao.vacancies.reads.postings import posting_of, published
from gangqiao.vacancies.tests.made import make_employer, make_vacancy

MESSAGE = (
    "弥勒市新哨镇样本服装厂急招缝纫工20名、普工10名，18-45岁，包吃住，月薪3500-5000元，"
    "每天工作8小时，有夫妻房。联系人：李经理 13887312345"
)


def sent(page: Any) -> dict[str, Any]:
    """What a browser sends back of the form it was shown."""
    form = page.context["form"]
    values = {bound.html_name: bound.value() for bound in form}
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def only(**found: Any) -> Any:
    with everywhere(reason="test"):
        return Vacancy.objects.get(**found)


@pytest.mark.requirement("R049")
@pytest.mark.requirement("R050")
def test_from_a_pasted_message_to_two_published_vacancies(county: Any, client_of: Any, city_officer: Any) -> None:
    employer = make_employer(county.xinshao, name="样本服装厂")
    client, bureau = client_of("township_clerk"), client_of("city_officer")
    page = client.post(reverse("vacancies:draft"), {"act": "read", "text": MESSAGE})
    assert page.status_code == 200
    assert (page.context["number"], page.context["many"]) == (1, 2)
    assert {text for text, _words in page.context["limits"]} == {"18-45岁"}
    given = sent(page)
    assert given["employer"] == employer.name
    assert (given["title"], given["number"], given["couples_room"]) == ("缝纫工", 20, "yes")
    assert not {"age_min", "age_max", "limit_reason"} & set(given)
    second = client.post(reverse("vacancies:draft"), {**given, "act": "submit"}, follow=True)
    assert (second.context["number"], second.context["many"]) == (2, 2)
    last = client.post(reverse("vacancies:draft"), {**sent(second), "act": "submit"})
    for title in ("缝纫工", "普工"):
        vacancy = only(title=title)
        for verb in ("verify", "publish"):
            bureau.post(reverse(f"vacancies:{verb}", args=[vacancy.uuid]))
    assert last["Location"] == reverse("vacancies:vacancy", args=[vacancy.uuid])
    assert {p.title for p in published()} == {"缝纫工", "普工"}
    assert only(title="缝纫工").pasted == ""


def test_an_employer_is_listed_on_the_way(county: Any, client_of: Any) -> None:
    client = client_of("township_clerk")
    page = client.post(reverse("vacancies:draft"), {"act": "read", "text": MESSAGE})
    refused = client.post(reverse("vacancies:draft"), {**sent(page), "act": "submit"})
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"employer"}
    client.post(reverse("vacancies:draft"), {**sent(page), "employer_kind": "enterprise", "act": "submit"})
    vacancy = only()
    with everywhere(reason="test"):
        employer: Any = Employer.objects.get()
    assert vacancy.employer_id == employer.pk
    assert (employer.status, employer.area_id) == ("listed", county.xinshao.key)


def test_a_message_that_asks_for_money_is_told_so_and_not_taken(county: Any, client_of: Any) -> None:
    client = client_of("township_clerk")
    page = client.post(reverse("vacancies:draft"), {"act": "read", "text": MESSAGE + "，入职交押金500元"})
    assert page.status_code == 422
    assert len(page.context["fees"]) == 1


def test_faults_stand_where_the_hand_is(county: Any, client_of: Any) -> None:
    make_employer(county.xinshao, name="样本服装厂")
    client = client_of("township_clerk")
    given = {"act": "submit", "employer": "样本服装厂", "title": "缝纫工", "age_max": "40", "number": "0"}
    page = client.post(reverse("vacancies:draft"), given)
    assert page.status_code == 422
    assert set(page.context["form"].errors) >= {"number"}
    page = client.post(reverse("vacancies:draft"), {**given, "number": "3"})
    assert set(page.context["form"].errors) == {
        "pay_form",
        "pay_min",
        "place",
        "valid_until",
        "contact_phone",
        "age_max",
    }


def test_the_list_has_a_tab_for_each_kind_of_work(county: Any, client_of: Any) -> None:
    employer = make_employer(county.xinshao)
    today = clock.today()
    make_vacancy(employer, title="A")
    make_vacancy(employer, title="B", confirmed_on=today - timedelta(days=11))
    make_vacancy(employer, title="C", status="submitted", verified_on=None)
    make_vacancy(employer, title="D", status="verified")
    make_vacancy(employer, title="E", published_at=clock.now() - timedelta(days=20))
    make_vacancy(employer, title="F", status="withdrawn")
    client = client_of("township_clerk")
    found = {
        look: sorted(
            row.vacancy.title for row in client.get(reverse("vacancies:vacancies"), {"look": look}).context["rows"]
        )
        for look in ("", "verify", "publish", "open", "stale", "short", "ended")
    }
    assert found == {
        "": ["A", "B", "C", "D", "E"],
        "verify": ["C"],
        "publish": ["D"],
        "open": ["A", "B", "E"],
        "stale": ["B"],
        "short": ["E"],
        "ended": ["F"],
    }
    assert not client_of("stranger").get(reverse("vacancies:vacancies")).context["rows"]


def test_words_people_use_find_the_occupation_in_the_list(county: Any, client_of: Any) -> None:
    employer = make_employer(county.xinshao)
    make_vacancy(employer, title="平车", occupation="6-05-01-03")
    rows = client_of("township_clerk").get(reverse("vacancies:vacancies"), {"q": "缝纫"}).context["rows"]
    assert [row.vacancy.title for row in rows] == ["平车"]


def test_the_page_shows_its_history_and_who_looked(county: Any, client_of: Any) -> None:
    vacancy = make_vacancy(make_employer(county.xinshao))
    client = client_of("township_clerk")
    client.get(reverse("vacancies:vacancy", args=[vacancy.uuid]))
    page = client.get(reverse("vacancies:vacancy", args=[vacancy.uuid]))
    assert Look.objects.filter(verb="vacancies.view").count() == 2
    assert len(page.context["who_looked"]) == 1


def test_one_tap_confirms_and_hires_are_counted_once(county: Any, client_of: Any) -> None:
    vacancy = make_vacancy(make_employer(county.xinshao), confirmed_on=clock.today() - timedelta(days=12))
    client = client_of("township_clerk")
    client.post(reverse("vacancies:confirm", args=[vacancy.uuid]))
    given = {"number": "4", "before": "0"}
    client.post(reverse("vacancies:record_hires", args=[vacancy.uuid]), given)
    again = client.post(reverse("vacancies:record_hires", args=[vacancy.uuid]), given)
    assert again.status_code == 422
    vacancy = only()
    assert (vacancy.hired, vacancy.confirmed_on) == (4, clock.today())


def test_withdrawn_with_a_reason_it_is_gone_at_once(county: Any, client_of: Any) -> None:
    vacancy = make_vacancy(make_employer(county.xinshao))
    client = client_of("township_clerk")
    client.post(reverse("vacancies:withdraw", args=[vacancy.uuid]), {"reason_code": "fee"})
    assert posting_of(vacancy.uuid) is not None  # without words nothing ends
    client.post(reverse("vacancies:withdraw", args=[vacancy.uuid]), {"reason_code": "fee", "reason": "收押金"})
    assert posting_of(vacancy.uuid) is None


def test_a_correction_is_made_where_nobody_else_made_one(county: Any, client_of: Any) -> None:
    vacancy = make_vacancy(make_employer(county.xinshao))
    client = client_of("township_clerk")
    page = client.get(reverse("vacancies:correct", args=[vacancy.uuid]))
    given = {**sent(page), "number": "7"}
    assert client.post(reverse("vacancies:correct", args=[vacancy.uuid]), given).status_code == 302
    assert client.post(reverse("vacancies:correct", args=[vacancy.uuid]), given).status_code == 422
    row = only()
    assert (row.number, row.pay_min, row.revision) == (7, 350_000, 1)


@pytest.mark.requirement("R115")
def test_the_link_of_a_message_needs_no_account_and_says_nothing_of_anybody(county: Any, client: Client) -> None:
    vacancy = make_vacancy(make_employer(county.xinshao), confirmed_on=clock.today() - timedelta(days=12))
    href = links.link_of(vacancy)
    page = client.get(href)
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"
    assert "13887300000" not in page.content.decode()
    assert only().confirmed_on != clock.today()  # looking confirms nothing
    client.post(href, {"act": "confirm"})
    assert only().confirmed_on == clock.today()
    client.post(href, {"act": "hired", "number": "3", "before": "0"})
    assert client.post(href, {"act": "hired", "number": "3", "before": "0"}).status_code == 422
    assert only().hired == 3
    assert client.post(href, {"act": "close"}).status_code == 200
    assert client.get(href).status_code == 410
    assert client.get(reverse("vacancies:by_link", args=["nonsense"])).status_code == 410


def test_the_form_behind_the_link_is_guarded_like_every_other(county: Any) -> None:
    vacancy = make_vacancy(make_employer(county.xinshao), confirmed_on=clock.today() - timedelta(days=12))
    browser, href = Client(enforce_csrf_checks=True), links.link_of(vacancy)
    assert browser.post(href, {"act": "confirm"}).status_code == 403
    (token,) = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.get(href).content.decode()))
    browser.post(href, {"act": "confirm", "csrfmiddlewaretoken": token})
    assert only().confirmed_on == clock.today()
