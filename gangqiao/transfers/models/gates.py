"""Health checks, the certificates a stranger may verify, and the disinfection of vehicles (R119-R121)."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel import clock
from gangqiao.kernel.crypto.fields import EncryptedTextField
from gangqiao.kernel.scope import KeptModel, Within
from gangqiao.transfers.codes import LISTS
from gangqiao.transfers.models.batches import Passenger
from gangqiao.transfers.models.trips import Trip


class HealthCheck(KeptModel):
    """One check of one passenger. Only the health office reads what was found; others see the passenger's state.

    area       follows the person
    findings   JSON, sealed: {"temperature": tenths of a degree, "answers": {question key: bool}}
    result     "fit" or "held"; valid_until: after it the gate is closed again
    delete_on  the day the row is deleted; findings go with it
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    passenger = Within(Passenger, models.PROTECT, related_name="checks")
    at = models.DateTimeField(_("Checked at"))
    findings = EncryptedTextField(null=True, editable=False)
    result = models.CharField(_("Result of the check"), max_length=6, choices=LISTS["check_result"].choices())
    valid_until = models.DateTimeField(_("Valid until"))
    delete_on = models.DateField(editable=False)
    clinic = models.CharField(_("Clinic"), max_length=80, blank=True, default="")
    by = models.CharField(max_length=100)
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta(KeptModel.Meta):
        verbose_name = _("health check")
        indexes = [models.Index(fields=["delete_on"], name="health_checks_by_deletion")]


class Certificate(models.Model):
    """That a check was passed, for the door of a bus or a factory. No health data, nobody's name whole.

    number   printed; digest: SHA-256 of the code beside it, without which nothing is told
    masked   the name as `people.reads.masking` shows it to the public
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    number = models.CharField(max_length=20, unique=True, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    passenger = models.UUIDField(db_index=True, editable=False)
    masked = models.CharField(max_length=20, editable=False)
    issued_at = models.DateTimeField(default=clock.now, editable=False)
    valid_until = models.DateTimeField(editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)
    clinic = models.CharField(max_length=80, blank=True, default="", editable=False)
    delete_on = models.DateField(editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["passenger"], condition=Q(revoked_at=None), name="a_passenger_bears_one_certificate"
            )
        ]

    def __str__(self) -> str:
        return self.number


class Disinfection(models.Model):
    """A vehicle was disinfected before a trip. Append-only."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    trip = models.ForeignKey(Trip, models.PROTECT, related_name="disinfections")
    plate = models.CharField(max_length=12)
    at = models.DateTimeField(_("Disinfected at"))
    agent = models.CharField(_("Agent"), max_length=40)
    by = models.CharField(max_length=100)
    recorded_at = models.DateTimeField(default=clock.now)
