"""`gangqiao transfers demo`: what transfers shows in a demonstration."""

from __future__ import annotations

import argparse
import time
from typing import Any

from django.core.management.base import BaseCommand

from gangqiao.transfers.demonstration import make_transfers
from gangqiao.transfers.demonstration_fleet import make_fleet


class Command(BaseCommand):
    help = "Makes plans, batches and journeys in a demonstration, all of it made up."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("what", choices=["demo"])
        parser.add_argument("--seed", type=int, default=7)

    def handle(self, *args: Any, **options: Any) -> None:
        begun = time.monotonic()
        make_fleet(options["seed"])
        made = make_transfers(options["seed"])
        if not made:
            self.stdout.write("Nothing to do: no demonstration, nobody who said yes, or there are batches already.")
            return
        self.stdout.write(f"{made} people in batches, in {time.monotonic() - begun:.0f} s.")
