"""The measures of `bench/transfers_day.py`, run inside a process that knows the database."""

from __future__ import annotations

import resource
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.db import connection
from django.test import Client
from django.urls import reverse

from gangqiao.accounts.models import User
from gangqiao.accounts.reads import actor_of
from gangqiao.followup.jobs import plan_contacts
from gangqiao.followup.models import Case, Contact, Sample
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people.models import Person
from gangqiao.places.models import Division
from gangqiao.sync import actions as phones
from gangqiao.transfers.actions import day_departing, trips
from gangqiao.transfers.demonstration_big import BigDay
from gangqiao.transfers.demonstration_ready import live_trips
from gangqiao.transfers.models import Batch, Passenger

TOWN, VILLAGE = "xinshao", "xinshao-village"
LATER = timedelta(days=30)  # when those who left are called for the first time


def measure(coaches: int, people: int, reads: int) -> dict[str, Any]:
    """The whole day, and a month later the calls."""
    day = MeasuredDay(coaches, people, reads)
    batch = day.run()
    with everywhere(reason="bench"):
        return {
            "persons": Person.objects.filter(record="live").count(),
            "people": Passenger.objects.filter(batch=batch, status="arrived").count(),
            "coaches": batch.trips.filter(is_cancelled=False).count(),
            "contacts": Contact.objects.count(),
            "stages": day.stages,
            "pages": day.pages_read,
        }


class MeasuredDay(BigDay):
    """The big day, with the pages of the story after each stage."""

    def __init__(self, coaches: int, people: int, reads: int) -> None:
        super().__init__(coaches, people, lambda _said: None)
        self.reads = reads
        self.stages: list[dict[str, Any]] = []
        self.pages_read: list[dict[str, Any]] = []

    def run(self) -> Batch:
        leaves, comes = self.leaves, self.comes
        with scope_of(self.office.areas("transfers.register")):
            with clock.frozen_at(leaves - timedelta(days=3)):
                with self.told("planned, on the list, agreed"):
                    batch = self.list_people()
                self.read_pages("listed", batch, self.of_the_list)
            with clock.frozen_at(leaves - timedelta(days=2)):
                with self.told("vehicles, ways, seats, escorts"):
                    self.plan_ways(batch)
                self.name_phone(batch)
                self.read_pages("ways", batch, self.of_the_ways)
            with clock.frozen_at(leaves - timedelta(hours=5)):
                self.read_pages("at the gates", batch, self.of_the_gates)
                with self.told("checked, disinfected, cleared"):
                    self.clear(batch)
            with clock.frozen_at(leaves - timedelta(hours=4)):
                self.read_pages("cleared", batch, self.of_the_gates, self.of_the_day)
            with clock.frozen_at(leaves), self.told("on board, departed"):
                self.each(Passenger.objects.filter(batch=batch, status="cleared"), self.board)
                day_departing.depart(batch.uuid, actor=self.office)
            with clock.frozen_at(leaves + timedelta(hours=1)):
                self.read_pages("departed", batch, self.of_the_day)
            with clock.frozen_at(comes):
                with self.told("arrived, handed over"):
                    day_departing.arrive(batch.uuid, actor=self.office)
                    self.hand_over(batch)
                self.read_pages("handed over", batch, self.of_the_day, self.of_the_costs)
        with clock.frozen_at(comes + LATER):
            with self.told("a month later: the night plans the calls"):
                plan_contacts()
            self.read_pages("followed up", batch, self.of_the_calls)
        return Batch.objects.get(pk=batch.pk)

    @contextmanager
    def told(self, what: str) -> Iterator[None]:
        begun, at_work = time.perf_counter(), worked()
        yield
        took, cpu = time.perf_counter() - begun, worked() - at_work
        self.stages.append({"what": what, "s": round(took, 1), "cpu_s": round(cpu, 1)})

    def name_phone(self, batch: Batch) -> None:
        """The village officer travels along in the first coach, with a phone."""
        user = User.objects.get(username=VILLAGE)
        trip = live_trips(batch)[0]
        trips.name_escort(trip.uuid, user.pk, actor=self.office)

    # --- the pages ----------------------------------------------------------------------------------------------------

    def of_the_list(self, batch: Batch) -> Iterator[tuple[str, str, str]]:
        yield from _common(batch)
        passenger = Passenger.objects.filter(batch=batch).order_by("pk")[900 % batch.taken]
        yield "office", "one passenger", reverse("transfers:passenger", args=[passenger.uuid])
        yield "office", "whom to put on the list", _of("register", batch)
        yield "office", "split the batch", _of("split_batch", batch)
        yield "office", "plans of enterprises", reverse("transfers:plans")
        if batch.plan:
            yield "office", "one plan", reverse("transfers:plan", args=[batch.plan.uuid])
        yield "office", "people of the week", f"{reverse('transfers:people')}?window=next"
        yield "office", "people of the batch", f"{reverse('transfers:people')}?batch={batch.number}"

    def of_the_ways(self, batch: Batch) -> Iterator[tuple[str, str, str]]:
        yield from _common(batch)
        trip = live_trips(batch)[0]
        for who in ("office", "transport"):
            yield who, "vehicles and ways", _of("ways", batch)
            yield who, "one vehicle: its seats", reverse("transfers:trip", args=[trip.uuid])
        yield "office", "change a way", f"{_of('change_ways', batch)}?trip={trip.number}"
        yield "office", "give a vehicle", reverse("transfers:give_vehicle", args=[trip.uuid])
        yield "transport", "the fleet", reverse("transfers:fleet")
        if trip.vehicle is not None:
            yield "transport", "one vehicle of the fleet", reverse("transfers:vehicle", args=[trip.vehicle.uuid])

    def of_the_gates(self, batch: Batch) -> Iterator[tuple[str, str, str]]:
        yield "health", "checks", reverse("transfers:checks")
        yield "health", "checks of the batch", _of("checks_of", batch)
        yield "health", "table of checks", _of("check_table", batch)
        yield "transport", "disinfection", reverse("transfers:disinfection")

    def of_the_day(self, batch: Batch) -> Iterator[tuple[str, str, str]]:
        yield from _common(batch)
        trip = live_trips(batch)[0]
        yield "office", "the day: who is on board", _of("day", batch)
        yield "office", "the day: one coach", f"{_of('day', batch)}?trip={trip.number}"
        yield "office", "papers", _of("papers", batch)
        yield "office", "hand-over", reverse("transfers:hand_over", args=[trip.uuid])
        yield VILLAGE, "the escort's list", reverse("transfers:trip", args=[trip.uuid])
        yield "phone", "package with the manifest", f"packages/{_village().key}/?format=2"

    def of_the_costs(self, batch: Batch) -> Iterator[tuple[str, str, str]]:
        yield "office", "costs of the batch", _of("costs_of", batch)
        yield "office", "costs of the county", reverse("transfers:costs")

    def of_the_calls(self, batch: Batch) -> Iterator[tuple[str, str, str]]:
        yield "office", "board", reverse("transfers:board")
        calls, found = reverse("followup:calls"), reverse("followup:found")
        with everywhere(reason="bench"):
            contact = Contact.objects.filter(area_id__gte=_village().key).order_by("area_id")[0]
            case, sample = Case.objects.first(), Sample.objects.first()
        for who in ("office", TOWN, VILLAGE):
            yield who, "calls of today", calls
            yield who, "calls: later", f"{calls}?look=later"
            yield who, "calls: spoken to", f"{calls}?look=done"
            yield who, "returned", reverse("followup:returned")
            yield who, "what the calls found", found
            yield who, "one call", reverse("followup:contact", args=[contact.uuid])
        yield "office", "calls of a township", f"{calls}?area={str(_village().key)[:-3]}"
        for who in ("office", TOWN):
            yield who, "found, by employer", f"{found}?by=employer"
            yield who, "people behind a number", f"{reverse('followup:found_people')}?mark=30&kind=due"
            yield who, "people of a grade", f"{reverse('followup:found_people')}?grade=D"
            yield who, "cases", reverse("followup:cases")
            yield who, "samples", reverse("followup:samples")
            if sample is not None:
                yield who, "one sample", reverse("followup:sample", args=[sample.uuid])
        if case is not None:
            yield "office", "one case", reverse("followup:case", args=[case.uuid])
        yield "office", "lists that were matched", reverse("followup:matches")
        yield "office", "work list", reverse("web:home")

    def read_pages(self, after: str, batch: Batch, *stories: Callable[[Batch], Iterator[tuple[str, str, str]]]) -> None:
        """Read each page several times as the user whose page it is."""
        batch.refresh_from_db()
        readers: dict[str, Callable[[str], Any]] = {}
        for story in stories:
            for who, page, url in list(story(batch)):
                if who not in readers:
                    readers[who] = _phone() if who == "phone" else _browser(who)
                self.pages_read.append(
                    {"after": after, "who": who, "page": page, **read(readers[who], url, self.reads)}
                )


def read(ask: Callable[[str], Any], url: str, reads: int) -> dict[str, Any]:
    """Median and worst of several reads in milliseconds, and those of work; the first one warms up."""
    queries = 0

    def counted(execute: Any, *given: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*given)

    with connection.execute_wrapper(counted):
        answer = ask(url)
    if answer.status_code != 200:
        raise SystemExit(f"{url} answers {answer.status_code}")
    took, work = [], []
    for _time in range(reads):
        begun, at_work = time.perf_counter(), time.process_time()
        ask(url)
        took.append((time.perf_counter() - begun) * 1000)
        work.append((time.process_time() - at_work) * 1000)
    return {
        "ms": round(statistics.median(took), 1),
        "worst_ms": round(max(took), 1),
        "cpu_ms": round(statistics.median(work), 1),
        "queries": queries,
        "bytes": len(answer.content) if not answer.streaming else 0,
    }


def _common(batch: Batch) -> Iterator[tuple[str, str, str]]:
    """What everybody looks at in every state."""
    for who in ("office", TOWN):
        yield who, "board", reverse("transfers:board")
        yield who, "batches", reverse("transfers:batches")
        yield who, "batch", _of("batch", batch)
    yield "office", "log of the batch", _of("batch_log", batch)


def _of(name: str, batch: Batch) -> str:
    return reverse(f"transfers:{name}", args=[batch.uuid])


def _browser(username: str) -> Callable[[str], Any]:
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(User.objects.get(username=username), backend="gangqiao.accounts.sign_in.OwnBackend")
    return lambda url: client.get(url)


def _phone() -> Callable[[str], Any]:
    """A phone of the escort, connected as the page of phones does it."""
    actor = actor_of(User.objects.get(username=VILLAGE))
    with scope_of(actor.areas("transfers.board")):
        code = phones.connect(_village(), actor=actor)
    client = Client(HTTP_HOST="127.0.0.1")
    told = client.post("/phone/enrol/", {"code": code, "name": "bench"}, content_type="application/json").json()
    return lambda url: client.get(f"/phone/{url}", headers={"authorization": f"Bearer {told['token']}"})


def _village() -> Division:
    actor = actor_of(User.objects.get(username=VILLAGE))
    return Division.objects.get(key=next(iter(actor.areas("transfers.board"))))


def worked() -> float:
    """Seconds of the processor that this process and those it started and waited for have taken."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime
