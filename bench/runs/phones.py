"""Twenty phones, each writing once a second, until standard input closes."""

from __future__ import annotations

import random
import sys
import threading
import time

from django.db import connection

from gangqiao.accounts.models import User
from gangqiao.accounts.reads import actor_of
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.scope import everywhere
from gangqiao.people import actions
from gangqiao.people.models import Person

PHONES = 20
EVERY_SECONDS = 1.0


class Phone(threading.Thread):
    """One phone: confirms somebody of the register once a second, however long the last time took."""

    def __init__(self, keys: list[int], actor: Actor, stop: threading.Event) -> None:
        super().__init__()
        self.keys, self.actor, self.stop = keys, actor, stop
        self.done = self.errors = 0
        self.slowest = 0.0

    def run(self) -> None:
        due = time.perf_counter() + random.random() * EVERY_SECONDS
        with everywhere(reason="bench"):
            while not self.stop.wait(max(0.0, due - time.perf_counter())):
                begun = time.perf_counter()
                self.write()
                self.slowest = max(self.slowest, time.perf_counter() - begun)
                due += EVERY_SECONDS
        connection.close()

    def write(self) -> None:
        try:
            actions.confirm(random.choice(self.keys), how="visit", actor=self.actor)
            self.done += 1
        except Exception as error:  # whatever it is: a phone that fails is what is counted
            self.errors += 1
            print(repr(error)[:200], file=sys.stderr)


def write_until_told() -> dict[str, int]:
    """Say "ready", write until standard input closes, and tell what was met."""
    stop, actor = threading.Event(), actor_of(User.objects.get(username="office"))
    with everywhere(reason="bench"):
        live = Person.objects.filter(record="live", life="alive").order_by("-pk")
        keys = list(live.values_list("pk", flat=True)[:20_000])
    phones = [Phone(keys, actor, stop) for _ in range(PHONES)]
    for phone in phones:
        phone.start()
    print("ready", flush=True)
    sys.stdin.read()
    stop.set()
    for phone in phones:
        phone.join()
    return {
        "small_writes": sum(phone.done for phone in phones),
        "errors_of_small_writes": sum(phone.errors for phone in phones),
        "slowest_small_write_ms": round(1000 * max(phone.slowest for phone in phones)),
    }
