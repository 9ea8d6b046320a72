"""`gangqiao assistance demo`: what assistance shows in a demonstration; `year`: its months until a day, and the gaps.

`... assess`: the rules look at everybody now.
"""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand

from gangqiao.assistance.actions.proposing import propose
from gangqiao.assistance.demonstration import make_assistance
from gangqiao.assistance.demonstration_year import gaps, lead_year
from gangqiao.kernel import clock
from gangqiao.kernel.scope import scope_of
from gangqiao.places.reads import county_path


class Command(BaseCommand):
    help = "Leads cases, places of work and public posts in a demonstration, all made up; or lets the rules propose."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("what", choices=["demo", "year", "assess"])
        parser.add_argument(
            "--until", type=date.fromisoformat, default=date(2020, 10, 1), help="of `year`: due day, R103"
        )
        parser.add_argument("--seed", type=int, default=7)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "assess":
            with scope_of([county_path()]):
                counted = propose()
            self.stdout.write(f"{counted.looked_at} people looked at, {counted.proposed} proposals written.")
            return
        if options["what"] == "year":
            self._year(options["until"], options["seed"])
            return
        made = make_assistance(options["seed"])
        if not made.workplaces:
            self.stdout.write("Nothing to do: no demonstration, or there are places of work already.")
            return
        said = f"{made.decided} decided, {made.workplaces} places of work, {made.placed} placed, {made.posts} posts"
        self.stdout.write(f"    {said}")

    def _year(self, until: date, seed: int) -> None:
        for month in lead_year(until, seed):
            said = f"{month.day}: {month.decided} decided, {month.planned} planned, {month.placed} placed"
            self.stdout.write(said)
        with clock.frozen_at(until), scope_of([county_path()]):
            for key, people in gaps().items():
                numbers = ", ".join(one.person_no for one in people)
                self.stdout.write(f"{key}: {len(people)}{' ' if numbers else ''}{numbers}")
