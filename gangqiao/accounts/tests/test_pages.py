"""The pages about users, in both languages, and the first start."""

from __future__ import annotations

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from gangqiao.accounts import actions, refusals
from gangqiao.accounts.actions.demonstration import ACCOUNTS, make_demo_accounts
from gangqiao.accounts.actions.demonstration import PASSWORD as DEMO_PASSWORD
from gangqiao.accounts.models import ADMINISTRATOR_ROLES, Grant, Invitation, Unit, User
from gangqiao.accounts.roles import ROLES
from gangqiao.accounts.tests.conftest import PASSWORD
from gangqiao.audit.models import Event

OWN = "three-green-tea-houses"


def test_a_new_user_comes_in_with_the_password_shown_once(signed_in, sign_in, sysadmin, unit):
    admin = signed_in(sysadmin)
    given = {"username": "Li.Fei", "display_name": "李飞", "unit": unit.pk}
    page = admin.post("/users/new/", given)
    password = re.search(r"one-time-password\">([^<]+)<", page.content.decode())[1]
    assert "no-store" in page.headers["Cache-Control"]
    user = User.objects.get(username="li.fei")
    assert password not in admin.get(f"/users/{user.pk}/").content.decode()
    entry = sign_in("li.fei", password)
    assert entry.browser.get("/me/").headers["Location"] == "/me/password/"


def test_a_taken_or_wrong_user_name_is_told_beside_the_field_and_what_was_typed_stays(signed_in, sysadmin, clerk, unit):
    admin = signed_in(sysadmin)
    for name in ("CLERK", "李飞", "x", "9lives", "a b"):
        page = admin.post("/users/new/", {"username": name, "display_name": "李飞", "unit": unit.pk}).content.decode()
        assert "field-error" in page
        assert "李飞" in page
    assert User.objects.filter(display_name="李飞").count() == 0


def test_posted_fields_that_are_not_on_the_form_change_nothing(signed_in, sysadmin, clerk, unit):
    before = User.objects.values().get(pk=clerk.pk)
    everything = {**before, "display_name": "New", "unit": unit.pk, "username": "taken-over", "is_active": ""}
    signed_in(sysadmin).post(f"/users/{clerk.pk}/change/", {k: v for k, v in everything.items() if v is not None})
    after = User.objects.values().get(pk=clerk.pk)
    assert {k for k in before if before[k] != after[k]} == {"display_name", "unit_id"} - (
        {"unit_id"} if before["unit_id"] == unit.pk else set()
    )


def test_the_list_finds_filters_and_pages(signed_in, sysadmin, make_user, tree):
    for n in range(60):
        make_user(f"user{n:02}")
    make_user("holder", ("township_clerk", tree.xinshao))
    make_user("gone", is_active=False)
    browser = signed_in(sysadmin)
    first = browser.get("/users/").content.decode()
    assert first.count("data-label") > 0
    names = re.findall(r"<small>([a-z0-9]+)</small>", first)
    following = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    names += re.findall(r"<small>([a-z0-9]+)</small>", browser.get(f"/users/{following}").content.decode())
    assert sorted(names) == sorted(User.objects.values_list("username", flat=True))
    assert "holder" not in browser.get("/users/?state=without_post").content.decode()
    assert re.findall(r"<small>([a-z0-9]+)</small>", browser.get("/users/?state=disabled").content.decode()) == ["gone"]
    assert re.findall(r"<small>([a-z0-9]+)</small>", browser.get("/users/?q=HOLD").content.decode()) == ["holder"]


def test_giving_and_ending_a_post_on_the_pages(signed_in, secadmin, make_user, tree):
    user = make_user("village")
    browser = signed_in(secadmin)
    given = {"role": "village_officer", "area": tree.xinshao.key, "valid_from": "2020-03-16", "reason": "letter 3"}
    page = browser.post(f"/users/{user.pk}/grant/", given)
    assert "field-error" in page.content.decode()
    assert browser.post(f"/users/{user.pk}/grant/", {**given, "area": tree.bulong.key}).status_code == 302
    held = Grant.objects.get(user=user)
    assert "布龙村" in browser.get(f"/users/{user.pk}/").content.decode()
    browser.post(f"/grants/{held.pk}/end/", {"reason": "left"})
    held.refresh_from_db()
    assert held.valid_to is not None
    assert held.ended_by == secadmin


def test_on_the_own_page_nothing_can_be_done(signed_in, sysadmin, secadmin):
    for user in (sysadmin, secadmin):
        assert "data-confirm" not in signed_in(user).get(f"/users/{user.pk}/").content.decode()
    answer = signed_in(sysadmin).post(f"/users/{sysadmin.pk}/password/")
    assert answer.status_code == 302
    sysadmin.refresh_from_db()
    assert sysadmin.check_password(PASSWORD)


def test_units_are_added_and_never_in_a_circle(signed_in, sysadmin, tree, by):
    browser = signed_in(sysadmin)
    assert (
        browser.post(
            "/units/new/", {"code": "t1", "name": "新哨镇", "kind": "township", "area": tree.xinshao.key}
        ).status_code
        == 302
    )
    assert "field-error" in browser.post("/units/new/", {"code": "t1", "name": "x", "kind": "other"}).content.decode()
    assert "field-error" in browser.post("/units/new/", {"code": "t2", "name": "x", "kind": "village"}).content.decode()
    above = Unit.objects.get(code="t1")
    below = actions.create_unit(
        code="v1", name="布龙村", kind="village", area=tree.bulong, parent=above, actor=by.system
    )
    with pytest.raises(refusals.UnitInCircle):
        actions.change_unit(above.pk, name="x", kind="township", area=tree.xinshao, parent=below, actor=by.system)


PAGES = (
    "/users/", "/users/{pk}/", "/users/new/", "/users/{pk}/change/", "/units/", "/units/new/", "/me/", "/me/devices/",
    "/me/password/", "/me/second-factor/", "/me/second-factor/add/", "/me/confirm/", "/sign-out/",
)  # fmt: skip
CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_speaks_chinese_and_english(signed_in, sysadmin, clerk, path):
    browser = signed_in(sysadmin)
    shown = {}
    for language in ("zh-hans", "en"):
        answer = browser.get(path.format(pk=clerk.pk), headers={"accept-language": language})
        assert answer.status_code == 200
        shown[language] = answer.content.decode()
    title = {language: re.search(r"<h1>(.*?)</h1>", page, re.S)[1].strip() for language, page in shown.items()}
    assert title["en"] == "Clerk" or (CHINESE.search(title["zh-hans"]) and not CHINESE.search(title["en"]))


@pytest.mark.django_db
def test_the_sign_in_page_speaks_chinese_first(client):
    page = client.get("/sign-in/").content.decode()
    assert "用户名" in page
    assert "<style" not in page
    assert "<script>" not in page


# --- first start -----------------------------------------------------------------------------------------------------


def links() -> list[str]:
    out = StringIO()
    call_command("firststart", stdout=out)
    return re.findall(r"http://127.0.0.1:8000(/first-start/\S+)", out.getvalue())


def accept(link: str, name: str, **changed: str):
    given = {"username": name, "display_name": "某人", "password": OWN, "password_again": OWN, **changed}
    return Client().post(link, given)


def test_three_links_let_in_three_administrators_and_work_once(tree):
    assert User.objects.count() == 0
    made = links()
    assert len(set(made)) == 3
    for number, link in enumerate(made):
        assert Client().get(link).status_code == 200
        assert accept(link, f"admin{number}").status_code == 302
        assert accept(link, "second").status_code == 404
    held = Grant.objects.values_list("user__username", "role")
    assert len({user for user, _ in held}) == 3
    assert {role for _, role in held} == set(ADMINISTRATOR_ROLES)
    with pytest.raises(CommandError):
        call_command("firststart")


def test_a_link_stops_working_after_a_day_and_when_a_new_one_is_made(tree):
    (first, *_), (second, *_) = links(), links()
    assert Client().get(first).status_code == 404
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert accept(second, "late").status_code == 404
    assert User.objects.count() == 0


def test_a_first_administrator_cannot_choose_a_weak_password(tree):
    link = links()[0]
    page = accept(link, "admin", password="mile2020mile", password_again="mile2020mile")
    assert "field-error" in page.content.decode()
    assert "field-error" in accept(link, "admin", password_again="another-long-one").content.decode()
    assert User.objects.count() == 0


def test_no_link_and_no_password_is_stored_in_clear(tree):
    link = links()[0]
    token = link.strip("/").split("/")[-1]
    assert not Invitation.objects.filter(token_hash=token).exists()
    accept(link, "admin")
    assert OWN not in User.objects.get(username="admin").password


# --- demonstration ---------------------------------------------------------------------------------------------------


def test_no_account_is_shipped(db):
    assert User.objects.count() == 0


def test_demonstration_accounts_are_refused_outside_of_the_demonstration(tree, settings):
    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("demo_accounts")
    assert User.objects.count() == 0


def test_demonstration_accounts_are_refused_beside_a_real_user(tree, settings, make_user):
    settings.DEMO = True
    make_user("real")
    with pytest.raises(refusals.OnlyInDemonstration):
        make_demo_accounts()


def test_the_demonstration_has_one_account_for_each_role_with_the_password_on_the_screen(
    tree, settings, sign_in, without_second_factor
):
    settings.DEMO = True
    out = StringIO()
    call_command("demo_accounts", stdout=out)
    assert DEMO_PASSWORD in out.getvalue()
    assert {account.role for account in ACCOUNTS} == set(ROLES)
    call_command("demo_accounts", stdout=out)
    assert User.objects.count() == Grant.objects.count() == len(ACCOUNTS)
    for name in ("hq", "xinshao-village", "sysadmin"):
        assert sign_in(name, DEMO_PASSWORD).browser.get("/me/").status_code == 200


def test_the_units_of_the_plan_are_made_once(tree, by):
    first = actions.ensure_units(actor=by.system)
    assert len([u for u in first.values() if u.kind == "department"]) == 10
    assert {u.name for u in first.values() if u.kind == "township"} == {"新哨镇", "虹溪镇"}
    Unit.objects.filter(code="water").update(name="水利局")
    count = Event.objects.count()
    assert actions.ensure_units(actor=by.system)["water"].name == "水利局"
    assert Event.objects.count() == count


def test_a_demonstration_starts_again_after_somebody_added_an_account(tree, settings, make_user):
    settings.DEMO = True
    first = make_demo_accounts()
    make_user("added")
    assert [a.user for a in make_demo_accounts()] == [a.user for a in first]
