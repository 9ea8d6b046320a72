"""The county's big day: many coaches at once, from the list to the hand-over, and how long each part takes.

For a demonstration alone. The day is yesterday, so that all of it has happened; everybody is made up.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from datetime import time as hour_of_day
from statistics import median
from typing import Any

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from gangqiao.accounts.models import User
from gangqiao.accounts.reads import actor_of
from gangqiao.audit import gathering
from gangqiao.kernel import clock
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.kernel.scope import scope_of
from gangqiao.people.models import Person
from gangqiao.places.reads import county, find_by_code
from gangqiao.transfers.actions import batches, day, day_arriving, day_departing, passengers, routes, trips, vehicles
from gangqiao.transfers.demonstration import WORDS
from gangqiao.transfers.demonstration_ready import check_people, disinfect_all, live_trips
from gangqiao.transfers.models import Batch, EnterprisePlan, Passenger
from gangqiao.transfers.reads.board_joining import travelling
from gangqiao.transfers.routes_problem import Wishes

SEATS, AT_ONCE, ADULT, OLDEST = 47, 100, 18, 55
Say = Callable[[str], None]


class BigDay:
    """One big day. say: told each part with its seconds."""

    def __init__(self, coaches: int, people: int, say: Say) -> None:
        users = {one.username: one for one in User.objects.filter(username__in=("office", "transport"))}
        if not settings.DEMO or len(users) < 2:
            raise ValueError("only in a demonstration")
        self.user = users["office"]
        self.office, self.keeper = actor_of(users["office"]), actor_of(users["transport"])
        self.coaches, self.people, self.say = coaches, people, say
        yesterday = clock.today() - timedelta(days=1)
        self.leaves = datetime.combine(yesterday, hour_of_day(9), clock.TZ)
        self.comes = self.leaves + timedelta(hours=12)

    def run(self) -> Batch:
        """From the plan to the hand-over."""
        with scope_of(self.office.areas("transfers.register")):
            with clock.frozen_at(self.leaves - timedelta(days=3)), self.told("planned, on the list, agreed"):
                batch = self.list_people()
            with clock.frozen_at(self.leaves - timedelta(days=2)), self.told("vehicles, ways, seats, escorts"):
                self.plan_ways(batch)
            with clock.frozen_at(self.leaves - timedelta(hours=5)), self.told("checked, disinfected, cleared"):
                self.clear(batch)
            with clock.frozen_at(self.leaves - timedelta(hours=4)):
                self.tell_pages(batch)
            with clock.frozen_at(self.leaves), self.told("on board, departed"):
                self.each(Passenger.objects.filter(batch=batch, status="cleared"), self.board)
                day_departing.depart(batch.uuid, actor=self.office)
            with clock.frozen_at(self.comes), self.told("arrived, handed over"):
                day_departing.arrive(batch.uuid, actor=self.office)
                self.hand_over(batch)
        self.tell_pages(batch)
        return Batch.objects.get(pk=batch.pk)

    def list_people(self) -> Batch:
        """Adults of the whole county, without anybody who travels already."""
        plan = EnterprisePlan.objects.filter(status="active").first()
        values = {
            "kind": "new", "organiser": "bureau", "area": county(), "mode": "coach", "departs_at": self.leaves,
            "arrives_at": self.comes, "seats": self.people, "assembly": WORDS["assembly"], "plan": plan,
            "employer": plan.employer if plan else "", "destination": find_by_code(WORDS["back"]["destination"]),
        }  # fmt: skip
        batch = batches.plan_batch(values, actor=self.office, made=True)
        batches.open_batch(batch.uuid, actor=self.office)
        today = clock.today()
        born = (today.replace(year=today.year - OLDEST), today.replace(year=today.year - ADULT))
        adults = Person.objects.filter(record="live", life="alive", birth_date__range=born)
        keys = list(adults.exclude(pk__in=travelling()).order_by("area_id", "pk").values_list("uuid", flat=True))
        step = max(1, len(keys) // self.people)
        self.each(keys[::step][: self.people], lambda uuid: self.put(batch, uuid))
        batches.lock_list(batch.uuid, actor=self.office)
        return batch

    def put(self, batch: Batch, uuid: Any) -> None:
        made = passengers.register(batch.uuid, uuid, actor=self.office, made=True)
        passengers.record_consent(made.uuid, "spoken", actor=self.office)

    def plan_ways(self, batch: Batch) -> None:
        """Coaches enough, their ways, an escort each."""
        until = clock.today() + timedelta(days=400)
        for number in range(self.coaches):
            values = {
                "plate": f"{WORDS['plate']}{number:04}", "kind": "coach", "seats": SEATS, "licence_until": until,
                "insured_until": until, "driver": f"{number:02}", "driver_until": until, "cost": 180_000,
                "cost_per_km": 650,
            }  # fmt: skip
            self.quietly(vehicles.add_vehicle, values, actor=self.keeper, area=county().key, made=True)
        routes.plan_at_once(batch.uuid, Wishes(seconds=20), actor=self.office)
        self.quietly(trips.seat_all, batch.uuid, actor=self.office)
        for trip in live_trips(batch):
            unit = self.user.unit
            user, _new = User.objects.get_or_create(
                username=f"escort-{batch.pk}-{trip.number:02}",
                defaults={"display_name": f"{trip.number:02}", "unit": unit},
            )
            trips.name_escort(trip.uuid, user.pk, actor=self.office)

    def clear(self, batch: Batch) -> None:
        check_people(batch, WORDS, clock.now() - timedelta(minutes=10))
        disinfect_all(batch, WORDS, clock.now() - timedelta(minutes=5))
        for one in Passenger.objects.filter(batch=batch, status="cleared", seat=None):
            passengers.take_off(one.uuid, "other", actor=self.office)
        batches.clear_batch(batch.uuid, actor=self.office)

    def board(self, passenger: Passenger) -> None:
        day.board(passenger.uuid, "qr", clock.now(), actor=self.office)

    def hand_over(self, batch: Batch) -> None:
        for trip in live_trips(batch):
            yes = list(Passenger.objects.filter(trip=trip, status="arrived").values_list("uuid", flat=True))
            day_arriving.hand_over(
                trip.uuid, WORDS["receiver"], "employer", yes, {}, "", clock.now(), actor=self.office
            )

    # --- how long the pages take -------------------------------------------------------------------------------------

    def tell_pages(self, batch: Batch) -> None:
        """How long each page takes in the state the batch is in now."""
        batch.refresh_from_db()
        self.say(f"          {batch.number}: {batch.get_status_display()}, {batch.trips.count()} vehicles")
        for page, took, worked in self.pages(batch):
            self.say(f"{took:6.0f} ms, of them {worked:4.0f} ms of work: {page}")

    def pages(self, batch: Batch) -> Iterator[tuple[str, float, float]]:
        """Each page of the batch and the board: milliseconds, and those of work; the middle of five times.

        On a machine that does other things beside, the work alone says how long the page takes.
        """
        browser = Client(HTTP_HOST="127.0.0.1")
        browser.force_login(self.user)
        own = ("batch", "day", "ways", "costs_of", "papers", "batch_log", "split_batch")
        urls = [reverse("transfers:board"), reverse("transfers:batches")]
        urls += [reverse(f"transfers:{name}", args=[batch.uuid]) for name in own]
        for url in urls:
            took, worked = [], []
            for _time in range(5):
                begun, at_work = time.perf_counter(), time.process_time()
                answer = browser.get(url)
                took.append((time.perf_counter() - begun) * 1000)
                worked.append((time.process_time() - at_work) * 1000)
            yield f"{answer.status_code} {url}", median(took), median(worked)

    # --- small things ------------------------------------------------------------------------------------------------

    def each(self, what: Any, act: Callable[[Any], None]) -> None:
        """Do it for all, a hundred in a transaction; what the register refuses is left out."""
        rows = list(what)
        for start in range(0, len(rows), AT_ONCE):
            with transaction.atomic(), gathering.together():
                for one in rows[start : start + AT_ONCE]:
                    self.quietly(act, one)

    @staticmethod
    def quietly(act: Any, *given: Any, **more: Any) -> Any:
        try:
            with transaction.atomic():
                return act(*given, **more)
        except (Refusal, Refusals):
            return None

    @contextmanager
    def told(self, what: str) -> Iterator[None]:
        begun = time.monotonic()
        yield
        self.say(f"{time.monotonic() - begun:6.1f} s  {what}")
