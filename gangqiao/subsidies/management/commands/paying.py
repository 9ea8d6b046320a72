"""`gangqiao paying status|lock|check`: the fund lines, the lock after a restore, and whether the money adds up."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gangqiao.kernel.money import format_yuan
from gangqiao.kernel.scope import scope_of
from gangqiao.places.reads import county_path
from gangqiao.subsidies.actions import locking
from gangqiao.subsidies.reads import ledger, paying


class Command(BaseCommand):
    help = "Shows the fund lines, locks paying after a restore, and checks that the money adds up."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        what.add_parser("status", help="the lock, and the sums of the fund lines")
        locks = what.add_parser("lock", help="lock paying until a statement of the bank is brought in")
        locks.add_argument("--reason", required=True, help="why, in a few words")
        what.add_parser("check", help="compare balances, movements and payments; fails when something differs")

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        with scope_of([county_path()]):
            getattr(self, f"do_{what}")(**options)

    def do_status(self, **_options: Any) -> None:
        """The lock, then a line for each fund line and year."""
        self._say_lock()
        for line in ledger.sums():
            self.stdout.write(
                f"{line.year} {line.fund_line}: granted {format_yuan(line.granted)}, free {format_yuan(line.free)},"
                f" reserved {format_yuan(line.reserved)}, paid {format_yuan(line.paid)}, owed {format_yuan(line.owed)}"
                f" ({line.share}%)"
            )
        for alarm in ledger.alarms():
            self.stdout.write(f"ALARM {alarm.line.year} {alarm.line.fund_line}: {alarm.line.share}% is bound or paid")

    def do_lock(self, reason: str, **_options: Any) -> None:
        """Lock by hand: before somebody looks into what is not clear."""
        if not reason.strip():
            raise CommandError("Say why, in a few words.")
        locking.lock(reason.strip())
        self._say_lock()

    def do_check(self, **_options: Any) -> None:
        """Every difference on a line; exit code 1 when there is one, or when paying is locked."""
        self.do_status()
        found = ledger.check()
        for one in found:
            self.stdout.write(
                f"DIFFERENCE {one.what} {one.year} {one.fund_line} {one.kind}:"
                f" {format_yuan(one.has)}, should be {format_yuan(one.should)}"
            )
        if found or paying.is_locked():
            sys.exit(1)
        self.stdout.write("Everything adds up.")

    def _say_lock(self) -> None:
        lock = paying.lock()
        if lock is not None:
            self.stdout.write(f"LOCKED since {lock.since:%Y-%m-%d %H:%M}: {lock.reason}")
        elif paying.is_behind():
            self.stdout.write("LOCKED: the database is an older copy; money has moved since it was made.")
        elif paying.is_locked():
            self.stdout.write("LOCKED: a new epoch has begun after a restore.")
        else:
            self.stdout.write("Paying is open.")
