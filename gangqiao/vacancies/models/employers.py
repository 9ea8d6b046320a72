"""Employers: who they are, how many they employ and want, and whether they keep what they promise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel import clock
from gangqiao.kernel.scope import KeptModel, Within
from gangqiao.vacancies import attributes, states
from gangqiao.vacancies.codes import LISTS


@attributes.EMPLOYER.contribute
class Employer(KeptModel):
    """A unit that employs people. The declared facts are in `attributes.EMPLOYER`.

    area         who keeps the record: the township in which it works, or the county for one outside or of a department
    unit         the department that keeps it, "" for a township or the bureau; party: its own unit once it has users
    verified_on  null: not verified; evidence: how; evidence_file: a kept file (`kernel.files`), "" for none
    counted_on   the day of headcount, wanted and poor_employed; null: never asked
    kept_share   of the calls of its first weeks, the share that found what was promised, 0-100; null: fewer than three
    made         made up for a demonstration
    """

    LIFE_CYCLE = states.EMPLOYER

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    status = models.CharField(
        _("State"), max_length=10, choices=states.EmployerStatus, default=states.EmployerStatus.LISTED
    )
    verified_on = models.DateField(_("Verified on"), null=True, blank=True)
    verified_by = models.CharField(max_length=100, blank=True, default="")
    evidence = models.CharField(
        _("How it was verified"), max_length=10, blank=True, default="", choices=LISTS["evidence_kind"].choices()
    )
    evidence_file = models.CharField(max_length=32, blank=True, default="", editable=False)
    counted_on = models.DateField(_("Counted on"), null=True, blank=True)
    kept_share = models.IntegerField(null=True, editable=False)
    calls = models.IntegerField(default=0, editable=False)
    listed_by = models.CharField(max_length=100, blank=True, default="", editable=False)
    listed_at = models.DateTimeField(default=clock.now, editable=False)
    made = models.BooleanField(default=False, editable=False)

    class Meta(KeptModel.Meta):
        verbose_name = _("employer")
        constraints = [
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=~Q(credit_code="") & ~Q(status="closed"),
                name="an_employer_is_listed_once",
                violation_error_message=_("An employer with this credit code is listed already. Look it up."),
            ),
        ]
        indexes = [models.Index(fields=["area", "status", "id"], name="employers_of_area")]

    if TYPE_CHECKING:
        # The columns come from `attributes.EMPLOYER`; the checker cannot know them.
        def __getattr__(self, name: str) -> Any: ...

    def __str__(self) -> str:
        return str(self.name)


class HeadCount(KeptModel):
    """What an employer said on a day: employed now, wanted, registered poor among them (R048, R049). Append-only."""

    employer = Within(Employer, models.PROTECT, related_name="counts")
    on = models.DateField(_("Day"))
    headcount = models.IntegerField(_("Employed now"), null=True)
    wanted = models.IntegerField(_("People wanted"), null=True)
    poor_employed = models.IntegerField(_("Registered poor employed"), null=True)
    trades = models.CharField(_("Trades short of people"), max_length=200, blank=True, default="")
    by = models.CharField(max_length=100)
    at = models.DateTimeField(default=clock.now)

    class Meta(KeptModel.Meta):
        indexes = [models.Index(fields=["employer", "on"], name="counts_of_employer")]


class FoundCall(KeptModel):
    """A call in somebody's first weeks: was found what was promised? It names nobody of the register. Append-only.

    no_fee  "no": somebody asked the worker for money
    """

    employer = Within(Employer, models.PROTECT, related_name="found_calls")
    vacancy_uuid = models.UUIDField(null=True)
    on = models.DateField(_("Day"))
    pay = models.CharField(_("Pay"), max_length=8, choices=states.Kept, default=states.Kept.UNKNOWN)
    hours = models.CharField(_("Hours"), max_length=8, choices=states.Kept, default=states.Kept.UNKNOWN)
    lodging = models.CharField(_("Dormitory and meals"), max_length=8, choices=states.Kept, default=states.Kept.UNKNOWN)
    contract = models.CharField(_("Contract"), max_length=8, choices=states.Kept, default=states.Kept.UNKNOWN)
    no_fee = models.CharField(_("No fee"), max_length=8, choices=states.Kept, default=states.Kept.UNKNOWN)
    words = models.CharField(_("In words"), max_length=300, blank=True, default="")
    by = models.CharField(max_length=100)
    at = models.DateTimeField(default=clock.now)
