"""Vehicles, pick-up points, and the trips of a batch: one plan per vehicle (一车一方案). None names a passenger."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel import clock
from gangqiao.kernel.actor import path_of_unit
from gangqiao.kernel.crypto.fields import EncryptedTextField
from gangqiao.transfers import states
from gangqiao.transfers.codes import LISTS
from gangqiao.transfers.policy.gates import PUBLIC_CARRIER

if TYPE_CHECKING:
    from gangqiao.transfers.models.batches import Batch


class Vehicle(models.Model):
    """A vehicle of the transport office's fleet, with the driver who comes with it (R069).

    unit   code of the unit that keeps the record
    seats  for passengers and escorts, without the driver's
    cost, cost_per_km   whole cents a day, whole cents a kilometre
    rest   key of the rest rule in `policy/driving.yaml`
    """

    LIFE_CYCLE = states.VEHICLE

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    status = models.CharField(
        _("State"), max_length=10, choices=states.VehicleStatus, default=states.VehicleStatus.IN_SERVICE
    )
    area = models.ForeignKey("places.Division", models.PROTECT, related_name="+", verbose_name=_("Area"))
    unit = models.CharField(max_length=32, blank=True, default="", editable=False)
    plate = models.CharField(_("Number plate"), max_length=12, unique=True)
    kind = models.CharField(_("Kind"), max_length=10, choices=LISTS["vehicle_kind"].choices())
    seats = models.PositiveSmallIntegerField(_("Seats without the driver's"))
    licence = models.CharField(_("Licence"), max_length=40, blank=True, default="")
    licence_until = models.DateField(_("Licensed until"), null=True, blank=True)
    insured_until = models.DateField(_("Insured until"), null=True, blank=True)
    owner = models.CharField(_("Owner of the vehicle"), max_length=80, blank=True, default="")
    driver = models.CharField(_("Driver"), max_length=40, blank=True, default="")
    driver_phone = EncryptedTextField(_("Driver's phone"), null=True, blank=True)
    driver_until = models.DateField(_("Driving licence until"), null=True, blank=True)
    cost = models.PositiveIntegerField(_("Cost a day"), default=0)
    cost_per_km = models.PositiveIntegerField(_("Cost a kilometre"), default=0)
    rest = models.CharField(max_length=20, default="long_distance", editable=False)
    made = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["plate"]
        verbose_name = _("vehicle")
        constraints = [models.CheckConstraint(condition=Q(seats__gt=0), name="a_vehicle_has_a_seat")]

    def __str__(self) -> str:
        return self.plate

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(p for p in (str(self.area_id or ""), path_of_unit(self.unit)) if p)


class PickUp(models.Model):
    """Where people of a village board. A place, no person."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    area = models.ForeignKey("places.Division", models.PROTECT, related_name="+", verbose_name=_("Village"))
    name = models.CharField(_("Where"), max_length=80)
    longitude = models.FloatField(_("Longitude"), null=True, blank=True)
    latitude = models.FloatField(_("Latitude"), null=True, blank=True)
    remarks = models.CharField(_("Further remarks"), max_length=200, blank=True, default="")
    is_open = models.BooleanField(_("In use"), default=True)
    made = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["area", "pk"]
        verbose_name = _("pick-up point")
        constraints = [models.UniqueConstraint(fields=["area", "name"], name="a_pick_up_point_is_kept_once")]

    def __str__(self) -> str:
        return self.name


class Trip(models.Model):
    """One vehicle of one batch: its plan, its escorts, its way (一车一方案).

    vehicle    null: not given yet (a kind of vehicle the solver asks for); plate, driver: as they were when given
    number     of the vehicle within its batch, from 1
    seats      for passengers, escorts and relief drivers; escorts, relief_seats: how many of them these take
    drivers    who take turns at the wheel
    starts_at, ends_at   leaves its yard, arrives at the destination
    back_at    its vehicle is back: until then it drives no other trip. is_back_known: somebody said so; else by policy
    route      [{"pick_up": id or null, "name", "arrives", "begins", "leaves" (ISO times), "people": n}], in order
    metres, cost   of the way; whole cents
    is_cancelled   given up; its seats are free and its vehicle, too
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    batch: models.ForeignKey[Batch, Batch] = models.ForeignKey("transfers.Batch", models.PROTECT, related_name="trips")
    number = models.PositiveSmallIntegerField()
    vehicle = models.ForeignKey(Vehicle, models.PROTECT, null=True, related_name="trips")
    kind = models.CharField(_("Kind"), max_length=10, choices=LISTS["vehicle_kind"].choices())
    plate = models.CharField(_("Number plate"), max_length=12, blank=True, default="")
    driver = models.CharField(_("Driver"), max_length=40, blank=True, default="")
    driver_phone = EncryptedTextField(null=True, editable=False)
    seats = models.PositiveSmallIntegerField(_("Number of seats"))
    escorts = models.PositiveSmallIntegerField(default=1)
    relief_seats = models.PositiveSmallIntegerField(default=0)
    drivers = models.PositiveSmallIntegerField(default=1)
    starts_at = models.DateTimeField(_("Leaves at"))
    ends_at = models.DateTimeField(_("Arrives at"))
    back_at = models.DateTimeField(_("Vehicle is back at"))
    is_back_known = models.BooleanField(default=False, editable=False)
    route = models.JSONField(default=list, editable=False)
    metres = models.PositiveIntegerField(default=0, editable=False)
    cost = models.PositiveIntegerField(default=0, editable=False)
    departed_at = models.DateTimeField(null=True, editable=False)
    arrived_at = models.DateTimeField(null=True, editable=False)
    is_cancelled = models.BooleanField(default=False, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["batch", "number"]
        verbose_name = _("trip")
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="a_batch_numbers_its_trips"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_trip_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(back_at__gte=F("ends_at")), name="a_vehicle_is_back_after_its_trip"),
            models.CheckConstraint(
                condition=Q(seats__gt=F("escorts") + F("relief_seats")), name="a_trip_has_a_seat_beside_its_escorts"
            ),
        ]
        indexes = [models.Index(fields=["vehicle", "starts_at"], name="trips_of_vehicle")]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.number}"

    @property
    def paths(self) -> tuple[str, ...]:
        return self.batch.paths

    @property
    def is_public(self) -> bool:
        """A train or a flight: nobody's vehicle, with its number as `plate`."""
        return self.kind in PUBLIC_CARRIER

    @property
    def places(self) -> int:
        """Seats that passengers may take: the numbers from 1 to this."""
        return self.seats - self.escorts - self.relief_seats


class Escort(models.Model):
    """Who travels along and answers for the manifest: a user of the product, at least one a vehicle."""

    trip = models.ForeignKey(Trip, models.CASCADE, related_name="escorting")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    phone = models.CharField(max_length=20, blank=True, default="")
    given_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["trip", "user"], name="an_escort_is_named_once")]


class RollCall(models.Model):
    """A count at a stop. missing: numbers (uuid) of passengers. Append-only; names nobody."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    trip = models.ForeignKey(Trip, models.PROTECT, related_name="roll_calls")
    where = models.CharField(_("Where"), max_length=80)
    at = models.DateTimeField(_("When"))
    present = models.PositiveSmallIntegerField()
    missing = models.JSONField(default=list)
    by = models.CharField(max_length=100)
    recorded_at = models.DateTimeField(default=clock.now)


class HandOver(models.Model):
    """The receipt of one trip: who took the people over, and how many (names stand with the passengers)."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    trip = models.OneToOneField(Trip, models.PROTECT, related_name="handing")
    at = models.DateTimeField(_("When"))
    receiver = models.CharField(_("Taken over by"), max_length=60)
    receiver_of = models.CharField(max_length=10)  # employer | station
    accepted = models.PositiveSmallIntegerField()
    rejected = models.PositiveSmallIntegerField(default=0)
    signature = models.CharField(max_length=32, blank=True, default="", editable=False)
    by = models.CharField(max_length=100)
    recorded_at = models.DateTimeField(default=clock.now)
