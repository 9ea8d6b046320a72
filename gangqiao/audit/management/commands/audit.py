"""`gangqiao audit verify`: walk the log; `gangqiao audit anchor`: print where it ends now."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gangqiao.audit import chain
from gangqiao.audit.models import Chain
from gangqiao.kernel.errors import Refusal


class Command(BaseCommand):
    help = "verify: walk both chains of the log, and fail when an entry was touched. anchor: print their ends."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["verify", "anchor"])
        parser.add_argument(
            "--anchor", action="append", default=[], help="an anchor as it was printed; may be repeated"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            anchors = {a.chain: a for a in map(chain.parse_anchor, options["anchor"])}
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        broken = False
        for name in Chain:
            head, known = chain.get_head(name.value), anchors.get(name.value)
            if options["act"] == "verify":
                verdict = chain.verify(name.value, anchor=(known.seq, known.digest) if known else None)
                broken = broken or not verdict.is_whole
                self.stdout.write(f"{name.label}: {verdict.sentence}")
            self.stdout.write(str(head))
        if broken:
            raise SystemExit(1)
