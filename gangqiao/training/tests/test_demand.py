"""Demand for courses: whose wish counts, which posts ask for it, and the classes that could be held."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people.models import EmploymentSpell, Intention, Person, Skill
from gangqiao.training.reads import demand as reads
from gangqiao.training.tests.made import make_class, make_enrolment
from gangqiao.vacancies.tests.made import make_employer, make_vacancy
from tests.rig_for_figures import faults_of_page, figures_of, listed, page_of

pytestmark = pytest.mark.django_db
TODAY = clock.today()
WISH = {"wants_work": "yes", "training_wish": "yes", "wished_courses": ["welder"], "expires_on": TODAY}


@pytest.fixture
def wishing(make_person: Any, remember: Any, county: Any) -> dict[str, Person]:
    """People who wish to weld, each with what is special about them."""

    def one(who: str, area: Any = None, person: Any = None, **wish: Any) -> None:
        found[who] = make_person(area or county.villages[0], **(person or {}))
        remember(Intention, found[who], **(WISH | wish))

    found: dict[str, Person] = {}
    one("plain")
    one("other village", county.villages[1])
    one("other township", county.hongxi)
    one("leaves soon", planned_departure_on=TODAY + timedelta(days=20), wished_courses=["welder", "start_business"])
    one("no trade named", wished_courses=[])
    one("expired", expires_on=TODAY - timedelta(days=1))
    one("does not wish", training_wish="no")
    one("dead", person={"life": "dead", "died_on": TODAY})
    one("away")
    remember(EmploymentSpell, found["away"], valid_from=None, area_level="other_province", started_on=TODAY)
    one("works near")
    remember(EmploymentSpell, found["works near"], valid_from=None, area_level="own_township", started_on=TODAY)
    one("came back")
    remember(EmploymentSpell, found["came back"], valid_from=None, status="ended", ended_on=TODAY, started_on=TODAY)
    one("plans to go")
    remember(EmploymentSpell, found["plans to go"], valid_from=None, status="planned", started_on=TODAY)
    one("welds already")
    remember(Skill, found["welds already"], name="电焊工", level="junior")
    one("in class")
    make_enrolment(found["in class"], make_class(county.xinshao.key))
    one("left class")
    make_enrolment(found["left class"], make_class(county.xinshao.key), status="dropped")
    return found


AT_HOME = {
    "plain", "other village", "other township", "leaves soon", "works near", "came back", "plans to go", "left class",
}  # fmt: skip


def names(wishing: dict[str, Person], keys: list[int]) -> set[str]:
    by_key = {person.pk: who for who, person in wishing.items()}
    return {by_key[key] for key in keys}


@pytest.mark.requirement("R072", "R073")
def test_a_wish_counts_once_for_each_trade_of_who_is_at_home_and_has_neither_the_skill_nor_a_class(
    wishing: dict[str, Person], county: Any
):
    with scope_of((county.key,)):
        found = reads.demand()
    assert names(wishing, found.people("welder")) == AT_HOME
    assert names(wishing, found.people("start_business")) == {"leaves soon"}
    assert names(wishing, found.people(reads.NONE_NAMED)) == {"no trade named"}
    assert names(wishing, found.people("welder", reads.LEAVING)) == {"leaves soon"}
    assert names(wishing, found.people("welder", reads.SKILLED)) == {"welds already"}
    assert names(wishing, found.people("welder", reads.SERVED)) == {"in class"}
    assert names(wishing, found.people("welder", area=county.villages[1].key)) == {"other village"}
    for group in reads.GROUPS:
        for trade, many in found.by_trade(group).items():
            assert many == len(found.people(trade, group)), (group, trade)
    assert found.by_village("welder")[county.villages[0].key] == len(AT_HOME) - 2
    assert found.by_town()[county.hongxi.key] == {"welder": 1, "any": 1}
    with scope_of((county.hongxi.key,)):
        assert names(wishing, reads.demand().people("welder")) == {"other township"}, "nobody beyond the own area"
    with scope_of(()):
        assert reads.demand().wishes == []


@pytest.mark.requirement("R073")
def test_posts_ask_for_the_trades_of_their_occupation_while_they_are_open(county: Any):
    employer = make_employer(county.xinshao)
    make_vacancy(employer, title="电焊工", number=60)
    make_vacancy(employer, title="电焊工", number=9, status="filled")
    make_vacancy(employer, title="缝纫工", number=4)
    found = reads.seats(TODAY)
    assert (found["welder"], found["sewing"]) == (60, 4)


@pytest.mark.requirement("R076")
def test_the_people_of_a_proposed_class_are_those_it_counts(make_person: Any, remember: Any, county: Any):
    for n in range(24):
        remember(Intention, make_person(county.villages[n % 2]), **WISH)
    remember(Intention, make_person(county.hongxi), **WISH)
    with scope_of((county.key,)):
        found = reads.demand()
        shown = reads.proposals(found)
    assert [(one.kind, one.many) for one in shown] == [("in_town", 24), ("central", 1)], "villages without a place"
    for one in shown:
        assert len(found.people(one.trade, villages=one.villages)) == one.many


@pytest.mark.requirement("R073")
def test_the_page_opens_every_count_to_its_people_and_shows_each_reader_the_own_area(
    client_of: Any, wishing: dict[str, Person], county: Any
):
    make_vacancy(make_employer(county.xinshao), title="电焊工", number=60)
    for who, many in (("city_officer", 8), ("township_clerk", 7), ("auditor", 8), ("stranger", 1)):
        browser = client_of(who)
        page = page_of(browser.get("/training/"))
        assert not list(faults_of_page(page, opens=True)), who
        figures = [one for one in figures_of(page) if one.href and one.persons]
        assert figures, who
        for one in figures:
            shown = listed(page_of(browser.get(one.href)))
            assert shown == (one.persons, one.persons), (who, one)
        answer = browser.get("/training/people/?trade=welder")
        welders = answer.content.decode()
        assert listed(page_of(answer)) == (many, many), who
        assert (wishing["other township"].name in welders) is (who != "township_clerk")
    assert client_of("city_officer").get("/training/people/?trade=nothing").status_code == 404
    with everywhere(reason="test"):
        Intention.objects.all().delete()
    page = page_of(client_of("city_officer").get("/training/"))
    assert not [one for one in figures_of(page) if one.persons], "nobody wishes anything; the posts still stand there"
