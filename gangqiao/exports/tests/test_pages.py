"""The pages of exports: asking from a ledger, the decision, the file, the printed sheets."""

from __future__ import annotations

import io
import re

import msoffcrypto
import pytest

from gangqiao.accounts import sessions
from gangqiao.audit.models import Look
from gangqiao.exports.models import Export
from gangqiao.exports.tests.conftest import PASSWORD, lines, opened, run
from gangqiao.kernel.scope import everywhere, scope_of

pytestmark = pytest.mark.django_db
WHY = "给县信用社发补贴核对账号"


def only_export():
    with everywhere(reason="test"):
        return Export.objects.get()


def send(browser, address="/exports/ask/people/", **form):
    return browser.post(address, {"profile": "house", "column": ["name"], **form})


def test_the_ledger_leads_to_its_export_with_area_and_filters(english, person, county):
    page = english("township_clerk").get(f"/ledger/people/?area={county.villages[0].key}&sex=1").content.decode()
    (address,) = re.findall(r'href="(/exports/ask/people/[^"]*)"', page)
    form = english("township_clerk").get(address.replace("&amp;", "&")).content.decode()
    assert "布龙村委会" in form
    assert "Sex: male" in form
    assert "1 person" in form


def test_what_was_looked_for_travels_sealed_to_the_export(english, person):
    browser = english("township_clerk")
    answer = browser.post("/ledger/people/find/", {"q": person.name})
    query = answer["Location"].partition("?")[2]
    assert person.name not in query
    page = browser.get(f"/exports/ask/people/?{query}").content.decode()
    token = re.search(r'name="find" value="([^"]+)"', page)[1]
    send(browser, find=token, profile="bare")
    made = run(only_export())
    assert made.rows == made.written == 1


def test_who_may_not_ask_sees_no_button_and_no_page(english, make_user, county, person):
    leader = make_user("headquarters_leader", county.division)
    assert "/exports/" not in english(leader).get("/ledger/people/").content.decode()
    assert english(leader).get("/exports/ask/people/").status_code == 403


def test_a_village_officer_is_not_offered_sensitive_columns_in_full(english, person):
    page = english("village_officer").get("/exports/ask/people/").content.decode()
    assert 'name="column" value="id_number"' in page
    assert 'name="clear"' not in page


def test_what_is_missing_is_said_and_what_was_ticked_is_kept(english, person):
    answer = send(english("township_clerk"), clear=["bank_account"], purpose="x", profile="spaced")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Say in at least" in page
    assert 'name="clear" value="bank_account" checked' in page
    assert 'value="spaced" checked' in page


def test_an_export_from_asking_to_the_file(english, make_user, county, person, monkeypatch):
    clerk, leader = english("township_clerk"), english(make_user("township_leader", county.xinshao))
    page = send(clerk, clear=["id_number"], purpose=WHY)["Location"]
    assert "waits for approval" in clerk.get(page).content.decode()
    assert "Approve" not in clerk.get(page).content.decode().partition("<main")[2].partition("export-state")[2]
    assert WHY in leader.get("/").content.decode()
    assert WHY in leader.get(page).content.decode()
    assert leader.post(f"{page}approve/").status_code == 403, "an old sign-in does not approve"
    monkeypatch.setattr(sessions, "is_fresh", lambda request: True)
    assert leader.post(f"{page}approve/")["Location"] == page
    run(only_export())
    assert 'name="password"' in clerk.get(page).content.decode()
    assert 'name="password"' not in leader.get(page).content.decode()
    assert leader.post(f"{page}file/", {"password": PASSWORD}).status_code in (403, 404)
    assert clerk.post(f"{page}file/", {"password": "short"}).status_code == 422
    file = clerk.post(f"{page}file/", {"password": PASSWORD})
    assert "no-store" in file["Cache-Control"]
    assert ".xlsx" in file["Content-Disposition"]
    assert msoffcrypto.OfficeFile(io.BytesIO(file.content)).is_encrypted()
    assert person.id_number in str(lines(opened(file.content, PASSWORD)))


def test_a_refusal_tells_the_asker_why(english, make_user, county, person):
    clerk, leader = english("township_clerk"), english(make_user("township_leader", county.xinshao))
    page = send(clerk, clear=["id_number"], purpose=WHY)["Location"]
    leader.post(f"{page}refuse/", {"reason": "名单太宽"})
    assert "名单太宽" in clerk.get(page).content.decode()


def test_the_offered_password_is_a_new_one_each_time(english, make_user, county, person, township_clerk):
    from gangqiao.exports.actions import refuse_weak
    from gangqiao.exports.views.exports import new_password

    offered = {new_password() for _n in range(50)}
    assert len(offered) == 50
    for password in offered:
        refuse_weak(password)


def test_a_stranger_finds_no_export(english, ask, township_clerk, person):
    export = ask(township_clerk)
    browser = english("stranger")
    assert browser.get(f"/exports/{export.uuid}/").status_code == 404
    assert browser.post(f"/exports/{export.uuid}/file/").status_code == 404
    assert export.number not in browser.get("/exports/").content.decode()


def test_a_job_cut_off_can_be_begun_anew(english, ask, township_clerk, person, settings):
    export = ask(township_clerk)
    with scope_of(township_clerk):
        Export.objects.filter(pk=export.pk).update(asked_at="2020-01-01T00:00Z")
    browser = english("township_clerk")
    assert "Make it once more" in browser.get(f"/exports/{export.uuid}/").content.decode()
    browser.post(f"/exports/{export.uuid}/again/")
    assert run(export).status == "made"


# --- print -----------------------------------------------------------------------------------------------------------


def printed(browser, ledger="people", **query):
    return browser.get(f"/exports/print/{ledger}/", query)


@pytest.mark.requirement("D12")
def test_a_village_is_printed_group_by_group_with_the_head_first(english, make_household, make_person, county):
    household = make_household(county.villages[0], head={"name": "李户主"})
    make_person(household=household, name="李儿子", relation="20")
    page = printed(english("township_clerk"), area=county.villages[0].key).content.decode()
    assert page.index("李户主") < page.index("李儿子")
    assert 'rowspan="2"' in page
    assert "1 households, 2 persons" in page
    assert "signatures" in page


def test_a_printed_sheet_is_masked_by_the_level_of_the_reader(english, make_user, make_person, county):
    person = make_person(county.villages[0], name="李鸣雀", phone="13887300001")
    page = printed(english("township_clerk"), area=county.villages[0].key).content.decode()
    assert person.id_number not in page
    assert "李鸣雀" in page
    assert "13887300001" in page


def test_a_print_is_a_look_at_everybody_on_it(english, person, county):
    printed(english("township_clerk"), area=county.villages[0].key)
    assert str(person.uuid) in Look.objects.get(verb="exports.print").persons


def test_a_township_is_printed_village_by_village(english, county):
    page = printed(english("township_clerk")).content.decode()
    assert "布龙村委会" in page
    assert "白云村委会" not in page
    assert printed(english("township_clerk"), area=county.hongxi.key).status_code == 404


def test_the_households_of_a_village_officer_are_printed_without_asking_for_the_village(english, household):
    page = printed(english("village_officer"), "households").content.decode()
    assert household.household_no in page
