"""What the employer of a batch sees of its people: names of those who agreed to be named to it, and of nobody else."""

from __future__ import annotations

from uuid import UUID

from gangqiao.kernel import clock
from gangqiao.matching.actions.referrals_showing import find_consent
from gangqiao.matching.policy.referrals import is_named
from gangqiao.transfers.actions.reach import lock_batch, lock_passenger, lock_passengers, whole
from gangqiao.transfers.models import Batch, Passenger
from gangqiao.transfers.refusals import Moved
from gangqiao.transfers.states import PassengerStatus, Status

# From the locking of the list until the end.
SHOWN_WHILE = (Status.LIST_LOCKED, Status.CLEARED, Status.DEPARTED, Status.ARRIVED, Status.HANDED_OVER)
NOT_GOING = (PassengerStatus.TAKEN_OFF, PassengerStatus.NO_SHOW)


def show_to_employer(batch: Batch) -> None:
    """Bring to the state of a locked batch whom its employer may see."""
    for passenger in lock_passengers(batch):
        set_party(batch, passenger)


def set_party(batch: Batch, passenger: Passenger) -> None:
    """The same for one locked passenger: seen as far as the referral names them to this employer."""
    party = batch.party if batch.status in SHOWN_WHILE and _agreed(batch, passenger) else ""
    if passenger.party != party:
        passenger.party = party
        passenger.save(update_fields=["party"])


def hide_all(batch: Batch) -> None:
    """The employer sees nobody of a locked batch any more."""
    for passenger in lock_passengers(batch):
        if passenger.party:
            passenger.party = ""
            passenger.save(update_fields=["party"])


def _agreed(batch: Batch, passenger: Passenger) -> bool:
    referral = passenger.referral
    if not batch.party or referral is None or passenger.status in NOT_GOING:
        return False
    consent = find_consent(referral)
    until = consent.until if consent and referral.employer_uuid == batch.employer_uuid else None
    return is_named(status=referral.status, consent_until=until, day=clock.today())


def follow_referral(uuid: UUID) -> int:
    """A referral or its consent has changed: bring what employers see to it; returns how many passengers changed."""
    changed = 0
    with whole():
        found = list(Passenger.objects.filter(referral__uuid=uuid).order_by("pk"))
    for passenger in found:
        with whole():
            batch = lock_batch(passenger.batch_id)
            try:
                row = lock_passenger(passenger, batch)
            except Moved:
                continue  # the other batch names nobody before its list is locked
            before = row.party
            set_party(batch, row)
            changed += before != row.party
    return changed


def hide_the_lapsed() -> int:
    """Consents that ran out end what employers see; returns how many passengers changed. Twice changes nothing."""
    with whole():
        named = Passenger.objects.exclude(party="").exclude(referral=None)
        uuids = list(named.values_list("referral__uuid", flat=True))
    changed = 0
    for uuid in uuids:
        changed += follow_referral(uuid)
    return changed
