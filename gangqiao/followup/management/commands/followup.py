"""`gangqiao followup demo`: what the follow-up shows in a demonstration; `... plan`: the night's work now."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand

from gangqiao.followup.demonstration import make_calls
from gangqiao.followup.jobs import plan_contacts


class Command(BaseCommand):
    help = "Makes calls and cases in a demonstration, all of it made up; or plans the calls of today."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("what", choices=["demo", "plan"])
        parser.add_argument("--seed", type=int, default=7)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "plan":
            plan_contacts()
        elif not make_calls(options["seed"]):
            self.stdout.write("Nothing to do: no demonstration, nobody to call, or there are calls already.")
