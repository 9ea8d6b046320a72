"""`gangqiao matching demo`: what matching shows in a demonstration."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand

from gangqiao.matching.demonstration_referrals import make_referrals


class Command(BaseCommand):
    help = "Makes referrals in a demonstration; all of them are made up."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("what", choices=["demo"])
        parser.add_argument("--seed", type=int, default=7)

    def handle(self, *args: Any, **options: Any) -> None:
        if not make_referrals(options["seed"]):
            self.stdout.write("Nothing to do: no demonstration, no open vacancy, or there are referrals already.")
