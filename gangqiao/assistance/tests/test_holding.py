"""Agreement, insurance, duty, pauses, the end: and what is paid for a month is asked of the register each time."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from gangqiao.assistance.actions import holding, objecting, posts
from gangqiao.assistance.models import Holder
from gangqiao.assistance.reads import holders as reads
from gangqiao.assistance.refusals_posts import (
    AgreementDays,
    AgreementMissing,
    DutyNotBegun,
    EndDay,
    InsuranceMissing,
    QuotaDays,
    StillToSign,
)
from gangqiao.assistance.tests.made import make_holder
from gangqiao.assistance.tests.rig_posts import (
    AGREEMENT,
    OVER,
    announced,
    begun,
    entered,
    fresh,
    on,
    on_duty,
    over,
    published,
)
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel.lifecycle import NotAllowedNow
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people.models import EmploymentSpell

pytestmark = pytest.mark.django_db
APRIL, MAY = dt.date(2020, 4, 1), dt.date(2020, 5, 1)


@pytest.mark.requirement("R100")
def test_nobody_is_on_duty_without_agreement_and_insurance(offices, person):
    post = announced(offices)
    published(offices, post, entered(offices, post, person))
    (holder,) = over(offices, post)
    given = {"begins_on": OVER, "signed_on": OVER}
    with on(OVER, offices.village) as actor, pytest.raises(NotYourVerb):
        holding.sign(holder.uuid, given | AGREEMENT, actor=actor)
    with on(OVER, offices.township) as actor:
        with pytest.raises(AgreementMissing):
            holding.start(holder.uuid, actor=actor)
        with pytest.raises(AgreementDays):
            holding.sign(holder.uuid, given | {"ends_on": dt.date(2021, 12, 1)}, actor=actor)
        with pytest.raises(QuotaDays):
            holding.sign(holder.uuid, given | {"begins_on": dt.date(2021, 6, 1)}, actor=actor)
        with pytest.raises(InsuranceMissing):
            holding.sign(holder.uuid, given | {"insurance_no": "PA-1"}, actor=actor)
        holding.sign(holder.uuid, given, actor=actor)
        with pytest.raises(InsuranceMissing):
            holding.start(holder.uuid, actor=actor)
        holding.sign(holder.uuid, given | AGREEMENT | {"insured_until": dt.date(2020, 4, 4)}, actor=actor)
        with pytest.raises(InsuranceMissing):
            holding.start(holder.uuid, actor=actor)
        holding.sign(holder.uuid, given | AGREEMENT | {"begins_on": OVER + dt.timedelta(1)}, actor=actor)
        with pytest.raises(DutyNotBegun):
            holding.start(holder.uuid, actor=actor)
        with pytest.raises(StillToSign):
            posts.run(post.pk, actor=actor)
        holding.sign(holder.uuid, given | AGREEMENT, actor=actor)
        holding.start(holder.uuid, actor=actor)
        posts.run(post.pk, actor=actor)
    holder = fresh(holder)
    assert (holder.status, holder.ends_on, holder.standard) == ("on_duty", dt.date(2021, 4, 4), 50_000)
    with everywhere(reason="test"):
        spell = EmploymentSpell.objects.get(pk=holder.spell)
    assert (spell.mode, spell.status, spell.started_on, spell.evidence) == ("public_post", "working", OVER, "B")
    with everywhere(reason="test"):
        for broken in ({"signed_on": None}, {"insurance_no": ""}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Holder.objects.filter(pk=holder.pk).update(**broken)


@pytest.mark.requirement("R100")
def test_a_pause_pays_nothing_and_the_end_ends_the_time_of_work(offices, person):
    holder = on_duty(offices, person)
    with on(dt.date(2020, 4, 10), offices.township) as actor:
        holding.suspend(holder.uuid, "not_seen", "抽查不在岗", since=dt.date(2020, 4, 8), actor=actor)
        with pytest.raises(NotAllowedNow):
            holding.suspend(holder.uuid, "not_seen", "抽查不在岗", actor=actor)
    with on(dt.date(2020, 4, 15), offices.township) as actor:
        holding.resume(holder.uuid, "已核实，当天看病", actor=actor)
    with on(MAY, offices.township) as actor:
        # From 5 to 30 April without 8 to 14 April.
        assert reads.covered_days(reads.find(holder.uuid), APRIL) == 26 - 7
        assert reads.payable(reads.find(holder.uuid), APRIL) == ""
        assert reads.payable(reads.find(holder.uuid), dt.date(2020, 6, 1)) == "future"
        assert reads.payable(reads.find(holder.uuid), dt.date(2020, 3, 1)) == "not_covered"
        assert [one.pk for one in reads.for_month(APRIL, area=offices.county.key, department="hrss")] == [holder.pk]
        assert not reads.for_month(APRIL, area=offices.county.key, department="water")
        holding.suspend(holder.uuid, "season", "雨季", actor=actor)
    with on(dt.date(2020, 6, 20), offices.township) as actor:
        assert reads.payable(reads.find(holder.uuid), MAY) == "suspended"
        with pytest.raises(EndDay):
            holding.end(holder.uuid, "own_wish", "本人提出", ended_on=dt.date(2020, 3, 1), actor=actor)
        holding.end(holder.uuid, "found_job", "去县城上班", ended_on=dt.date(2020, 6, 15), actor=actor)
    holder = fresh(holder)
    assert holder.pauses[-1] == ["2020-05-01", "2020-06-15", "season"]
    with everywhere(reason="test"):
        spell = EmploymentSpell.objects.get(pk=holder.spell)
    assert (spell.status, spell.ended_on, spell.end_reason) == ("ended", dt.date(2020, 6, 15), "changed_employer")
    assert (fresh(holder.post).held, holder.end_reason) == (0, "found_job")


@pytest.mark.requirement("R100")
def test_twice_and_three_years_in_all(offices, person):
    holder = on_duty(offices, person)
    with on(dt.date(2020, 4, 30), offices.township) as actor:
        holding.end(holder.uuid, "own_wish", "本人提出", actor=actor)
    from gangqiao.assistance.reads import applicants

    post = fresh(holder.post)
    with on(dt.date(2020, 5, 4), offices.township):
        last = {one.article: str(one.state) for one in applicants.of_person(person, post, "none")}
        assert last["Domain notes 3.1"] == "met"
    make_holder(person, post, status="ended", end_reason="expired", ended_on=dt.date(2019, 12, 31), spell=7,
                begins_on=dt.date(2019, 1, 1), ends_on=dt.date(2019, 12, 31))  # fmt: skip
    with on(dt.date(2020, 5, 4), offices.township):
        last = {one.article: str(one.state) for one in applicants.of_person(person, post, "none")}
        assert last["Domain notes 3.1"] == "not_met"


def test_an_objection_that_is_open_holds_the_pay(offices, person):
    post = announced(offices)
    row = entered(offices, post, person)
    published(offices, post, row)
    (holder,) = over(offices, post)
    begun(offices, holder)
    from gangqiao.assistance.models import Objection

    with everywhere(reason="test"):
        Objection.objects.create(
            area_id=person.area_id, about="choice", post=post, applicant=row, words="x", taken_by="x", due_on=OVER
        )
    with on(MAY, offices.township):
        assert reads.payable(reads.find(holder.uuid), APRIL) == "objection"


def test_a_line_of_a_sheet_is_objected_to_without_touching_the_choice(offices, person, make_person):
    holder = make_holder(person)

    class Line:
        """What an objection needs of a line."""

        pk, area_id, unit, person_uuid, paths = 5, person.area_id, "", person.uuid, (person.area_id,)

    Line.holder = holder
    with scope_of(offices.village):
        taken = objecting.take_of_line(Line, "多报了三天", actor=offices.village)
    with scope_of(offices.township):
        objecting.answer(taken.uuid, "upheld", "核减三天", actor=offices.township)
    assert fresh(taken).outcome == "upheld"
    assert fresh(holder).status == "on_duty"
