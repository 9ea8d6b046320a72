"""`gangqiao headquarters demo`: fills the headquarters of a demonstration with made-up members, meetings and issues."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand

from gangqiao.headquarters.demonstration import make_headquarters


class Command(BaseCommand):
    help = "Fills the headquarters of a demonstration; everybody in it is made up."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("what", choices=["demo"])
        parser.add_argument("--seed", type=int, default=7)

    def handle(self, *args: Any, **options: Any) -> None:
        if not make_headquarters(options["seed"]):
            self.stdout.write("Nothing to do: no demonstration, or the headquarters is filled already.")
