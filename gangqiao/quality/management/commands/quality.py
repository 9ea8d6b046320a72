"""`gangqiao quality run`: make every check over the county now, and say how it went."""

from __future__ import annotations

from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from gangqiao.quality import actions


class Command(BaseCommand):
    help = "Checks the data of the whole county. Stopped and started again, it writes only what is missing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["run", "changes"], help="the whole county, or what has changed since")

    def handle(self, *args: Any, **options: Any) -> None:
        begun = monotonic()
        if options["what"] == "changes" and actions.catch_up():
            self.stdout.write(_("All changes are checked."))
            return
        run = actions.run_county(by="gangqiao quality")
        actions.catch_up()
        said = _(
            "%(persons)s persons checked in %(seconds)d s: %(found)d found, %(mended)d mended, %(again)d found again"
        )
        self.stdout.write(
            said
            % {
                "persons": f"{run.persons:,}",
                "seconds": monotonic() - begun,
                "found": run.found,
                "mended": run.mended,
                "again": run.reopened,
            }
        )
