"""Local places of work: recognition, pledged places, who holds one, and the work that begins and ends with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from gangqiao.assistance import workplaces_queue
from gangqiao.assistance.actions import placing
from gangqiao.assistance.actions import workplaces as acts
from gangqiao.assistance.jobs import workplaces as jobs
from gangqiao.assistance.models import Pledge, Seat, Workplace
from gangqiao.assistance.policy import workplaces as policy
from gangqiao.assistance.reads import workplaces as reads
from gangqiao.assistance.refusals_workplaces import (
    DayOfPlace,
    DocumentNeeded,
    FewerThanTaken,
    HasPlaceAlready,
    KeptOnTheRegister,
    LeftAlready,
    LeftBefore,
    NoPlaceLeft,
    NotRegisteredPoor,
    OnlyWorkshops,
    OutsideTheCounty,
    PledgeNotOpen,
    RecognitionDays,
    StillFilled,
    WorkplaceKnown,
    YesNeeded,
)
from gangqiao.assistance.tests.made import make_poor
from gangqiao.audit.models import Event
from gangqiao.audit.steps import NotYourVerb
from gangqiao.followup.tests.made import make_spell
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people import actions as people
from gangqiao.people.actions.spells import take_back_spell
from gangqiao.people.models import EmploymentSpell, Person
from gangqiao.vacancies.actions.employers import correct_employer
from gangqiao.vacancies.actions.employers_counting import count_employer
from gangqiao.vacancies.tests.made import make_employer

pytestmark = pytest.mark.django_db
CASES: dict[str, Any] = yaml.safe_load(
    Path(policy.__file__).with_name("workplaces_cases.yaml").read_text(encoding="utf-8")
)


def cases() -> Iterator[Any]:
    for rule, examples in CASES.items():
        for example in examples:
            given = {key: value for key, value in example.items() if key not in ("name", "gives")}
            yield pytest.param(rule, given, example["gives"], id=f"{rule}: {example['name']}")


@pytest.mark.parametrize(("rule", "given", "gives"), list(cases()))
def test_the_rules_hold_for_the_examples_beside_them(rule: str, given: dict[str, Any], gives: Any) -> None:
    assert getattr(policy, rule)(**given) == gives


def fresh(row: Any) -> Any:
    with everywhere(reason="test"):
        return type(row).objects.get(pk=row.pk)


def make_workplace(area: Any, **values: Any) -> Workplace:
    given = {"kind": "workshop", "name": "新哨镇扶贫车间", "area_id": area.key, "listed_by": "test"}
    return Workplace.objects.create(**given | values)


def make_pledge(workplace: Workplace, places: int = 2, **values: Any) -> Pledge:
    given = {
        "workplace": workplace,
        "places": places,
        "begins_on": clock.today() - timedelta(days=90),
        "trade": "缝纫工",
    }
    return Pledge.objects.create(**given | values)


def give(person: Person, pledge: Pledge, actor: Any, **values: Any) -> Seat:
    today = clock.today()
    given = {"since": today - timedelta(days=31), "said_on": today - timedelta(days=35), "said_way": "spoken"} | values
    with scope_of(actor):
        return placing.place(person.pk, pledge.uuid, actor=actor, **given)


def work_off(verb: str, job: Any) -> None:
    """What the worker would do after the events of a verb, twice: it may come twice."""
    for event in Event.objects.filter(verb=verb):
        for _time in range(2):
            with scope_of([event.area]):
                job(event)


@pytest.fixture
def pledge(county: Any) -> Pledge:
    return make_pledge(make_workplace(county.xinshao))


@pytest.mark.requirement("R095", "R096", "R097", "R098")
def test_a_place_of_work_is_listed_once_in_the_county_and_recognised_by_a_document(
    county, township_clerk, city_officer, stranger
):
    today = clock.today()
    values = {"kind": "workshop", "name": "布龙扶贫车间", "area_id": county.villages[0].key, "work": "缝纫"}
    with scope_of(township_clerk):
        found = acts.list_workplace(values, actor=township_clerk)
        with pytest.raises(WorkplaceKnown):
            acts.list_workplace(values, actor=township_clerk)
        with pytest.raises(OutsideTheCounty):
            acts.list_workplace(values | {"area_id": county.division.key}, actor=township_clerk)
        with pytest.raises(NotYourVerb):
            acts.recognise(found.uuid, "弥扶办〔2020〕3号", today, today + timedelta(days=300), actor=township_clerk)
    with scope_of(stranger), pytest.raises(NotYourVerb):
        acts.correct_workplace(found.uuid, {"work": "x"}, actor=stranger)
    with scope_of(city_officer):
        with pytest.raises(DocumentNeeded):
            acts.recognise(found.uuid, " ", today, today + timedelta(days=300), actor=city_officer)
        with pytest.raises(RecognitionDays):
            acts.recognise(found.uuid, "文号", today, today + timedelta(days=5000), actor=city_officer)
        acts.recognise(found.uuid, "弥扶办〔2020〕3号", today, today + timedelta(days=61), actor=city_officer)
        project = acts.list_workplace(
            {"kind": "project", "name": "高标准农田建设", "area_id": county.hongxi.key}, actor=city_officer
        )
        with pytest.raises(OnlyWorkshops):
            acts.recognise(project.uuid, "文号", today, today + timedelta(days=61), actor=city_officer)
        acts.count_people(found.uuid, 20, today, actor=city_officer)
    assert (fresh(found).status, fresh(found).headcount, fresh(found).counted_on) == ("recognised", 20, today)
    assert reads.is_recognised(fresh(found), today)
    assert not reads.is_recognised(fresh(found), today + timedelta(days=62))
    assert reads.is_recognised(project, today)


@pytest.mark.requirement("R095")
def test_a_recognition_is_warned_of_sixty_days_before_and_runs_out_in_the_night(county, city_officer, township_clerk):
    today = clock.today()
    ends = {"soon": 60, "later": 61, "over": -1}
    rows = {
        name: make_workplace(county.xinshao, name=name, status="recognised", recognised_on=today - timedelta(days=300),
                             expires_on=today + timedelta(days=days))
        for name, days in ends.items()
    }  # fmt: skip
    with scope_of(city_officer):
        assert [one.workplace.name for one in reads.listed(reads.Asked("expiring"))] == ["over", "soon"]
        (entry,) = workplaces_queue.recognitions(city_officer)
        assert (entry.count, entry.since) == (2, today - timedelta(days=1))
    for _night in range(2):
        jobs.expire_recognitions()
    assert {name: fresh(row).status for name, row in rows.items()} == {
        "soon": "recognised", "later": "recognised", "over": "expired",
    }  # fmt: skip
    assert Event.objects.filter(verb="assistance.expire").count() == 1
    with scope_of(city_officer):  # what has run out stays on the list until somebody recognises it anew
        assert [one.workplace.name for one in reads.listed(reads.Asked("expiring"))] == ["over", "soon"]
        acts.recognise(rows["over"].uuid, "新文号", today, today + timedelta(days=365), actor=city_officer)
        acts.withdraw_recognition(rows["later"].uuid, "停产", actor=city_officer)
        assert not reads.is_recognised(fresh(rows["later"]), today)
    assert not list(workplaces_queue.recognitions(township_clerk)), "a township recognises nothing"


@pytest.mark.requirement("R095", "R096")
def test_what_the_register_of_vacancies_knows_is_not_kept_twice(county, city_officer):
    employer: Any = make_employer(county.xinshao, name="样本制衣厂", headcount=30, counted_on=clock.today())
    with scope_of(city_officer):
        found = acts.list_workplace(
            {"kind": "employer", "credit_code": employer.credit_code, "area_id": county.xinshao.key},
            actor=city_officer,
        )
        assert (found.name, found.headcount, found.employer_uuid) == ("样本制衣厂", 30, employer.uuid)
        with pytest.raises(KeptOnTheRegister):
            acts.count_people(found.uuid, 1, clock.today(), actor=city_officer)
        acts.correct_workplace(found.uuid, {"name": "另一个名字", "work": "制衣"}, actor=city_officer)
        assert (fresh(found).name, fresh(found).work) == ("样本制衣厂", "制衣")
        correct_employer(employer.pk, {"address": "工业园区3号"}, actor=city_officer)
        count_employer(employer.pk, {"headcount": "44"}, actor=city_officer)
    for verb in ("vacancies.correct_employer", "vacancies.count_employer"):
        work_off(verb, jobs.after_employer)
    assert (fresh(found).address, fresh(found).headcount) == ("工业园区3号", 44)
    assert Event.objects.filter(verb="assistance.correct_workplace", source="job").count() == 1


@pytest.mark.requirement("R092", "R095", "R097")
def test_a_place_is_given_after_a_yes_and_makes_a_time_of_work(
    county, person, make_person, pledge, township_clerk, village_officer, stranger
):
    today = clock.today()
    with pytest.raises(NotRegisteredPoor):
        give(person, pledge, township_clerk)
    make_poor(person)
    refused = [
        (YesNeeded, {"said_way": ""}),
        (DayOfPlace, {"said_on": today}),
        (DayOfPlace, {"since": today + timedelta(days=1)}),
        (PledgeNotOpen, {"since": today - timedelta(days=200), "said_on": today - timedelta(days=200)}),
    ]
    for refusal, values in refused:
        with pytest.raises(refusal):
            give(person, pledge, township_clerk, **values)
    with pytest.raises(NotYourVerb):
        give(person, pledge, village_officer)
    with pytest.raises(Person.DoesNotExist):
        give(person, pledge, stranger)
    with everywhere(reason="test"):
        assert not EmploymentSpell.objects.exists(), "who was refused has no time of work"
    seat = give(person, pledge, township_clerk)
    with everywhere(reason="test"):
        spell: Any = EmploymentSpell.objects.get(pk=seat.spell)
    assert (spell.mode, spell.status, spell.employer_name) == ("workshop", "working", "新哨镇扶贫车间")
    assert (spell.area_level, spell.started_on, spell.occupation) == ("own_township", seat.since, "缝纫工")
    with pytest.raises(HasPlaceAlready):
        give(person, pledge, township_clerk)
    farm = make_pledge(make_workplace(county.xinshao, kind="agriculture", name="样本合作社"))
    other = make_person()
    make_poor(other)
    with everywhere(reason="test"):
        there = EmploymentSpell.objects.get(pk=give(other, farm, township_clerk).spell)
    assert (there.spell_kind, there.mode) == ("cooperative", "government")
    third = make_person()
    make_poor(third)
    known = make_spell(third, employer_name="新哨镇扶贫车间", area_level="own_township")
    assert give(third, pledge, township_clerk).spell == known.pk, "what is recorded already is not written twice"
    fourth = make_person()
    make_poor(fourth)
    with pytest.raises(NoPlaceLeft):
        give(fourth, pledge, township_clerk)
    with scope_of(township_clerk):
        with pytest.raises(FewerThanTaken):
            acts.change_pledge(pledge.uuid, {"places": 1}, actor=township_clerk)
        with pytest.raises(StillFilled):
            acts.close_workplace(pledge.workplace.uuid, "停产", actor=township_clerk)


@pytest.mark.requirement("R095")
def test_place_and_time_of_work_end_together_whichever_ends_first(make_person, county, pledge, township_clerk):
    today = clock.today()
    first, second, dead, taken_back = (make_person() for _ in range(4))
    Pledge.objects.filter(pk=pledge.pk).update(places=9)
    seats = []
    for one in (first, second, dead, taken_back):
        make_poor(one)
        seats.append(give(one, pledge, township_clerk))
    with scope_of(township_clerk):
        with pytest.raises(LeftBefore):
            placing.leave(seats[0].uuid, until=today + timedelta(days=1), why="returned", actor=township_clerk)
        placing.leave(seats[0].uuid, until=today - timedelta(days=1), why="returned", actor=township_clerk)
        with pytest.raises(LeftAlready):
            placing.leave(seats[0].uuid, until=today, why="returned", actor=township_clerk)
        people.end_spell(seats[1].spell, ended_on=today, end_reason="changed_employer", actor=township_clerk, note="换")
        people.record_death(dead.pk, died_on=today, actor=township_clerk, reason="病故")
        take_back_spell(seats[3].spell, actor=township_clerk)
    work_off("people.end_spell", jobs.after_work)
    work_off("people.record_death", jobs.after_work)
    jobs.expire_recognitions()  # the night finds what no event told
    with everywhere(reason="test"):
        spell = EmploymentSpell.objects.get(pk=seats[0].spell)
    assert (spell.status, spell.ended_on, spell.end_reason) == ("ended", today - timedelta(days=1), "returned")
    ends = [(fresh(seat).until, fresh(seat).left_why) for seat in seats]
    assert ends == [
        (today - timedelta(days=1), "returned"), (today, "changed_employer"), (today, "died"), (today, "unknown"),
    ]  # fmt: skip
    assert fresh(pledge).taken == 0
    with scope_of(township_clerk):
        acts.close_workplace(pledge.workplace.uuid, "停产", actor=township_clerk)
        with pytest.raises(PledgeNotOpen):
            give(second, pledge, township_clerk)


@pytest.mark.requirement("R093", "R094", "R095")
def test_who_works_there_is_counted_by_names_within_the_scope(
    county, make_person, pledge, township_clerk, stranger, city_officer
):
    workplace, today = pledge.workplace, clock.today()
    placed, at_work, elsewhere, not_poor = (
        make_person(),
        make_person(),
        make_person(county.hongxi),
        make_person(),
    )
    for one in (placed, at_work, elsewhere):
        make_poor(one)
    give(placed, pledge, township_clerk, since=today - timedelta(days=40), said_on=today - timedelta(days=40))
    for one in (at_work, elsewhere, not_poor):
        make_spell(one, employer_name=workplace.name, area_level="other_township")
    for actor, many in ((township_clerk, 2), (stranger, 1), (city_officer, 3)):
        with scope_of(actor):
            assert len(reads.people_of(workplace, "poor")) == many
    with scope_of(township_clerk):
        assert reads.people_of(workplace, "placed") == [placed.pk]
        (row,) = reads.absorbed(workplace, today)
        assert (row.person_uuid, row.days, row.months) == (placed.uuid, 41, 1)
        assert not row.recognised, "the workshop was never recognised: no reward follows from it"
        assert not reads.absorbed(workplace, today - timedelta(days=41))
    with scope_of(stranger):
        assert reads.absorbed(workplace, today) == []


def test_the_one_who_stays_after_a_merge_holds_the_place(make_person, pledge, city_officer):
    one, other = make_person(), make_person()
    make_poor(one)
    seat = give(one, pledge, city_officer)
    with scope_of(city_officer):
        people.merge(other.pk, one.pk, actor=city_officer, reason="同一人")
    work_off("people.merge", jobs.after_merge)
    now = fresh(seat)
    assert (now.until, fresh(pledge).taken) == (None, 1)
    assert now.person_id == other.pk, "the record that stays has the place"


@pytest.mark.usefixtures("shared_database")
@pytest.mark.requirement("R095")
def test_fifty_are_given_the_last_place_and_one_gets_it(county, household, make_person, city_officer, at_once):
    crowd = [make_person(household=household) for _ in range(50)]
    for one in crowd:
        make_poor(one)
    pledge = make_pledge(make_workplace(county.xinshao), places=1)

    def join(number: int) -> Seat:
        return give(crowd[number], pledge, city_officer)

    results = at_once(50, join)
    assert [type(one) for one in results if isinstance(one, Exception)] == [NoPlaceLeft] * 49
    with everywhere(reason="test"):
        assert Seat.objects.filter(until=None).count() == fresh(pledge).taken == 1
        assert EmploymentSpell.objects.count() == 1


def test_the_product_itself_may_let_recognitions_run_out(county):
    row = make_workplace(
        county.xinshao, status="recognised", recognised_on=date(2019, 1, 1), expires_on=date(2020, 1, 1)
    )
    assert acts.expire_recognitions() == 1
    assert fresh(row).status == "expired"
    assert Event.objects.get(verb="assistance.expire").actor_name == SYSTEM.name
