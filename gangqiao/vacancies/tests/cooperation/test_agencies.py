"""Brokers and agencies: licences that hold or do not, results by month, and users who see only their own."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from gangqiao.accounts.models import User
from gangqiao.accounts.reads import actor_of
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock
from gangqiao.kernel.lifecycle import NoteNeeded
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.vacancies import cooperation_queue
from gangqiao.vacancies.actions import agencies as actions
from gangqiao.vacancies.models import Agency, AgencyResult
from gangqiao.vacancies.policy.licences import Validity, is_stay_known, month_before, months_on, validity
from gangqiao.vacancies.reads import agencies as reads
from gangqiao.vacancies.refusals.cooperation import (
    AgencyEnded,
    AgencyThere,
    LicenceFalls,
    LicenceMissing,
    LicenceNotThen,
    LicenceRunOut,
    MonthAhead,
    MoreThanBefore,
    TooEarlyToStay,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2020, 6, 10)
MAY = dt.date(2020, 5, 1)
FACTS = {
    "kind": "agency",
    "name": "样本人力资源公司",
    "licence_no": "532526000001",
    "licence_from": dt.date(2018, 1, 1),
    "licence_to": dt.date(2021, 1, 1),
    "phone": "0873-6120001",
}


@pytest.fixture(autouse=True)
def on_a_day(county):
    with clock.frozen_at(DAY):
        yield


@pytest.fixture
def add(bureau, county):
    """Enters an agency as the bureau does."""

    def make(**facts: Any) -> Agency:
        with scope_of(bureau), clock.frozen_at(dt.date(2019, 1, 5)):
            return actions.add_agency(FACTS | facts, area=county.division, actor=bureau)

    return make


@pytest.fixture
def agency(add):
    return add()


def report(agency: Agency, actor: Any, period: dt.date = MAY, **numbers: Any) -> AgencyResult:
    with scope_of(actor.areas("vacancies.report_agency")):
        return actions.report_results(agency.pk, period, **{"referred": 20, "hired": 8} | numbers, actor=actor)


def queue(of: str, actor: Any) -> list[Any]:
    with scope_of(actor):
        return list(getattr(cooperation_queue, of)(actor))


@pytest.mark.parametrize("missing", ["licence_no", "licence_to"])
def test_an_agency_is_not_entered_without_a_licence(add, missing):
    with pytest.raises(LicenceMissing) as refused:
        add(**{missing: "" if missing == "licence_no" else None})
    assert refused.value.field == missing


def test_a_broker_may_be_without_a_licence(add, bureau):
    broker = add(kind="broker", name="赵劳务", licence_no="", licence_from=None, licence_to=None)
    assert report(broker, bureau).hired == 8


def test_a_licence_ends_after_it_begins_and_stands_once(add, agency):
    with pytest.raises(LicenceFalls):
        add(licence_no="2", licence_to=FACTS["licence_from"])
    with pytest.raises(AgencyThere):
        add(name="另一家")


def test_whoever_holds_no_licence_any_more_reports_nothing(agency, bureau):
    with clock.frozen_at(dt.date(2020, 12, 31)):
        report(agency, bureau, dt.date(2020, 12, 1))
    with clock.frozen_at(dt.date(2021, 1, 1)):
        with pytest.raises(LicenceRunOut):
            report(agency, bureau, dt.date(2020, 12, 1))
        with scope_of(bureau):
            actions.change_agency(agency.pk, FACTS | {"licence_to": dt.date(2024, 1, 1)}, actor=bureau)
        report(agency, bureau, dt.date(2020, 12, 1))


@pytest.mark.parametrize(
    ("period", "numbers", "refusal"),
    [
        (dt.date(2020, 7, 1), {}, MonthAhead),
        (dt.date(2017, 12, 1), {}, LicenceNotThen),
        (MAY, {"hired": 21}, MoreThanBefore),
        (MAY, {"stayed": 1}, TooEarlyToStay),
        (dt.date(2020, 2, 1), {"stayed": 9}, MoreThanBefore),
    ],
)
def test_numbers_that_cannot_be_are_refused(agency, bureau, period, numbers, refusal):
    with pytest.raises(refusal):
        report(agency, bureau, period, **numbers)
    with everywhere(reason="test"):
        assert not AgencyResult.objects.exists()


def test_the_newest_report_of_a_month_counts_and_the_older_one_stays(agency, bureau):
    report(agency, bureau, dt.date(2020, 2, 1), stayed=6)
    report(agency, bureau, hired=8)
    report(agency, bureau, hired=9)
    with scope_of(bureau):
        assert reads.sums_of([agency])[agency.pk] == reads.Sums(months=2, referred=40, hired=17, stayed=6)
        assert AgencyResult.objects.count() == 3


def test_a_month_not_reported_stands_on_the_list_of_work_until_it_is(agency, bureau):
    (entry,) = queue("results", bureau)
    assert (entry.count, entry.href) == (1, reverse("vacancies:results"))
    report(agency, bureau)
    assert not queue("results", bureau)


def test_nobody_owes_a_month_before_it_was_entered(bureau, county):
    with scope_of(bureau):
        actions.add_agency(FACTS, area=county.division, actor=bureau)
    assert not queue("results", bureau)


def test_licences_that_end_soon_or_ran_out_stand_on_the_list_of_work(add, bureau):
    add(licence_to=dt.date(2020, 7, 1))
    add(licence_no="2", licence_to=dt.date(2020, 6, 10))
    add(licence_no="3", licence_to=dt.date(2022, 1, 1))
    over, soon = queue("licences", bureau)
    assert (over.count, soon.count) == (1, 1)
    assert over.since == dt.date(2020, 6, 10)


def test_one_that_ended_is_changed_and_reported_no_more(agency, bureau):
    with scope_of(bureau):
        user, _password = actions.open_account(agency.pk, username="zhongjie", display_name="李四", actor=bureau)
        with pytest.raises(NoteNeeded):
            actions.end_agency(agency.pk, " ", actor=bureau)
        actions.end_agency(agency.pk, "搬走了", actor=bureau)
        with pytest.raises(AgencyEnded):
            actions.change_agency(agency.pk, FACTS, actor=bureau)
    with pytest.raises(AgencyEnded):
        report(agency, bureau)
    assert not User.objects.get(pk=user.pk).is_active


def test_its_own_user_reports_its_own_and_sees_nothing_else(agency, add, bureau, client_of):
    other = add(name="另一家公司", licence_no="2")
    with scope_of(bureau):
        user, _password = actions.open_account(agency.pk, username="zhongjie", display_name="李四", actor=bureau)
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    user.refresh_from_db()
    browser = client_of(user)
    shown = browser.get(reverse("vacancies:results")).content.decode()
    assert agency.name in shown
    assert other.name not in shown
    typed = {"period": "2020-05-01", "referred": "12", "hired": "5"}
    answer = browser.post(reverse("vacancies:report_agency", args=[agency.uuid]), typed)
    assert (answer.status_code, answer["Location"]) == (302, reverse("vacancies:results"))
    assert browser.post(reverse("vacancies:report_agency", args=[other.uuid]), typed).status_code == 404
    assert browser.get(reverse("vacancies:agencies")).status_code == 403
    own = actor_of(user)
    with scope_of(own.areas("vacancies.report_agency")), pytest.raises(Agency.DoesNotExist):
        actions.report_results(other.pk, MAY, referred=1, hired=1, actor=own)
    with everywhere(reason="test"):
        assert AgencyResult.objects.get().party == f"a{agency.pk}"


def test_a_township_sees_the_brokers_of_its_area_and_enters_none(bureau, county, township_clerk, client_of):
    with scope_of(bureau):
        here = actions.add_agency(FACTS | {"name": "新哨劳务"}, area=county.xinshao, actor=bureau)
        actions.add_agency(FACTS | {"name": "虹溪劳务", "licence_no": "2"}, area=county.hongxi, actor=bureau)
    shown = client_of("township_clerk").get(reverse("vacancies:agencies")).content.decode()
    assert "新哨劳务" in shown
    assert "虹溪劳务" not in shown
    with scope_of(township_clerk), pytest.raises(NotYourVerb):
        actions.change_agency(here.pk, FACTS, actor=township_clerk)


def test_the_bureau_enters_and_reports_by_its_forms(bureau_user, client_of, county):
    browser = client_of(bureau_user)
    typed = {"kind": "agency", "name": "样本公司", "area": county.key, "licence_no": "1", "phone": ""}
    refused = browser.post(reverse("vacancies:new_agency"), typed)
    assert refused.status_code == 422
    assert 'id="id_licence_to_error"' in refused.content.decode()
    answer = browser.post(reverse("vacancies:new_agency"), typed | {"licence_to": "2021-01-01"})
    with everywhere(reason="test"):
        made = Agency.objects.get()
    assert answer["Location"] == reverse("vacancies:agency", args=[made.uuid])
    assert "样本公司" in browser.get(answer["Location"]).content.decode()
    done = browser.post(
        reverse("vacancies:report_agency", args=[made.uuid]), {"period": "2020-06-01", "referred": "3", "hired": "1"}
    )
    assert done.status_code == 302
    for look in reads.LOOKS:
        assert browser.get(reverse("vacancies:agencies") + f"?look={look}").status_code == 200
    account = {"display_name": "李四", "username": "lisi"}
    said = browser.post(reverse("vacancies:agency_account", args=[made.uuid]), account).content.decode()
    assert "one-time-password" in said
    user = {"user": User.objects.get(username="lisi").pk}
    renewed = browser.post(reverse("vacancies:renew_agency_password", args=[made.uuid]), user).content.decode()
    assert "one-time-password" in renewed
    browser.post(reverse("vacancies:shut_agency_account", args=[made.uuid]), user | {"reason": "离职"})
    assert not User.objects.get(username="lisi").is_active
    other = {"user": bureau_user.pk, "reason": "离职"}
    assert browser.post(reverse("vacancies:shut_agency_account", args=[made.uuid]), other).status_code == 404
    browser.post(reverse("vacancies:end_agency", args=[made.uuid]), {"reason": "搬走了"})
    assert "搬走了" in browser.get(reverse("vacancies:agency", args=[made.uuid])).content.decode()


DAYS = st.dates(dt.date(2018, 10, 2), dt.date(2030, 1, 1))


@given(ends=DAYS, day=DAYS)
def test_a_licence_holds_up_to_the_day_before_its_end(ends, day):
    assert (validity(ends, day) is Validity.ENDED) == (ends <= day)


@given(day=DAYS)
def test_the_stay_of_a_month_is_known_once_its_last_day_is_three_months_past(day):
    month = month_before(day)
    assert months_on(month, 1) == day.replace(day=1)
    assert not is_stay_known(month, day)
    assert is_stay_known(months_on(month, -3), day)
