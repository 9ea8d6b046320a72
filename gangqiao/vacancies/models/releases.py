"""The monthly release (R053-R056): what was issued, what each village got, and how it reached the doors."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel import clock
from gangqiao.kernel.scope import ScopedModel, Within
from gangqiao.people.models import Household, Person
from gangqiao.vacancies import states


class Release(models.Model):
    """One month's release of an area. No scoped row: what it says is public.

    period     the first day of the month
    issued_at  null: still being compiled; from then on lines are only struck, never changed
    """

    LIFE_CYCLE = states.RELEASE

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    status = models.CharField(
        _("State"), max_length=10, choices=states.ReleaseStatus, default=states.ReleaseStatus.COMPILING
    )
    area = models.ForeignKey("places.Division", models.PROTECT, related_name="+", verbose_name=_("Area"))
    period = models.DateField(_("Month"))
    note = models.CharField(_("Words to the officers"), max_length=500, blank=True, default="")
    compiled_at = models.DateTimeField(null=True)
    issued_at = models.DateTimeField(null=True)
    issued_by = models.CharField(max_length=100, blank=True, default="")
    packs_made_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-period", "-pk"]
        constraints = [models.UniqueConstraint(fields=["area", "period"], name="one_release_a_month_per_area")]


class ReleaseLine(models.Model):
    """One vacancy of a release, with its public facts as they were issued.

    vacancy    number of the vacancy; no key: a join from here would leave the areas
    facts      JSON of the public facts at the moment of issue (`reads.postings.Posting`)
    struck_at  when it closed after having been issued; null: still stands
    """

    release = models.ForeignKey(Release, models.PROTECT, related_name="lines")
    number = models.IntegerField(_("Number in the release"))
    vacancy = models.UUIDField(db_index=True)
    facts = models.TextField()
    struck_at = models.DateTimeField(null=True)
    struck_reason = models.CharField(max_length=12, blank=True, default="")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["release", "vacancy"], name="a_vacancy_stands_once_in_a_release"),
            models.UniqueConstraint(fields=["release", "number"], name="a_number_is_given_once_in_a_release"),
        ]


class Leaflet(models.Model):
    """A policy or a service in words for the door: the second and third of the three deliveries (R056). Public.

    kind      "policy" or "service"; suits: for whom, a kind of person category, "" for everybody
    document  number of the document a policy rests on; "" marks it as unconfirmed
    """

    KINDS = [("policy", _("policy")), ("service", _("service"))]

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(_("Kind"), max_length=8, choices=KINDS)
    title = models.CharField(_("Title"), max_length=60)
    words = models.CharField(_("In words"), max_length=400)
    suits = models.CharField(_("For whom"), max_length=24, blank=True, default="")
    document = models.CharField(_("Document"), max_length=120, blank=True, default="")
    phone = models.CharField(_("Phone for questions"), max_length=20, blank=True, default="")
    valid_from = models.DateField(_("From"))
    valid_to = models.DateField(_("Until before"), null=True, blank=True)
    written_by = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        ordering = ["kind", "pk"]


class Receipt(ScopedModel):
    """A township says that a release has arrived. `area` is the township. Append-only."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="+")
    by = models.CharField(max_length=100)
    at = models.DateTimeField(default=clock.now)

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["release", "area"], name="a_township_receives_a_release_once")]


class Pack(ScopedModel):
    """What one village gets of a release. `area` is the village.

    choice   JSON: [{"line": number in the release, "why": [[msgid, {params}], ...], "fits": how many people here}]
    file     a kept file (`kernel.files`): the PDF; "" until somebody had it made
    """

    LIFE_CYCLE = states.PACK

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    status = models.CharField(_("State"), max_length=16, choices=states.PackStatus, default=states.PackStatus.MADE)
    release = models.ForeignKey(Release, models.PROTECT, related_name="+")
    choice = models.TextField(default="[]")
    households = models.IntegerField(_("Households here"), default=0)
    seekers = models.IntegerField(_("People who seek work"), default=0)
    file = models.CharField(max_length=32, blank=True, default="")
    made_at = models.DateTimeField(default=clock.now)
    first_delivered_on = models.DateField(null=True)

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["release", "area"], name="a_village_has_one_pack_a_release")]


class Delivery(ScopedModel):
    """One way by which a pack reached people of a village. `area` is the village. Append-only.

    change_id   unique for ever, made by the sender: the same one twice is kept once
    household   the one visited, null for a meeting, a board or a loudspeaker
    reached     households reached; null: not known (a loudspeaker)
    jobs, policies, services   which of the three deliveries it was (R056)
    source      "desk" or "phone"
    """

    change_id = models.UUIDField(default=uuid4, unique=True)
    pack = Within(Pack, models.PROTECT, related_name="deliveries")
    on = models.DateField(_("Day"))
    way = models.CharField(_("Way"), max_length=12, choices=states.Way)
    household = Within(Household, models.PROTECT, null=True, related_name="+")
    reached = models.IntegerField(_("Households reached"), null=True)
    jobs = models.BooleanField(_("Jobs"), default=True)
    policies = models.BooleanField(_("Policies"), default=False)
    services = models.BooleanField(_("Services"), default=False)
    questions = models.CharField(_("Questions asked"), max_length=500, blank=True, default="")
    by = models.CharField(max_length=100)
    at = models.DateTimeField(default=clock.now)
    source = models.CharField(max_length=8, default="desk")

    class Meta(ScopedModel.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(jobs=True) | Q(policies=True) | Q(services=True), name="a_delivery_delivers_something"
            )
        ]


class Response(ScopedModel):
    """What a person said to a vacancy that was carried to the door. The newest counts. Append-only.

    A no has no consequence and enters no ranking; it is kept so that nobody asks again tomorrow.
    """

    change_id = models.UUIDField(default=uuid4, unique=True)
    person = Within(Person, models.PROTECT, related_name="+")
    pack = Within(Pack, models.PROTECT, null=True, related_name="responses")
    vacancy = models.UUIDField(db_index=True)
    answer = models.CharField(_("Answer"), max_length=12, choices=states.Answer)
    words = models.CharField(_("In words"), max_length=200, blank=True, default="")
    on = models.DateField(_("Day"))
    by = models.CharField(max_length=100)
    at = models.DateTimeField(default=clock.now)
    source = models.CharField(max_length=8, default="desk")
