"""`gangqiao training demo`: classes of a demonstration; `... look`: the night's look through all classes, now."""

from __future__ import annotations

import argparse
import time
from typing import Any

from django.core.management.base import BaseCommand

from gangqiao.training.demonstration import make_training
from gangqiao.training.jobs.learners import look_through_classes


class Command(BaseCommand):
    help = "Makes providers, courses and classes in a demonstration, all of it made up; or looks through all classes."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("what", choices=["demo", "look"])
        parser.add_argument("--seed", type=int, default=7)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "look":
            look_through_classes()
            return
        begun = time.monotonic()
        made = make_training(options["seed"])
        if not made:
            self.stdout.write("Nothing to do: no demonstration, nobody who wishes a course, or there are classes.")
            return
        self.stdout.write(f"{made} people in classes, in {time.monotonic() - begun:.0f} s.")
