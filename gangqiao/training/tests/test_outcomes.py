"""The two outcomes: who can do more and found work, and enterprises whose people stayed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people.models import EmploymentSpell, Person, Skill
from gangqiao.training.models import Certificate, Course
from gangqiao.training.reads import outcomes as reads
from gangqiao.training.tests.made import make_class, make_enrolment
from gangqiao.vacancies.tests.made import make_employer
from tests.rig_for_figures import faults_of_page, figures_of, listed, page_of

pytestmark = pytest.mark.django_db
TODAY = clock.today()
DAYS = timedelta(days=1)


def ended(days: int) -> dict[str, Any]:
    return {"begins_on": TODAY - (days + 10) * DAYS, "ends_on": TODAY - days * DAYS, "status": "closed"}


@pytest.fixture
def learners(make_person: Any, remember: Any, county: Any) -> dict[str, Person]:
    """Learners of classes that are over, each with what came of it."""
    course = Course.objects.create(title="电焊工（中级）", trade="welder", level="intermediate", hours=40)
    old = make_class(county.xinshao.key, course=course, **ended(100))
    new = make_class(county.xinshao.key, course=course, **ended(30))
    factory = make_employer(county.hongxi, name="样本服装厂")
    own = {"form": "enterprise", "employer": factory.name, "employer_uuid": factory.uuid}
    firm, firm_new = (make_class(county.xinshao.key, course=course, **own, **ended(n)) for n in (100, 30))
    found: dict[str, Person] = {}

    def one(who: str, held: Any, status: str = "passed", spell: Any = None, area: Any = None) -> Any:
        found[who] = make_person(area)
        if spell:
            remember(EmploymentSpell, found[who], valid_from=None, **spell)
        return make_enrolment(found[who], held, status=status)

    one("found work", old, spell={"started_on": old.ends_on + 89 * DAYS})
    one("found it later", old, spell={"started_on": old.ends_on + 91 * DAYS})
    one("was at work on", old, spell={"started_on": old.begins_on})
    one("lost it before", old, spell={"started_on": old.begins_on, "ended_on": old.ends_on, "status": "ended"})
    one("only plans", old, spell={"started_on": old.ends_on, "status": "planned"})
    one("not yet", new)
    one("soon at work", new, spell={"started_on": TODAY})
    one("failed", old, "failed")
    one("left", old, "dropped")
    one("objected", old, "objected")
    there = {"started_on": old.begins_on, "credit_code": factory.credit_code, "employer_name": "别名"}
    one("stayed", firm, spell=there)
    one("by name", firm, spell={"started_on": old.begins_on, "employer_name": factory.name})
    one("went", firm, spell=there | {"ended_on": firm.ends_on + 89 * DAYS, "status": "ended"})
    one("early", firm_new, spell=there)
    raised = one("raised", old, "certified", area=county.hongxi)
    same = one("same level", old, "certified", area=county.hongxi)
    remember(Skill, found["raised"], name="电焊工", level="junior")
    remember(Skill, found["same level"], name="电焊工", level="senior")
    with everywhere(reason="test"):
        for row in (raised, same):
            Certificate.objects.create(
                area_id=row.area_id, person_uuid=row.person_uuid, enrolment=row, number=uuid4().hex[:20], kind="level",
                level="intermediate", trade="welder", digest=uuid4().hex, issued_by="test",
            )  # fmt: skip
    return found


EXPECTED = {
    "failed": {"failed"},
    "certified": {"raised", "same level"},
    "raised": {"raised"},
    "employed": {"found work", "was at work on", "soon at work"},
    "not_employed": {"found it later", "lost it before", "only plans", "raised", "same level"},
    "waits": {"not yet"},
    "stable_90": {"stayed", "by name"},
    "gone_90": {"went"},
    "early_90": {"early"},
    "stable_180": set(),
    "early_180": {"stayed", "by name", "went", "early"},
}


@pytest.mark.requirement("R083", "R086")
def test_each_outcome_counts_whom_it_says_and_the_days_not_yet_over_are_a_number_of_their_own(
    learners: dict[str, Person], county: Any
):
    by_key = {person.pk: who for who, person in learners.items()}
    with scope_of((county.key,)):
        found = reads.rows(reads.Asked())
        named = {group: {by_key[key] for key in reads.keys(found, group)} for group in reads.GROUPS}
        assert {group: named[group] for group in EXPECTED} == EXPECTED
        assert named["trained"] == set(learners) - {"left", "objected"}
        assert named["passed"] == named["trained"] - {"failed"}
        assert named["passed_only"] == named["passed"] - named["certified"]
        welding = make_class(county.xinshao.key, **ended(20))
        make_enrolment(learners["found work"], welding, status="passed")
        again = reads.rows(reads.Asked())
        assert len(reads.keys(again, "trained")) == len(named["trained"]) + 1, "who learned twice counts twice"
        assert len(reads.keys(again, "trained", is_once=True)) == len(named["trained"])
    with scope_of((county.hongxi.key,)):
        assert len(reads.rows(reads.Asked())) == 2
    with scope_of((county.key,)):
        assert len(reads.rows(reads.Asked(area=county.hongxi.key))) == 2
        assert reads.rows(reads.Asked(year=1999)) == []


@pytest.mark.requirement("R086")
def test_every_figure_of_the_pictures_opens_to_as_many_names(learners: dict[str, Person], client_of: Any):
    for who in ("city_officer", "township_clerk", "auditor"):
        browser = client_of(who)
        page = page_of(browser.get("/training/pictures/"))
        assert not list(faults_of_page(page, opens=True)), who
        opened = [one for one in figures_of(page) if one.href and one.persons]
        assert opened, who
        for one in opened if who == "city_officer" else opened[:3]:
            assert listed(page_of(browser.get(one.href))) == (one.persons, one.persons), one
    assert client_of("city_officer").get("/training/pictures/people/?group=nobody").status_code == 404
