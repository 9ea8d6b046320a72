"""The open vacancies as columns in memory, by which the public page chooses, counts and sorts.

What is *shown* never comes from here: `public.find` reads each posting anew by the one door (`postings`), so that a
vacancy which closed a moment ago is on no page, however old the board is. The board only says where to look.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from threading import Lock
from uuid import UUID

from django.db.models import Count, F, Max

from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.places.distances import distance_between, places_of
from gangqiao.vacancies.models import Vacancy
from gangqiao.vacancies.reads.postings import Posting, open_rows
from gangqiao.vacancies.states import Status

# A new vacancy changes the stamp at once; what is corrected is found by its new values after so long.
KEPT_SECONDS = 30.0
OVER_50 = 50
_COLUMNS = (
    "pk", "uuid", "place_id", "title", "occupation", "employer__name", "suits", "couples_room", "lodging", "age_max",
    "pay_form", "pay_min", "take_home", "confirmed_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """What one open vacancy is chosen by. `monthly`: fen in a month, null when nobody can say; ticks: of `TICKS`."""

    pk: int
    uuid: UUID
    place: str
    title: str
    occupation: str
    employer: str
    monthly: int | None
    ticks: frozenset[str]
    confirmed_on: date


@dataclass(slots=True)
class Board:
    """All rows, newest confirmation first. `stamp` changes when a vacancy was opened or closed."""

    rows: list[Row]
    day: date
    stamp: tuple[int, int]
    at: float

    def holds(self, day: date, stamp: tuple[int, int]) -> bool:
        return self.day == day and self.stamp == stamp and time.monotonic() - self.at < KEPT_SECONDS

    def km_from(self, home: str) -> dict[str, float]:
        """Estimated road distance from a division to each place of work. Places nobody has located are absent."""
        day, known = _km_known.get(home, (self.day, {}))
        if day != self.day:
            known = {}
        if new := {row.place for row in self.rows if row.place} - known.keys():
            located = places_of([home, *new])
            # A new dict: another thread may be reading the old one.
            known = known | {key: _km(home, key, located) for key in new}
        _km_known[home] = (self.day, known)
        return {key: km for key, km in known.items() if km is not None}


# By home; places move as rarely as townships do, so they are asked once a day and outlive the board.
_km_known: dict[str, tuple[date, dict[str, float | None]]] = {}


def _km(home: str, key: str, located: dict) -> float | None:
    if key.startswith(home):
        return 0.0
    if home not in located or key not in located:
        return None
    found = distance_between(located[home], located[key])
    return found.km if found else None


_lock = Lock()
_kept: list[Board] = []


def board() -> Board:
    """The open vacancies, a few seconds old at most. While one thread reads them anew, the others take the old."""
    day, stamp = clock.today(), _stamp()
    last = _kept[0] if _kept else None
    if last and last.holds(day, stamp):
        return last
    if not _lock.acquire(blocking=last is None or last.day != day):
        return last
    try:
        if not (_kept and _kept[0].holds(day, stamp)):
            _kept[:] = [Board(_rows(), day, stamp, time.monotonic())]
        return _kept[0]
    finally:
        _lock.release()


def forget() -> None:
    """Read the board and the distances anew at the next question."""
    _kept.clear()
    _km_known.clear()


def _stamp() -> tuple[int, int]:
    with everywhere(reason="published vacancies are public"):
        found = Vacancy.objects.filter(status=Status.PUBLISHED).aggregate(open=Count("pk"), last=Max("pk"))
    return found["open"], found["last"] or 0


def _rows() -> list[Row]:
    with everywhere(reason="published vacancies are public"):
        found = list(open_rows().filter(hired__lt=F("number")).values_list(*_COLUMNS))
    rows = []
    for pk, uuid, place, title, occupation, employer, suits, room, lodging, age_max, form, low, home, on in found:
        ticks = _ticks(suits or (), room, lodging, age_max)
        rows.append(Row(pk, uuid, place or "", title, occupation, employer, _monthly(form, low, home), ticks, on))
    return rows


def row_of(posting: Posting) -> Row:
    """The same columns of a posting that was read just now."""
    ticks = _ticks(posting.suits, posting.couples_room, posting.lodging, posting.limits.get("age_max"))
    monthly = _monthly(posting.pay_form, posting.pay_min, posting.take_home)
    return Row(
        0, posting.uuid, posting.place, posting.title, posting.occupation, posting.employer_name, monthly, ticks,
        posting.confirmed_on,
    )  # fmt: skip


def _ticks(suits: Iterable[str], room: str, lodging: str, age_max: int | None) -> frozenset[str]:
    ticks = {name for name, code in (("couples", "couples"), ("nomandarin", "no_mandarin")) if code in suits}
    if room == "yes":
        ticks.add("couples")
    # A limit below fifty says more than a tick that somebody forgot to take away.
    if "over_50" in suits and (age_max is None or age_max > OVER_50):
        ticks.add("over50")
    if lodging in ("free", "paid"):
        ticks.add("dorm")
    return frozenset(ticks)


def _monthly(form: str, low: int | None, take_home: int | None) -> int | None:
    """What comes in for sure in a month. A day's or an hour's pay says nothing about how many there are."""
    if take_home is not None:
        return take_home
    return low if form in ("month", "piece") else None


@dataclass(frozen=True, slots=True)
class Gone:
    """What is still said of a vacancy that was public once: only what finds others like it."""

    occupation: str
    place: str


def find_gone(uuid: UUID) -> Gone | None:
    """The vacancy if it was published once, whatever became of it; None when the public never saw it."""
    with everywhere(reason="that a vacancy was published once is public"):
        row = Vacancy.objects.filter(uuid=uuid, published_at__isnull=False).values("occupation", "place_id").first()
    return Gone(row["occupation"], row["place_id"] or "") if row else None
