"""The health office's pages in words: batches with what is open, people with their state, a check with its findings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.links import Link
from gangqiao.transfers.codes import LISTS
from gangqiao.transfers.models import Batch, Passenger
from gangqiao.transfers.policy import health
from gangqiao.transfers.reads import gates_worklist as reads
from gangqiao.transfers.reads.gates_certificates import valid_until_of
from gangqiao.transfers.showing.batches import head
from gangqiao.transfers.showing.words import batch_state, passenger_state, places_of

HERE = "transfers:checks_of"


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A batch that is to be checked. counts: people by look; rest: how many cannot leave yet."""

    batch: Batch
    place: str
    status: Any
    tone: str
    counts: dict[str, int]
    hrefs: dict[str, str]

    @property
    def rest(self) -> int:
        return self.counts["open"] + self.counts["held"] + self.counts["asked"]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A passenger as the health office sees one. until: the check holds until then; is_short: not to the departure."""

    passenger: Passenger
    name: str
    phone: str
    status: Any
    tone: str
    until: Any
    is_short: bool


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One check in words."""

    at: Any
    degrees: str
    is_hot: bool
    yes: list[str]
    result: str
    tone: str
    clinic: str
    by: str


def look_words() -> dict[str, str]:
    """The parts of the list."""
    return {
        "open": pgettext("health checks", "To be checked"),
        "held": pgettext("passengers", "Held back"),
        "cleared": pgettext("passengers", "Cleared"),
        "asked": _("Have not agreed yet"),
        "all": pgettext("health checks", "Everybody"),
    }


def batch_rows(batches: Iterable[Batch]) -> list[BatchRow]:
    """Batches with their counts."""
    rows = list(batches)
    counts, places = reads.counts(rows), places_of(str(row.destination_id or "") for row in rows)
    found = []
    for row in rows:
        page = reverse(HERE, args=[row.uuid])
        status, tone = batch_state(row)
        hrefs = {look: f"{page}?look={look}" for look in reads.LOOKS}
        place = places.get(str(row.destination_id or ""), "")
        found.append(BatchRow(row, place, status, tone, dict(counts[row.pk]), hrefs))
    return found


def list_page(batch: Batch, standing: reads.Standing, look: str, actor: Actor) -> dict[str, Any]:
    """What the checks of one batch show."""
    page, many = reverse(HERE, args=[batch.uuid]), {name: len(standing.look(name)) for name in reads.LOOKS}
    return head(batch, actor, HERE) | {
        "looks": [
            Link(words, f"{page}?look={name}", name == look, f"{many[name]:,}")
            for name, words in look_words().items()
            if many[name] or name in ("open", look)
        ],
        "look": look,
        "many": many,
        "rows": person_rows(standing.look(look), batch),
        "is_asked": bool(batch.gates.get("health", False)),
    }


def person_rows(passengers: Iterable[Passenger], batch: Batch) -> list[PersonRow]:
    """Passengers as rows."""
    rows = list(passengers)
    certified = valid_until_of(row.uuid for row in rows)
    return [_row(row, certified.get(row.uuid), batch) for row in rows]


def found_rows(found: Iterable[reads.Found]) -> list[FoundRow]:
    """Checks with what was found, for the health office."""
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    words = {one.key: one.words[language] for asked in health.VERSIONS for one in asked.questions}
    return [
        FoundRow(
            at=one.check.at,
            degrees=f"{one.tenths / 10:.1f}",
            is_hot=health.is_hot(one.tenths, clock.day_of(one.check.at)),
            yes=[words.get(key, key) for key in one.yes],
            result=LISTS["check_result"].word(one.check.result),
            tone="good" if one.check.result == health.FIT else "bad",
            clinic=one.check.clinic,
            by=one.check.by,
        )
        for one in found
    ]


def _row(passenger: Passenger, until: Any, batch: Batch) -> PersonRow:
    status, tone = passenger_state(passenger)
    return PersonRow(
        passenger,
        passenger.shown_name or "",
        passenger.shown_phone or "",
        status,
        tone,
        until,
        until is not None and until < batch.departs_at,
    )
