"""A county that is led on day by day is the county that is loaded on the last of those days."""

from __future__ import annotations

import datetime as dt
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction

from gangqiao.audit.models import Event
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import EmploymentSpell
from gangqiao.synth import replay as replaying
from gangqiao.synth.columns import TABLES
from gangqiao.synth.ground import make_ground
from gangqiao.synth.load import digest_of, find_whole, load_world
from gangqiao.synth.replay import Replay
from gangqiao.synth.tables import make_course, make_tables
from gangqiao.synth.tests.conftest import PLAN_DAY, SEED, YEAR_END, paper_ground
from gangqiao.synth.world import World

EVE = dt.date(2020, 1, 31)


@pytest.fixture
def county(world: World, db):
    """A county that stands on the eve of the replay."""
    with clock.frozen_at(EVE):
        return load_world(
            world, lambda county: make_ground(county, PLAN_DAY), EVE, replace=False, progress=lambda _: None
        )


def rows_of(name: str) -> list[tuple]:
    """Every row of a table without what is sealed."""
    model = TABLES[name]
    plain = [f.attname for f in model._meta.local_concrete_fields if "Encrypted" not in type(f).__name__]
    with everywhere(reason="test"):
        return [tuple(map(str, row)) for row in model.objects.order_by("pk").values_list(*plain)]


@pytest.mark.parametrize("day", [EVE, dt.date(2020, 3, 16), dt.date(2020, 7, 1), YEAR_END])
def test_the_changes_of_the_days_lead_from_one_day_to_any_other(world, day):
    for course in make_course(world, paper_ground(world.county)).values():
        rows = {row[0]: row for row in _rows(course.on(EVE))}
        for n in range(1, (day - EVE).days + 1):
            change = course.change_on(EVE + dt.timedelta(days=n))
            added = {row[0]: row for row in _rows(change.added)}
            assert not set(added) & set(rows)
            changed = {row[0]: row for row in _rows(change.changed)}
            assert set(changed) <= set(rows)
            rows |= added | changed
        assert rows == {row[0]: row for row in _rows(course.on(day))}


def _rows(frame):
    return frame.rows(["id", *sorted(set(frame.columns) - {"id"})])


def test_led_on_it_is_the_county_that_is_loaded_on_that_day(county, world):
    until = dt.date(2020, 3, 3)
    days = list(Replay(county, world).lead_on(until))
    assert len(days) == 32
    assert sum(day.added for day in days) > 100
    assert sum(day.changed for day in days) > 20
    led = {name: rows_of(name) for name in TABLES}
    assert county.digest == digest_of(make_tables(world, make_ground(world.county, PLAN_DAY), until))
    with clock.frozen_at(EVE):
        load_world(world, lambda county: make_ground(county, PLAN_DAY), until, replace=True, progress=lambda _: None)
    for name in TABLES:
        assert led[name] == rows_of(name), name


def test_each_day_has_its_event_and_a_killed_replay_goes_on_where_it_was(county, world, monkeypatch):
    whole = replaying.change_rows
    calls = []

    def killed(name, change):
        calls.append(name)
        if len(calls) == 20:  # in the middle of the third day
            raise KeyboardInterrupt
        return whole(name, change)

    monkeypatch.setattr(replaying, "change_rows", killed)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        list(Replay(county, world).lead_on(dt.date(2020, 2, 6)))
    monkeypatch.setattr(replaying, "change_rows", whole)
    list(Replay(find_whole(), world).lead_on(dt.date(2020, 2, 6)))
    assert Event.objects.filter(verb="synth.replay").count() == 6
    assert find_whole().digest == digest_of(
        make_tables(world, make_ground(world.county, PLAN_DAY), dt.date(2020, 2, 6))
    )


def test_what_somebody_wrote_meanwhile_stays(county, world):
    course = make_course(world, make_ground(world.county, PLAN_DAY))["spells"]
    day, change = next(
        (d, c) for n in range(1, 60) if len((c := course.change_on(d := EVE + dt.timedelta(days=n))).changed)
    )
    key = int(change.changed["id"][0])
    list(Replay(county, world).lead_on(day - dt.timedelta(days=1)))
    with everywhere(reason="test"):
        EmploymentSpell.objects.filter(pk=key).update(recorded_from=clock.now(), monthly_income=4321)
    last = list(Replay(county, world).lead_on(day))[-1]
    assert last.left >= 1
    with everywhere(reason="test"):
        assert EmploymentSpell.objects.get(pk=key).monthly_income == 4321


def test_the_command_does_the_work_of_the_nights_and_never_goes_back(county, monkeypatch):
    done = []
    from gangqiao.synth import nights

    monkeypatch.setattr(nights.nightly, "names", lambda: ["gangqiao.warnings.x", "gangqiao.quality.y"])

    class Do:
        @staticmethod
        def call(name):
            done.append((name, clock.today()))

    monkeypatch.setattr(nights.nightly, "do", Do)
    monkeypatch.setattr(settings, "PLAN_SCALE", 1)  # the command sets it for its process
    options = {"seed": SEED, "scale": 0.004, "stdout": StringIO()}
    call_command("replay", until=dt.date(2020, 2, 2), **options)
    assert done == [("gangqiao.warnings.x", dt.date(2020, 2, 1)), ("gangqiao.warnings.x", dt.date(2020, 2, 2))]
    with pytest.raises(CommandError, match="2020-02-01"):
        call_command("replay", until=dt.date(2020, 2, 1), **options)
