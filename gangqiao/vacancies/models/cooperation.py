"""Labour cooperation: agreements with other areas, stations there, brokers and agencies, job fairs."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.kernel import clock
from gangqiao.kernel.scope import KeptModel, Within
from gangqiao.vacancies import states


class Agreement(models.Model):
    """An agreement on labour cooperation with another area. No scoped row: it names offices, not people."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    partner = models.CharField(_("Partner"), max_length=80)
    place = models.ForeignKey("places.Division", models.PROTECT, related_name="+", verbose_name=_("Partner's area"))
    signed_on = models.DateField(_("Signed on"))
    valid_to = models.DateField(_("Until before"), null=True, blank=True)
    about = models.CharField(_("What was agreed"), max_length=300, blank=True, default="")
    contact = models.CharField(_("Contact"), max_length=60, blank=True, default="")
    phone = models.CharField(_("Office phone"), max_length=20, blank=True, default="")
    file = models.CharField(max_length=32, blank=True, default="", editable=False)
    kept_by = models.CharField(max_length=100, blank=True, default="", editable=False)
    kept_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["-signed_on", "-pk"]


class PartnerKey(models.Model):
    """A key by which the partner of an agreement sends vacancies (docs/how-to/partner-api.md).

    digest   SHA-256 of the key, which is shown once and stored nowhere
    used_at  when it was last used, to the minute; null: never. revoked_at: null while it holds
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="keys")
    name = models.CharField(_("What the key is for"), max_length=60)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.CharField(max_length=100, editable=False)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    used_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)
    revoked_by = models.CharField(max_length=100, blank=True, default="", editable=False)

    class Meta:
        ordering = ["-made_at", "-pk"]


class PartnerReference(models.Model):
    """What a partner calls a vacancy that was taken from it: the same one is taken once. Append-only.

    content  SHA-256 of the line as it was sent; vacancy: its uuid
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    key = models.ForeignKey(PartnerKey, models.PROTECT, related_name="taken")
    reference = models.CharField(max_length=60)
    content = models.CharField(max_length=64)
    vacancy = models.UUIDField(null=True)
    taken_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "reference"], name="a_partner_calls_one_vacancy_so")
        ]


class Station(models.Model):
    """A service station in a place where many work, with the phone that workers call. Public."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(_("Name of the station"), max_length=60)
    place = models.ForeignKey("places.Division", models.PROTECT, related_name="+", verbose_name=_("Place"))
    address = models.CharField(pgettext_lazy("vacancies", "Address"), max_length=120, blank=True, default="")
    phone = models.CharField(pgettext_lazy("station", "Phone"), max_length=20)
    staff = models.CharField(pgettext_lazy("station", "Staff"), max_length=120, blank=True, default="")
    agreement = models.ForeignKey(Agreement, models.PROTECT, null=True, blank=True, related_name="stations")
    opened_on = models.DateField(pgettext_lazy("station", "Open since"))
    closed_on = models.DateField(_("Closed on"), null=True, blank=True)

    class Meta:
        ordering = ["name"]


class Agency(KeptModel):
    """A broker or a licensed agency. `area`: who keeps it; `party`: its own unit once it has users.

    licence_to  first day on which the licence no longer holds; null for a broker without one
    """

    KINDS = [("broker", _("labour broker")), ("agency", _("human resources agency"))]

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(_("Kind"), max_length=8, choices=KINDS)
    name = models.CharField(_("Name"), max_length=80)
    licence_no = models.CharField(pgettext_lazy("agency", "Licence number"), max_length=40, blank=True, default="")
    licence_from = models.DateField(_("Licence from"), null=True, blank=True)
    licence_to = models.DateField(_("Licence until before"), null=True, blank=True)
    phone = models.CharField(pgettext_lazy("station", "Phone"), max_length=20, blank=True, default="")
    ended_on = models.DateField(_("Ended on"), null=True, blank=True)
    ended_why = models.CharField(pgettext_lazy("agency", "Why"), max_length=200, blank=True, default="")
    kept_by = models.CharField(max_length=100, blank=True, default="", editable=False)
    kept_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta(KeptModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="broker") | (~Q(licence_no="") & Q(licence_to__isnull=False)),
                name="an_agency_has_a_licence",
            ),
            models.CheckConstraint(
                condition=Q(licence_to=None) | Q(licence_from=None) | Q(licence_to__gt=F("licence_from")),
                name="a_licence_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AgencyResult(KeptModel):
    """What an agency or broker achieved in a month, as it reports it. Corrected by a newer row; the newest counts."""

    agency = Within(Agency, models.PROTECT, related_name="results")
    period = models.DateField(_("Month"))
    referred = models.IntegerField(_("People referred"))
    hired = models.IntegerField(_("People hired"))
    stayed = models.IntegerField(_("Still there after three months"), null=True)
    by = models.CharField(max_length=100)
    at = models.DateTimeField(default=clock.now)


class Fair(models.Model):
    """A job fair, on site or online. No scoped row: it is announced to everybody."""

    LIFE_CYCLE = states.FAIR
    KINDS = [("on_site", _("on site")), ("online", _("online"))]

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    status = models.CharField(_("State"), max_length=10, choices=states.FairStatus, default=states.FairStatus.PLANNED)
    kind = models.CharField(_("Kind"), max_length=8, choices=KINDS)
    name = models.CharField(_("Name"), max_length=60)
    on = models.DateField(_("Day"))
    area = models.ForeignKey("places.Division", models.PROTECT, related_name="+", verbose_name=_("Area"))
    place = models.CharField(_("Place, or address on the net"), max_length=120)
    visitors = models.IntegerField(_("Visitors"), null=True)
    offers = models.IntegerField(_("Offers made"), null=True)
    hired = models.IntegerField(_("People hired"), null=True)
    note = models.CharField(_("Remark"), max_length=300, blank=True, default="")
    planned_by = models.CharField(max_length=100, blank=True, default="", editable=False)

    class Meta:
        ordering = ["-on", "-pk"]


class Stall(KeptModel):
    """An employer at a fair. `employer` by number; seats offered, and what came of it (null: not counted yet)."""

    fair = models.ForeignKey(Fair, models.PROTECT, related_name="+")
    employer = Within("vacancies.Employer", models.PROTECT, related_name="stalls")
    seats = models.IntegerField(_("Seats offered"), default=0)
    interested = models.IntegerField(_("People interested"), null=True)
    hired = models.IntegerField(_("People hired"), null=True)

    class Meta(KeptModel.Meta):
        constraints = [models.UniqueConstraint(fields=["fair", "employer"], name="an_employer_has_one_stall_at_a_fair")]


class Fillable(models.Model):
    """How many open seats the seekers of a township could fill, as counted in the night. Numbers only, no people.

    seekers, fitting  who seeks work, and who of them suits a seat; by_vacancy: JSON, seats by uuid of the vacancy
    """

    area = models.OneToOneField("places.Division", models.PROTECT, related_name="+")
    counted_at = models.DateTimeField(default=clock.now)
    seekers = models.IntegerField()
    fitting = models.IntegerField()
    seats = models.IntegerField()
    by_vacancy = models.TextField(default="{}")
