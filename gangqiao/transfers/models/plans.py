"""Enterprise plans: how people get to one employer, what awaits them, and who answers at both ends (R067)."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.kernel import clock
from gangqiao.kernel.actor import path_of_unit
from gangqiao.transfers import states
from gangqiao.transfers.codes import LISTS


class EnterprisePlan(models.Model):
    """One version of the plan of one employer. No scoped row: it names offices and firms, nobody of the register.

    area       whose plan it is: the county or a township; party: the employer's own unit, "" when it has no users
    employer   its name, as it was; employer_uuid: its number (no key: a join would leave the areas)
    version    from 1, one row each; replaces: the version before
    need       [{"trade": occupation code, "title": text, "number": n, "from": ISO day or "", "vacancy": uuid or ""}]
    station    number of the service station at the destination; null: none
    subsidies  keys of the subsidies that follow; a sentence for people, never a promise of money
    """

    LIFE_CYCLE = states.ENTERPRISE_PLAN

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    status = models.CharField(
        _("State"), max_length=10, choices=states.PlanStatus, default=states.PlanStatus.DRAFT, editable=False
    )
    area = models.ForeignKey("places.Division", models.PROTECT, related_name="+", verbose_name=_("Area"))
    party = models.CharField(max_length=32, blank=True, default="", editable=False)
    employer_uuid = models.UUIDField(db_index=True, editable=False)
    employer = models.CharField(pgettext_lazy("referral", "Employer"), max_length=100)
    version = models.PositiveIntegerField(default=1, editable=False)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="+", editable=False)
    need = models.JSONField(default=list)
    destination = models.ForeignKey(
        "places.Division", models.PROTECT, null=True, related_name="+", verbose_name=_("Destination")
    )
    address = models.CharField(_("Address there"), max_length=200, blank=True, default="")
    sending_contact = models.CharField(_("Contact of the sending side"), max_length=60, blank=True, default="")
    sending_phone = models.CharField(_("Office phone"), max_length=20, blank=True, default="")
    receiving_contact = models.CharField(_("Contact of the receiving side"), max_length=60, blank=True, default="")
    receiving_phone = models.CharField(_("Office phone there"), max_length=20, blank=True, default="")
    station = models.UUIDField(_("Service station"), null=True, blank=True)
    mode = models.CharField(_("Transport"), max_length=10, choices=LISTS["mode"].choices(), default="coach")
    transport = models.CharField(_("How they travel"), max_length=300, blank=True, default="")
    entry_rules = models.CharField(_("Entry rules of the destination"), max_length=300, blank=True, default="")
    housing = models.CharField(_("Housing"), max_length=200, blank=True, default="")
    insurance = models.CharField(_("Insurance"), max_length=200, blank=True, default="")
    training = models.CharField(_("Training before departure"), max_length=200, blank=True, default="")
    subsidies = models.CharField(_("Subsidies that follow"), max_length=300, blank=True, default="")
    remarks = models.CharField(_("Further remarks"), max_length=300, blank=True, default="")
    valid_from = models.DateField(_("In force from"), null=True, editable=False)
    made_by = models.CharField(max_length=100, blank=True, default="", editable=False)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    made = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("enterprise plan")
        constraints = [
            models.UniqueConstraint(fields=["employer_uuid", "version"], name="a_plan_has_each_version_once"),
            models.UniqueConstraint(
                fields=["employer_uuid"], condition=Q(status="active"), name="an_employer_has_one_plan_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employer} {self.version}"

    @property
    def paths(self) -> tuple[str, ...]:
        """Where it lies and whose affair it is, as a post is asked whether it reaches it."""
        return tuple(p for p in (str(self.area_id or ""), path_of_unit(self.party)) if p)
