"""`gangqiao subsidies demo`: claims of a demonstration at every desk, paid, returned and recovered, all made up."""

from __future__ import annotations

import argparse
import time
from typing import Any

from django.core.management.base import BaseCommand

from gangqiao.subsidies.demonstration import make_claims


class Command(BaseCommand):
    help = "Leads claims of subsidies through all their states in a demonstration, all made up."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("what", choices=["demo"])
        parser.add_argument("--seed", type=int, default=7)

    def handle(self, *args: Any, **options: Any) -> None:
        begun = time.monotonic()
        made = make_claims(options["seed"])
        if not made.claims:
            self.stdout.write("Nothing to do: no demonstration, or there are claims already.")
            return
        states = ", ".join(f"{many} {status}" for status, many in made.states.items())
        self.stdout.write(f"    {made.claims} claims in {time.monotonic() - begun:.0f} s: {states}")
