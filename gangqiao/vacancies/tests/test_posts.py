"""Vacancies from a draft to the last seat: what is asked, refused, verified, kept fresh and ended."""

from __future__ import annotations

import contextlib
from datetime import date, timedelta
from typing import Any

import pytest

from gangqiao.audit.models import Event
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock
from gangqiao.kernel.errors import Refusals
from gangqiao.kernel.lifecycle import NotAllowedNow
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.vacancies.actions import links, posts, posts_keeping, posts_seats
from gangqiao.vacancies.models import Confirmation, Vacancy
from gangqiao.vacancies.policy import limits
from gangqiao.vacancies.reads.postings import posting_of
from gangqiao.vacancies.refusals.posts import (
    ChangedMeanwhile,
    CountedAlready,
    EmployerGone,
    EnteredByYourself,
    HasEnded,
    LinkVoid,
    NotYet,
    OfficeOnly,
    TooManyHired,
)
from gangqiao.vacancies.states import Status
from gangqiao.vacancies.tests.made import make_employer, make_vacancy


@pytest.fixture
def employer(county: Any) -> Any:
    return make_employer(county.xinshao)


def typed(county: Any, **more: Any) -> dict[str, Any]:
    given = {
        "title": "缝纫工",
        "number": "3",
        "pay_form": "month",
        "pay_min": "3500",
        "place": county.xinshao.key,
        "valid_until": (clock.today() + timedelta(days=30)).isoformat(),
        "contact_phone": "13887300000",
    }
    return given | more


def fields_of(caught: Any) -> list[str]:
    return [refusal.field for refusal in caught.value.refusals]


@pytest.mark.requirement("R050")
def test_from_a_draft_to_the_public_page(county: Any, employer: Any, township_clerk: Any, city_officer: Any) -> None:
    with scope_of(township_clerk):
        vacancy = posts.draft(typed(county), employer=employer, actor=township_clerk)
        assert (vacancy.status, vacancy.occupation) == (Status.DRAFT, "6-05-01-03")
        posts.submit(vacancy.pk, actor=township_clerk)
        with pytest.raises(EnteredByYourself):
            posts_keeping.verify(vacancy.pk, actor=township_clerk)
    with scope_of(city_officer):
        posts_keeping.verify(vacancy.pk, actor=city_officer)
        assert posting_of(vacancy.uuid) is None
    with scope_of(township_clerk), pytest.raises(NotYourVerb):
        posts_keeping.publish(vacancy.pk, actor=township_clerk)
    with scope_of(city_officer):
        posts_keeping.publish(vacancy.pk, actor=city_officer)
    posting = posting_of(vacancy.uuid)
    assert posting is not None
    assert posting.confirmed_on == clock.today()
    verbs = (
        Event.objects.filter(subject=f"vacancies.vacancy:{vacancy.uuid}").order_by("seq").values_list("verb", flat=True)
    )
    assert list(verbs) == [f"vacancies.{v}" for v in ("draft", "submit", "verify", "publish")]


def test_every_missing_answer_is_told_at_once(county: Any, employer: Any, township_clerk: Any) -> None:
    with scope_of(township_clerk):
        vacancy = posts.draft({"title": "缝纫工"}, employer=employer, actor=township_clerk)
        with pytest.raises(Refusals) as caught:
            posts.submit(vacancy.pk, actor=township_clerk)
    assert fields_of(caught) == ["number", "pay_form", "place", "valid_until", "contact_phone", "pay_min"]


@pytest.mark.requirement("R118")
@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"sex_limit": "1"}, ["sex_limit"]),
        ({"sex_limit": "1", "limit_reason": "retirement"}, ["sex_limit"]),
        ({"sex_limit": "1", "limit_reason": "protected"}, ["limit_note"]),
        ({"age_max": "40"}, ["age_max"]),
        ({"age_max": "40", "limit_reason": "retirement"}, ["age_max"]),
        ({"ethnicity_limit": "01"}, ["ethnicity_limit"]),
        ({"age_min": "18", "limit_reason": "minor"}, []),
        ({"age_max": "55", "limit_reason": "retirement"}, []),
        ({"age_min": "16"}, []),
        ({"sex_limit": "2", "limit_reason": "care"}, []),
    ],
)
def test_a_limit_needs_its_legal_reason(
    county: Any, employer: Any, township_clerk: Any, given: dict[str, str], fields: list[str]
) -> None:
    with scope_of(township_clerk):
        if not fields:
            assert posts.enter(typed(county, **given), employer=employer, actor=township_clerk).status == "submitted"
            return
        with pytest.raises(Refusals) as caught:
            posts.enter(typed(county, **given), employer=employer, actor=township_clerk)
        assert not Vacancy.objects.exists()
    assert fields_of(caught) == fields


def test_a_child_is_never_wanted_whatever_the_reason() -> None:
    assert [
        fault.field for fault in limits.faults({"age_min": 14, "limit_reason": "certificate", "limit_note": "x"})
    ] == ["age_min"]


@pytest.mark.parametrize("key", ["title", "description", "skills", "limit_note"])
def test_money_asked_of_the_worker_is_refused_in_any_text(
    county: Any, employer: Any, township_clerk: Any, key: str
) -> None:
    with scope_of(township_clerk), pytest.raises(Refusals) as caught:
        posts.draft(typed(county, **{key: "入职交押金200元"}), employer=employer, actor=township_clerk)
    assert fields_of(caught) == [key]


def test_a_pasted_message_that_asks_for_money_is_refused(county: Any, employer: Any, township_clerk: Any) -> None:
    with scope_of(township_clerk), pytest.raises(Refusals):
        posts.draft(typed(county), employer=employer, actor=township_clerk, pasted="招缝纫工，交报名费100元")


def test_no_vacancy_of_a_barred_employer_is_taken(county: Any, township_clerk: Any) -> None:
    barred = make_employer(county.xinshao, status="barred")
    with scope_of(township_clerk), pytest.raises(EmployerGone):
        posts.draft(typed(county), employer=barred, actor=township_clerk)


@pytest.mark.parametrize("status", ["listed", "barred"])
def test_nothing_of_an_unverified_employer_is_published(county: Any, city_officer: Any, status: str) -> None:
    employer = make_employer(county.xinshao, status=status)
    vacancy = make_vacancy(employer, status="verified", published_at=None)
    with scope_of(city_officer), pytest.raises(NotYet):
        posts_keeping.publish(vacancy.pk, actor=city_officer)


def test_what_was_verified_is_changed_by_the_office_alone(county: Any, employer: Any) -> None:
    vacancy = make_vacancy(employer, party="e1")
    own = employer_actor()
    with scope_of(own.areas("vacancies.correct")):
        posts.correct(vacancy.pk, {"number": "12"}, actor=own)
        with pytest.raises(OfficeOnly):
            posts.correct(vacancy.pk, {"pay_min": "9000"}, actor=own)


def employer_actor() -> Any:
    from gangqiao.accounts.roles import ROLES
    from gangqiao.kernel.actor import Actor, Post, path_of_unit

    post = Post("employer", "e1", "", ROLES["employer"].verbs, keeps=path_of_unit("e1"))
    return Actor(user_id=99, name="employer", posts=(post,))


def test_an_employer_sees_and_ends_its_own_vacancies_only(county: Any, employer: Any) -> None:
    mine, other = make_vacancy(employer, party="e1"), make_vacancy(employer)
    own = employer_actor()
    with scope_of(own.areas("vacancies.view")):
        assert list(Vacancy.objects.all()) == [mine]
    with scope_of(own.areas("vacancies.fill")), pytest.raises(Vacancy.DoesNotExist):
        posts_seats.fill(other.pk, actor=own)


def test_two_who_correct_at_once_do_not_overwrite_each_other(employer: Any, township_clerk: Any) -> None:
    vacancy = make_vacancy(employer)
    with scope_of(township_clerk):
        posts.correct(vacancy.pk, {"number": "12"}, actor=township_clerk, revision=0)
        with pytest.raises(ChangedMeanwhile):
            posts.correct(vacancy.pk, {"number": "15"}, actor=township_clerk, revision=0)


@pytest.mark.requirement("R115")
def test_nobody_confirms_so_it_is_paused_and_one_tap_opens_it_again(employer: Any, township_clerk: Any) -> None:
    vacancy = make_vacancy(employer)
    with clock.frozen_at(clock.today() + timedelta(days=15)), everywhere(reason="test"):
        assert posting_of(vacancy.uuid) is None  # before the night's work has even begun
        assert posts_keeping.freshen() == {"vacancies.expire": 0, "vacancies.pause": 1}
        assert posts_keeping.freshen() == {"vacancies.expire": 0, "vacancies.pause": 0}
        posts_keeping.confirm(vacancy.pk, actor=township_clerk)
        posts_keeping.confirm(vacancy.pk, actor=township_clerk)
        assert posting_of(vacancy.uuid) is not None
        assert Confirmation.objects.count() == 1


def test_the_last_day_counts_and_then_it_expires(employer: Any, township_clerk: Any) -> None:
    vacancy = make_vacancy(employer, valid_until=clock.today())
    assert posting_of(vacancy.uuid) is not None
    with clock.frozen_at(clock.today() + timedelta(days=1)), everywhere(reason="test"):
        assert posting_of(vacancy.uuid) is None
        posts_keeping.freshen()
        vacancy.refresh_from_db()
        assert vacancy.status == Status.EXPIRED
        with pytest.raises(HasEnded):
            posts_keeping.confirm(vacancy.pk, actor=township_clerk)


@pytest.mark.requirement("R116")
def test_the_last_seat_fills_it_and_a_seat_that_is_free_again_opens_it(employer: Any, township_clerk: Any) -> None:
    vacancy = make_vacancy(employer, number=3)
    with scope_of(township_clerk):
        posts_seats.record_hires(vacancy.pk, 2, actor=township_clerk)
        with pytest.raises(TooManyHired):
            posts_seats.record_hires(vacancy.pk, 2, actor=township_clerk)
        posts_seats.record_hires(vacancy.pk, 1, actor=township_clerk)
        vacancy.refresh_from_db()
        assert (vacancy.status, vacancy.hired, vacancy.closed_reason) == (Status.FILLED, 3, "filled")
        assert posting_of(vacancy.uuid) is None
        with pytest.raises(CountedAlready):
            posts_seats.record_hires(vacancy.pk, -1, actor=township_clerk, before=2)
        posts_seats.record_hires(vacancy.pk, -1, actor=township_clerk, before=3)
        posting = posting_of(vacancy.uuid)
        assert posting is not None
        assert posting.open_seats == 1


def test_a_seat_free_again_after_two_weeks_waits_to_be_confirmed(employer: Any, township_clerk: Any) -> None:
    vacancy = make_vacancy(employer, number=1, hired=1, status="filled")
    with clock.frozen_at(clock.today() + timedelta(days=20)), scope_of(township_clerk):
        posts_seats.record_hires(vacancy.pk, -1, actor=township_clerk)
        vacancy.refresh_from_db()
        assert vacancy.status == Status.PAUSED


# --- links -----------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R115")
def test_a_link_confirms_counts_and_closes_without_an_account(employer: Any) -> None:
    vacancy = make_vacancy(employer, confirmed_on=clock.today() - timedelta(days=12))
    token = links.token_of(vacancy)
    assert len(token) <= 48
    links.confirm_by_link(token)
    links.hired_by_link(token, 4, before=0)
    with pytest.raises(CountedAlready):
        links.hired_by_link(token, 4, before=0)
    posting = posting_of(vacancy.uuid)
    assert posting is not None
    assert (posting.open_seats, posting.confirmed_on) == (6, clock.today())
    links.close_by_link(token)
    assert posting_of(vacancy.uuid) is None
    with pytest.raises(LinkVoid):
        links.confirm_by_link(token)


def test_a_link_is_void_when_it_is_old_changed_forged_or_about_something_corrected(
    employer: Any, township_clerk: Any
) -> None:
    vacancy = make_vacancy(employer)
    token = links.token_of(vacancy)
    for wrong in ("", "x", token[:-1], token[:10] + "AAAA" + token[14:], token + "A" * 9, "a" * 500, "\u4e2d"):
        with pytest.raises(LinkVoid):
            links.confirm_by_link(wrong)
    with clock.frozen_at(clock.today() + timedelta(days=8)), pytest.raises(LinkVoid):
        links.confirm_by_link(token)
    with scope_of(township_clerk):
        posts.correct(vacancy.pk, {"number": "12"}, actor=township_clerk)
    with pytest.raises(LinkVoid):
        links.confirm_by_link(token)


def test_who_is_due_is_asked_once_by_sms(employer: Any, settings: Any) -> None:
    from gangqiao.messaging.models import Message

    settings.ADDRESS = "https://jobs.example"
    for days, phone in ((9, "13887300000"), (10, "13887300001"), (12, ""), (13, "0873-6120001")):
        make_vacancy(employer, confirmed_on=clock.today() - timedelta(days=days), contact_phone=phone or None)
    with everywhere(reason="test"):
        assert links.ask_the_due() == 1
        links.ask_the_due()
        assert [m.phone for m in Message.objects.all()] == ["13887300001"]


# --- the calendar ----------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R116")
def test_on_no_day_of_a_year_is_anything_shown_that_nobody_vouches_for(county: Any, city_officer: Any) -> None:
    """Vacancies of every kind through sixty nights, with the night's work done on some days only."""
    start = date(2026, 1, 20)
    with clock.frozen_at(start), everywhere(reason="test"):
        employer = make_employer(county.xinshao)
        rows = [
            make_vacancy(employer, confirmed_on=start - timedelta(days=ago), valid_until=start + timedelta(days=left))
            for ago in (0, 5, 13)
            for left in (0, 3, 29, 58)
        ]
    for after in range(60):
        day = start + timedelta(days=after)
        with clock.frozen_at(day), everywhere(reason="test"):
            if after % 3 == 0:
                posts_keeping.freshen()
            if after % 10 == 0:
                for row in rows[::2]:
                    with contextlib.suppress(HasEnded, NotYet):
                        posts_keeping.confirm(row.pk, actor=city_officer)
            for row in rows:
                row.refresh_from_db()
                shown = posting_of(row.uuid)
                if shown is not None:
                    assert shown.confirmed_on >= day - timedelta(days=14)
                    assert shown.valid_until >= day
                    assert row.status == Status.PUBLISHED


def test_only_the_arrows_of_the_diagram_are_taken(employer: Any, city_officer: Any) -> None:
    vacancy = make_vacancy(employer, status="withdrawn")
    with scope_of(city_officer), pytest.raises(NotAllowedNow):
        posts_keeping.publish(vacancy.pk, actor=city_officer)
