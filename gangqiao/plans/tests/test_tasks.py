"""What units owe: given by the plan, worked on, shown, verified by somebody else; versions, lateness, holidays."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from gangqiao.audit.models import Event
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.files import open_kept
from gangqiao.kernel.lifecycle import NotAllowedNow, NoteNeeded
from gangqiao.kernel.queue import sources
from gangqiao.plans import actions
from gangqiao.plans.calendar import is_working_day, working_day_from, working_days_after
from gangqiao.plans.comparing import differences
from gangqiao.plans.loading import LIBRARY, read_plan
from gangqiao.plans.models import Evidence, PlanVersion, UnitTask
from gangqiao.plans.reads import current_plan, plan_behind, units_answered_for
from gangqiao.plans.refusals import FileTooLarge, NothingShown, NotThatKind, NotYourUnit, OwnWork
from gangqiao.plans.standing import Light, standing_of
from gangqiao.plans.states import UNIT_TASK, Status
from gangqiao.plans.tests.conftest import MILE_TEXT, changed

pytestmark = pytest.mark.django_db
MILE = read_plan(MILE_TEXT)


# --- loading ---------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("D18", "R042", "R112")
def test_a_plan_in_force_gives_its_tasks_to_every_unit_it_names(in_force, units) -> None:
    def holders(task: str) -> set[str]:
        return set(UnitTask.objects.filter(task_key=task).values_list("unit__code", flat=True))

    assert holders("T1.1") == {"532504102000", "532504106000"}
    assert holders("M2.4") == {"health"}
    departments = {u.code for u in units.values() if u.kind == "department"}
    assert holders("M1.6") == departments
    assert UnitTask.objects.get(task_key="T2.3", unit__code="hrss").part == "leads"


def test_a_monthly_task_is_owed_once_in_every_month_from_the_plan_to_the_end_of_its_year(in_force) -> None:
    rows = UnitTask.objects.filter(task_key="T2.4").order_by("period")
    assert [r.period for r in rows] == [f"2020-{month:02}" for month in range(3, 13)]
    assert (rows[0].opens_on, rows[0].due_on) == (date(2020, 3, 16), date(2020, 3, 31))


def test_the_same_plan_again_changes_nothing(in_force) -> None:
    before = (PlanVersion.objects.count(), UnitTask.objects.count(), Event.objects.count())
    again = actions.load_plan("# a comment\n" + MILE_TEXT, actor=SYSTEM)
    assert not again.is_new
    assert (PlanVersion.objects.count(), UnitTask.objects.count(), Event.objects.count()) == before


def test_a_loading_that_was_cut_short_is_made_whole_by_the_next(in_force) -> None:
    many = UnitTask.objects.count()
    UnitTask.objects.filter(unit__code="water").delete()
    assert actions.load_plan(MILE_TEXT, actor=SYSTEM).given.given == 3
    assert UnitTask.objects.count() == many


def test_a_new_version_keeps_the_progress_and_brings_days_and_parts_in_line(in_force, owed, actor) -> None:
    actions.accept(owed("T4.1", "hrss").pk, actor=actor("training_clerk", "hrss"))

    def change(plan):
        plan["tasks"][3]["due_on"] = date(2020, 12, 15)
        plan["tasks"][0]["parts"].pop()

    loaded = actions.load_plan(changed(change), actor=SYSTEM)
    assert loaded.version.number == 2
    assert (owed("T4.1", "hrss").status, owed("T4.1", "hrss").due_on) == (Status.ACCEPTED, date(2020, 12, 15))
    assert owed("T1.4", "532504102000").status == Status.WITHDRAWN
    assert PlanVersion.objects.get(in_force=True).number == 2
    back = actions.load_plan(MILE_TEXT, actor=SYSTEM)
    assert owed("T1.4", "532504102000").status == Status.GIVEN
    assert (back.version.number, PlanVersion.objects.filter(in_force=True).count()) == (3, 1)


def test_another_plan_takes_the_place_of_the_first(in_force) -> None:
    actions.load_plan((LIBRARY / "mile-2026.yaml").read_text(encoding="utf-8"), actor=SYSTEM)
    assert current_plan().key == "mile-2026"
    assert UnitTask.objects.filter(plan_key="mile-2026", unit__code="agriculture", task_key="K2.1").count() == 12


def test_a_plan_with_a_fault_changes_nothing(in_force, tmp_path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(MILE_TEXT.replace("due_on: 2020-03-01", "due_on: soon", 1), encoding="utf-8")
    with pytest.raises(CommandError, match=r"broken\.yaml:\d+: "):
        call_command("plan", "load", str(path))
    assert PlanVersion.objects.count() == 1


@pytest.mark.requirement("D13")
def test_putting_into_force_and_giving_are_in_the_log(in_force) -> None:
    assert Event.objects.filter(verb="plans.load").count() == 1
    assert Event.objects.filter(verb="plans.give").count() == UnitTask.objects.count()


# --- comparing -------------------------------------------------------------------------------------------------------


def told(change) -> list[str]:
    with translation.override("en"):
        return [f"{d.kind}: {d.sentence}" for d in differences(MILE, read_plan(changed(change)))]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda p: p["targets"][1].update(value=17000), "changed: Target R015: 17,000, was 16,000."),
        (lambda p: p["targets"].pop(7), "removed: Target R021"),
        (
            lambda p: p["tasks"][4].update(due_on=date(2020, 9, 1)),
            "changed: Task T5: due 2020-09-01; before: due 2020-10-01.",
        ),
        (
            lambda p: p["tasks"][4]["responsible"].append("hrss"),
            "changed: Task T5: HRSS bureau owes it now (responsible).",
        ),
        (
            lambda p: p["tasks"][4]["responsible"].remove("poverty"),
            "changed: Task T5: Poverty relief office no longer owes it.",
        ),
        (lambda p: p["tasks"][0]["parts"].pop(), "removed: Task T1.4"),
        (lambda p: p["units"][5].update(en="Roads"), "changed: Unit transport is “Roads”, was “Transport bureau”."),
        (lambda p: p.update(issued_on=date(2020, 4, 1)), "changed: Day of issue: was 2020-03-16, is 2020-04-01."),
    ],
)
def test_each_difference_is_told_in_words(change, says: str) -> None:
    assert any(sentence.startswith(says) for sentence in told(change)), told(change)


def test_a_plan_does_not_differ_from_itself() -> None:
    assert differences(MILE, read_plan(MILE_TEXT)) == []


# --- the life of a task ----------------------------------------------------------------------------------------------


@pytest.mark.requirement("R113", "R122")
def test_a_task_goes_its_whole_way_and_is_verified_by_another(owed, actor) -> None:
    water, office = actor("department_liaison", "water"), actor("headquarters_office", "hq-office")
    task = owed("M2.3", "water")
    for act in (actions.accept, actions.start):
        act(task.pk, actor=water)
    actions.show(task.pk, words="12 enterprises, 340 posts", actor=water)
    actions.report_done(task.pk, actor=water)
    actions.verify(task.pk, actor=office)
    task.refresh_from_db()
    assert (task.status, task.reported_by_id, task.verified_by_id) == (Status.VERIFIED, water.user_id, office.user_id)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("verb", ["accept", "start", "report_done", "verify", "send_back", "show"])
def test_only_the_arrows_of_the_table_can_be_taken(verb: str, status: str, owed, actor) -> None:
    task = owed("M2.3", "water")
    UnitTask.objects.filter(pk=task.pk).update(status=status)
    who = (
        actor("headquarters_office", "hq-office")
        if verb in ("verify", "send_back")
        else actor("department_liaison", "water")
    )
    more = {"send_back": {"reason": "no list"}, "show": {"words": "done"}}.get(verb, {})
    arrows = {(s.verb, source): s.target for s in UNIT_TASK for source in s.sources}
    target = arrows.get((f"plans.{verb}", status))
    if target is None:
        with pytest.raises(NotAllowedNow):
            getattr(actions, verb)(task.pk, actor=who, **more)
    else:
        getattr(actions, verb)(task.pk, actor=who, **more)
        task.refresh_from_db()
        assert task.status == target


def test_nobody_verifies_the_work_of_their_own_unit(owed, actor) -> None:
    office, leader = actor("headquarters_office", "hq-office"), actor("headquarters_leader", "hq")
    task = owed("M1.2", "hq")
    actions.accept(task.pk, actor=office)
    actions.show(task.pk, words="Minutes of 20 March", actor=office)
    actions.report_done(task.pk, actor=office)
    with pytest.raises(OwnWork):
        actions.verify(task.pk, actor=office)
    actions.verify(task.pk, actor=leader)
    task.refresh_from_db()
    assert task.status == Status.VERIFIED


def test_another_unit_cannot_say_anything_for_a_unit(owed, actor) -> None:
    task = owed("M2.3", "water")
    with pytest.raises(NotYourUnit):
        actions.accept(task.pk, actor=actor("department_liaison", "culture"))
    with pytest.raises(NotYourVerb):
        actions.verify(task.pk, actor=actor("department_liaison", "culture"))
    assert owed("M2.3", "water").status == Status.GIVEN


def test_a_post_of_a_township_answers_for_it_and_for_no_other(owed, units, county, actor, township_clerk) -> None:
    assert {u.name for u in units_answered_for(township_clerk)} == {"新哨镇", "测试单位"}
    actions.accept(owed("T1.1", "532504102000").pk, actor=township_clerk)
    with pytest.raises(NotYourUnit):
        actions.accept(owed("T1.1", "532504106000").pk, actor=township_clerk)


def test_sending_back_needs_a_reason_and_the_unit_does_it_again(owed, actor) -> None:
    water, office = actor("department_liaison", "water"), actor("headquarters_office", "hq-office")
    task = owed("M2.3", "water")
    UnitTask.objects.filter(pk=task.pk).update(status=Status.DONE)
    with pytest.raises(NoteNeeded):
        actions.send_back(task.pk, reason=" ", actor=office)
    actions.send_back(task.pk, reason="The list is missing", actor=office)
    assert owed("M2.3", "water").note == "The list is missing"
    actions.start(task.pk, actor=water)


def test_evidence_shows_something_and_its_file_is_sealed(owed, actor, settings, tmp_path) -> None:
    settings.HOME = tmp_path
    water = actor("department_liaison", "water")
    task = owed("M2.3", "water")
    actions.accept(task.pk, actor=water)
    with pytest.raises(NothingShown):
        actions.show(task.pk, words="  ", actor=water)
    with pytest.raises(NotThatKind):
        actions.show(task.pk, file_name="x.exe", content=b"MZ", actor=water)
    with pytest.raises(FileTooLarge):
        actions.show(task.pk, file_name="x.pdf", content=b"0" * (10 * 2**20 + 1), actor=water)
    shown = actions.show(task.pk, words="posts", file_name="posts.pdf", content=b"%PDF list of posts", actor=water)
    assert Evidence.objects.get(pk=shown.pk).words == "posts"
    assert open_kept(shown.kept) == b"%PDF list of posts"
    assert b"list of posts" not in (tmp_path / "files" / shown.kept).read_bytes()


def test_a_file_of_evidence_that_is_refused_is_not_kept(owed, actor, settings, tmp_path) -> None:
    settings.HOME = tmp_path
    task, culture = owed("M2.3", "water"), actor("department_liaison", "culture")
    UnitTask.objects.filter(pk=task.pk).update(status=Status.ACCEPTED)
    with pytest.raises(NotYourUnit):
        actions.show(task.pk, file_name="a.pdf", content=b"%PDF", actor=culture)
    assert not list((tmp_path / "files").glob("*"))


def test_a_unit_accepts_everything_at_once(in_force, units, actor) -> None:
    water = actor("department_liaison", "water")
    assert actions.accept_all(units["water"].pk, actor=water) == 3
    assert actions.accept_all(units["water"].pk, actor=water) == 0


def test_what_an_earlier_version_gave_is_accepted_and_shown_by_the_version_in_force(owed, units, actor) -> None:
    water = actor("department_liaison", "water")
    actions.load_plan(changed(lambda p: p["measures"][1]["parts"][2]["words"].update(en="Collect posts")), actor=SYSTEM)
    assert actions.accept_all(units["water"].pk, actor=water) == 3
    shown = plan_behind(owed("M2.3", "water")).find_task("M2.3")
    assert shown is not None
    assert shown.words.en == "Collect posts"


# --- late or not -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2020-01-19", True),  # a Sunday worked for Spring Festival
        ("2020-01-31", False),  # the festival, prolonged
        ("2020-02-01", False),  # had been a day to work before it was prolonged
        ("2020-02-03", True),
        ("2020-04-06", False),
        ("2020-05-09", True),
        ("2020-10-08", False),
        ("2020-03-21", False),
        ("2026-02-28", True),
        ("2026-02-23", False),
        ("2031-10-01", True),  # not known: weekends only
    ],
)
def test_working_days_are_those_of_the_notices(day: str, works: bool) -> None:
    assert is_working_day(date.fromisoformat(day)) is works


def test_working_days_are_counted_over_holidays() -> None:
    assert working_day_from(date(2020, 10, 1)) == date(2020, 10, 9)
    assert working_days_after(date(2020, 9, 30), date(2020, 10, 10)) == 2
    assert working_days_after(date(2020, 10, 10), date(2020, 9, 30)) == -2
    assert working_days_after(date(2020, 1, 23), date(2020, 2, 3)) == 1


ISSUED = date(2020, 3, 16)


@pytest.mark.parametrize(
    ("status", "due", "today", "light"),
    [
        ("accepted", date(2020, 10, 1), date(2020, 9, 1), Light.GREEN),
        ("accepted", date(2020, 10, 1), date(2020, 9, 28), Light.YELLOW),
        ("accepted", date(2020, 10, 1), date(2020, 10, 9), Light.YELLOW),  # the first working day after the holiday
        ("accepted", date(2020, 10, 1), date(2020, 10, 10), Light.RED),  # a Saturday that is worked
        ("given", date(2020, 10, 1), date(2020, 3, 18), Light.GREEN),
        ("given", date(2020, 10, 1), date(2020, 3, 20), Light.YELLOW),  # not accepted after three working days
        ("sent_back", date(2020, 10, 1), date(2020, 3, 18), Light.YELLOW),
        ("accepted", None, date(2020, 12, 31), Light.NONE),
        ("done", date(2020, 3, 20), date(2020, 4, 20), Light.WAITING),
        ("verified", date(2020, 3, 20), date(2020, 4, 20), Light.VERIFIED),
        ("accepted", date(2020, 3, 1), ISSUED, Light.YELLOW),  # due before issue: not late on the plan's own day
        ("accepted", date(2020, 3, 1), date(2020, 3, 17), Light.RED),
    ],
)
@pytest.mark.requirement("R043")
def test_the_light_of_a_task(status: str, due: date | None, today: date, light: Light) -> None:
    found = standing_of(
        status, due_on=due, issued_on=ISSUED, given_on=ISSUED, reported_on=date(2020, 3, 19), today=today
    )
    assert found.light is light
    assert str(found.reason)


# --- the list of work ------------------------------------------------------------------------------------------------


def test_what_a_unit_owes_and_what_waits_to_be_verified_stand_on_the_list_of_work(owed, actor, township_clerk) -> None:
    office = actor("headquarters_office", "hq-office")
    with clock.frozen_at(date(2020, 3, 31)):
        (red, *_others) = sources()["plans.owed"].entries(township_clerk)
        assert (red.count, red.since) == (4, ISSUED)
        assert list(sources()["plans.to_verify"].entries(office)) == []
        UnitTask.objects.filter(pk=owed("M2.3", "water").pk).update(status=Status.DONE, reported_on=clock.today())
        (waits,) = sources()["plans.to_verify"].entries(office)
    assert waits.count == 1
