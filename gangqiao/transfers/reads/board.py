"""The board of departures: the batches of the days around today, and how far each is. Counts are of the scope."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.transfers.models import Batch, Disinfection, Passenger, Trip
from gangqiao.transfers.policy.gates import PUBLIC_CARRIER
from gangqiao.transfers.reads.board_seeing import batches_seen
from gangqiao.transfers.states import BEFORE_DEPARTURE, ON_THE_LIST, TRAVELLING, Status
from gangqiao.transfers.states import PassengerStatus as T

AHEAD, BACK = timedelta(days=7), timedelta(days=7)

# What is counted on the board, by the states of the passengers.
GROUPS: dict[str, tuple[T, ...]] = {
    "all": tuple(one for one in T if one != T.TAKEN_OFF),
    "on_list": ON_THE_LIST,
    "travelling": TRAVELLING,
    "asked": (T.REGISTERED,),
    "agreed": (T.CONFIRMED,),
    "cleared": (T.CLEARED,),
    "held": (T.HELD,),
    "under_way": (T.BOARDED,),
    "travelled": (T.BOARDED, T.ARRIVED, T.STARTED, T.DID_NOT_START),
    "missed": (T.NO_SHOW,),
    "arrived": (T.ARRIVED, T.STARTED, T.DID_NOT_START),
    "started": (T.STARTED,),
    "not_started": (T.ARRIVED, T.DID_NOT_START),
}
# Days a list of people is about: those to come with today, those past, both.
WINDOWS = ("next", "last", "both")


@dataclass(frozen=True, slots=True)
class Vehicles:
    """The vehicles of a batch. ready: given, and disinfected where the gate asks."""

    total: int = 0
    given: int = 0
    ready: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One batch with its counts. `people`: of the scope, by state."""

    batch: Batch
    people: Counter[str] = field(default_factory=Counter)
    vehicles: Vehicles = Vehicles()

    def many(self, group: str) -> int:
        """How many passengers of the scope belong to a group."""
        return sum(self.people[state] for state in GROUPS[group])


@dataclass(frozen=True, slots=True)
class Board:
    """days: each day of the week to come with its batches; under_way, last: those that have set out, have arrived."""

    days: list[tuple[date, list[Line]]]
    under_way: list[Line]
    last: list[Line]

    def lines(self) -> list[Line]:
        """All of them."""
        return [line for _day, lines in self.days for line in lines] + self.under_way + self.last


def board_for(actor: Actor) -> Board:
    """Today and the next seven days, who is under way, and what arrived in the last seven."""
    today = clock.today()
    seen = batches_seen(actor).exclude(status=Status.CANCELLED)
    ahead = seen.filter(status__in=BEFORE_DEPARTURE, departs_at__lt=_begin(today + AHEAD + timedelta(days=1)))
    under_way = seen.filter(status=Status.DEPARTED)
    last = seen.filter(window_clause("last"))
    lines = {line.batch.pk: line for line in lines_of([*ahead, *under_way, *last])}
    by_day: dict[date, list[Line]] = {today + timedelta(days=n): [] for n in range(AHEAD.days + 1)}
    for batch in ahead:  # what should have left already stands with today
        by_day[max(today, clock.day_of(batch.departs_at))].append(lines[batch.pk])
    return Board(
        days=list(by_day.items()),
        under_way=[lines[one.pk] for one in under_way],
        last=[lines[one.pk] for one in last.order_by("-arrived_at", "pk")],
    )


def window_clause(window: str) -> Q:
    """The batches a window of days is about."""
    today = clock.today()
    ahead = Q(status__in=BEFORE_DEPARTURE, departs_at__lt=_begin(today + AHEAD + timedelta(days=1)))
    last = Q(arrived_at__gte=_begin(today - BACK)) & Q(status__in=(Status.ARRIVED, Status.HANDED_OVER, Status.CLOSED))
    return {"next": ahead, "last": last, "both": ahead | last | Q(status=Status.DEPARTED)}[window]


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), clock.TZ)


def lines_of(batches: Iterable[Batch]) -> list[Line]:
    """Batches with their counts, with one question for all of them."""
    found = list(batches)
    counts, vehicles = people_of([one.pk for one in found]), vehicles_of(found)
    return [Line(one, counts.get(one.pk, Counter()), vehicles.get(one.pk, Vehicles())) for one in found]


def people_of(batches: Iterable[int]) -> dict[int, Counter[str]]:
    """Passengers of the scope by state, for each batch."""
    rows = Passenger.objects.filter(batch__in=list(batches)).order_by()
    found: dict[int, Counter[str]] = {}
    for batch, status, many in rows.values_list("batch_id", "status").annotate(many=Count("pk")):
        found.setdefault(batch, Counter())[status] = many
    return found


def vehicles_of(batches: Iterable[Batch]) -> dict[int, Vehicles]:
    """The vehicles of batches: how many, how many given, how many ready."""
    by_key = {one.pk: one for one in batches}
    trips = Trip.objects.filter(batch__in=list(by_key), is_cancelled=False).order_by()
    rows = list(trips.values_list("pk", "batch_id", "vehicle_id", "kind"))
    clean = set(Disinfection.objects.filter(trip__in=[pk for pk, _b, _v, _k in rows]).values_list("trip_id", flat=True))
    found: dict[int, Vehicles] = {}
    for pk, batch, vehicle, kind in rows:
        # A train or a flight is nobody's to give or to disinfect.
        is_public = kind in PUBLIC_CARRIER
        asks = bool(by_key[batch].gates.get("disinfection")) and not is_public
        before, is_given = found.get(batch, Vehicles()), vehicle is not None or is_public
        is_ready = is_given and (pk in clean or not asks)
        found[batch] = Vehicles(before.total + 1, before.given + is_given, before.ready + is_ready)
    return found


def passengers_in(batches: QuerySet[Batch], group: str) -> QuerySet[Passenger]:
    """Passengers of the scope in some batches, of a group of states."""
    return Passenger.objects.filter(batch__in=batches.order_by().values("pk"), status__in=GROUPS[group])
