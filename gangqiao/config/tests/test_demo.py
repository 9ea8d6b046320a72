"""The demonstration: made once, made again when it was cut short, never started on real people."""

import datetime as dt
import socket

import pytest
from django.core.management import CommandError, call_command

from gangqiao.cli import asked_day
from gangqiao.config import demonstration
from gangqiao.config.demonstration import County, Demonstration
from gangqiao.config.management.commands import demo
from gangqiao.kernel import clock
from gangqiao.synth.models import SyntheticLoad

pytestmark = pytest.mark.django_db
COUNTY = County("mile-2020", 7, 0.1)


@pytest.fixture
def home(tmp_path, settings, monkeypatch):
    """An empty home, whichever database the suite runs on."""
    settings.HOME = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.DEMO = True
    monkeypatch.setattr(Demonstration, "database_file", lambda self: tmp_path / "gangqiao.sqlite3")
    monkeypatch.setattr(demonstration.connections, "close_all", lambda: None)
    return tmp_path


@pytest.fixture
def calls(monkeypatch):
    """What the demo would have run; the commands themselves have their own tests."""
    made = []
    monkeypatch.setattr(demo, "call_command", lambda name, *_args, **_options: made.append(name))
    monkeypatch.setattr(demo, "has_unapplied_migrations", lambda: "migrate" not in made)
    return made


def test_the_first_start_makes_everything_in_order(home, calls):
    demo.Command().make_ready(COUNTY, fresh=False)
    assert [name for name in calls if name != "collectstatic"] == [
        *("migrate", "synth", "demo_accounts", "plan"),
        *("shares", "shares", "headquarters", "survey", "vacancies", "matching"),
        *("transfers", "training", "followup", "assistance", "subsidies", "papers"),
    ]
    assert Demonstration().county() == COUNTY


def test_the_second_start_makes_nothing(home, calls):
    demo.Command().make_ready(COUNTY, fresh=False)
    before = list(calls)
    demo.Command().make_ready(COUNTY, fresh=False)
    assert calls == before


def test_a_start_cut_short_is_made_anew(home, calls, monkeypatch):
    def cut(name, *_args, **_options):
        if name == "synth":
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(demo, "call_command", cut)
        patched.setattr(demo, "has_unapplied_migrations", lambda: True)
        with pytest.raises(KeyboardInterrupt):
            demo.Command().make_ready(COUNTY, fresh=False)
    (home / "gangqiao.sqlite3").write_bytes(b"half a county")
    (home / "gangqiao.sqlite3-wal").write_bytes(b"half a log")
    assert Demonstration().county() is None

    demo.Command().make_ready(COUNTY, fresh=False)
    assert not (home / "gangqiao.sqlite3").exists()
    assert not (home / "gangqiao.sqlite3-wal").exists()
    assert "synth" in calls
    assert Demonstration().county() == COUNTY


def test_a_whole_county_is_kept_when_another_is_asked_for(home, calls):
    demo.Command().make_ready(COUNTY, fresh=False)
    demo.Command().make_ready(County("mile-2020", 8, 1.0), fresh=False)
    assert Demonstration().county() == COUNTY
    assert calls.count("synth") == 1


def stands_on(day: dt.date) -> None:
    recipe = {"plan": "mile-2020", "seed": 7, "scale": 0.1, "version": 1}
    SyntheticLoad.objects.create(
        until=day, chunks=1, chunks_done=1, started_at=clock.now(), finished_at=clock.now(), **recipe
    )


def test_a_county_is_led_on_to_the_day_asked_for_and_never_back(home, calls):
    demo.Command().make_ready(COUNTY, fresh=False)
    stands_on(dt.date(2020, 3, 16))
    with clock.frozen_at(dt.date(2020, 3, 16)):
        demo.Command().make_ready(COUNTY, fresh=False)
    assert "replay" not in calls
    with clock.frozen_at(dt.date(2020, 4, 30)):
        demo.Command().make_ready(COUNTY, fresh=False)
    assert calls.count("replay") == 1
    with clock.frozen_at(dt.date(2020, 3, 1)), pytest.raises(CommandError, match="2020-03-16 and cannot go back"):
        demo.Command().make_ready(COUNTY, fresh=False)


def test_the_day_is_read_off_the_command_before_anything_else():
    assert asked_day(["gangqiao", "demo", "--day", "2020-06-30", "--port", "1"]) == "2020-06-30"
    assert asked_day(["gangqiao", "demo", "--day=2020-06-30"]) == "2020-06-30"
    assert asked_day(["gangqiao", "demo", "--day"]) == asked_day(["gangqiao", "demo"]) == ""


def test_real_people_are_never_shown_as_a_demo(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="never started on real people"):
        call_command("demo")


def test_a_busy_port_is_told_before_anything_is_made(home, calls):
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} is in use"):
            demo.Command().handle(what="serve", port=port, plan="mile-2020", seed=7, scale=0.1, fresh=False)
    assert calls == []
