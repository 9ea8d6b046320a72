"""Sessions end by themselves, and at once when their user changes."""

from __future__ import annotations

import time

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from gangqiao.accounts import actions, sessions
from gangqiao.accounts.models import User
from gangqiao.accounts.sign_in import DEVICE_COOKIE
from gangqiao.accounts.tests.conftest import PASSWORD, stale


def is_in(browser: Client) -> bool:
    return browser.get("/me/").status_code == 200


def age(browser: Client, **seconds: float) -> None:
    session = browser.session
    for key, by in seconds.items():
        session[key] = time.time() - by
    session.save()


def test_a_session_ends_after_thirty_idle_minutes(signed_in, clerk):
    browser = signed_in(clerk)
    age(browser, seen_at=29 * 60)
    assert is_in(browser)
    age(browser, seen_at=30 * 60)
    assert not is_in(browser)


def test_use_keeps_a_session_open_but_not_beyond_twelve_hours(signed_in, clerk):
    browser = signed_in(clerk)
    age(browser, seen_at=1000)
    assert is_in(browser)
    assert browser.session["seen_at"] > time.time() - 5
    age(browser, begun_at=12 * 3600 - 60)
    assert is_in(browser)
    age(browser, begun_at=12 * 3600)
    assert not is_in(browser)


def test_a_clock_set_back_does_not_prolong_a_session(signed_in, clerk):
    browser = signed_in(clerk)
    age(browser, seen_at=-3600)
    assert not is_in(browser)


def test_disabling_ends_every_session_at_once(signed_in, clerk, by):
    desk, phone = signed_in(clerk), signed_in(clerk)
    assert is_in(desk)
    assert is_in(phone)
    actions.disable_user(clerk.pk, actor=by.system)
    for browser in (desk, phone):
        assert browser.get("/me/", headers={"accept": "application/json"}).status_code == 401
    assert not UserSession.objects.filter(user=clerk).exists()


@pytest.mark.parametrize("act", ["reset_password", "reset_second_factor", "end_sessions"])
def test_a_reset_ends_every_session_at_once(signed_in, clerk, by, act):
    browser = signed_in(clerk)
    actor = by.system if act == "reset_password" else by.security
    getattr(actions, act)(clerk.pk, actor=actor)
    assert not is_in(browser)


def test_taking_a_post_away_ends_every_session_at_once(signed_in, clerk, by):
    browser = signed_in(clerk)
    actions.end_grant(clerk.grants.get().pk, actor=by.security)
    assert not is_in(browser)


def test_the_epoch_alone_voids_a_session_whose_row_survived(signed_in, clerk):
    browser = signed_in(clerk)
    User.objects.filter(pk=clerk.pk).update(session_epoch=clerk.session_epoch + 1)
    assert not is_in(browser)


def test_a_new_post_acts_on_the_next_request_with_a_new_session_key(signed_in, make_user, tree, by):
    user = make_user("new")
    browser = signed_in(user)
    is_in(browser)
    key = browser.session.session_key
    actions.grant(user.pk, role="auditor", area=tree.mile, actor=by.security)
    assert browser.get("/users/").status_code == 200
    assert browser.session.session_key != key
    assert UserSession.objects.get(user=user).session_key == browser.session.session_key


def test_changing_the_password_ends_the_other_sessions_and_keeps_this_one(signed_in, clerk):
    this, other = signed_in(clerk), signed_in(clerk)
    own = "three-green-tea-houses"
    this.post("/me/password/", {"oldpassword": PASSWORD, "password1": own, "password2": own})
    assert is_in(this)
    assert not is_in(other)


def test_a_user_sees_and_ends_the_own_devices(signed_in, clerk):
    this, other = signed_in(clerk), signed_in(clerk)
    page = this.get("/me/devices/").content.decode()
    assert page.count("<tr>") == 3
    this.post("/me/devices/")
    assert is_in(this)
    assert not is_in(other)


def test_signing_out_ends_the_session(signed_in, clerk):
    browser = signed_in(clerk)
    cookies = browser.cookies.copy()
    browser.post("/sign-out/")
    browser.cookies = cookies
    assert not is_in(browser)


def test_a_session_copied_from_before_this_rule_is_void(client, clerk, without_second_factor):
    client.force_login(clerk, backend="gangqiao.accounts.sign_in.OwnBackend")
    session = client.session
    del session[sessions.BEGUN]
    session.save()
    assert not is_in(client)


def test_cookies_are_closed_to_scripts_and_other_sites(signed_in, clerk, settings):
    browser = signed_in(clerk)
    names = (settings.SESSION_COOKIE_NAME, DEVICE_COOKIE)
    for name in names:
        cookie = browser.cookies[name]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert bool(cookie["secure"]) is settings.SESSION_COOKIE_SECURE


def test_cookies_are_secure_outside_of_demonstration_and_development():
    """Read in a process of its own: settings are fixed once they are loaded."""
    import os
    import subprocess
    import sys

    ask = (
        "from gangqiao.config import settings as s;"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_NAME, s.REQUIRE_SECOND_FACTOR)"
    )
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GANGQIAO_")} | {
        "GANGQIAO_REQUIRE_SECOND_FACTOR": "0"
    }
    for extra, said in (({}, "True True __Host-gangqiao True"), ({"GANGQIAO_DEMO": "1"}, "False False gangqiao False")):
        told = subprocess.run([sys.executable, "-c", ask], env=kept | extra, capture_output=True, text=True, check=True)
        assert told.stdout.strip() == said


def test_a_confirmation_is_fresh_for_five_minutes(signed_in, sysadmin):
    browser = signed_in(sysadmin)
    assert browser.get("/users/new/").status_code == 200
    stale(browser, 299)
    assert browser.get("/users/new/").status_code == 200
    stale(browser, 301)
    assert browser.get("/users/new/").headers["Location"] == "/me/confirm/?next=%2Fusers%2Fnew%2F"
