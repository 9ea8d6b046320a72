"""Signing in: one answer for all who fail, lock-out only for the one who guesses, a second factor for officials."""

from __future__ import annotations

import re
import statistics
import time
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone

from gangqiao.accounts.models import User
from gangqiao.accounts.sign_in import DEVICE_COOKIE
from gangqiao.accounts.tests.conftest import PASSWORD, code_of, give_second_factor
from gangqiao.audit.models import Event


def body_of(answer) -> bytes:
    """The page without what differs for each visitor: the token, and the user name typed."""
    page = re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", answer.content)
    return re.sub(rb'name="login" value="[^"]*"', b"", page)


@pytest.mark.django_db
def test_unknown_wrong_and_disabled_answer_alike(sign_in, clerk, make_user):
    make_user("gone", is_active=False)
    outdated = timezone.now() - timedelta(minutes=1)
    make_user("late", must_change_password=True, one_time_until=outdated)
    answers = [
        sign_in("nobody", "wrong-wrong-wrong").answer,
        sign_in("nobody").answer,
        sign_in("clerk", "wrong-wrong-wrong").answer,
        sign_in("gone").answer,
        sign_in("gone", "wrong-wrong-wrong").answer,
        sign_in("late").answer,
    ]
    assert {a.status_code for a in answers} == {200}
    assert len({body_of(a).replace(b"nobody", b"").replace(b"clerk", b"") for a in answers}) == 1
    assert len({tuple(sorted(a.headers)) for a in answers}) == 1


@pytest.mark.django_db
@pytest.mark.slow
def test_unknown_wrong_and_disabled_take_the_same_time(settings, rf, make_user):
    """Median of the time to refuse; one hash each, so nothing but noise differs."""
    from gangqiao.accounts.sign_in import OwnBackend

    settings.PASSWORD_HASHERS = ["gangqiao.accounts.hashers.BoundedPBKDF2Hasher"]
    make_user("clerk")
    make_user("gone", is_active=False)
    tries = (("nobody", "wrong"), ("clerk", "wrong"), ("gone", PASSWORD))
    took: dict[str, list[float]] = {name: [] for name, _ in tries}
    for _ in range(5):
        for name, password in tries:
            begun = time.process_time()
            assert OwnBackend().authenticate(rf.post("/"), username=name, password=password) is None
            took[name].append(time.process_time() - begun)
    medians = [statistics.median(times) for times in took.values()]
    assert max(medians) < 1.5 * min(medians), medians


@pytest.mark.django_db
def test_the_name_may_be_typed_in_any_case(signed_in, clerk):
    browser = Client()
    assert browser.post("/sign-in/", {"login": " Clerk ", "password": PASSWORD}).status_code == 302
    assert browser.get("/me/").status_code == 200


def fail(sign_in, times: int, **how) -> list[int]:
    return [sign_in("clerk", "wrong-wrong-wrong", **how).answer.status_code for _ in range(times)]


def test_five_failures_lock_the_name_for_this_address_only(sign_in, signed_in, clerk):
    assert fail(sign_in, 5, address="10.0.0.66") == [200, 200, 200, 200, 429]
    assert sign_in("clerk", address="10.0.0.66").answer.status_code == 429
    assert sign_in("clerk", address="10.0.0.1").answer.status_code == 302


def test_an_unknown_name_locks_just_as_a_known_one(sign_in, clerk):
    for name in ("clerk", "nobody"):
        answers = [sign_in(name, "wrong-wrong-wrong", address="10.0.0.66").answer for _ in range(6)]
        assert [a.status_code for a in answers] == [200, 200, 200, 200, 429, 429]


def test_the_lock_ends_by_itself(sign_in, without_second_factor, clerk):
    fail(sign_in, 5)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert sign_in("clerk").answer.status_code == 302


def test_guessing_from_the_same_office_does_not_lock_out_the_owners_own_browser(sign_in, signed_in, clerk):
    own = signed_in(clerk)
    own.post("/sign-out/")
    fail(sign_in, 40, address="10.0.0.1")
    assert sign_in("clerk", address="10.0.0.1").answer.status_code == 429
    assert sign_in("clerk", browser=own, address="10.0.0.1").answer.status_code == 302


def test_a_known_browser_has_no_more_tries_than_any_other(sign_in, signed_in, clerk):
    own = signed_in(clerk)
    own.post("/sign-out/")
    assert fail(sign_in, 6, browser=own) == [200, 200, 200, 200, 429, 429]


def test_a_known_browser_of_one_user_gives_no_tries_against_another(sign_in, signed_in, clerk, make_user):
    other = make_user("other")
    browser = signed_in(other)
    browser.post("/sign-out/")
    fail(sign_in, 5)
    assert sign_in("clerk", browser=browser).answer.status_code == 429


def test_a_forged_device_cookie_gives_no_tries(sign_in, signed_in, clerk):
    fail(sign_in, 5)
    browser = Client()
    browser.cookies[DEVICE_COOKIE] = "WyJjbGVyayIsIjEiXQ:1abcde:forged"
    assert sign_in("clerk", browser=browser).answer.status_code == 429


def test_a_success_of_the_guessers_own_account_does_not_give_new_tries_against_others(
    sign_in, without_second_factor, clerk, make_user
):
    make_user("guesser")
    fail(sign_in, 4, address="10.0.0.66")
    assert sign_in("guesser", address="10.0.0.66").answer.status_code == 302
    assert fail(sign_in, 1, address="10.0.0.66") == [429]


def test_what_is_typed_as_an_unknown_name_is_not_written_into_the_log(sign_in, clerk):
    sign_in("my-secret-password", "x")
    sign_in("clerk", "wrong-wrong-wrong")
    written = Event.objects.filter(verb="accounts.refuse_sign_in").order_by("seq")
    assert [e.subject for e in written] == ["", f"accounts.user:{clerk.uuid}"]
    assert not Event.objects.filter(reason__contains="secret").exists()


def test_signing_in_gives_a_new_session_key(signed_in, sign_in, clerk):
    browser = Client()
    browser.get("/sign-in/")
    session = browser.session
    session["planted"] = "by an attacker"
    session.save()
    before = browser.session.session_key
    sign_in("clerk", browser=browser)
    assert browser.session.session_key != before


# --- second factor ---------------------------------------------------------------------------------------------------


def test_an_official_without_second_factor_is_led_to_set_it_up_before_anything_else(sign_in, clerk):
    browser = sign_in("clerk").browser
    for path in ("/", "/me/", "/users/", "/me/devices/", "/me/second-factor/"):
        answer = browser.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/me/second-factor/add/"), path
    for accept in ("application/json", "text/vnd.turbo"):
        answer = browser.get("/me/", headers={"accept": accept})
        assert answer.status_code == 403
        assert answer.headers["X-Gangqiao-Refusal"] == "mfa_activate_totp"
    assert browser.get("/me/", headers={"hx-request": "true"}).status_code == 403


def test_setting_up_the_second_factor_opens_the_product_and_shows_the_recovery_codes_once(sign_in, clerk):
    browser = sign_in("clerk").browser
    page = browser.get("/me/second-factor/add/").content.decode()
    secret = browser.session["mfa.totp.secret"]
    assert secret in page
    done = browser.post("/me/second-factor/add/", {"code": code_of(secret)})
    assert done.headers["Location"] == "/me/second-factor/codes/"
    assert browser.get("/me/second-factor/codes/").content.count(b"<li><code>") == 10
    assert browser.get("/me/second-factor/codes/").content.count(b"<li><code>") == 0
    assert browser.get("/me/").status_code == 200


def test_the_password_alone_does_not_open_an_account_with_a_second_factor(sign_in, clerk):
    secret = give_second_factor(clerk)
    entry = sign_in("clerk")
    assert entry.answer.headers["Location"] == "/sign-in/code/"
    assert entry.browser.get("/me/").headers["Location"].startswith("/sign-in/")
    assert entry.browser.post("/sign-in/code/", {"code": "000000"}).status_code == 200
    assert entry.browser.get("/me/").status_code == 302
    assert entry.browser.post("/sign-in/code/", {"code": code_of(secret)}).status_code == 302
    assert entry.browser.get("/me/").status_code == 200


def test_codes_cannot_be_guessed_on(sign_in, clerk):
    secret = give_second_factor(clerk)
    browser = sign_in("clerk").browser
    for _ in range(5):
        browser.post("/sign-in/code/", {"code": "000000"})
    assert browser.post("/sign-in/code/", {"code": code_of(secret)}).status_code != 302


@pytest.mark.parametrize("path", ["/me/", "/users/", "/"])
def test_there_is_no_way_round_by_basic_authentication(clerk, path):
    import base64

    basic = base64.b64encode(f"clerk:{PASSWORD}".encode()).decode()
    answer = Client().get(path, headers={"authorization": f"Basic {basic}", "accept": "application/json"})
    assert answer.status_code == 401


def test_the_secret_is_not_in_the_database_in_clear(clerk):
    from allauth.mfa.models import Authenticator

    secret = give_second_factor(clerk)
    authenticator = Authenticator.objects.get(user=clerk)
    assert secret not in str(authenticator.data)
    assert authenticator.wrap().validate_code(code_of(secret))


def test_removing_the_second_factor_leads_back_to_setting_it_up(sign_in, clerk):
    secret = give_second_factor(clerk)
    browser = sign_in("clerk").browser
    browser.post("/sign-in/code/", {"code": code_of(secret)})
    assert browser.get("/me/").status_code == 200
    browser.post("/me/second-factor/remove/")
    assert browser.get("/me/").headers["Location"] == "/me/second-factor/add/"


def test_a_demonstration_may_go_without_second_factor(sign_in, without_second_factor, clerk):
    assert sign_in("clerk").browser.get("/me/").status_code == 200


# --- passwords -------------------------------------------------------------------------------------------------------


def test_a_given_password_serves_only_to_choose_an_own_one(sign_in, without_second_factor, make_user):
    make_user("new", must_change_password=True, one_time_until=timezone.now() + timedelta(days=1))
    browser = sign_in("new").browser
    assert browser.get("/me/").headers["Location"] == "/me/password/"
    own = "three-green-tea-houses"
    answer = browser.post("/me/password/", {"oldpassword": PASSWORD, "password1": own, "password2": own})
    assert answer.status_code == 302
    assert browser.get("/me/").status_code == 200
    user = User.objects.get(username="new")
    assert user.check_password(own)
    assert not user.must_change_password
    assert user.password_set_at is not None


def test_the_given_password_cannot_be_kept(sign_in, without_second_factor, make_user):
    make_user("new", must_change_password=True, one_time_until=timezone.now() + timedelta(days=1))
    browser = sign_in("new").browser
    kept = {"oldpassword": PASSWORD, "password1": PASSWORD, "password2": PASSWORD}
    assert browser.post("/me/password/", kept).status_code == 200
    assert browser.get("/me/").status_code == 302


@pytest.mark.parametrize("days", [0, 90])
def test_passwords_grow_old_only_where_the_assessor_asks(settings, sign_in, without_second_factor, make_user, days):
    settings.PASSWORD_MAX_DAYS = days
    make_user("clerk", password_set_at=timezone.now() - timedelta(days=91))
    assert sign_in("clerk").browser.get("/me/").status_code == (302 if days else 200)


WEAK = (
    "short-one", "123456789012", "530426199001011234", "passwordpassword", "mile2020mile2020", "Mile@2020@2020",
    "xinshao123456", "honghe-2020-2020", "gangqiao-2020!", "admin123admin123", "弥勒市2020202020", "clerk-clerk",
)  # fmt: skip


@pytest.mark.parametrize("password", WEAK)
def test_weak_passwords_are_refused(tree, clerk, password):
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        validate_password(password, clerk)


@pytest.mark.parametrize(
    "password", [PASSWORD, "三只水牛慢慢走过新哨镇的田埂", "mile road in the quiet rain", "kT9#vw2!qLx7pz"]
)
def test_a_sentence_is_a_good_password(tree, clerk, password):
    from django.contrib.auth.password_validation import validate_password

    validate_password(password, clerk)


def test_one_time_passwords_differ_and_pass_the_rules(tree, clerk):
    from django.contrib.auth.password_validation import validate_password

    from gangqiao.accounts.passwords import make_one_time_password

    made = {make_one_time_password() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        validate_password(password, clerk)


def test_a_full_line_answers_at_once_and_leaves_the_others_alone(settings, sign_in, signed_in, clerk):
    working = signed_in(clerk)
    settings.SIGN_IN_LINE = 0
    answer = sign_in("clerk").answer
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert working.get("/me/").status_code == 200
    assert working.get("/sign-in/").status_code == 302


def test_a_place_in_the_line_is_given_back_whatever_happens(settings):
    from gangqiao.accounts.line import place_in_line

    settings.SIGN_IN_LINE = 1

    def fail_while_in_line() -> None:
        with place_in_line() as admitted, place_in_line() as second:
            assert (admitted, second) == (True, False)
            raise RuntimeError

    for _ in range(3):
        with pytest.raises(RuntimeError):
            fail_while_in_line()


def test_at_most_two_passwords_are_hashed_at_a_time(monkeypatch):
    from concurrent.futures import ThreadPoolExecutor
    from threading import Lock

    from django.contrib.auth.hashers import PBKDF2PasswordHasher

    from gangqiao.accounts.hashers import AT_ONCE, BoundedPBKDF2Hasher

    lock, now, most = Lock(), 0, 0

    def slow(self, password, salt, iterations=None):
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.02)
        with lock:
            now -= 1
        return "hash"

    monkeypatch.setattr(PBKDF2PasswordHasher, "encode", slow)
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(lambda _: BoundedPBKDF2Hasher().encode("x", "saltsaltsalt"), range(20)))
    assert most == AT_ONCE == 2
