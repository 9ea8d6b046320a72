"""The table of roles: every verb in it exists, and every verb is in it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gangqiao.accounts.models import ADMINISTRATOR_ROLES, Grant
from gangqiao.accounts.reads import actor_of
from gangqiao.accounts.roles import ROLES, ScopeKind
from gangqiao.kernel.actor import Level
from gangqiao.kernel.verbs import all_verbs


@pytest.mark.requirement("D14")
def test_every_verb_of_a_role_is_declared():
    named = set().union(*(role.verbs for role in ROLES.values()))
    assert named <= set(all_verbs()), sorted(named - set(all_verbs()))


@pytest.mark.requirement("D14")
def test_every_declared_verb_is_given_to_a_role():
    given = set().union(*(role.verbs for role in ROLES.values()))
    assert set(all_verbs()) <= given, sorted(set(all_verbs()) - given)


def test_administrators_hold_no_verb_on_people_and_share_none_that_changes_anything():
    kinds = [ROLES[key].verbs for key in ADMINISTRATOR_ROLES]
    assert not any(verb.startswith(("people.", "ledgers.")) for verbs in kinds for verb in verbs)
    for i, verbs in enumerate(kinds):
        for others in kinds[i + 1 :]:
            assert all(all_verbs()[verb].reads for verb in verbs & others)


def test_a_role_without_area_reads_no_people():
    assert not any(v.startswith("people.") for r in ROLES.values() if r.scope is ScopeKind.NONE for v in r.verbs)


def test_the_leader_of_headquarters_reads_no_full_name():
    assert ROLES["headquarters_leader"].level < Level.PERSONAL
    assert not ROLES["headquarters_leader"].reveal


def test_the_auditor_changes_nothing():
    assert all(all_verbs()[verb].reads or verb == "ledgers.choose_columns" for verb in ROLES["auditor"].verbs)


def test_posts_hold_from_their_first_day_until_before_their_end(make_user, tree, django_assert_num_queries):
    user = make_user("clerk")
    begins, ends = date(2020, 3, 1), date(2020, 4, 1)
    Grant.objects.create(user=user, role="township_clerk", area=tree.xinshao, valid_from=begins, valid_to=ends)
    for day, holds in ((begins - timedelta(1), False), (begins, True), (ends - timedelta(1), True), (ends, False)):
        with django_assert_num_queries(1):
            actor = actor_of(user, on=day)
        assert actor.areas("people.view") == ((tree.xinshao.key,) if holds else ())


def test_a_disabled_user_acts_as_nobody(clerk):
    clerk.is_active = False
    assert actor_of(clerk).posts == ()


@pytest.mark.parametrize(
    ("roles", "acts_as"),
    [
        (("system_admin", "township_clerk"), ("system_admin",)),
        (("system_admin", "security_admin"), ()),
    ],
)
def test_posts_that_came_past_the_rules_do_not_add_up(make_user, tree, roles, acts_as):
    user = make_user("busy")
    for role in roles:
        # With an end, so that the database's own rule on open posts does not speak first.
        area = tree.xinshao if role == "township_clerk" else None
        Grant.objects.create(user=user, role=role, area=area, valid_from="2020-01-01", valid_to="2999-01-01")
    assert actor_of(user).roles == acts_as


def test_a_role_that_no_longer_exists_gives_nothing(make_user):
    user = make_user("clerk")
    Grant.objects.create(user=user, role="gone", valid_from="2020-01-01")
    assert actor_of(user).posts == ()
