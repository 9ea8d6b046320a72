"""An employer's own user sees what is its own, and nothing else."""

from __future__ import annotations

import pytest

from gangqiao.accounts.models import Grant, User
from gangqiao.accounts.reads import actor_of
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.vacancies.actions import accounts
from gangqiao.vacancies.actions import employers_accounts as actions
from gangqiao.vacancies.actions.employers import close_employer
from gangqiao.vacancies.actions.employers_counting import count_employer, record_call
from gangqiao.vacancies.models import Employer, FoundCall, HeadCount, Vacancy
from gangqiao.vacancies.reads.employers import is_own_affair, own_of
from gangqiao.vacancies.refusals.accounts import NoSuchUser
from gangqiao.vacancies.refusals.employers import NotVerified
from gangqiao.vacancies.tests.made import make_employer, make_vacancy

pytestmark = pytest.mark.django_db


@pytest.fixture
def employer(county):
    return make_employer(county.xinshao)


@pytest.fixture
def account(employer, bureau):
    """The employer's first user with the one-time password."""
    make_vacancy(employer)
    with scope_of(bureau):
        record_call(employer.pk, {"pay": "no"}, words="晚发工资", actor=bureau)
        count_employer(employer.pk, {"headcount": 3}, actor=bureau)
        return actions.open_account(employer.pk, username="yunqiao", display_name="周海燕", actor=bureau)


def test_an_account_has_a_unit_a_post_and_a_password_that_works_once(account):
    user, password = account
    assert user.check_password(password)
    assert user.must_change_password
    assert list(Grant.objects.filter(user=user).values_list("role", "area")) == [("employer", None)]


def test_its_own_user_sees_its_own_and_not_what_workers_said(account, employer, county):
    make_vacancy(make_employer(county.xinshao))
    actor = actor_of(account[0])
    with scope_of(actor.areas("vacancies.view_employers")):
        assert own_of(actor) == [employer]
        assert Vacancy.objects.count() == HeadCount.objects.count() == 1
        assert not FoundCall.objects.exists()
        assert is_own_affair(actor, Employer.objects.get())


def test_its_own_user_records_its_figures_and_verifies_nothing(account, employer):
    actor = actor_of(account[0])
    with scope_of(actor.areas("vacancies.count_employer")):
        count_employer(employer.pk, {"headcount": 70}, actor=actor)
        with pytest.raises(NotYourVerb):
            record_call(employer.pk, {"pay": "yes"}, actor=actor)


def test_a_count_of_its_own_user_stays_with_whoever_keeps_it(account, employer, township_clerk):
    actor = actor_of(account[0])
    with scope_of(actor.areas("vacancies.count_employer")):
        count_employer(employer.pk, {"headcount": 70}, actor=actor)
    with scope_of(township_clerk):
        assert HeadCount.objects.count() == 2


def test_only_a_verified_employer_gets_an_account(county, bureau):
    listed = make_employer(county.xinshao, status="listed", verified_on=None)
    with scope_of(bureau), pytest.raises(NotVerified):
        actions.open_account(listed.pk, username="other", display_name="other", actor=bureau)
    assert not User.objects.filter(username="other").exists()


def test_a_township_gives_no_accounts(employer, township_clerk):
    with scope_of(township_clerk), pytest.raises(NotYourVerb):
        actions.open_account(employer.pk, username="other", display_name="other", actor=township_clerk)


def test_a_second_user_shares_the_unit(account, employer, bureau):
    with scope_of(bureau):
        other, _password = actions.open_account(employer.pk, username="second", display_name="李四", actor=bureau)
    assert other.unit == account[0].unit


def test_a_lost_password_is_renewed_and_a_user_shut_out(account, employer, bureau):
    user, first = account
    with scope_of(bureau):
        employer.refresh_from_db()
        _user, second = accounts.renew_password(employer, accounts.EMPLOYER, user.pk, actor=bureau)
        accounts.close_account(employer, accounts.EMPLOYER, user.pk, "离职", actor=bureau)
    user.refresh_from_db()
    assert not user.check_password(first)
    assert user.check_password(second)
    assert not user.is_active


def test_who_is_no_longer_there_signs_in_no_more(account, employer, bureau):
    with scope_of(bureau):
        close_employer(employer.pk, "搬走了", actor=bureau)
    assert not User.objects.get(pk=account[0].pk).is_active


def test_users_of_others_cannot_be_touched(account, county, bureau, officials):
    other = make_employer(county.xinshao)
    with scope_of(bureau):
        for user in (account[0], officials["township_clerk"]):
            with pytest.raises(NoSuchUser):
                accounts.renew_password(other, accounts.EMPLOYER, user.pk, actor=bureau)


def test_accounts_of_two_employers_do_not_see_each_other(account, county, bureau):
    other = make_employer(county.xinshao)
    with scope_of(bureau):
        user, _password = actions.open_account(other.pk, username="second", display_name="李四", actor=bureau)
    with scope_of(actor_of(user).areas("vacancies.view_employers")):
        assert [e.pk for e in Employer.objects.all()] == [other.pk]
    with everywhere(reason="test"):
        assert Employer.objects.count() == 2
