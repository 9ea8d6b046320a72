"""gangqiao duplicates search: look through the whole county for probable duplicates."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from gangqiao.duplicates.actions.searching import search_as_system


class Command(BaseCommand):
    help = "Look through the whole county for records that may be of one person, and put the pairs on the list."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["search"])

    def handle(self, *args: Any, **options: Any) -> None:
        run = search_as_system("command")
        shown = {"records": f"{run.records:,}", "pairs": run.pairs, "fresh": run.fresh}
        self.stdout.write(_("%(records)s records: %(pairs)s probable duplicates, %(fresh)s of them new") % shown)
        self.stdout.write(_("%(seconds).1f seconds") % {"seconds": run.seconds})
