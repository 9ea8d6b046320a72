"""Vehicles and pick-up points, as the pages list them. None names anybody of the register."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from gangqiao.accounts.models import Grant, User
from gangqiao.accounts.roles import ROLES
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, is_of_unit
from gangqiao.kernel.paths import ancestors_of, upper_bound
from gangqiao.places.levels import Level
from gangqiao.places.models import Division
from gangqiao.places.reads import subtree
from gangqiao.transfers.models import Batch, PickUp, Trip, Vehicle
from gangqiao.transfers.policy.driving import GOOD, PAPERS, paper_state
from gangqiao.transfers.states import VehicleStatus

VIEW = "transfers.view_fleet"
LOOKS = ("", "expiring", "out")


def vehicles_seen(actor: Actor) -> QuerySet[Vehicle]:
    """The vehicles of the reader's areas and of those above: an office above lends its own."""
    found = Q(pk__in=[])
    for area in actor.areas(VIEW):
        if is_of_unit(area):
            found |= Q(unit=area[1:-1])
        else:
            found |= Q(area_id__gte=area, area_id__lt=upper_bound(area)) | Q(area_id__in=list(ancestors_of(area)))
    return Vehicle.objects.filter(found).select_related("area")


def find_vehicle(uuid: UUID, actor: Actor) -> Vehicle | None:
    """One vehicle; null: the reader knows of none with this number."""
    return vehicles_seen(actor).filter(uuid=uuid).first()


def fleet(actor: Actor, look: str = "") -> list[Vehicle]:
    """The vehicles of one look: in service, with papers that end, out of service."""
    rows = vehicles_seen(actor)
    status = VehicleStatus.OUT if look == "out" else VehicleStatus.IN_SERVICE
    found = list(rows.filter(status=status).annotate(ahead=_ahead()))
    if look == "expiring":
        return [one for one in found if is_expiring(one)]
    return found


def _ahead() -> Any:
    return Count("trips", filter=Q(trips__is_cancelled=False, trips__ends_at__gte=clock.now()))


def is_expiring(vehicle: Vehicle) -> bool:
    """True when a paper has ended, ends soon, or was never entered."""
    return any(paper_state(getattr(vehicle, paper), clock.today()) != GOOD for paper in PAPERS)


def trips_of(vehicle: Vehicle) -> list[Trip]:
    """The trips a vehicle is planned for or made lately, the latest first."""
    rows = Trip.objects.filter(vehicle=vehicle, is_cancelled=False).select_related("batch", "batch__destination")
    return list(rows.order_by("-starts_at")[:20])


def villages_seen(actor: Actor, township: str) -> list[tuple[Division, list[PickUp]]]:
    """The villages of a township with their pick-up points, open ones first."""
    points: dict[str, list[PickUp]] = {}
    for one in _points(township):
        points.setdefault(str(one.area_id), []).append(one)
    return [
        (village, points.get(village.key, []))
        for village in subtree(township).filter(level=Level.VILLAGE.value).order_by("key")
        if actor.may(VIEW, village.key)
    ]


def _points(township: str) -> QuerySet[PickUp]:
    rows = PickUp.objects.filter(area_id__gte=township, area_id__lt=upper_bound(township))
    return rows.order_by("-is_open", "pk")


def find_pick_up(uuid: UUID, actor: Actor) -> PickUp | None:
    """One pick-up point; null: none of this number lies in the reader's areas."""
    found = PickUp.objects.select_related("area").filter(uuid=uuid).first()
    return found if found is not None and actor.may(VIEW, str(found.area_id)) else None


def vehicles_to_give(trip: Trip, actor: Actor) -> QuerySet[Vehicle]:
    """Vehicles in service with seats enough; whether one is free then is asked when it is given."""
    rows = vehicles_seen(actor).filter(status=VehicleStatus.IN_SERVICE, seats__gt=trip.escorts + trip.relief_seats)
    return rows.order_by("kind", "-seats", "plate")


def escorts_to_name(batch: Batch) -> QuerySet[User]:
    """Users whose post lets them board people, over the area of the batch or within it."""
    area = str(batch.area_id)
    roles = [role.key for role in ROLES.values() if "transfers.board" in role.verbs]
    near = Q(area__in=list(ancestors_of(area))) | Q(area_id__gte=area, area_id__lt=upper_bound(area))
    held = Grant.objects.in_force(clock.today()).filter(near, role__in=roles)
    found = User.objects.filter(pk__in=held.values("user"), is_active=True)
    return found.select_related("unit").order_by("display_name")
