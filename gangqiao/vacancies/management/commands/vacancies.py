"""`gangqiao vacancies demo`: employers and vacancies of a demonstration."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand

from gangqiao.vacancies.demonstration import make_vacancies
from gangqiao.vacancies.demonstration_collecting import make_collecting


class Command(BaseCommand):
    help = "Makes employers and vacancies in a demonstration; all of them are made up."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("what", choices=["demo"])
        parser.add_argument("--seed", type=int, default=7)
        parser.add_argument("--each", type=int, default=6, help="employers of each kind")

    def handle(self, *args: Any, **options: Any) -> None:
        if not make_vacancies(options["seed"], options["each"]):
            self.stdout.write("Nothing to do: no demonstration, or there are employers already.")
        make_collecting(options["seed"])
