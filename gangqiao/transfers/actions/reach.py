"""Who reaches a batch, a trip and a passenger, and in which order they are locked.

A batch holds people of several townships, so it is led as a whole: what is out of the actor's reach is refused first,
then everything is read and written in one transaction, wherever the people live. A passenger is reached in the own
area; by the organiser of the batch; by an escort who is named for the trip. Locked are, in this order: referrals,
batch (two by key), passengers by key, trip, vehicle, person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from gangqiao.accounts.roles import ESCORT
from gangqiao.audit.gathering import together
from gangqiao.audit.steps import NotYourVerb, require
from gangqiao.kernel.actor import Actor, Post
from gangqiao.kernel.scope import everywhere
from gangqiao.transfers.models import Batch, Escort, Passenger, Trip
from gangqiao.transfers.refusals import Moved


@contextmanager
def whole() -> Iterator[None]:
    """One transaction in which a batch and all its passengers can be written."""
    with everywhere(reason="a batch is led as a whole, wherever its people live"), together():
        yield


def own_batch(uuid: UUID, verb: str, actor: Actor) -> Batch:
    """The batch, if the actor may there. Raises Batch.DoesNotExist, NotYourVerb."""
    found: Batch = Batch.objects.get(uuid=uuid)
    require(actor, verb, found)
    return found


def own_trip(uuid: UUID, verb: str, actor: Actor) -> Trip:
    """The trip, if the actor organises its batch or is its escort. Raises Trip.DoesNotExist, NotYourVerb."""
    found: Trip = Trip.objects.select_related("batch").get(uuid=uuid)
    if not _leads(actor, verb, found.batch) and not is_escort(actor, verb, found.pk):
        raise NotYourVerb
    return found


def own_passenger(uuid: UUID, verb: str, actor: Actor) -> Passenger:
    """The passenger, if within reach. Raises Passenger.DoesNotExist (also when out of reach), NotYourVerb."""
    found: Passenger | None = Passenger.objects.filter(uuid=uuid).first()
    if found is not None:
        if not any(actor.may(verb, path) for path in found.paths) and not _reaches(actor, verb, found):
            require(actor, verb, found)
        return found
    with everywhere(reason="a passenger is reached by the organiser of the batch and the escort of the trip"):
        found = Passenger.objects.get(uuid=uuid)
    if not _reaches(actor, verb, found):
        raise Passenger.DoesNotExist
    return found


def is_escort(actor: Actor, verb: str, trip_id: int | None) -> bool:
    """True when the actor is named for the trip, the act is an escort's, and a post gives it anywhere."""
    if trip_id is None or actor.user_id is None or verb not in ESCORT or not actor.may(verb):
        return False
    return Escort.objects.filter(trip=trip_id, user=actor.user_id, trip__is_cancelled=False).exists()


def lock_batch(pk: int) -> Batch:
    """The batch, locked: whoever changes who travels, in what, and whether they may stands in line."""
    return Batch.objects.select_for_update(of=("self",)).get(pk=pk)


def lock_batches(pks: Iterable[int]) -> dict[int, Batch]:
    """Several, in the order of their keys."""
    rows = Batch.objects.select_for_update(of=("self",)).filter(pk__in=list(pks)).order_by("pk")
    return {row.pk: row for row in rows}


def lock_passenger(found: Passenger, batch: Batch) -> Passenger:
    """The passenger of a locked batch, locked, as it stands now. Raises Moved."""
    locked: Passenger = Passenger.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if locked.batch_id != batch.pk:
        raise Moved
    locked.batch = batch  # the locked row itself: its state and counts are changed through the passenger, too
    return locked


def lock_passengers(batch: Batch, **only: Any) -> list[Passenger]:
    """Passengers of a locked batch in the order of their keys."""
    rows = Passenger.objects.select_for_update(of=("self",)).filter(batch=batch, **only)
    found = list(rows.order_by("pk"))
    for row in found:
        row.batch = batch
    return found


@contextmanager
def passenger_of(uuid: UUID, verb: str, actor: Actor) -> Iterator[tuple[Batch, Passenger]]:
    """Batch and passenger, locked in one transaction, after the actor was found to reach them.

    Raises Passenger.DoesNotExist, NotYourVerb, Moved.
    """
    found = own_passenger(uuid, verb, actor)
    with whole():
        batch = lock_batch(found.batch_id)
        yield batch, lock_passenger(found, batch)


@contextmanager
def trip_of(uuid: UUID, verb: str, actor: Actor) -> Iterator[tuple[Batch, Trip]]:
    """Batch and trip, locked in one transaction. Passengers are to be locked before the trip is saved."""
    found = own_trip(uuid, verb, actor)
    with whole():
        batch = lock_batch(found.batch_id)
        yield batch, Trip.objects.get(pk=found.pk)


def acting(actor: Actor, verb: str, row: Any) -> Actor:
    """The actor with a post over the row that follows from being its organiser or escort: the log keeps the name.

    Only after `own_batch`, `own_trip` or `own_passenger` have found that the actor reaches it.
    """
    if actor.user_id is None or any(actor.may(verb, path) for path in row.paths):
        return actor
    post = Post(role="on_the_way", unit="", area=str(row.area_id), verbs=frozenset({verb}))
    return Actor(actor.user_id, actor.name, (*actor.posts, post), actor.request_id)


def _leads(actor: Actor, verb: str, batch: Batch) -> bool:
    """True when a post gives the verb over the batch: its organiser, or who stands above."""
    return actor == _SYSTEM or any(actor.may(verb, path) for path in batch.paths)


def _reaches(actor: Actor, verb: str, passenger: Passenger) -> bool:
    batch = Batch.objects.get(pk=passenger.batch_id)
    return _leads(actor, verb, batch) or is_escort(actor, verb, passenger.trip_id)


_SYSTEM = Actor(user_id=None, name="system")
