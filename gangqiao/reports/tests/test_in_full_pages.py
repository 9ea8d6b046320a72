"""The pages of a layout filled in full, as a clerk and a leader walk through them."""

from __future__ import annotations

import io
import re

import msoffcrypto
import pytest
from django.urls import reverse

from gangqiao.accounts import sessions
from gangqiao.exports.models import Export
from gangqiao.exports.tests.conftest import PASSWORD, opened, run
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.reports.models import Filling, Layout

pytestmark = pytest.mark.django_db
WHY = "上报省级实名制系统，交县人社局"
IN_FULL = 'name="clear" value="people:id_number"'


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    """Files are kept in a folder of the test."""
    settings.HOME = str(tmp_path)


@pytest.fixture
def english(client_of):
    """A browser that asks for English pages."""

    def of(who):
        browser = client_of(who)
        browser.cookies["django_language"] = "en"
        return browser

    return of


@pytest.fixture
def clerk(english, county, person):
    """The clerk's browser; the roster is taken over."""
    browser = english("township_clerk")
    browser.post(reverse("reports:take_over", args=["provincial-roster"]))
    return browser


def layout_page():
    return reverse("reports:layout", args=[Layout.objects.get().uuid])


def send(browser, county, **more):
    fill = reverse("reports:fill", args=[Layout.objects.get().uuid])
    return browser.post(fill, {"period": "today", "day": "", "area": county.xinshao.key, **more})


def only_export():
    with everywhere(reason="test"):
        return Export.objects.get()


@pytest.mark.requirement("D07", "D14")
def test_from_asking_to_the_file(clerk, english, make_user, county, person, monkeypatch):
    leader = english(make_user("township_leader", county.xinshao))
    form = clerk.get(layout_page()).content.decode()
    assert IN_FULL in form
    assert "masked unless you ask" in form
    page = send(clerk, county, clear=["people:id_number"], purpose=WHY)["Location"]
    assert page == reverse("exports:export", args=[only_export().uuid])
    assert "waits for approval" in clerk.get(page).content.decode()
    assert "waits for approval" in clerk.get(layout_page()).content.decode()
    assert WHY in leader.get("/").content.decode()
    seen = leader.get(page).content.decode()
    for words in (WHY, "ID number", "taught layout, version 1", "1 row with sensitive columns", "省级实名制系统导入表"):
        assert words in seen, words
    assert leader.post(f"{page}approve/").status_code == 403, "an old sign-in does not approve"
    monkeypatch.setattr(sessions, "is_fresh", lambda request: True)
    assert leader.post(f"{page}approve/")["Location"] == page
    run(only_export())
    assert leader.post(f"{page}file/", {"password": PASSWORD}).status_code in (403, 404)
    file = clerk.post(f"{page}file/", {"password": PASSWORD})
    assert "no-store" in file["Cache-Control"]
    assert re.search(r"filename\*=utf-8''.+\.xlsx", file["Content-Disposition"])
    assert msoffcrypto.OfficeFile(io.BytesIO(file.content)).is_encrypted()
    assert opened(file.content, PASSWORD).active["B3"].value == person.id_number


def test_what_is_missing_is_said_beside_the_purpose_and_what_was_ticked_is_kept(clerk, county):
    answer = send(clerk, county, clear=["people:id_number"], purpose="x")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_purpose_error"' in page
    assert "Say in at least" in page
    assert f"{IN_FULL} checked" in page
    with everywhere(reason="test"):
        assert not Export.objects.exists()
        assert not Filling.objects.exists()


def test_without_in_full_nobody_is_asked(clerk, county, township_clerk):
    page = send(clerk, county, purpose=WHY)["Location"]
    with scope_of(township_clerk):
        assert page == reverse("reports:filling", args=[Filling.objects.get().uuid])
        assert not Export.objects.exists()


def test_who_may_not_see_behind_a_mask_is_told_who_can_and_cannot_slip_past(clerk, english, county):
    village = english("village_officer")
    page = village.get(layout_page()).content.decode()
    assert IN_FULL not in page
    assert "Your township office can ask" in page
    answer = send(village, county, area=county.villages[0].key, clear=["people:id_number"], purpose=WHY)
    assert answer.status_code == 422
    with everywhere(reason="test"):
        assert not Export.objects.exists()


def test_nobody_sees_what_a_colleague_or_a_stranger_asked_for(clerk, english, make_user, county):
    page = send(clerk, county, clear=["people:id_number"], purpose=WHY)["Location"]
    number = only_export().number
    colleague = english(make_user("township_clerk", county.xinshao))
    assert number not in colleague.get(layout_page()).content.decode()
    assert number in clerk.get(layout_page()).content.decode()
    stranger = english("stranger")
    assert stranger.get(page).status_code == 404
    assert stranger.post(f"{page}file/", {"password": PASSWORD}).status_code == 404
    assert send(stranger, county, clear=["people:id_number"], purpose=WHY).status_code == 404


def test_a_layout_without_sensitive_columns_offers_nothing_in_full(english, county, person):
    browser = english("township_clerk")
    browser.post(reverse("reports:take_over", args=["township-summary"]))
    assert 'name="clear"' not in browser.get(layout_page()).content.decode()
