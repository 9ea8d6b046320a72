"""`gangqiao papers demo`: fills a demonstration with official papers, made and issued by its own acts."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand

from gangqiao.briefings.demonstration import make_papers


class Command(BaseCommand):
    help = "Fills a demonstration with official papers made from its figures."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("what", choices=["demo"])

    def handle(self, *args: Any, **options: Any) -> None:
        if not make_papers():
            self.stdout.write("Nothing to do: no demonstration, or there are papers already.")
