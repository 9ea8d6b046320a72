"""`gangqiao matching demo`: what matching shows in a demonstration; `gangqiao matching recommend`: a run now."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand

from gangqiao.matching.actions.recommendations import recommend_everybody
from gangqiao.matching.demonstration_allocations import make_allocation
from gangqiao.matching.demonstration_referrals import make_referrals


class Command(BaseCommand):
    help = "Makes referrals and an allocation in a demonstration, all of it made up; or recommends everybody anew."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("what", choices=["demo", "recommend"])
        parser.add_argument("--seed", type=int, default=7)

    def handle(self, *args: Any, **options: Any) -> None:
        run = recommend_everybody()
        self.stdout.write(f"{run.with_any} of {run.workers} people have a vacancy that suits, of {run.vacancies}.")
        if options["what"] == "recommend":
            return
        made = [make_referrals(options["seed"]), make_allocation()]
        if not any(made):
            self.stdout.write("Nothing to do: no demonstration, no open vacancy, or there are referrals already.")
