"""Certificates that a check was passed: issued with the check, revoked when somebody is held back."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from gangqiao.kernel import clock
from gangqiao.kernel.identifiers import mask_name
from gangqiao.transfers.certificates import code_of, digest_of, number_for
from gangqiao.transfers.models import Certificate, HealthCheck, Passenger


def issue(passenger: Passenger, check: HealthCheck) -> Certificate:
    """Give a locked passenger the certificate of a check; the one before is revoked: nobody bears two."""
    revoke(passenger)
    uuid = uuid4()
    number = number_for(uuid)
    made: Certificate = Certificate.objects.create(
        uuid=uuid,
        number=number,
        digest=digest_of(number, code_of(number, uuid)),
        passenger=passenger.uuid,
        masked=mask_name(passenger.shown_name or "")[:20],
        valid_until=check.valid_until,
        clinic=check.clinic,
        delete_on=check.delete_on,
    )
    return made


def revoke(passenger: Passenger, at: datetime | None = None) -> int:
    """Revoke what a passenger bears; returns how many. Revoked ones still say so to whoever asks."""
    return Certificate.objects.filter(passenger=passenger.uuid, revoked_at=None).update(revoked_at=at or clock.now())
