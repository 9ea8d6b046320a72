"""Employers are listed by whoever meets them, kept by one office, verified with evidence, barred and closed."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from gangqiao.audit.models import Event
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock
from gangqiao.kernel.errors import Refusals
from gangqiao.kernel.files import FileGone, open_kept
from gangqiao.kernel.identifiers import make_credit_code
from gangqiao.kernel.lifecycle import NotAllowedNow, NoteNeeded
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.vacancies.actions import employers as actions
from gangqiao.vacancies.models import Employer, HeadCount, Vacancy
from gangqiao.vacancies.reads import employers as reads
from gangqiao.vacancies.refusals.employers import (
    ArrearsOpen,
    CodeMissing,
    KeptByAnother,
    ListedAlready,
    NotAnEvidence,
    VerifiedFact,
)
from gangqiao.vacancies.states import EmployerStatus
from gangqiao.vacancies.tests.made import make_employer, make_vacancy

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 a licence"


def typed(place: Any, **more: Any) -> dict[str, Any]:
    return {"name": "样本制衣厂", "kind": "enterprise", "place": place} | more


@pytest.mark.requirement("R045", "R046", "R047")
@pytest.mark.parametrize("kind", ["enterprise", "agriculture", "workshop"])
def test_every_kind_of_the_plan_can_be_listed(county, township_clerk, kind):
    with scope_of(township_clerk):
        employer = actions.list_employer(typed(county.villages[0], kind=kind), actor=township_clerk)
    assert (employer.kind, employer.status) == (kind, EmployerStatus.LISTED)


def test_the_township_in_which_it_works_keeps_it_whoever_lists_it(county, township_clerk, city_officer, bureau):
    for actor in (township_clerk, city_officer, bureau):
        with scope_of(actor):
            employer = actions.list_employer(typed(county.villages[0]), actor=actor)
        assert (employer.area_id, employer.unit) == (county.xinshao.key, "")


def test_a_department_keeps_its_own_wherever_it_works(county, water, housing):
    with scope_of(water.areas("vacancies.list_employer")):
        employer = actions.list_employer(typed(county.villages[0], kind="project"), actor=water)
        assert (employer.area_id, employer.unit) == (county.key, "water")
        assert list(Employer.objects.all()) == [employer]
    with scope_of(housing.areas("vacancies.view_employers")):
        assert not Employer.objects.exists()


def test_a_township_lists_nobody_in_another(county, township_clerk):
    with scope_of(township_clerk), pytest.raises(KeptByAnother, match="虹溪镇"):
        actions.list_employer(typed(county.hongxi), actor=township_clerk)


def test_the_bureau_keeps_who_works_outside_the_county(county, bureau):
    outside = county.division.parent
    with scope_of(bureau):
        employer = actions.list_employer(typed(outside), actor=bureau)
    assert employer.area_id == county.key


def test_a_township_keeps_the_employer_outside_that_it_met(county, township_clerk):
    with scope_of(township_clerk):
        employer = actions.list_employer(typed(county.division.parent), actor=township_clerk)
    assert employer.area_id == county.xinshao.key


def test_a_credit_code_is_listed_once_whoever_keeps_it(county, township_clerk, stranger):
    code = make_credit_code(77)
    with scope_of(township_clerk):
        actions.list_employer(typed(county.xinshao, credit_code=code), actor=township_clerk)
    with scope_of(stranger), pytest.raises(ListedAlready, match="新哨镇"):
        actions.list_employer(typed(county.hongxi, credit_code=code), actor=stranger)


def test_a_village_officer_lists_nobody(county, village_officer):
    with scope_of(village_officer), pytest.raises(NotYourVerb):
        actions.list_employer(typed(county.villages[0]), actor=village_officer)


def test_every_fault_of_the_form_is_told(county, township_clerk):
    with scope_of(township_clerk), pytest.raises(Refusals) as told:
        actions.list_employer({"name": "", "kind": "shop", "place": "nowhere"}, actor=township_clerk)
    assert {r.field for r in told.value.refusals} == {"name", "kind", "place"}


@pytest.mark.requirement("R048", "R049")
def test_figures_given_at_once_are_the_first_count(county, township_clerk):
    figures = {"headcount": 120, "wanted": 20, "wanted_trades": "缝纫工", "poor_employed": 8}
    with scope_of(township_clerk):
        employer = actions.list_employer(typed(county.xinshao, **figures), actor=township_clerk)
        count = HeadCount.objects.get(employer=employer)
    assert (count.headcount, count.wanted, count.trades, count.poor_employed) == (120, 20, "缝纫工", 8)
    assert employer.wanted == 20


def test_verifying_keeps_who_how_and_the_scan(county, township_clerk):
    employer = make_employer(county.xinshao, status="listed", verified_on=None)
    with scope_of(township_clerk):
        found = actions.verify_employer(employer.pk, "licence", content=PDF, actor=township_clerk)
    assert (found.status, found.evidence) == (EmployerStatus.VERIFIED, "licence")
    assert found.verified_by == township_clerk.name
    assert open_kept(found.evidence_file) == PDF


def test_a_scan_of_a_refused_verification_is_not_kept(county, township_clerk, monkeypatch):
    employer = make_employer(county.xinshao, status="listed", verified_on=None, credit_code="")
    kept: list[str] = []
    real = actions.keep
    monkeypatch.setattr(actions, "keep", lambda content: kept.append(real(content)) or kept[-1])
    with scope_of(township_clerk), pytest.raises(CodeMissing):
        actions.verify_employer(employer.pk, "licence", content=PDF, actor=township_clerk)
    with pytest.raises(FileGone):
        open_kept(kept[0])


def test_only_pictures_and_pdf_are_evidence(county, township_clerk):
    employer = make_employer(county.xinshao, status="listed", verified_on=None)
    with scope_of(township_clerk), pytest.raises(NotAnEvidence):
        actions.verify_employer(employer.pk, "site", content=b"MZ a program", actor=township_clerk)


def test_nobody_is_sent_where_wages_are_owed(county, township_clerk):
    employer = make_employer(county.xinshao, status="listed", verified_on=None, arrears="open")
    with scope_of(township_clerk), pytest.raises(ArrearsOpen):
        actions.verify_employer(employer.pk, "site", actor=township_clerk)


def test_a_department_does_not_verify_what_it_keeps(county, water):
    employer = make_employer(county.division, unit="water", status="listed", verified_on=None)
    with scope_of(water.areas("vacancies.view_employers")), pytest.raises(NotYourVerb):
        actions.verify_employer(employer.pk, "site", actor=water)


def test_a_department_does_not_rename_what_was_verified(county, water):
    employer = make_employer(county.division, unit="water")
    with scope_of(water.areas("vacancies.correct_employer")):
        actions.correct_employer(employer.pk, {"address": "温泉路1号"}, actor=water)
        with pytest.raises(VerifiedFact):
            actions.correct_employer(employer.pk, {"name": "另一个厂"}, actor=water)


def test_barring_and_closing_need_a_reason(county, township_clerk):
    employer = make_employer(county.xinshao)
    with scope_of(township_clerk):
        for act in (actions.bar_employer, actions.close_employer):
            with pytest.raises(NoteNeeded):
                act(employer.pk, " ", actor=township_clerk)
        barred = actions.bar_employer(employer.pk, "向求职者收费", actor=township_clerk)
        assert (barred.status, barred.verified_on) == (EmployerStatus.BARRED, None)
        assert [e.reason for e in reads.history(barred)] == ["向求职者收费"]


def test_a_reopened_employer_is_verified_anew(county, township_clerk):
    employer = make_employer(county.xinshao)
    with scope_of(township_clerk):
        actions.close_employer(employer.pk, "搬走了", actor=township_clerk)
        found = actions.reopen_employer(employer.pk, actor=township_clerk)
        assert (found.status, found.verified_on) == (EmployerStatus.LISTED, None)


def test_a_code_that_went_to_a_new_record_is_not_reopened_beside_it(county, township_clerk):
    code = make_credit_code(78)
    first = make_employer(county.xinshao, credit_code=code)
    with scope_of(township_clerk):
        actions.close_employer(first.pk, "搬走了", actor=township_clerk)
        actions.list_employer(typed(county.xinshao, credit_code=code), actor=township_clerk)
        with pytest.raises(ListedAlready):
            actions.reopen_employer(first.pk, actor=township_clerk)
        assert Employer.objects.get(pk=first.pk).status == EmployerStatus.CLOSED


@pytest.mark.parametrize("state", EmployerStatus)
@pytest.mark.parametrize("arrow", list(Employer.LIFE_CYCLE), ids=lambda s: s.verb)
def test_only_the_arrows_of_the_diagram_can_be_taken(state, arrow):
    if state in arrow.sources:
        assert Employer.LIFE_CYCLE.check(arrow.verb, state, note="because") is arrow
    else:
        with pytest.raises(NotAllowedNow):
            Employer.LIFE_CYCLE.check(arrow.verb, state, note="because")


def test_an_employer_of_another_township_does_not_exist(county, stranger):
    employer = make_employer(county.xinshao)
    with scope_of(stranger), pytest.raises(Employer.DoesNotExist):
        actions.bar_employer(employer.pk, "why", actor=stranger)


def test_every_act_stands_in_the_log(county, township_clerk):
    with scope_of(township_clerk):
        employer = actions.list_employer(typed(county.xinshao), actor=township_clerk)
        actions.correct_employer(employer.pk, {"address": "温泉路1号"}, actor=township_clerk)
    found = list(Event.objects.filter(verb__startswith="vacancies.").order_by("seq").values_list("verb", "fields"))
    assert found == [("vacancies.list_employer", []), ("vacancies.correct_employer", ["address"])]


def test_the_list_pages_by_key_and_loses_nobody(county, township_clerk, monkeypatch):
    monkeypatch.setattr(reads, "ROWS", 3)
    made = {make_employer(county.xinshao).pk for _n in range(7)}
    seen: list[int] = []
    after = None
    with scope_of(township_clerk):
        while True:
            page = reads.page_of(reads.Asked(), after)
            seen += [row.pk for row in page.rows]
            if page.after is None:
                break
            after = page.after
    assert len(seen) == len(set(seen))
    assert set(seen) == made


@pytest.mark.parametrize("look", list(reads.LOOKS))
def test_each_look_at_the_list_finds_its_own(county, township_clerk, look):
    fits = {
        "to_verify": {"status": "listed", "verified_on": None},
        "wanting": {"wanted": 5},
        "old_count": {"counted_on": None},
        "poor_score": {"kept_share": 30},
        "with_account": {"party": "e1"},
    }
    from gangqiao.kernel import clock

    own = make_employer(county.xinshao, **({"counted_on": clock.today()} | fits[look]))
    make_employer(county.xinshao, counted_on=clock.today())
    with scope_of(township_clerk):
        assert list(reads.filtered(reads.Asked(look=look))) == [own]


def test_a_closed_employer_is_found_by_its_name_only(county, township_clerk):
    with everywhere(reason="test data"):
        make_employer(county.xinshao, name="老厂", status="closed")
    with scope_of(township_clerk):
        assert reads.page_of(reads.Asked()).count == 0
        assert reads.page_of(reads.Asked(text="老")).count == 1
        assert reads.find_employers("老厂") == []


def test_barring_leaves_no_vacancy_open_and_verifying_again_opens_none(county, township_clerk):
    employer = make_employer(county.xinshao)
    states = ("draft", "submitted", "verified", "published", "paused_stale", "filled", "expired")
    made = {state: make_vacancy(employer, status=state) for state in states}
    other = make_vacancy(make_employer(county.xinshao))
    with scope_of(township_clerk):
        actions.bar_employer(employer.pk, "向求职者收费", actor=township_clerk)
        found = {row.pk: row for row in Vacancy.objects.all()}
        for state, vacancy in made.items():
            row = found[vacancy.pk]
            if state in ("filled", "expired"):
                assert row.status == state
            else:
                assert (row.status, row.closed_reason, row.closed_on) == ("withdrawn", "barred", clock.today())
        assert found[other.pk].status == "published"
        actions.verify_employer(employer.pk, "site", actor=township_clerk)
        assert not Vacancy.objects.filter(employer=employer, status__in=("published", "paused_stale")).exists()
    told = Event.objects.filter(verb="vacancies.withdraw")
    assert {event.reason for event in told} == {"向求职者收费"}
    assert told.count() == 5


def test_the_vacancies_of_an_employer_that_is_gone_end_with_it(county, township_clerk):
    vacancy = make_vacancy(make_employer(county.xinshao))
    with scope_of(township_clerk):
        actions.close_employer(vacancy.employer_id, "已搬走", actor=township_clerk)
        row = Vacancy.objects.get()
    assert (row.status, row.closed_reason) == ("withdrawn", "gone")


def test_the_page_says_how_many_vacancies_a_bar_withdraws(county, client_of):
    employer = make_employer(county.xinshao)
    make_vacancy(employer)
    make_vacancy(employer, status="paused_stale")
    make_vacancy(employer, status="filled")
    page = client_of("township_clerk").get(reverse("vacancies:employer", args=[employer.uuid]))
    assert page.context["many_live"] == 2
