"""`gangqiao vacancies demo`: employers, vacancies and labour cooperation of a demonstration."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand

from gangqiao.vacancies.demonstration import make_vacancies
from gangqiao.vacancies.demonstration_collecting import make_collecting
from gangqiao.vacancies.demonstration_cooperation import make_cooperation
from gangqiao.vacancies.demonstration_releases import make_release


class Command(BaseCommand):
    help = "Makes employers, vacancies and labour cooperation in a demonstration; all of them are made up."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("what", choices=["demo"])
        parser.add_argument("--seed", type=int, default=7)
        parser.add_argument("--each", type=int, default=6, help="employers of each kind")

    def handle(self, *args: Any, **options: Any) -> None:
        if not make_vacancies(options["seed"], options["each"]):
            self.stdout.write("Nothing to do: no demonstration, or there are employers already.")
        make_collecting(options["seed"])
        make_cooperation(options["seed"])
        make_release(options["seed"])
