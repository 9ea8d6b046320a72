"""`gangqiao replay`: lead a synthetic county through the plan's year, day by day, with what each night does."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say
from gangqiao.synth.ground import make_ground
from gangqiao.synth.load import find_whole, load_world
from gangqiao.synth.management.commands.synth import prepare_database
from gangqiao.synth.models import SyntheticLoad
from gangqiao.synth.nights import NIGHTS, night_of
from gangqiao.synth.profile import Profile, check_day, known_plans, load_profile
from gangqiao.synth.replay import Day, Replay
from gangqiao.synth.world import VERSION, World, make_world

SAY_EVERY = 5.0  # seconds between two lines of progress


class NothingToLeadOn(Refusal):
    """The county of the database is not the one asked for, or stands on a later day."""


class Command(BaseCommand):
    help = "Lead a synthetic county through the plan's year, day by day; killed, it goes on where it was."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--plan", default="mile-2020", help=f"one of: {', '.join(known_plans())}")
        parser.add_argument("--seed", type=int, default=7)
        parser.add_argument("--scale", type=float, default=0.1, help="1.0 is the whole county of about 430,000 people")
        parser.add_argument("--from", dest="first", type=dt.date.fromisoformat, help="the first day that is led on")
        parser.add_argument("--until", type=dt.date.fromisoformat, help="the last day; the end of the year by itself")
        parser.add_argument(
            "--nights", choices=sorted(NIGHTS), default="figures", help="which work of the night is done on each day"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.begun = monotonic()
        try:
            prepare_database()
            self.replay(options)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal

    def replay(self, options: dict[str, Any]) -> None:
        profile = load_profile(options["plan"], options["scale"])
        until = check_day(profile, options["until"] or profile.last_day)
        world = make_world(options["plan"], options["seed"], options["scale"], self.say)
        load = self.county(profile, world, options["first"])
        if load.until > until:
            raise NothingToLeadOn(
                Say(
                    "The county stands on %(there)s already and cannot go back to %(day)s. Make it anew in a database "
                    "of its own (GANGQIAO_HOME), or with gangqiao synth --replace --until %(day)s.",
                    there=load.until,
                    day=until,
                )
            )
        settings.PLAN_SCALE = profile.scale  # the plan's numbers of people are those of the whole county
        told = monotonic()
        for day in Replay(load, world, night=night_of(options["nights"])).lead_on(until):
            if monotonic() - told > SAY_EVERY or day.day.day == 1:
                told = monotonic()
                self.say_day(day)
        self.say(_("the county stands on %(day)s") % {"day": until})

    def county(self, profile: Profile, world: World, first: dt.date | None) -> SyntheticLoad:
        """The county that is there, if it is of the recipe; else one that stands on the day before the first."""
        there = find_whole()
        wanted = (world.profile.name, world.seed, world.profile.scale, VERSION)
        if there is not None:
            if (there.plan, there.seed, there.scale, there.version) != wanted:
                raise NothingToLeadOn(
                    Say("Another synthetic county is in this database: %(there)s. Replay it in its own.", there=there)
                )
            return there
        start = check_day(profile, (first - dt.timedelta(days=1)) if first else profile.first_day)
        return load_world(
            world,
            lambda county: make_ground(county, profile.today),
            start,
            replace=False,
            progress=lambda load: self.say(
                _("chunk %(done)d of %(chunks)d") % {"done": load.chunks_done, "chunks": load.chunks}
            ),
        )

    def say_day(self, day: Day) -> None:
        said = {"day": day.day, "added": day.added, "changed": day.changed, "left": day.left}
        line = _("%(day)s: %(added)d rows came, %(changed)d changed, %(left)d left as written by hand") % said
        self.say(line)

    def say(self, what: str) -> None:
        self.stdout.write(f"{monotonic() - self.begun:7.1f} s  {what}")
        self.stdout.flush()
