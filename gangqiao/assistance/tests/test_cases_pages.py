"""The pages of cases: whom each reader sees, reasons only for who may, every act by its button, figures that open."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from gangqiao.assistance.models import AssistCase, Measure
from gangqiao.assistance.tests.made import make_poor
from gangqiao.assistance.tests.made_cases import case_of, fresh, look, wish
from gangqiao.audit.models import Look
from gangqiao.kernel import clock
from gangqiao.kernel.queue import sources
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people.models import Household
from tests.rig_for_figures import faults_of_page, figures_of, listed, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(make_person: Any, county: Any) -> Any:
    """A registered-poor worker of Xinshao whom class A is proposed for, and one of Hongxi of whom nothing was asked."""
    facts = {"health_status": "01", "school_status": "not_in_school"}
    here, there = make_person(name="王近", **facts), make_person(county.hongxi, name="李远", **facts)
    with everywhere(reason="test"):
        Household.objects.update(land_mu=4)
    make_poor(here)
    make_poor(there)
    wish(here)
    look()
    return here, there


@pytest.mark.requirement("R089", "R102")
def test_each_reader_sees_the_own_area_and_reasons_only_who_may(client_of: Any, known: Any):
    here, there = known
    for who, sees_here, sees_there in (
        ("village_officer", True, False), ("township_clerk", True, False), ("stranger", False, False),
        ("city_officer", True, False), ("auditor", True, False),
    ):  # fmt: skip
        said = client_of(who).get("/assistance/").content.decode()
        assert (here.name in said, there.name in said) == (sees_here, sees_there), who
    asked = client_of("stranger").get("/assistance/?look=ask").content.decode()
    assert there.name in asked
    assert here.name not in asked
    page = f"/assistance/cases/{case_of(here).uuid}/"
    assert client_of("stranger").get(page).status_code == 404
    seen = client_of("township_clerk").get(page).content.decode()
    hidden = client_of("village_officer").get(page).content.decode()
    assert "R099 (1)" in seen
    assert "R099 (1)" not in hidden, "single reasons lean on health"
    with everywhere(reason="test"):
        assert Look.objects.filter(verb="assistance.view_reasons", person=here.uuid).count() == 1
    other = client_of("stranger").get(f"/assistance/cases/{case_of(there).uuid}/").content.decode()
    assert reverse("people:record_intention", args=[there.uuid]) in other, "what is missing can be asked from there"


@pytest.mark.requirement("R089", "R091")
def test_a_case_is_led_by_its_buttons_from_proposal_to_the_aim(client_of: Any, known: Any):
    here, _there = known
    case, browser = case_of(here), client_of("township_clerk")
    page = f"/assistance/cases/{case.uuid}/"
    answer = browser.post(f"{page}assess/", {"kind": "near", "words": ""})
    assert answer.status_code == 422
    answer = browser.post("/assistance/accept/", {"pick": [str(case.pk)]})
    assert answer.headers["Location"] == "/assistance/"
    assert fresh(case).kind == "far"
    assert browser.post(f"{page}measure/", {"kind": "public_post"}).status_code == 422
    assert browser.post(f"{page}measure/", {"kind": "refer_far"}).headers["Location"] == page
    for step in ("plan/", "start/"):
        browser.post(page + step)
    assert fresh(case).status == "active"
    with everywhere(reason="test"):
        measure = Measure.objects.get()
    here_is = f"/assistance/measures/{measure.uuid}/"
    day = (clock.today() + timedelta(days=3)).isoformat()
    browser.post(f"{here_is}change/", {"due_on": day, "owner": "village", "owner_name": "老李"})
    assert fresh(measure).owner == "village"
    assert fresh(case).next_on.isoformat() == day
    browser.post(f"{here_is}begin/")
    refused = browser.post(f"{here_is}done/", {"reason_code": "worked"}, follow=True).content.decode()
    assert fresh(measure).status == "under_way"
    assert "最后一项" in refused
    browser.post(f"{page}met/", {"reason": "已在外省就业"})
    assert (fresh(case).status, fresh(measure).result) == ("outcome_met", "worked")
    browser.post(f"{page}again/", {"reason_code": "asked", "reason": "本人提出"})
    assert fresh(case).reassess_reason == "asked"
    assert "王近" in browser.get(f"{page}past/").content.decode()
    browser.post(f"{page}close/", {"reason_code": "no_longer", "reason": "调出"})
    browser.post(f"{page}take-up/")
    assert (fresh(case).status, fresh(case).kind) == ("identified", "")
    assert "王近" in browser.get("/assistance/?area=").content.decode()
    assert "分类帮扶" in browser.get(reverse("people:person", args=[here.uuid])).content.decode()


@pytest.mark.requirement("R089", "R091", "R104")
def test_every_figure_of_the_proof_opens_to_as_many_names(client_of: Any, known: Any):
    here, _there = known
    with everywhere(reason="test"):
        AssistCase.objects.filter(person=here).update(
            status="active", kind="far", live=1, next_on=clock.today() - timedelta(days=1)
        )
    browser = client_of("city_officer")
    tree = page_of(browser.get("/assistance/proof/"))
    assert not list(faults_of_page(tree, opens=True))
    opened = 0
    for figure in figures_of(tree):
        if figure.href and figure.persons:
            assert listed(page_of(browser.get(figure.href))) == (figure.persons, figure.persons), figure
            opened += 1
    assert opened >= 4
    assert browser.get("/assistance/proof/people/?gap=else").status_code == 404


def test_the_list_of_work_says_who_waits(known: Any, township_clerk: Any, stranger: Any):
    for actor, key, many in ((township_clerk, "assistance.assess", 1), (stranger, "assistance.ask", 1)):
        source = sources()[key]
        with scope_of(actor.areas(source.verb)):
            assert [entry.count for entry in source.entries(actor)] == [many]
