"""The measures of `bench/training_demand.py`, run inside a process that knows the database."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.test import Client
from django.urls import reverse

from bench.runs.recommendations import made_up
from gangqiao.accounts.models import User
from gangqiao.kernel.scope import scope_of
from gangqiao.people.models import Person
from gangqiao.places.reads import county
from gangqiao.training.reads import demand

READERS = {"page_county": "training", "page_township": "xinshao"}


def measure(vacancies: int, runs: int) -> dict[str, Any]:
    """Medians of the runs, and how much was counted."""
    made_up(vacancies)
    with scope_of((county().key,)):
        found = demand.demand()
        told: dict[str, Any] = {
            "persons": Person.objects.count(),
            "wishes": len(found.wishes),
            "seats": sum(found.seats.values()),
            "classes": sum(len(one.classes) for one in demand.proposals(found)),
            "read": timed(demand.demand, runs),
            "gathered": timed(lambda: demand.proposals(found), runs),
        }
    for name, username in READERS.items():
        user = User.objects.filter(username=username).first()
        if user is not None:
            browser = Client()
            browser.force_login(user)
            told[name] = timed(lambda asked=browser: _page(asked), runs)
    return told


def _page(browser: Client) -> None:
    answer = browser.get(reverse("training:demand"))
    assert answer.status_code == 200


def timed(work: Callable[[], Any], runs: int) -> dict[str, float]:
    """Seconds by the clock and of the processor, the median of the runs; the first is not counted."""
    work()
    clock, cpu = [], []
    for _ in range(runs):
        begun, spent = time.perf_counter(), time.process_time()
        work()
        clock.append(time.perf_counter() - begun)
        cpu.append(time.process_time() - spent)
    return {"s": round(statistics.median(clock), 3), "cpu_s": round(statistics.median(cpu), 3)}
