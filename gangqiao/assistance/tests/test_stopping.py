"""Each fraud that audits found, planted, and stopped before money: the dead, the absent, the employed, kin, the old."""

from __future__ import annotations

import datetime as dt

import pytest

from gangqiao.accounts.models import User
from gangqiao.assistance.actions import holding, stopping
from gangqiao.assistance.jobs import stopping as jobs
from gangqiao.assistance.reads import holders as reads
from gangqiao.assistance.refusals_posts import NotEntitled
from gangqiao.assistance.tests.rig_posts import OVER, announced, entered, fresh, on, on_duty, over, published
from gangqiao.audit.models import Event
from gangqiao.kernel.scope import everywhere
from gangqiao.people import actions as people
from gangqiao.people.models import Membership, Person

pytestmark = pytest.mark.django_db
APRIL = dt.date(2020, 4, 1)
LATER = dt.date(2020, 5, 6)
WORK = {"started_on": "2020-04-20", "spell_kind": "work", "area_level": "other_province", "mode": "self",
        "employer_name": "东莞某厂", "evidence": "A"}  # fmt: skip


def change(person: Person, **values: object) -> None:
    """Something about the person is otherwise, however it came to be so."""
    with everywhere(reason="test"):
        Person.objects.filter(pk=person.pk).update(**values)


def followed(verb: str) -> None:
    """The job that follows the last event of a verb, twice."""
    event = Event.objects.filter(verb=verb).latest("seq")
    for _time in range(2):
        (jobs.after_end if verb == "people.end_spell" else jobs.after_record)(event)


@pytest.mark.requirement("R100")
def test_the_dead_are_stopped_at_once_and_paid_to_their_day(offices, person):
    holder = on_duty(offices, person)
    with on(LATER, offices.township) as actor:
        people.record_death(person.pk, died_on=dt.date(2020, 4, 10), reason="证明", actor=actor)
        # Before any job has run nothing is paid beyond the day of death.
        assert reads.covered_days(reads.find(holder.uuid), APRIL) == 6
        assert reads.payable(reads.find(holder.uuid), dt.date(2020, 5, 1)) == "not_covered"
        followed("people.record_death")
        assert reads.payable(reads.find(holder.uuid), APRIL) == ""
    holder = fresh(holder)
    assert (holder.status, holder.end_reason, holder.ended_on) == ("ended", "death", dt.date(2020, 4, 10))
    assert fresh(holder.post).held == 0
    assert Event.objects.filter(verb="assistance.end_duty").count() == 1


@pytest.mark.requirement("R100")
def test_work_elsewhere_holds_the_pay_until_somebody_looked_into_it(offices, person):
    holder = on_duty(offices, person)
    with on(LATER, offices.township) as actor:
        people.record_spell(person.pk, values=WORK, actor=actor)
        assert reads.payable(reads.find(holder.uuid), APRIL) == "employed", "asked of the register, not of a flag"
        followed("people.record_spell")
        assert fresh(holder).stop_reasons == ["employed"]
        assert [one.pk for one in reads.page_of("found")[0]] == [holder.pk]
        holding.look_into(holder.uuid, "同名同姓，不是本人", actor=actor)
        assert reads.payable(reads.find(holder.uuid), APRIL) == ""
        stopping.look_at(stopping.live())
        assert fresh(holder).stop_reasons == [], "what was looked into is not found again"
        people.record_spell(person.pk, values=WORK | {"started_on": "2020-05-02"}, is_full_time=False, actor=actor)
        followed("people.record_spell")
        assert fresh(holder).stop_reasons == ["employed"], "another job is another finding"
        holding.suspend(holder.uuid, "away", "正在核实", actor=actor)
        holding.end(holder.uuid, "found_job", "确已外出", actor=actor)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"life": "missing"}, "missing"),
        ({"population_category": "05"}, "away"),
        ({"birth_date": dt.date(1957, 1, 1)}, "age"),
        ({"record": "moved_out"}, "closed"),
    ],
)
def test_who_may_not_hold_a_post_any_more_is_found_by_night_and_not_paid(offices, person, values, code):
    holder = on_duty(offices, person)
    change(person, **values)
    with on(LATER, offices.township):
        assert reads.payable(reads.find(holder.uuid), APRIL) == code
        jobs.look_at_holders()
        jobs.look_at_holders()
        assert fresh(holder).stop_reasons == [code]
    assert Event.objects.filter(verb="assistance.stop_duty").count() == 1


@pytest.mark.requirement("R100")
def test_kin_that_nobody_declared_is_found_when_the_register_learns_of_it(offices, person, make_person, county):
    holder = on_duty(offices, person)
    boss = make_person(county.villages[0], name="唯一的村干部")
    User.objects.filter(username="village").update(display_name="唯一的村干部")
    with everywhere(reason="test"):
        Membership.objects.create(
            area_id=person.area_id, person=person, household=boss.household, relation="10",
            valid_from=dt.date(2010, 1, 1), valid_to=dt.date(2019, 1, 1),
        )  # fmt: skip
    with on(LATER, offices.township):
        jobs.look_at_holders()
        assert fresh(holder).stop_reasons == ["kin"]
        assert reads.payable(reads.find(holder.uuid), APRIL) == "kin"


@pytest.mark.requirement("R100")
def test_a_second_post_that_another_office_only_put_on_the_register_is_not_paid_twice(offices, person):
    holder = on_duty(offices, person)
    with on(LATER, offices.township) as actor:
        other = WORK | {"mode": "public_post", "area_level": "own_township", "employer_name": "林草局"}
        people.record_spell(person.pk, values=other, actor=actor)
        assert reads.payable(reads.find(holder.uuid), APRIL) == "twice"


def test_an_agreement_that_ran_out_ends_and_its_last_days_are_paid(offices, person):
    holder = on_duty(offices, person)
    with on(dt.date(2021, 5, 1), offices.township):
        jobs.look_at_holders()
        jobs.look_at_holders()
        holder = reads.find(holder.uuid)
        assert (holder.status, holder.end_reason, holder.ended_on) == ("ended", "expired", dt.date(2021, 4, 4))
        assert reads.covered_days(holder, dt.date(2021, 4, 1)) == 4
        assert reads.payable(holder, dt.date(2021, 4, 1)) == ""


def test_whose_time_of_work_ends_on_the_file_leaves_the_post(offices, person):
    holder = on_duty(offices, person)
    with on(LATER, offices.township) as actor:
        people.end_spell(holder.spell, ended_on=dt.date(2020, 4, 30), end_reason="changed_employer", actor=actor,
                         note="x")  # fmt: skip
        followed("people.end_spell")
    assert (fresh(holder).status, fresh(holder).end_reason) == ("ended", "found_job")


def test_who_took_work_between_choice_and_agreement_does_not_begin(offices, person):
    post = announced(offices)
    published(offices, post, entered(offices, post, person))
    (holder,) = over(offices, post)
    with on(OVER, offices.township) as actor:
        people.record_spell(person.pk, values=WORK | {"started_on": "2020-04-01"}, actor=actor)
        holding.sign(
            holder.uuid,
            {"begins_on": OVER, "signed_on": OVER, "insurance_no": "P", "insured_until": dt.date(2021, 1, 1)},
            actor=actor,
        )
        with pytest.raises(NotEntitled):
            holding.start(holder.uuid, actor=actor)
