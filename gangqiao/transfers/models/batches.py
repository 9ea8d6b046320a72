"""Batches and who travels in them. A batch names nobody; a passenger follows the area of the person."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.kernel import clock
from gangqiao.kernel.actor import path_of_unit
from gangqiao.kernel.crypto.fields import EncryptedTextField
from gangqiao.kernel.scope import KeptModel, Within
from gangqiao.matching.models import Referral
from gangqiao.people.models import EmploymentSpell, Person
from gangqiao.transfers import states
from gangqiao.transfers.codes import LISTS
from gangqiao.transfers.models.plans import EnterprisePlan
from gangqiao.transfers.models.trips import PickUp, Trip


class Batch(models.Model):
    """People who set out together for one employer or place (R059, R068). No scoped row: it names nobody.

    Every change to who travels, in what and whether they may locks this row first, then passengers by number.

    number      "2020-0001", counted by year
    area        the area of the organiser; unit: the organiser's unit; party: the unit of an employer or agency
    organiser_uuid   number of the agency, broker or employer in the county's registers (no key: a join would leave the
                areas); null: the name was typed, or none is needed
    open_to     other areas whose people may register, too, beside those of `area`
    seats       how many may register; taken: how many are on the list (`states.ON_THE_LIST` and on board)
    gates       what must be passed before it may depart: {"health": bool, "disinfection": bool, ...}, fixed at the
                opening from `policy.gates` of plan and destination; never loosened afterwards
    plan        version of the enterprise plan; null: for those who return to posts of several employers
    merged_into, split_from   what became of it, where it comes from
    """

    LIFE_CYCLE = states.BATCH

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    number = models.CharField(_("Number"), max_length=12, unique=True, editable=False)
    status = models.CharField(_("State"), max_length=12, choices=states.Status, default=states.Status.PLANNED)
    kind = models.CharField(_("Whom it is for"), max_length=8, choices=LISTS["batch_kind"].choices(), default="new")
    area = models.ForeignKey("places.Division", models.PROTECT, related_name="+", verbose_name=_("Area"))
    unit = models.CharField(max_length=32, blank=True, default="", db_index=True, editable=False)
    party = models.CharField(max_length=32, blank=True, default="", db_index=True, editable=False)
    organiser = models.CharField(_("Organised by"), max_length=10, choices=LISTS["organiser"].choices())
    organiser_name = models.CharField(_("Name of the organiser"), max_length=100, blank=True, default="")
    organiser_uuid = models.UUIDField(null=True, editable=False)
    open_to = models.ManyToManyField("places.Division", related_name="+", blank=True, verbose_name=_("Open also to"))
    plan = models.ForeignKey(EnterprisePlan, models.PROTECT, null=True, blank=True, related_name="batches")
    employer_uuid = models.UUIDField(null=True, db_index=True, editable=False)
    employer = models.CharField(pgettext_lazy("referral", "Employer"), max_length=100, blank=True, default="")
    destination = models.ForeignKey(
        "places.Division", models.PROTECT, null=True, related_name="+", verbose_name=_("Destination")
    )
    address = models.CharField(_("Address there"), max_length=200, blank=True, default="")
    mode = models.CharField(_("Transport"), max_length=10, choices=LISTS["mode"].choices(), default="coach")
    assembly = models.CharField(_("Where all assemble"), max_length=100, blank=True, default="")
    departs_at = models.DateTimeField(_("Departure"))
    arrives_at = models.DateTimeField(_("Expected arrival"), null=True, blank=True)
    seats = models.PositiveIntegerField(_("Number of seats"))
    taken = models.PositiveIntegerField(default=0, editable=False)
    gates = models.JSONField(default=dict, editable=False)
    late_until = models.DateTimeField(_("Late joiners until"), null=True, blank=True)
    locked_at = models.DateTimeField(null=True, editable=False)
    cleared_at = models.DateTimeField(null=True, editable=False)
    departed_at = models.DateTimeField(null=True, editable=False)
    arrived_at = models.DateTimeField(null=True, editable=False)
    handed_over_at = models.DateTimeField(null=True, editable=False)
    split_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts", editable=False)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged", editable=False)
    remarks = models.CharField(_("Further remarks"), max_length=300, blank=True, default="")
    planned_by = models.CharField(max_length=100, blank=True, default="", editable=False)
    planned_at = models.DateTimeField(default=clock.now, editable=False)
    made = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["departs_at", "pk"]
        verbose_name = _("batch")
        constraints = [
            models.CheckConstraint(condition=Q(taken__lte=F("seats")), name="a_batch_takes_no_more_than_its_seats"),
            models.CheckConstraint(
                condition=Q(arrives_at=None) | Q(arrives_at__gt=F("departs_at")),
                name="a_batch_arrives_after_it_departs",
            ),
        ]
        indexes = [models.Index(fields=["status", "departs_at"], name="batches_by_departure")]

    def __str__(self) -> str:
        return self.number

    @property
    def paths(self) -> tuple[str, ...]:
        """Where it lies and whose affair it is, as a post is asked whether it reaches it."""
        return tuple(p for p in (str(self.area_id or ""), path_of_unit(self.unit), path_of_unit(self.party)) if p)

    @property
    def free(self) -> int:
        return self.seats - self.taken


class Passenger(KeptModel):
    """A person who travels, or was to travel, in a batch. `area` follows the person.

    party    the employer's own unit, from the locking of the list on, while the person agrees to be named to it
    referral, spell   why: a referral (new work) or a time of work to return to (返岗); one of the two
    together          same text: go together (couples, families); "" alone
    consent_*         that the person wishes to travel: the day, the way, who took it, the version of the words
    alone             travels on the own account, with an allowance
    trip, seat        the vehicle and the seat (from 1); both null while none is given
    cleared_at        when the last gate was passed; null: not cleared
    shown_name, shown_phone   copies for those who see no register (escort, health, employer)
    handed            "accepted" or "rejected" at the hand-over, "" before
    """

    LIFE_CYCLE = states.PASSENGER

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    status = models.CharField(
        _("State"), max_length=14, choices=states.PassengerStatus, default=states.PassengerStatus.REGISTERED
    )
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="+", db_index=False)
    person = Within(Person, models.PROTECT, related_name="passengers", db_index=False)
    person_uuid = models.UUIDField(editable=False)
    referral = Within(Referral, models.PROTECT, null=True, related_name="+")
    spell = Within(EmploymentSpell, models.PROTECT, null=True, related_name="+")
    together = models.CharField(_("Goes together with"), max_length=36, blank=True, default="")
    title = models.CharField(pgettext_lazy("referral", "Post"), max_length=100, blank=True, default="")
    consent_on = models.DateField(_("Agreed on"), null=True)
    consent_way = models.CharField(
        _("How it was given"), max_length=10, blank=True, default="", choices=LISTS["consent_way"].choices()
    )
    consent_text = models.CharField(max_length=12, blank=True, default="", editable=False)
    consent_by = models.CharField(max_length=100, blank=True, default="", editable=False)
    pick_up = models.ForeignKey(PickUp, models.PROTECT, null=True, related_name="+", verbose_name=_("Boards at"))
    alone = models.BooleanField(_("Travels on the own account"), default=False)
    trip = models.ForeignKey(Trip, models.PROTECT, null=True, related_name="+", db_index=False)
    seat = models.PositiveSmallIntegerField(_("Seat"), null=True)
    cleared_at = models.DateTimeField(null=True, editable=False)
    boarded_at = models.DateTimeField(_("Boarded at"), null=True)
    boarded_how = models.CharField(max_length=6, blank=True, default="")
    is_late = models.BooleanField(_("Joined late"), default=False)
    arrived_at = models.DateTimeField(null=True, editable=False)
    handed = models.CharField(max_length=10, blank=True, default="")
    started_on = models.DateField(_("Started on"), null=True)
    reason = models.CharField(_("Reason"), max_length=16, blank=True, default="")
    words = models.CharField(_("In words"), max_length=200, blank=True, default="")
    shown_name = EncryptedTextField(null=True, editable=False)
    shown_phone = EncryptedTextField(null=True, editable=False)
    registered_by = models.CharField(max_length=100, blank=True, default="", editable=False)
    registered_at = models.DateTimeField(default=clock.now, editable=False)
    made = models.BooleanField(default=False, editable=False)

    class Meta(KeptModel.Meta):
        verbose_name = _("passenger")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(status__in=[str(s) for s in states.TRAVELLING]),
                name="nobody_travels_in_two_batches_at_once",
            ),
            models.UniqueConstraint(
                fields=["trip", "seat"], condition=Q(seat__isnull=False), name="a_seat_is_given_once"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["registered", "taken_off"]) | Q(consent_on__isnull=False),
                name="nobody_travels_without_having_agreed",
            ),
            models.CheckConstraint(
                condition=~Q(status="boarded")
                | Q(cleared_at__isnull=False, trip__isnull=False, seat__isnull=False, alone=False),
                name="who_is_on_board_is_cleared_and_has_a_seat",
            ),
            models.CheckConstraint(
                condition=~Q(referral__isnull=False, spell__isnull=False), name="a_passenger_goes_for_one_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["area", "status", "id"], name="passengers_of_area"),
            models.Index(fields=["batch", "status"], name="passengers_of_batch"),
            models.Index(fields=["person", "status"], name="passengers_of_person"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class Incident(KeptModel):
    """Something that happened on the way. Append-only. `area` of the person it is about, or of the batch."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="+")
    trip = models.ForeignKey(Trip, models.PROTECT, null=True, related_name="+")
    passenger = Within(Passenger, models.PROTECT, null=True, related_name="incidents")
    kind = models.CharField(_("What happened"), max_length=10, choices=LISTS["incident_kind"].choices())
    words = models.CharField(_("In words"), max_length=300, blank=True, default="")
    at = models.DateTimeField(_("When"))
    by = models.CharField(max_length=100)
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta(KeptModel.Meta):
        verbose_name = _("incident")
