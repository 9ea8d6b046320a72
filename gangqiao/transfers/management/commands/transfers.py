"""`gangqiao transfers demo`: batches of a demonstration; `gangqiao transfers day`: the big day of the county."""

from __future__ import annotations

import argparse
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gangqiao.transfers.demonstration import make_transfers
from gangqiao.transfers.demonstration_big import BigDay


class Command(BaseCommand):
    help = "Makes plans, batches and journeys in a demonstration, or its big day; all of it made up."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("what", choices=["demo", "day"])
        parser.add_argument("--seed", type=int, default=7)
        parser.add_argument("--coaches", type=int, default=40)
        parser.add_argument("--people", type=int, default=1800)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "day":
            self.big_day(options["coaches"], options["people"])
            return
        begun = time.monotonic()
        made = make_transfers(options["seed"])
        if not made:
            self.stdout.write("Nothing to do: no demonstration, nobody who said yes, or there are batches already.")
            return
        self.stdout.write(f"{made} people in batches, in {time.monotonic() - begun:.0f} s.")

    def big_day(self, coaches: int, people: int) -> None:
        """Many coaches on one day, part by part, then how long each page takes."""
        try:
            big = BigDay(coaches, people, self.stdout.write)
        except ValueError as fault:
            raise CommandError(str(fault)) from fault
        big.run()
