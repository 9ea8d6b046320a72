"""`gangqiao synth`: make a county of people who do not exist, load it, and write what a county would bring."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from gangqiao.kernel import clock
from gangqiao.kernel.crypto.keys import ensure_master_key
from gangqiao.kernel.errors import Refusal
from gangqiao.synth.ground import make_ground
from gangqiao.synth.load import load_world
from gangqiao.synth.models import SyntheticLoad
from gangqiao.synth.profile import Profile, check_day, known_plans, load_profile
from gangqiao.synth.world import World, make_world


class Command(BaseCommand):
    help = "Make a synthetic county and load it; the same plan, seed and scale give the same people."
    # A load needs the tables and the keys, not the pages; on a new machine it makes them itself.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--plan", default="mile-2020", help=f"one of: {', '.join(known_plans())}")
        parser.add_argument("--seed", type=int, default=7)
        parser.add_argument("--scale", type=float, default=1.0, help="1.0 is the whole county of about 430,000 people")
        parser.add_argument("--until", type=dt.date.fromisoformat, help="load what was recorded up to this day")
        parser.add_argument("--out", type=Path, help="where the county's files go (default: <home>/county)")
        parser.add_argument("--no-files", action="store_true", help="write no workbooks")
        parser.add_argument("--replace", action="store_true", help="replace a synthetic county of another recipe")

    def handle(self, *args: Any, **options: Any) -> None:
        self.begun = monotonic()
        try:
            prepare_database()
            self.make(options)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal

    def make(self, options: dict[str, Any]) -> None:
        profile = load_profile(options["plan"], options["scale"])
        until = check_day(profile, options["until"] or usual_day(profile))
        world = make_world(options["plan"], options["seed"], options["scale"], self.say)
        loaded = load_world(
            world,
            lambda county: make_ground(county, profile.today),
            until,
            replace=options["replace"],
            progress=self.say_progress,
        )
        self.say(
            _("whole: %(rows)d rows, digest %(digest)s") % {"rows": sum(loaded.rows.values()), "digest": loaded.digest}
        )
        if not options["no_files"]:
            self.write_files(world, options["out"] or Path(settings.HOME) / "county")

    def write_files(self, world: World, folder: Path) -> None:
        from gangqiao.synth.workbooks.write import write_county

        written = write_county(world, folder)
        self.say(_("%(count)d files in %(folder)s") % {"count": written, "folder": folder})

    def say(self, what: str) -> None:
        self.stdout.write(f"{monotonic() - self.begun:7.1f} s  {what}")
        self.stdout.flush()

    def say_progress(self, load: SyntheticLoad) -> None:
        self.say(
            _("chunk %(done)d of %(chunks)d, %(persons)d persons, %(rows)d rows")
            % {
                "done": load.chunks_done,
                "chunks": load.chunks,
                "persons": load.rows["persons"],
                "rows": sum(load.rows.values()),
            }
        )


def usual_day(profile: Profile) -> dt.date:
    """The business day when the clock stands in the plan's year from its own day on, else the day it is shown on."""
    now = clock.today()
    return now if profile.first_day <= now <= profile.last_day else profile.shown_on


def prepare_database() -> None:
    """Make key and tables where there is nothing yet, so that the command works on a new machine.

    A database that is there but older than the program is left alone: CommandError says what to run.
    """
    tables = connection.introspection.table_names()
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    if tables:
        raise CommandError(_("The database is older than the program. Run: gangqiao migrate"))
    ensure_master_key(database_exists=False)
    call_command("migrate", verbosity=0, interactive=False)
