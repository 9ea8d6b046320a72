"""`gangqiao doctor`: is this installation fit for real people? Exit code 1 when something is not."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from gangqiao.config.health import examine


class Command(BaseCommand):
    help = "Looks at keys, database, accounts, settings and the log, and says how to mend what is not well."
    requires_system_checks: list[str] = []  # it runs them itself, and tells of them in its own words

    def handle(self, *args: Any, **options: Any) -> None:
        ill = 0
        for finding in examine():
            ill += not finding.is_well
            self.stdout.write(f"{'well ' if finding.is_well else 'MEND '} {finding.what}")
            if not finding.is_well:
                self.stdout.write(f"      {finding.mend}")
        self.stdout.write("Everything is well." if not ill else f"{ill} to mend.")
        if ill:
            raise SystemExit(1)
