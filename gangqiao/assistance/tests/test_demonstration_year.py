"""The demonstration makes something of every kind, once; led on through the year it leaves nobody without help."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from gangqiao.assistance import demonstration, demonstration_year
from gangqiao.assistance.models import (
    Applicant,
    AssistCase,
    DutyDay,
    DutySheet,
    Holder,
    Measure,
    PublicPost,
    Seat,
    Workplace,
)
from gangqiao.assistance.tests.made import make_poor
from gangqiao.followup.tests.made import make_spell
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.scope import everywhere
from gangqiao.people import actions as people
from gangqiao.people.models import EmploymentSpell, Household, Intention, Person
from tests.cast.people import remembered

pytestmark = pytest.mark.django_db
DAY = dt.datetime(2020, 3, 16, 9, 0, tzinfo=clock.TZ)
DUE = dt.date(2020, 10, 1)  # R103
KNOWN = {"health_status": "01", "school_status": "not_in_school", "population_category": "03"}
WISH = {
    "wants_work": "yes", "work_kind": "work_out", "wished_level": "other_province", "training_wish": "no",
    "conditions": ["none"], "not_out_reasons": ["no_job"], "expires_on": dt.date(2021, 1, 1),
}  # fmt: skip


@pytest.fixture(autouse=True)
def _spring(settings: Any) -> Any:
    settings.DEMO = True
    with clock.frozen_at(DAY):
        yield


@pytest.fixture
def world(county: Any, make_user: Any, make_person: Any) -> dict[str, list[Person]]:
    """A small county with its desks: workers of each class, some at work, and two of whom too little is known."""
    make_user("poverty_office", county.division, "poverty")
    make_user("headquarters_office", county.division, "office")
    make_user("employment_clerk", county.division, "employment")
    make_user("township_clerk", county.xinshao, "xinshao")
    make_user("township_clerk", county.hongxi, "hongxi")
    found: dict[str, list[Person]] = {}
    for kind, many in (("far", 4), ("near", 6), ("net", 6), ("at_work", 2), ("unknown", 2)):
        found[kind] = [_worker(kind, make_person, county.villages[n % 4]) for n in range(many)]
    return found


def _worker(kind: str, make_person: Any, area: Any) -> Person:
    known = dict(KNOWN) if kind != "unknown" else {}
    if kind == "net":
        known |= {"labour_capacity": "weak", "health_status": "02"}
    person: Person = make_person(area, **known)
    with everywhere(reason="test"):
        Household.objects.filter(pk=person.household_id).update(land_mu=0)
    make_poor(person)
    if kind == "at_work":
        make_spell(person, dt.date(2019, 9, 1), evidence="B")
    elif kind != "unknown":
        more = {"wished_level": "other_township"} if kind == "near" else {}
        if kind == "net":
            more = {"wished_level": "own_township", "not_out_reasons": ["health"]}
        remembered(Intention, person, **WISH | more)
    return person


@pytest.mark.requirement("R089", "R091", "R092", "R099", "R100", "R101", "R103", "R104")
def test_the_year_leaves_nobody_without_a_class_or_a_reason_and_no_active_case_without_a_measure(
    world, make_person, monkeypatch
):
    monkeypatch.setattr(demonstration, "ONE_OF", 4)  # so small a county would place nobody
    made = demonstration.make_assistance(7)
    assert made.workplaces == 8
    assert demonstration.make_assistance(7).workplaces == 0, "it is made once"
    with everywhere(reason="test"):
        kinds = set(AssistCase.objects.values_list("kind", flat=True))
        assert {"far", "near", "net"} <= kinds
        assert set(Workplace.objects.values_list("status", flat=True)) >= {"recognised", "listed", "expired"}
        assert Seat.objects.filter(until=None).count() == made.placed > 0
        assert EmploymentSpell.objects.filter(pk__in=Seat.objects.values("spell"), status="working").exists()
        assert Measure.objects.exists()
        posts = set(PublicPost.objects.values_list("status", flat=True))
        assert {"proposed", "checked", "approved", "announced", "selecting", "rejected"} <= posts
        assert Applicant.objects.filter(kin="declared").exclude(status="chosen").exists()
        assert Holder.objects.filter(status="on_duty").exists()
        assert DutyDay.objects.exists()
        assert DutySheet.objects.exclude(status="draft").exists()
    _what_happens(world)
    months = demonstration_year.lead_year(DUE, 7)
    assert [one.day for one in months][-1] == dt.date(2020, 9, 16)
    assert sum(one.decided for one in months) > 0
    with clock.frozen_at(DUE), everywhere(reason="test"):
        left = {key: [one.name for one in gap] for key, gap in demonstration_year.gaps().items()}
        assert {key: names for key, names in left.items() if key != "overdue"} == {
            "no_case": [], "no_class": [], "no_measure": [], "no_next_day": [], "no_fitting": [],
        }  # fmt: skip
        dead, gone = world["far"][0], world["net"][0]
        assert AssistCase.objects.get(person=dead).close_reason == "died"
        assert not Seat.objects.filter(person__in=[dead, gone], until=None).exists()
        assert not Holder.objects.filter(person=gone).exclude(status="ended").exists()
        decided = AssistCase.objects.exclude(status="closed")
        assert not decided.filter(kind="").exists()
        assert not decided.filter(kind="none", none_reason="").exists()
        # The control: somebody new is a gap by name until the desks have looked.
        new = _worker("far", make_person, Household.objects.first().area)
        assert [one.pk for one in demonstration_year.gaps()["no_case"]] == [new.pk]


def _what_happens(world: dict[str, list[Person]]) -> None:
    """One goes far and dies, one comes home, and one of the safety net dies."""
    with everywhere(reason="test"):
        people.record_death(world["far"][0].pk, died_on=clock.today(), actor=SYSTEM, reason="病故")
        spell = EmploymentSpell.objects.get(person=world["at_work"][0], recorded_to=None)
        people.end_spell(spell.pk, ended_on=clock.today(), end_reason="returned", actor=SYSTEM, note="返乡")
        people.record_death(world["net"][0].pk, died_on=clock.today(), actor=SYSTEM, reason="病故")
