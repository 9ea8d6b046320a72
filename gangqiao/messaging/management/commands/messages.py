"""`gangqiao messages`: try the gateway, send what is due, see what waits."""

from __future__ import annotations

import argparse
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.scope import scope_of
from gangqiao.messaging import actions
from gangqiao.messaging.gateways import messages_leave
from gangqiao.messaging.models import Message
from gangqiao.messaging.own_texts import TRIAL
from gangqiao.messaging.reads.desk import counts
from gangqiao.places.reads import county_path


class Command(BaseCommand):
    help = "Tries the SMS gateway, sends what is due, or says what waits."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("what", choices=["try", "deliver", "state"])
        parser.add_argument("phone", nargs="?", default="", help="of `try`: a number that is yours")

    def handle(self, *args: Any, **options: Any) -> None:
        with scope_of([county_path()]):
            if options["what"] == "try":
                self.try_gateway(options["phone"])
            elif options["what"] == "deliver":
                again = actions.work_off()
                self.stdout.write(f"Done; again at {again.astimezone(clock.TZ):%Y-%m-%d %H:%M}." if again else "Done.")
            else:
                self.say_state()

    def try_gateway(self, phone: str) -> None:
        """Send one message of trial, by the way every other takes."""
        try:
            message = actions.send(
                TRIAL.key,
                params={"at": clock.now()},
                key=f"messaging.trial:{uuid4()}",
                area=county_path(),
                actor=SYSTEM,
                phone=phone,
            )
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        actions.work_off()
        message = Message.objects.get(pk=message.pk)
        self.stdout.write(f"{message.status}. {message.says}".strip())
        if not messages_leave():
            self.stdout.write(f"Nothing left this machine: the gateway is “{settings.SMS_GATEWAY}”.")

    def say_state(self) -> None:
        self.stdout.write(f"Gateway: {settings.SMS_GATEWAY}" + ("" if messages_leave() else " (nothing leaves)"))
        for part, many in counts().items():
            self.stdout.write(f"{part:>8} {many:>8,}")
