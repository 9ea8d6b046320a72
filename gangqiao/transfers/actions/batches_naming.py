"""What the employer of a batch sees of its people: names of those who agreed to be named to it, and of nobody else."""

from __future__ import annotations

from gangqiao.matching.actions.referrals_showing import find_consent
from gangqiao.transfers.actions.reach import lock_passengers
from gangqiao.transfers.models import Batch, Passenger
from gangqiao.transfers.states import PassengerStatus, Status

# From the locking of the list until the end.
SHOWN_WHILE = (Status.LIST_LOCKED, Status.CLEARED, Status.DEPARTED, Status.ARRIVED, Status.HANDED_OVER)
NOT_GOING = (PassengerStatus.TAKEN_OFF, PassengerStatus.NO_SHOW)


def show_to_employer(batch: Batch) -> None:
    """Bring to the state of a locked batch whom its employer may see."""
    for passenger in lock_passengers(batch):
        set_party(batch, passenger)


def set_party(batch: Batch, passenger: Passenger) -> None:
    """The same for one locked passenger: seen while the consent of the referral holds for this employer."""
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
    return referral.employer_uuid == batch.employer_uuid and find_consent(referral) is not None
