"""Giving and ending posts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from gangqiao.accounts import actions, refusals
from gangqiao.accounts.models import ADMINISTRATOR_ROLES, Grant, User
from gangqiao.accounts.reads import actor_of
from gangqiao.audit.models import Event
from gangqiao.kernel import clock

TOMORROW = timedelta(days=1)


@pytest.mark.requirement("D14")
def test_a_post_acts_from_its_grant_until_its_end(by, make_user, tree):
    user = make_user("village")
    given = actions.grant(user.pk, role="village_officer", area=tree.bulong, reason="letter 3", actor=by.security)
    assert actor_of(user).may("people.view", tree.bulong.key)
    actions.end_grant(given.pk, actor=by.security, reason="left")
    assert actor_of(user).posts == ()
    assert list(Event.objects.order_by("seq").values_list("verb", flat=True)) == [
        "accounts.grant",
        "accounts.end_grant",
    ]


def test_nobody_gives_himself_a_post_even_by_raw_database_access(by, secadmin, tree):
    with pytest.raises(refusals.OwnAccount):
        actions.grant(secadmin.pk, role="township_clerk", area=tree.xinshao, actor=by.security)
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(
            user=secadmin, role="auditor", area=tree.mile, valid_from="2020-01-01", granted_by=secadmin
        )


@pytest.mark.parametrize("who", ["system", "audit"])
def test_only_the_security_administrator_gives_posts(by, make_user, tree, who):
    user = make_user("village")
    with pytest.raises(refusals.NoPost):
        actions.grant(user.pk, role="village_officer", area=tree.bulong, actor=getattr(by, who))


@pytest.mark.parametrize("who", ["security", "audit"])
def test_only_the_system_administrator_adds_users(by, unit, who):
    with pytest.raises(refusals.NoPost):
        actions.create_user(username="new", display_name="New", unit=unit, actor=getattr(by, who))


@pytest.mark.parametrize("second", ADMINISTRATOR_ROLES)
@pytest.mark.parametrize("first", ADMINISTRATOR_ROLES)
def test_nobody_holds_two_administrators_posts(by, make_user, first, second):
    user = make_user("busy", (first, None))
    with pytest.raises((refusals.AdministratorsAreSeparate, refusals.PostHeldAlready)):
        actions.grant(user.pk, role=second, actor=by.security)
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(user=user, role=second, valid_from="2020-01-01")


def test_an_administrator_holds_no_post_on_people_in_either_order(by, make_user, tree, clerk):
    admin = make_user("second", ("system_admin", None))
    with pytest.raises(refusals.AdministratorsAreSeparate):
        actions.grant(admin.pk, role="township_clerk", area=tree.xinshao, actor=by.security)
    with pytest.raises(refusals.AdministratorsAreSeparate):
        actions.grant(clerk.pk, role="system_admin", actor=by.security)


def test_a_clerk_may_become_administrator_after_the_last_day_of_the_old_post(by, make_user, tree):
    user = make_user("mover")
    ends = clock.today() + timedelta(days=30)
    actions.grant(user.pk, role="township_clerk", area=tree.xinshao, valid_to=ends, actor=by.security)
    with pytest.raises(refusals.AdministratorsAreSeparate):
        actions.grant(user.pk, role="audit_admin", valid_from=ends - TOMORROW, actor=by.security)
    actions.grant(user.pk, role="audit_admin", valid_from=ends, actor=by.security)


@pytest.mark.parametrize(
    ("role", "place"),
    [
        ("village_officer", "xinshao"),
        ("village_officer", None),
        ("township_clerk", "mile"),
        ("headquarters_office", "xinshao"),
        ("department_liaison", "mile"),
        ("system_admin", "mile"),
    ],
)
def test_the_area_must_fit_the_role(by, make_user, tree, role, place):
    user = make_user("new")
    with pytest.raises(refusals.WrongArea):
        actions.grant(user.pk, role=role, area=getattr(tree, place) if place else None, actor=by.security)
    assert not Grant.objects.filter(user=user).exists()


def test_the_same_post_is_not_given_twice_at_a_time(by, clerk, tree):
    with pytest.raises(refusals.PostHeldAlready):
        actions.grant(clerk.pk, role="township_clerk", area=tree.xinshao, actor=by.security)
    actions.grant(clerk.pk, role="township_clerk", area=tree.hongxi, actor=by.security)
    assert actor_of(clerk).areas("people.view") == (tree.xinshao.key, tree.hongxi.key)


def test_a_period_must_have_a_day_left(by, make_user, tree):
    user, today = make_user("new"), clock.today()
    for begins, ends in ((today, today), (today - 2 * TOMORROW, today), (today, today - TOMORROW)):
        with pytest.raises(refusals.WrongPeriod):
            actions.grant(
                user.pk, role="village_officer", area=tree.bulong, valid_from=begins, valid_to=ends, actor=by.security
            )


def test_the_last_administrator_of_a_kind_stays(by, sysadmin, auditadmin):
    with pytest.raises(refusals.LastAdministrator):
        actions.end_grant(sysadmin.grants.get().pk, actor=by.security)
    with pytest.raises(refusals.LastAdministrator):
        actions.disable_user(auditadmin.pk, actor=by.system)
    assert User.objects.get(pk=auditadmin.pk).is_active


def test_a_post_that_has_ended_is_not_ended_again(by, clerk):
    given = clerk.grants.get()
    actions.end_grant(given.pk, actor=by.security)
    with pytest.raises(refusals.PostHasEnded):
        actions.end_grant(given.pk, actor=by.security)
    assert Event.objects.filter(verb="accounts.end_grant").count() == 1


def test_no_one_administrator_alone_can_take_an_account_over(by, clerk):
    """The password is one's work, the second factor another's, and neither does both."""
    for actor in (by.system, by.security, by.audit):
        assert not (actor.may("accounts.reset_password") and actor.may("accounts.reset_second_factor"))
        assert not (actor.may("accounts.create_user") and actor.may("accounts.grant"))
