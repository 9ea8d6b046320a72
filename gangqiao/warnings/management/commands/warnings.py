"""`gangqiao warnings keep|backtest`: keep today's standings; say how well the forecast would have done."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from gangqiao.warnings import actions
from gangqiao.warnings.showing.method import tested_rows


class Command(BaseCommand):
    help = "Keeps today's standings and takes late urgings up, as every night does; or tests the forecast on past days."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["keep", "backtest"])

    def handle(self, *args: Any, **options: Any) -> None:
        {"keep": self.keep, "backtest": self.backtest}[options["what"]]()

    def keep(self) -> None:
        said = _("%(rows)d standings kept, %(taken)d urgings taken one level up.")
        self.stdout.write(said % {"rows": actions.keep_standings(), "taken": actions.escalate_overdue()})

    def backtest(self) -> None:
        """A table on the screen; the same is kept for the page of the method."""
        rows = tested_rows([one.as_json() for one in actions.keep_backtest()])
        if not rows:
            self.stdout.write(_("No due day has passed whose year and the year before are known."))
            return
        heads = (
            _("Due"),
            _("Asked on"),
            _("Came"),
            _("Error"),
            _("Straight line"),
            _("Last year"),
            _("Inside"),
            _("Width"),
        )
        self.stdout.write("".join(f"{head:>16}" for head in heads))
        for row in rows:
            one = row.tested
            cells = (
                one.due_on,
                one.asked,
                one.came,
                row.error,
                row.straight,
                row.last_year,
                row.covered,
                int(one.width),
            )
            self.stdout.write("".join(f"{cell!s:>16}" for cell in cells) + f"  {row.figure}")
