"""Certificates: what a stranger is told who has number and code, and what stands on the paper."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from uuid import UUID

from gangqiao.kernel import clock
from gangqiao.transfers.certificates import code_of, digest_of, in_groups, path_of
from gangqiao.transfers.models import Batch, Certificate, Passenger

VALID, EXPIRED, REVOKED = "valid", "expired", "revoked"


@dataclass(frozen=True, slots=True)
class Told:
    """What everybody may know of a certificate. state: VALID, EXPIRED or REVOKED."""

    number: str
    state: str
    masked: str
    clinic: str
    valid_until: datetime


@dataclass(frozen=True, slots=True)
class Paper:
    """What is printed for one passenger. number, code: in groups of four; path: of the page the QR code leads to."""

    passenger: UUID
    name: str
    number: str
    code: str
    path: str
    clinic: str
    issued_at: datetime
    valid_until: datetime


def tell(number: str, code: str) -> Told | None:
    """What belongs to a number and its code; null when there is no such pair, or it was deleted on its day."""
    found = Certificate.objects.filter(number=number).first()
    wanted = found.digest if found else "0" * 64
    # Compared also when there is none: how long the answer takes says nothing about the number.
    if not compare_digest(wanted, digest_of(number, code)) or found is None:
        return None
    return Told(found.number, _state(found), found.masked, found.clinic, found.valid_until)


def certificates_of(batch: Batch) -> list[Paper]:
    """The valid certificates of a batch, as far as the scope of the moment opens its passengers; by seat."""
    rows = Passenger.objects.filter(batch=batch).order_by("trip_id", "seat", "pk")
    return papers_for(rows)


def papers_for(passengers: Iterable[Passenger]) -> list[Paper]:
    """The same for these passengers, in their order; those without a valid certificate are left out."""
    travellers = list(passengers)
    live = _live(one.uuid for one in travellers)
    return [_paper(one, live[one.uuid]) for one in travellers if one.uuid in live]


def valid_until_of(passengers: Iterable[UUID]) -> dict[UUID, datetime]:
    """Until when each of these passengers is certified; whoever bears no valid certificate is left out."""
    return {uuid: found.valid_until for uuid, found in _live(passengers).items()}


def _live(passengers: Iterable[UUID]) -> dict[UUID, Certificate]:
    rows = Certificate.objects.filter(passenger__in=list(passengers), revoked_at=None, valid_until__gte=clock.now())
    return {row.passenger: row for row in rows}


def _state(found: Certificate) -> str:
    if found.revoked_at is not None:
        return REVOKED
    return VALID if found.valid_until >= clock.now() else EXPIRED


def _paper(passenger: Passenger, found: Certificate) -> Paper:
    code = code_of(found.number, found.uuid)
    return Paper(
        passenger=passenger.uuid,
        name=passenger.shown_name or found.masked,
        number=in_groups(found.number),
        code=in_groups(code),
        path=path_of(found.number, code),
        clinic=found.clinic,
        issued_at=found.issued_at,
        valid_until=found.valid_until,
    )
