"""`gangqiao sync`: a new epoch after a restore, and the file a phone wrote of what it could not send."""

from __future__ import annotations

import sys
from collections import Counter
from getpass import getpass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext_noop

from gangqiao.accounts.doors import actor_of_device
from gangqiao.accounts.models import Device, DeviceKind
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.scope import scope_of
from gangqiao.sync import actions
from gangqiao.sync.outbox_file import MOST_BYTES, NoOutboxFile, OutboxFile, read_outbox_file
from gangqiao.sync.reads.receipts import current_epoch
from gangqiao.sync.views.ops import MOST_OPS, read_ops

AFTER_RESTORE = gettext_noop("The database was restored from an older copy.")


class Command(BaseCommand):
    help = """epoch: show the epoch of this server, or begin a new one: phones then send again what they have kept.
    read-file FILE: take in the file a phone exported of what it could not send. The passphrase is asked for, or read
    from a line of standard input."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["epoch", "read-file"])
        parser.add_argument("file", nargs="?", type=Path)
        parser.add_argument("--new", action="store_true", help="begin a new epoch, after a restore from an older copy")
        parser.add_argument("--reason", default=AFTER_RESTORE)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "read-file":
            self.read_file(options["file"])
        else:
            self.epoch(options["new"], options["reason"])

    def epoch(self, is_new: bool, reason: str) -> None:
        if not is_new:
            self.stdout.write(current_epoch())
            return
        if not reason.strip():
            raise CommandError("Say why, in a few words.")
        before = current_epoch()
        made = actions.begin_epoch(reason)
        self.stdout.write(f"{made.uuid}: new; phones that know {before} send again what they have kept.")

    def read_file(self, path: Path | None) -> None:
        if path is None or not path.is_file():
            raise CommandError("Name the file.")
        passphrase = getpass("Passphrase: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        try:
            if path.stat().st_size > MOST_BYTES:
                raise NoOutboxFile
            counted = take(read_outbox_file(path.read_bytes(), passphrase))
        except Refusal as refusal:
            raise CommandError(str(refusal)) from None
        told = ", ".join(f"{result} {n}" for result, n in sorted(counted.items()))
        self.stdout.write(f"{path.name}: {told or 'nothing in it'}")


def take(file: OutboxFile) -> Counter[str]:
    """Take in what a phone wrote into its file, as if it had sent it: what is here already is a duplicate.

    A phone that was revoked meanwhile has no rights any more: its operations are kept, refused, in the work queue.
    Raises NoOutboxFile for a phone that is none of ours, and Malformed.
    """
    device = Device.objects.select_related("user", "area").filter(kind=DeviceKind.PHONE, uuid=file.device).first()
    if device is None:
        raise NoOutboxFile
    actor = actor_of_device(device)
    counted: Counter[str] = Counter()
    with scope_of(device.area_id):
        for digest, content in file.blobs.items():
            try:
                actions.keep_blob(digest, content, device=device)
            except Refusal:
                counted["pictures refused"] += 1
        for first in range(0, len(file.ops), MOST_OPS):
            for sent in read_ops({"ops": file.ops[first : first + MOST_OPS]}, None):
                told = actions.receive(sent, device=device, actor=actor).as_json()
                counted[told["result"]] += 1
        counted["decided after waiting"] += len(actions.release(device=device, actor=actor))
    return +counted
