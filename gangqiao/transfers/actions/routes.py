"""The ways of a batch: asked for, searched by a job, kept. The job may be killed and begun anew."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from gangqiao.audit.events import record
from gangqiao.engine.routing.port import Plan
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.packing import pack_say
from gangqiao.places.models import Division
from gangqiao.transfers.actions.reach import lock_batch, own_batch, whole
from gangqiao.transfers.actions.routes_keeping import ROUTE, keep_plan, refuse_departed
from gangqiao.transfers.models import Batch, Passenger, PickUp, Ways
from gangqiao.transfers.policy import driving
from gangqiao.transfers.reads import trips_planning as reads
from gangqiao.transfers.routes_problem import Draft, Wishes, draft_of
from gangqiao.transfers.routes_refusals import (
    NobodyToFetch,
    NotPlanned,
    NoVehicles,
    PlanningAlready,
)
from gangqiao.transfers.routes_searching import Abandoned, NotSearched, searched

log = logging.getLogger(__name__)
TOLD_EVERY = 0.5  # seconds between two signs of life
FORGOTTEN = timedelta(minutes=10)  # a run that gave no sign for so long does not run any more
Tell = Callable[[int, int | None], bool]


def plan_routes(batch_uuid: UUID, wishes: Wishes, *, actor: Actor) -> Ways:
    """Have the ways of a batch planned: a job searches, and what it finds replaces the ways there are.

    Raises DoesNotExist, NotYourVerb, HasDeparted, PlanningAlready, NobodyToFetch, NoVehicles, NoPlaceKnown.
    """
    found = own_batch(batch_uuid, ROUTE, actor)
    with whole():
        batch = lock_batch(found.pk)
        ways, _new = Ways.objects.get_or_create(batch=batch)
        if ways.is_running and (ways.touched_at or ways.asked_at) > clock.now() - FORGOTTEN:
            raise PlanningAlready
        draft_for_search(batch, wishes)
        ways.wishes, ways.begun, ways.is_running = wishes.as_json(), ways.begun + 1, True
        ways.share, ways.best, ways.said, ways.asked_by = 0, None, [], actor.name[:100]
        ways.asked_at = ways.touched_at = clock.now()
        ways.save()
        record(ROUTE, actor=actor, subject=batch, fields=["ways"])
    return ways


def stop_planning(batch_uuid: UUID, *, actor: Actor) -> None:
    """Give up the search that runs; the ways stay as they are. Nothing happens when none runs."""
    found = own_batch(batch_uuid, ROUTE, actor)
    Ways.objects.filter(batch=found, is_running=True).update(is_running=False, share=0)


def compute(batch_uuid: UUID) -> None:
    """Search the ways a batch waits for and keep them. Nothing happens when it waits for none."""
    ways = Ways.objects.filter(batch__uuid=batch_uuid, is_running=True).select_related("batch").first()
    if ways is None:
        return
    try:
        with whole():
            draft = draft_for_search(lock_batch(ways.batch_id), Wishes.from_json(ways.wishes))
        plan = searched(draft.problem, Wishes.from_json(ways.wishes).seconds, tell=_teller(ways))
        _keep(ways, draft, plan)
    except Abandoned:
        return
    except Refusal as refusal:
        _fail(ways, refusal)
    except NotSearched as fault:
        log.warning("The ways of batch %s were not planned: %s", ways.batch.number, fault)
        _fail(ways, NotPlanned())


def _keep(ways: Ways, draft: Draft, plan: Plan) -> None:
    with whole():
        batch = lock_batch(ways.batch_id)
        if not Ways.objects.filter(pk=ways.pk, is_running=True, begun=ways.begun).exists():
            raise Abandoned
        keep_plan(batch, draft, plan, actor=SYSTEM, source="job")
        Ways.objects.filter(pk=ways.pk).update(is_running=False, share=100)


def _fail(ways: Ways, refusal: Refusal) -> None:
    Ways.objects.filter(pk=ways.pk, begun=ways.begun).update(
        is_running=False, share=0, said=pack_say(refusal.sentence), touched_at=clock.now()
    )


def _teller(ways: Ways) -> Tell:
    """Writes down how far the search is, now and then; says no when it is not wanted any more."""
    told = 0.0

    def tell(share: int, best: int | None) -> bool:
        nonlocal told
        if time.monotonic() - told < TOLD_EVERY:
            return True
        told = time.monotonic()
        here = Ways.objects.filter(pk=ways.pk, is_running=True, begun=ways.begun)
        return here.update(share=share, best=best, touched_at=clock.now()) > 0

    return tell


def plan_at_once(batch_uuid: UUID, wishes: Wishes, *, actor: Actor) -> Batch:
    """Plan and keep the ways in this very process: for demonstrations and commands. Raises what `plan_routes` does."""
    found = own_batch(batch_uuid, ROUTE, actor)
    with whole():
        draft = draft_for_search(lock_batch(found.pk), wishes)
    plan = searched(draft.problem, wishes.seconds)
    with whole():
        batch = lock_batch(found.pk)
        keep_plan(batch, draft, plan, actor=actor, source="transfers")
        Ways.objects.filter(batch=batch).update(wishes=wishes.as_json(), asked_by=actor.name[:100], said=[])
    return batch


# --- what is searched -------------------------------------------------------------------------------------------------


def draft_for_search(batch: Batch, wishes: Wishes) -> Draft:
    """The problem of a locked batch; whoever has no pick-up point gets that of the village.

    Raises HasDeparted, NobodyToFetch, NoVehicles, NoPlaceKnown.
    """
    refuse_departed(batch)
    settle_pick_ups(batch)
    frame = reads.frame_of(batch, wishes)
    travellers = reads.travellers_of(batch)
    if not travellers:
        raise NobodyToFetch
    day = timezone.localtime(batch.departs_at).date()
    offers = reads.offers_of(reads.free_vehicles(batch, *reads.time_taken(batch, frame)), wishes, day)
    draft = draft_of(frame, _spots(travellers), travellers, offers, _boarding(batch.departs_at))
    if not any(vehicle.places > 0 for vehicle in draft.problem.vehicles):
        raise NoVehicles
    return draft


def draft_of_kept(batch: Batch, ways: Ways | None) -> Draft:
    """The kept ways of a locked batch as a problem: each trip with its vehicle, then the vehicles that are free."""
    wishes = Wishes.from_json(ways.wishes) if ways else Wishes()
    wishes = Wishes(wishes.through, True, wishes.first, wishes.seconds)
    frame, day = reads.frame_of(batch, wishes), timezone.localtime(batch.departs_at).date()
    trips = reads.live_trips(batch)
    own = {trip.vehicle_id for trip in trips}
    free = [one for one in reads.free_vehicles(batch, *reads.time_taken(batch, frame)) if one.pk not in own]
    offers = [reads.offer_of(trip, day) for trip in trips]
    offers += [offer for one in free for offer in reads.offers_of([one], Wishes(), day)]
    offers += reads.offers_of([], wishes, day)
    travellers = reads.travellers_of(batch)
    return draft_of(frame, _spots(travellers), travellers, offers, _boarding(batch.departs_at), by_trip=True)


def _spots(travellers: list[reads.Traveller]) -> list[reads.Spot]:
    return reads.spots_of(PickUp.objects.filter(pk__in={one.spot for one in travellers}).order_by("pk"))


def _boarding(departs_at: datetime) -> Callable[[int], int]:
    day = timezone.localtime(departs_at).date()
    return lambda people: driving.boarding_seconds(people, day)


def settle_pick_ups(batch: Batch) -> None:
    """Give everybody who travels with a locked batch a pick-up point: the first one of the village that is in use.

    A village that has none gets one of its own name; where it lies follows from the village.
    """
    rows = list(reads.on_the_way(batch).filter(pick_up=None).values_list("pk", "area_id"))
    by_village: dict[str, list[int]] = {}
    for pk, area in rows:
        by_village.setdefault(reads.village_of(str(area)), []).append(pk)
    kept = {
        str(point.area_id): point
        for point in PickUp.objects.filter(area_id__in=list(by_village), is_open=True).order_by("-pk")
    }
    names = dict(Division.objects.filter(pk__in=list(by_village)).values_list("pk", "name"))
    for village, people in by_village.items():
        point = kept.get(village)
        if point is None:
            point, _new = PickUp.objects.get_or_create(
                area_id=village, name=names[village], defaults={"made": batch.made}
            )
        for start in range(0, len(people), 500):
            Passenger.objects.filter(pk__in=people[start : start + 500]).update(pick_up=point)
