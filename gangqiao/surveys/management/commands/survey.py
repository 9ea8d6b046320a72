"""`gangqiao survey demo`: puts a demonstration into the middle of a survey."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand

from gangqiao.surveys.demonstration import make_survey


class Command(BaseCommand):
    help = "Opens a survey in a demonstration and surveys a few villages; everybody in it is made up."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("what", choices=["demo"])
        parser.add_argument("--seed", type=int, default=7)

    def handle(self, *args: Any, **options: Any) -> None:
        if make_survey(options["seed"]) is None:
            self.stdout.write("Nothing to do: no demonstration, or there is a survey already.")
