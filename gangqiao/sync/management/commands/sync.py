"""`gangqiao sync epoch`: which memory of this server phones know, and a new one after a restore."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext_noop

from gangqiao.sync import actions
from gangqiao.sync.reads.receipts import current_epoch

AFTER_RESTORE = gettext_noop("The database was restored from an older copy.")


class Command(BaseCommand):
    help = "Show the epoch of this server, or begin a new one: phones then send again what they have kept (30 days)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["epoch"])
        parser.add_argument("--new", action="store_true", help="begin a new epoch, after a restore from an older copy")
        parser.add_argument("--reason", default=AFTER_RESTORE)

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["new"]:
            self.stdout.write(current_epoch())
            return
        if not options["reason"].strip():
            raise CommandError("Say why, in a few words.")
        before = current_epoch()
        made = actions.begin_epoch(options["reason"])
        self.stdout.write(f"{made.uuid}: new; phones that know {before} send again what they have kept.")
