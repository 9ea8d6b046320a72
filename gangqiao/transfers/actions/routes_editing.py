"""The ways of a batch changed by hand: what a change would cost is looked at before it is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from gangqiao.engine.routing import editing
from gangqiao.engine.routing.checking import Broken, Fault
from gangqiao.engine.routing.port import Plan, Route
from gangqiao.kernel.actor import Actor
from gangqiao.transfers.actions.reach import lock_batch, own_batch, whole
from gangqiao.transfers.actions.routes import draft_of_kept
from gangqiao.transfers.actions.routes_keeping import ROUTE, keep_plan, refuse_departed
from gangqiao.transfers.models import Batch, Trip, Ways
from gangqiao.transfers.reads import trips_planning as reads
from gangqiao.transfers.routes_problem import Draft
from gangqiao.transfers.routes_refusals import NoSuchChange, WaysChanged

KINDS = ("move", "place", "vehicle", "own", "off", "fetch")
HARD = (Broken.SEATS, Broken.NUMBER, Broken.PEOPLE, Broken.PARTIES)  # what no plan that is kept may break


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the ways.

    what      "move" people of a stop into another trip; "place": to another place of their own; "vehicle": another
              vehicle for a trip; "own": one more vehicle for a stop alone; "off": nobody fetches them; "fetch": they
              are fetched after all
    trip      number of the trip it begins at, 0: none (fetch); stop: pick-up point
    to        number of the trip it leads to; vehicle: key of an offer (`offer_key`)
    place     place in the order, from 0; null: where it is cheapest
    """

    what: str
    trip: int = 0
    stop: int = 0
    to: int = 0
    place: int | None = None
    vehicle: str = ""


@dataclass(frozen=True)
class Preview:
    """What a change would do. difference: cents; metres; faults: rules the changed ways break and the old ones do not.

    token   of the ways as they were looked at: kept is only a change of these
    """

    change: Change
    draft: Draft
    trips: list[Trip]
    before: Plan
    after: Plan
    difference: int
    metres: int
    faults: tuple[Fault, ...]
    token: str

    @property
    def may_be_kept(self) -> bool:
        return not any(fault.broken in HARD for fault in self.faults)


def offer_key(draft: Draft, number: int) -> str:
    """How a form names a vehicle that could be taken: by its own number, or as one to be hired."""
    offer = draft.offers[number]
    return "hired" if offer.is_hired else str(offer.vehicles[0])


def preview(batch_uuid: UUID, change: Change, *, actor: Actor) -> Preview:
    """What the change would cost, without keeping it. Raises DoesNotExist, NotYourVerb, HasDeparted, NoSuchChange."""
    found = own_batch(batch_uuid, ROUTE, actor)
    with whole():
        return _previewed(lock_batch(found.pk), change)


def keep_change(batch_uuid: UUID, change: Change, token: str, *, actor: Actor) -> list[Trip]:
    """Keep a change that was looked at. Raises WaysChanged when ways or list are not the same any more."""
    found = own_batch(batch_uuid, ROUTE, actor)
    with whole():
        batch = lock_batch(found.pk)
        seen = _previewed(batch, change)
        if seen.token != token:
            raise WaysChanged
        if not seen.may_be_kept:
            raise NoSuchChange
        return keep_plan(batch, seen.draft, seen.after, actor=actor)


def _previewed(batch: Batch, change: Change) -> Preview:
    refuse_departed(batch)
    ways = Ways.objects.filter(batch=batch).first()
    trips = reads.live_trips(batch)
    draft = draft_of_kept(batch, ways)
    before = reads.plan_of(draft, trips, ways.left if ways else [])
    try:
        edit = _CHANGES[change.what](draft, before, trips, change)
    except (KeyError, IndexError, ValueError, StopIteration) as fault:
        raise NoSuchChange from fault
    token = token_of(trips, draft)
    return Preview(change, draft, trips, before, edit.plan, edit.difference, edit.metres, edit.faults, token)


def token_of(trips: list[Trip], draft: Draft) -> str:
    """The ways and the list as one word: other people or other ways give another word."""
    seen = [f"{trip.pk}.{trip.revision}" for trip in trips]
    seen += [f"{one.pk}.{one.spot}.{one.trip}" for some in draft.people for one in some]
    return hashlib.sha256(" ".join(seen).encode()).hexdigest()[:20]


# --- the changes, in the engine's words ------------------------------------------------------------------------------


def _route(trips: list[Trip], number: int) -> int:
    return next(n for n, trip in enumerate(trips) if trip.number == number)


def _visit(draft: Draft, route: Route, spot: int) -> int:
    return next(n for n, visit in enumerate(route.visits) if draft.spots[visit.stop].key == spot)


def _offer(draft: Draft, key: str) -> int:
    """The number of an offer that drives no trip yet."""
    return next(n for n, one in enumerate(draft.offers) if one.trip is None and offer_key(draft, n) == key)


def _move(draft: Draft, plan: Plan, trips: list[Trip], change: Change) -> editing.Edit:
    start, end = _route(trips, change.trip), _route(trips, change.to)
    visit = _visit(draft, plan.routes[start], change.stop)
    return editing.move(draft.problem, plan, start, visit, end, change.place)


def _place(draft: Draft, plan: Plan, trips: list[Trip], change: Change) -> editing.Edit:
    route = _route(trips, change.trip)
    order = list(range(len(plan.routes[route].visits)))
    visit = order.pop(_visit(draft, plan.routes[route], change.stop))
    if change.place is None or not 0 <= change.place <= len(order):
        raise ValueError(change.place)
    order.insert(change.place, visit)
    return editing.reorder(draft.problem, plan, route, order)


def _vehicle(draft: Draft, plan: Plan, trips: list[Trip], change: Change) -> editing.Edit:
    route = _route(trips, change.trip)
    return editing.change_vehicle(draft.problem, plan, route, _offer(draft, change.vehicle))


def _own(draft: Draft, plan: Plan, trips: list[Trip], change: Change) -> editing.Edit:
    route = _route(trips, change.trip)
    visit = _visit(draft, plan.routes[route], change.stop)
    return editing.give_own_vehicle(draft.problem, plan, route, visit, _offer(draft, change.vehicle))


def _off(draft: Draft, plan: Plan, trips: list[Trip], change: Change) -> editing.Edit:
    route = _route(trips, change.trip)
    return editing.take_off(draft.problem, plan, route, _visit(draft, plan.routes[route], change.stop))


def _fetch(draft: Draft, plan: Plan, trips: list[Trip], change: Change) -> editing.Edit:
    stays = next(n for n, one in enumerate(plan.unserved) if draft.spots[one.stop].key == change.stop)
    return editing.fetch(draft.problem, plan, stays, _route(trips, change.to), change.place)


_CHANGES: Mapping[str, Callable[[Draft, Plan, list[Trip], Change], Any]] = {
    "move": _move, "place": _place, "vehicle": _vehicle, "own": _own, "off": _off, "fetch": _fetch,
}  # fmt: skip
