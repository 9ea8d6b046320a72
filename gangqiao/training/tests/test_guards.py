"""Each kind of fraud that audits found is planted and stopped before the claim; the honest twin beside it passes.

What is planted is written past the acts: the guards must find it in the tables, however it got there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people.models import Category, EmploymentSpell
from gangqiao.training.actions import assessing, calling, classes, enrolling, guarding
from gangqiao.training.models import Attendance, Class, Doubt, Enrolment
from gangqiao.training.reads import claims, guards
from gangqiao.training.refusals_classes import NotReady
from gangqiao.training.refusals_learners import NobodyToDraw, NoSuchReason
from gangqiao.training.tests.made import make_session
from gangqiao.training.tests.rig import (
    TODAY,
    at,
    attend_all,
    call_all,
    fresh,
    learner,
    other_class,
    sessions_of,
    short_class,
    sign_by_hand,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _spring():
    with clock.frozen_at(TODAY + dt.timedelta(hours=9)):
        yield


class Scene:
    """A class of five that was held and called back; something is planted for the first of its learners."""

    def __init__(self, county: Any, make_person: Any, remember: Any, village: Any, town: Any, city: Any) -> None:
        self.county, self.make_person, self.remember = county, make_person, remember
        self.village, self.town, self.city = village, town, city
        self.held = short_class(county.xinshao)
        self.rows = [learner(make_person(county.villages[0]), self.held) for _ in range(5)]
        attend_all(self.held, self.rows, actor=village)
        call_all(self.held, actor=town, caller=city)

    @property
    def person(self) -> Any:
        with everywhere(reason="test"):
            return self.rows[0].person

    def assess(self) -> None:
        with scope_of(self.town):
            for row in self.rows:
                if fresh(row).status == "attending":
                    assessing.pass_learner(row.uuid, actor=self.town)
            classes.assess_class(self.held.uuid, actor=self.town)

    def claim(self) -> str:
        """ "" when the class went through; else what stopped it."""
        try:
            with scope_of(self.city):
                classes.claim_class(self.held.uuid, actor=self.city)
        except NotReady as refusal:
            return str(refusal)
        return ""


@pytest.fixture
def scene(county, make_person, remember, village_officer, township_clerk, city_officer) -> Scene:
    return Scene(county, make_person, remember, village_officer, township_clerk, city_officer)


def _works(scene: Scene, level: str, days: int = 20, **values: Any) -> None:
    started = clock.today() - dt.timedelta(days=days)
    scene.remember(EmploymentSpell, scene.person, area_level=level, started_on=started, **values)


def _at_work(scene: Scene) -> None:
    _works(scene, "own_township")


def _at_work_honest(scene: Scene) -> None:
    ended = clock.today() - dt.timedelta(days=5)
    _works(scene, "own_township", status="ended", ended_on=ended)
    scene.remember(EmploymentSpell, _person(scene, 1), area_level="own_township", spell_kind="cooperative")
    # Began on the last day of class: found work by it.
    scene.remember(EmploymentSpell, _person(scene, 2), started_on=clock.today(), area_level="other_province")


def _person(scene: Scene, number: int) -> Any:
    with everywhere(reason="test"):
        return scene.rows[number].person


def _away(scene: Scene) -> None:
    _works(scene, "other_province")


def _dies(scene: Scene, days: int) -> None:
    with everywhere(reason="test"):
        died = clock.today() - dt.timedelta(days=days)
        type(scene.person).objects.filter(pk=scene.person.pk).update(life="dead", died_on=died)


def _born(scene: Scene, year: int) -> None:
    with everywhere(reason="test"):
        type(scene.person).objects.filter(pk=scene.person.pk).update(birth_date=dt.date(year, 1, 1))


def _beside(scene: Scene, days: int, status: str = "attending", **values: Any) -> None:
    """A place in another class that began so many days before this one, for two days."""
    begins = scene.held.begins_on - dt.timedelta(days=days)
    other = other_class(scene.county.hongxi, begins, begins + dt.timedelta(days=1), **values)
    learner(scene.person, other, status)


def _course(trade: str) -> Any:
    from gangqiao.training.models import Course

    return Course.objects.create(title=trade, trade=trade, hours=40)


def _too_many(scene: Scene) -> None:
    scene.remember(Category, scene.person, kind="registered_poor")
    _beside(scene, 30, "failed", course=_course("cooking"))


def _too_many_honest(scene: Scene) -> None:
    """Two a year for somebody who is not poor; a poor one paid by the enterprise itself, or last year."""
    _beside(scene, 30, "failed", course=_course("cooking"))
    scene.remember(Category, _person(scene, 1), kind="registered_poor")
    begins = scene.held.begins_on
    own = other_class(
        scene.county.hongxi, begins - dt.timedelta(days=9), begins - dt.timedelta(days=8), fund_line="own",
        course=_course("tea"),
    )  # fmt: skip
    learner(_person(scene, 1), own, "failed")
    last = dt.date(2019, 11, 1)
    learner(_person(scene, 1), other_class(scene.county.hongxi, last, last, course=_course("tea")), "certified")


def _more_hours(scene: Scene) -> None:
    """A class of 40 hours whose timetable has eight: two days claimed as ten."""
    Class.objects.filter(pk=scene.held.pk).update(hours=40)


def _on_one_day(scene: Scene) -> None:
    """All sign-ins of a learner made at once on the last day."""
    with everywhere(reason="test"):
        moment = at(sessions_of(scene.held)[1])
        third = make_session(scene.held, on=scene.held.begins_on, begins_at=dt.time(13), ends_at=dt.time(16), hours=2)
        before = make_session(scene.held, on=scene.held.begins_on - dt.timedelta(days=1), hours=2)
        Attendance.objects.filter(enrolment=scene.rows[0]).update(at=moment)
        for session in (third, before):
            sign_by_hand(scene.rows[0], session, at=moment)


def _crowded_day(scene: Scene) -> None:
    """Twelve hours in one day of the timetable."""
    make_session(scene.held, on=clock.today(), begins_at=dt.time(12), ends_at=dt.time(20), hours=8)


def _two_places(scene: Scene) -> None:
    begins = scene.held.begins_on
    other = other_class(scene.county.hongxi, begins - dt.timedelta(days=40), begins - dt.timedelta(days=30))
    session = make_session(other, on=clock.today(), begins_at=dt.time(10), ends_at=dt.time(13))
    sign_by_hand(learner(scene.person, other, "dropped"), session)


def _same_day_honest(scene: Scene) -> None:
    begins = scene.held.begins_on
    other = other_class(scene.county.hongxi, begins - dt.timedelta(days=40), begins - dt.timedelta(days=30))
    session = make_session(other, on=clock.today(), begins_at=dt.time(11, 30), ends_at=dt.time(14, 30))
    sign_by_hand(learner(scene.person, other, "dropped"), session)


def _codes(scene: Scene, seconds: int) -> None:
    """Everybody's code shown within so many seconds of each other."""
    with everywhere(reason="test"):
        for number, row in enumerate(scene.rows):
            for one in Attendance.objects.filter(enrolment=row).select_related("session"):
                Attendance.objects.filter(pk=one.pk).update(
                    way="qr", at=at(one.session) + dt.timedelta(seconds=number * seconds)
                )


def _drawn(scene: Scene, kind: str = "call") -> Any:
    from gangqiao.training.models import CallBack

    with everywhere(reason="test"):
        call = CallBack.objects.filter(enrolment__held=scene.held, kind=kind).first()
        scene.rows.sort(key=lambda row: row.pk != call.enrolment_id)
    return call


def _denies(scene: Scene, result: str = "denied") -> None:
    call = _asked_anew(_drawn(scene))
    with scope_of(scene.city):
        calling.record_call(call.uuid, result, actor=scene.city)


def _asked_anew(call: Any) -> Any:
    """As if nobody had asked yet."""
    with everywhere(reason="test"):
        type(call).objects.filter(pk=call.pk).update(result="")
    return call


def _other_hand(scene: Scene, result: str = "other") -> None:
    with everywhere(reason="test"):
        Attendance.objects.filter(enrolment__in=scene.rows).update(way="paper")
    with scope_of(scene.city):
        for one in calling.draw(scene.held.uuid, "again", actor=scene.city):
            calling.record_call(one.uuid, "same", actor=scene.city)
        calling.record_call(_asked_anew(_drawn(scene, "hand")).uuid, result, actor=scene.city)


def _objects(scene: Scene) -> None:
    with scope_of(scene.village):
        enrolling.object_to(scene.rows[0].uuid, actor=scene.village)
    # Was the one who objects among those drawn, another one is drawn.
    with suppress(NobodyToDraw):
        call_all(scene.held, actor=scene.town, caller=scene.city, seed="more")


def _objects_honest(scene: Scene) -> None:
    """On the list, never signed in by anybody, and does not want it: only off the list."""
    row = learner(scene.make_person(scene.county.villages[0]), scene.held)
    with scope_of(scene.village):
        enrolling.object_to(row.uuid, actor=scene.village)


def _not_asked(scene: Scene) -> None:
    from gangqiao.training.models import CallBack

    with everywhere(reason="test"):
        CallBack.objects.filter(enrolment__held=scene.held).update(result="")


# guard: what is planted, and the honest twin that must pass. "" for the class as a whole: no learner is named.
Plant = Callable[[Scene], None]
PLANTED: dict[str, tuple[str, Plant, Plant]] = {
    "at work": ("at_work", _at_work, _at_work_honest),
    "away": ("away", _away, lambda scene: _works(scene, "other_province", status="planned")),
    "dead": ("dead", lambda scene: _dies(scene, 30), lambda scene: _dies(scene, -1)),
    "too old": ("age", lambda scene: _born(scene, 1950), lambda scene: _born(scene, 1970)),
    "too young": ("age", lambda scene: _born(scene, 2008), lambda scene: _born(scene, 2003)),
    "two classes": ("two_classes", lambda s: _beside(s, 1), lambda s: _beside(s, 1, "objected")),
    "same trade": (
        "same_trade", lambda s: _beside(s, 60, "certified"), lambda s: _beside(s, 60, "failed"),
    ),
    "too many": ("too_many", _too_many, _too_many_honest),
    "on one day": ("hours", _on_one_day, lambda _scene: None),
    "two places": ("sessions_overlap", _two_places, _same_day_honest),
    "denied": ("denied", _denies, lambda scene: _denies(scene, "confirmed")),
    "never enrolled": ("denied", lambda scene: _denies(scene, "not_enrolled"), lambda _scene: None),
    "another hand": ("one_hand", _other_hand, lambda scene: _other_hand(scene, "same")),
    "objected": ("objected", _objects, _objects_honest),
}  # fmt: skip
OF_THE_CLASS: dict[str, tuple[str, Plant, Plant]] = {
    "more hours than taught": ("hours", _more_hours, lambda _scene: None),
    "a crowded day": ("hours", _crowded_day, lambda _scene: None),
    "codes by one hand": ("one_hand", lambda scene: _codes(scene, 0), lambda scene: _codes(scene, 8)),
}  # fmt: skip


@pytest.mark.requirement("R085", "R013")
@pytest.mark.parametrize("fraud", list(PLANTED))
def test_a_fraud_is_stopped_before_the_claim_and_names_its_learner(scene, fraud):
    guard, plant, _honest = PLANTED[fraud]
    if fraud not in ("denied", "never enrolled", "another hand", "objected"):
        scene.assess()
        plant(scene)
    else:
        plant(scene)
        scene.assess()
    who = fresh(scene.rows[0])
    said = scene.claim()
    assert who.shown_name in said, said
    assert guard in {one.guard for one in guards.unsettled(fresh(scene.held)) if one.enrolment == who.pk}
    assert who.pk not in {one.enrolment for one in claims.claimable(fresh(scene.held))}
    assert fresh(scene.held).status == "assessed"
    # On the list of work once, however often it is looked for; true: the others are claimed, and this one is not.
    guarding.look_through_all()
    assert guarding.look_through_all() == 0
    with everywhere(reason="test"):
        open_ones = list(Doubt.objects.filter(held=scene.held, outcome=""))
    assert guard in {one.guard for one in open_ones}
    with scope_of(scene.city):
        for one in open_ones:
            assert one.enrolment_id == who.pk
            guarding.settle(one.uuid, "confirmed", "查实", actor=scene.city)
    assert scene.claim() == ""
    left = claims.claimable(fresh(scene.held))
    assert {one.enrolment for one in left} == {row.pk for row in scene.rows[1:]}
    assert {(one.days, one.hours, one.has_passed) for one in left} == {(2, 8, True)}


@pytest.mark.requirement("R084", "R085")
@pytest.mark.parametrize("fraud", [*PLANTED, *OF_THE_CLASS])
def test_the_honest_twin_passes(scene, fraud):
    _guard, _plant, honest = (PLANTED | OF_THE_CLASS)[fraud]
    honest(scene)
    scene.assess()
    assert scene.claim() == ""
    assert {one.enrolment for one in claims.claimable(fresh(scene.held))} == {row.pk for row in scene.rows}


@pytest.mark.parametrize("fraud", list(OF_THE_CLASS))
def test_what_does_not_fit_about_the_class_as_a_whole_stops_it(scene, fraud):
    guard, plant, _honest = OF_THE_CLASS[fraud]
    scene.assess()
    plant(scene)
    assert scene.claim()
    found = {one.guard for one in guards.unsettled(fresh(scene.held)) if one.enrolment is None}
    assert found == {guard}


@pytest.mark.requirement("R013")
def test_without_call_backs_nothing_is_claimed(scene):
    scene.assess()
    _not_asked(scene)
    assert "3" in scene.claim()
    with everywhere(reason="test"):
        Enrolment.objects.filter(held=scene.held)
        Attendance.objects.filter(enrolment__held=scene.held).update(struck_on=clock.today())
    assert scene.claim()


def test_a_doubt_is_settled_with_words_and_a_false_alarm_holds_while_the_same_is_found(scene):
    scene.assess()
    _at_work(scene)
    guarding.look_through_all()
    with everywhere(reason="test"):
        doubt = Doubt.objects.get(held=scene.held)
        assert doubt.facts == {"day": (clock.today() - dt.timedelta(days=20)).isoformat()}
    with scope_of(scene.village), pytest.raises(NotYourVerb):
        guarding.settle(doubt.uuid, "false_alarm", "晚班", actor=scene.village)
    with scope_of(scene.town):
        for outcome, words in (("fine", "晚班"), ("false_alarm", " ")):
            with pytest.raises(NoSuchReason):
                guarding.settle(doubt.uuid, outcome, words, actor=scene.town)
        guarding.settle(doubt.uuid, "false_alarm", "晚班，白天上课", actor=scene.town)
        with pytest.raises(NoSuchReason):
            guarding.settle(doubt.uuid, "confirmed", "晚班，白天上课", actor=scene.town)
    assert guarding.look_through_all() == 0
    assert guards.unsettled(fresh(scene.held)) == []
    # Other work than the one that was looked at: a doubt anew. Put right means that it is not found any more.
    with everywhere(reason="test"):
        EmploymentSpell.objects.filter(person=scene.person).update(started_on=clock.today() - dt.timedelta(days=3))
    assert scene.claim()
    assert guarding.look_through_all() == 1
    with everywhere(reason="test"):
        again = Doubt.objects.get(held=scene.held, outcome="")
    with scope_of(scene.town):
        guarding.settle(again.uuid, "mended", "登记已更正", actor=scene.town)
    assert scene.claim()
    with everywhere(reason="test"):
        EmploymentSpell.objects.filter(person=scene.person).update(is_farm_work="yes")
    assert scene.claim() == ""
