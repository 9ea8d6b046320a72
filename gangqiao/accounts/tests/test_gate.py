"""The gate before every address."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from gangqiao.accounts.checks import every_address_declares_its_rule
from gangqiao.accounts.models import User
from gangqiao.accounts.tests.conftest import PASSWORD, stale
from gangqiao.kernel.addresses import PUBLIC, SIGNED_IN, address, rules
from gangqiao.kernel.scope import find_scope
from gangqiao.kernel.verbs import all_verbs

JSON = {"accept": "application/json"}
HTMX = {"hx-request": "true"}


def show_scope(request):
    return HttpResponse(",".join(find_scope().areas) or "nothing")


def show_late(request):
    """A page whose rows are read while it is rendered."""
    from django.template.response import SimpleTemplateResponse

    class Late(SimpleTemplateResponse):
        @property
        def rendered_content(self):
            return ",".join(find_scope().areas)

    return Late("unused.html")


urlpatterns = [
    address("probe/public/", show_scope, who=PUBLIC, name="public"),
    address("probe/own/", show_scope, who=SIGNED_IN, name="own"),
    address("probe/people/", show_scope, who="people.view", name="people"),
    address("probe/late/", show_late, who="people.view", name="late"),
    address("probe/figures/", show_scope, who="indicators.view", name="figures"),
    path("probe/undeclared/", show_scope, name="undeclared"),
    path("", include("gangqiao.accounts.urls")),
    address("", show_scope, who=SIGNED_IN, name="home"),
    path("", include(([address("language", show_scope, who=PUBLIC, name="language", methods=("POST",))], "web"))),
]


@pytest.fixture
def probes():
    with override_settings(ROOT_URLCONF=__name__):
        yield


def test_a_page_sees_the_area_of_the_post_that_gives_the_verb_and_nothing_else(probes, signed_in, clerk, tree):
    browser = signed_in(clerk)
    assert browser.get("/probe/people/").content.decode() == tree.xinshao.key
    assert browser.get("/probe/late/").content.decode() == tree.xinshao.key
    assert browser.get("/probe/own/").content == b"nothing"
    assert Client().get("/probe/public/").content == b"nothing"
    assert find_scope() is None


def test_a_post_without_area_sees_no_person_anywhere(probes, signed_in, make_user):
    browser = signed_in(make_user("liaison", ("department_liaison", None)))
    assert browser.get("/probe/figures/").content == b"nothing"
    assert browser.get("/probe/people/").status_code == 403


def test_the_area_of_one_post_is_not_lent_to_the_verb_of_another(probes, signed_in, make_user, tree):
    user = make_user("two", ("village_officer", tree.bulong), ("headquarters_leader", tree.mile))
    browser = signed_in(user)
    assert browser.get("/probe/people/").content.decode() == tree.bulong.key
    assert browser.get("/probe/figures/").content.decode() == tree.mile.key


def test_an_address_without_rule_is_refused_and_reported(probes, signed_in, clerk):
    browser = signed_in(clerk)
    with pytest.raises(ImproperlyConfigured):
        browser.get("/probe/undeclared/")
    assert [fault.id for fault in every_address_declares_its_rule(None)] == ["accounts.E001"]


def test_an_address_with_an_unknown_verb_is_reported(monkeypatch):
    monkeypatch.setattr(
        "gangqiao.accounts.checks.rules",
        lambda: [("x/", None, address("x/", show_scope, who="a.b", name="x").callback.rule)],
    )
    assert [fault.id for fault in every_address_declares_its_rule(None)] == ["accounts.E002"]


def test_every_address_of_the_product_declares_its_rule():
    assert len(list(rules())) > 20
    assert every_address_declares_its_rule(None) == []


@pytest.mark.django_db
def test_a_visitor_is_led_to_sign_in_and_back(client):
    answer = client.get("/users/?q=li")
    assert answer.headers["Location"] == "/sign-in/?next=%2Fusers%2F%3Fq%3Dli"
    assert client.get("/users/", headers=JSON).status_code == 401
    piece = client.get("/users/", headers=HTMX)
    assert piece.status_code == 401
    assert piece.headers["HX-Redirect"].startswith("/sign-in/")


def test_after_signing_in_the_reader_is_where_he_wanted_to_go(without_second_factor, make_user):
    make_user("sysadmin", ("system_admin", None))
    given = {"login": "sysadmin", "password": PASSWORD}
    assert Client().post("/sign-in/", {**given, "next": "/users/"}).headers["Location"] == "/users/"
    away = Client().post("/sign-in/", {**given, "next": "https://elsewhere.example/"})
    assert "elsewhere" not in away.headers["Location"]


def test_without_a_post_for_the_verb_a_sentence_says_so(signed_in, clerk):
    browser = signed_in(clerk)
    answer = browser.get("/users/")
    assert answer.status_code == 403
    assert b"/me/" in answer.content
    told = browser.get("/users/", headers=JSON)
    assert (told.status_code, told.json()["code"]) == (403, "no_post")
    assert told.json()["sentence"]


@pytest.mark.parametrize(
    ("method", "path"), [("post", "/users/"), ("get", "/users/1/disable/"), ("put", "/me/"), ("delete", "/sign-in/")]
)
def test_a_wrong_method_is_refused(signed_in, sysadmin, method, path):
    assert getattr(signed_in(sysadmin), method)(path).status_code == 405


STEP_UP = (
    ("sysadmin", "create_user", "/users/new/"),
    ("sysadmin", "reset_password", "/users/{pk}/password/"),
    ("sysadmin", "enable_user", "/users/{pk}/enable/"),
    ("secadmin", "grant", "/users/{pk}/grant/"),
    ("secadmin", "reset_second_factor", "/users/{pk}/second-factor/"),
)


@pytest.mark.parametrize(("who", "verb", "route"), STEP_UP)
@pytest.mark.parametrize("headers", [{}, JSON, HTMX], ids=["page", "json", "htmx"])
def test_a_sensitive_act_needs_a_fresh_confirmation(signed_in, request, clerk, who, verb, route, headers):
    browser = signed_in(request.getfixturevalue(who))
    stale(browser)
    before = User.objects.values().get(pk=clerk.pk)
    answer = browser.post(route.format(pk=clerk.pk), {}, headers=headers)
    assert answer.status_code == 403
    if headers:
        assert answer.headers["X-Gangqiao-Refusal"] == "confirm_first"
    else:
        assert b"/me/confirm/" in answer.content
    assert User.objects.values().get(pk=clerk.pk) == before
    browser.post("/me/confirm/", {"password": PASSWORD})
    assert browser.post(route.format(pk=clerk.pk), {}, headers=headers).status_code != 403


def test_every_verb_with_step_up_in_accounts_is_in_the_test_above():
    asked = {f"accounts.{verb}" for _, verb, _ in STEP_UP}
    assert asked == {key for key, verb in all_verbs().items() if verb.step_up and key.startswith("accounts.")}


def test_a_wrong_password_does_not_confirm(signed_in, sysadmin):
    browser = signed_in(sysadmin)
    stale(browser)
    browser.post("/me/confirm/", {"password": "wrong-wrong-wrong"})
    assert browser.get("/users/new/").status_code == 302


# --- three administrators --------------------------------------------------------------------------------------------

WORK = {
    "sysadmin": {
        "create_user", "change_user", "disable_user", "enable_user", "reset_password", "create_unit", "change_unit",
    },
    "secadmin": {"grant", "end_grant", "reset_second_factor", "end_sessions"},
    "auditadmin": set(),
}  # fmt: skip
PATHS = {
    "create_user": "/users/new/", "change_user": "/users/{u}/change/", "disable_user": "/users/{u}/disable/",
    "enable_user": "/users/{u}/enable/", "reset_password": "/users/{u}/password/", "create_unit": "/units/new/",
    "change_unit": "/units/{n}/change/", "grant": "/users/{u}/grant/", "end_grant": "/grants/{g}/end/",
    "reset_second_factor": "/users/{u}/second-factor/", "end_sessions": "/users/{u}/sessions/",
}  # fmt: skip


@pytest.mark.requirement("D14")
@pytest.mark.parametrize("who", WORK)
@pytest.mark.parametrize("act", PATHS)
def test_no_administrator_does_anothers_work(signed_in, request, clerk, who, act):
    browser = signed_in(request.getfixturevalue(who))
    path = PATHS[act].format(u=clerk.pk, n=clerk.unit_id, g=clerk.grants.get().pk)
    answer = browser.post(path, {"reason": "because"})
    assert (answer.status_code != 403) is (act in WORK[who])


@pytest.mark.parametrize("act", PATHS)
def test_a_clerk_manages_no_accounts(signed_in, clerk, make_user, act):
    other = make_user("other", ("department_liaison", None))
    path = PATHS[act].format(u=other.pk, n=other.unit_id, g=other.grants.get().pk)
    assert signed_in(clerk).post(path).status_code == 403


def test_forms_without_the_token_are_refused(clerk, without_second_factor):
    browser = Client(enforce_csrf_checks=True)
    assert browser.post("/sign-in/", {"login": "clerk", "password": PASSWORD}).status_code == 403
