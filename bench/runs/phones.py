"""Twenty phones, each writing once a second, until standard input closes; prints done, errors, slowest ms."""

from __future__ import annotations

import random
import sys
import threading
import time

import django

django.setup()

from django.db import connection  # noqa: E402

from gangqiao.accounts.models import User  # noqa: E402
from gangqiao.accounts.reads import actor_of  # noqa: E402
from gangqiao.kernel.actor import Actor  # noqa: E402
from gangqiao.kernel.scope import everywhere  # noqa: E402
from gangqiao.people import actions  # noqa: E402
from gangqiao.people.models import Person  # noqa: E402

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
        except Exception as error:  # counted and told
            self.errors += 1
            print(repr(error)[:200], file=sys.stderr)


def main() -> None:
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
    slowest = max(phone.slowest for phone in phones)
    print(sum(p.done for p in phones), sum(p.errors for p in phones), round(slowest * 1000), flush=True)


if __name__ == "__main__":
    main()
