"""The three administrators run accounts, posts and the log; none of them reads a person."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("username", ["sysadmin", "secadmin", "auditadmin"])
def test_an_administrator_reads_no_person(walker_of, username):
    administrator = walker_of(username)
    page = administrator.page
    administrator.look()
    with administrator.refused(403):
        for path in ("/ledger/people/", "/figures/"):
            page.goto(path)
            administrator.look()


def test_the_system_administrator_makes_an_account_without_a_post(walker_of):
    administrator = walker_of("sysadmin")
    page = administrator.page
    page.goto("/users/new/")
    administrator.look()
    page.fill("input[name=username]", "xinshao")
    page.fill("input[name=display_name]", "李小云")
    page.select_option("select[name=unit]", index=1)
    with page.expect_navigation():
        page.locator("main .form-actions button[type=submit]").click()
    taken = page.locator(".field.has-error:has(input[name=username])")
    assert "xinshao" in taken.inner_text()
    assert page.input_value("input[name=display_name]") == "李小云"
    page.fill("input[name=username]", "u2020")
    with page.expect_navigation():
        page.locator("main .form-actions button[type=submit]").click()
    administrator.look()
    page.goto("/users/")
    administrator.look()
    assert page.locator("tbody tr", has_text="u2020").count() == 1


def test_the_security_administrator_sees_where_a_post_is_given(walker_of):
    administrator = walker_of("secadmin")
    page = administrator.page
    page.goto("/users/")
    administrator.open(page.locator("tbody tr", has_text="hongxi").locator("a").first)
    administrator.look()
    administrator.open(page.locator("a[href$='/grant/']").first)
    administrator.look()


def test_the_audit_administrator_verifies_the_log(walker_of):
    administrator = walker_of("auditadmin")
    page = administrator.page
    page.goto("/audit/")
    with page.expect_navigation():
        page.locator("form[action='/audit/verify/'] button[type=submit]").click()
    administrator.look()
    assert "完整" in page.locator("main").inner_text()


@pytest.mark.parametrize(
    "path", ["/me/", "/me/password/", "/me/second-factor/", "/me/devices/", "/me/second-factor/add/"]
)
def test_the_pages_of_the_own_account_are_whole(walker_of, path):
    user = walker_of("transfer")
    user.page.goto(path)
    user.look()
