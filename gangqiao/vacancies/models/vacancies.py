"""Vacancies: what is offered, until when, how fresh it is, and how many seats are still open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.kernel import clock
from gangqiao.kernel.scope import KeptModel, Within
from gangqiao.vacancies import attributes, states
from gangqiao.vacancies.codes import LISTS
from gangqiao.vacancies.models.employers import Employer


@attributes.VACANCY.contribute
class Vacancy(KeptModel):
    """Posts of one kind at one employer. The declared facts are in `attributes.VACANCY`; a fee has no place in it.

    area, unit     who collected it; party: the employer's own unit once it has users
    hired          sum of `Hires`; open seats: number - hired - seats held by referrals (`reads.seats`)
    verified_on    null: not verified yet
    published_at   of the first publication; null: never. confirmed_on: last day somebody said it is still open
    pasted         the message it was read from, "" when typed (kept until it is published)
    own_items      answers to its department's own form: {"form": key of the version, "answers": {key: value}}
    entered_by_id  the user who entered it; null: not a user, or before this was kept
    is_verified_alone  verified by whoever entered it, as the policy allows an office of one (`policy.verifying`)
    link_epoch     counted up to void the confirm links given out before (`actions.links`)
    made           made up for a demonstration
    """

    LIFE_CYCLE = states.VACANCY

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    status = models.CharField(_("State"), max_length=12, choices=states.Status, default=states.Status.DRAFT)
    employer = Within(
        Employer, models.PROTECT, related_name="vacancies", verbose_name=pgettext_lazy("vacancies", "Employer")
    )
    hired = models.IntegerField(_("Hired"), default=0, editable=False)
    verified_on = models.DateField(_("Verified on"), null=True, blank=True)
    verified_by = models.CharField(max_length=100, blank=True, default="")
    published_at = models.DateTimeField(null=True, editable=False)
    confirmed_on = models.DateField(pgettext_lazy("vacancies", "Last confirmed on"), null=True, blank=True)
    closed_on = models.DateField(_("Closed on"), null=True, blank=True)
    closed_reason = models.CharField(max_length=10, blank=True, default="", choices=LISTS["closed_reason"].choices())
    entered_by = models.CharField(max_length=100, blank=True, default="", editable=False)
    entered_by_id = models.BigIntegerField(null=True, editable=False)
    is_verified_alone = models.BooleanField(default=False, db_default=False, editable=False)
    own_items = models.JSONField(
        default=dict, db_default=models.Value({}, models.JSONField()), blank=True, editable=False
    )
    entered_at = models.DateTimeField(default=clock.now, editable=False)
    source = models.CharField(max_length=100, blank=True, default="", editable=False)
    pasted = models.TextField(blank=True, default="", editable=False)
    link_epoch = models.IntegerField(default=0, editable=False)
    revision = models.IntegerField(default=0, editable=False)
    made = models.BooleanField(default=False, editable=False)

    class Meta(KeptModel.Meta):
        verbose_name = _("vacancy")
        constraints = [
            models.CheckConstraint(condition=Q(number=None) | Q(number__gte=1), name="a_vacancy_is_for_somebody"),
            models.CheckConstraint(
                condition=Q(pay_max=None) | Q(pay_min=None) | Q(pay_max__gte=F("pay_min")), name="pay_goes_upwards"
            ),
            models.CheckConstraint(
                condition=Q(age_max=None) | Q(age_min=None) | Q(age_max__gte=F("age_min")), name="ages_go_upwards"
            ),
            models.CheckConstraint(
                condition=Q(status="draft")
                | (Q(sex_limit="") & Q(ethnicity_limit="") & Q(age_min=None) & Q(age_max=None))
                | ~Q(limit_reason=""),
                name="a_limit_has_a_legal_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["published", "paused_stale"])
                | (Q(verified_on__isnull=False) & Q(confirmed_on__isnull=False) & Q(valid_until__isnull=False)),
                name="what_is_open_was_verified",
            ),
        ]
        indexes = [
            models.Index(fields=["area", "status", "id"], name="vacancies_of_area"),
            models.Index(fields=["status", "valid_until"], name="vacancies_by_end"),
            models.Index(fields=["status", "confirmed_on"], name="vacancies_by_freshness"),
            models.Index(fields=["employer", "status"], name="vacancies_of_employer"),
        ]

    if TYPE_CHECKING:
        # The columns come from `attributes.VACANCY`; the checker cannot know them.
        def __getattr__(self, name: str) -> Any: ...

    def __str__(self) -> str:
        return str(self.title)


class Confirmation(KeptModel):
    """Somebody said that a vacancy is still open. Append-only.

    way  "link" (the employer's own), "phone", "office"
    """

    vacancy = Within(Vacancy, models.PROTECT, related_name="confirmations")
    on = models.DateField(_("Day"))
    way = models.CharField(max_length=8)
    by = models.CharField(max_length=100)
    at = models.DateTimeField(default=clock.now)


class Hires(KeptModel):
    """So many were hired on a day; a negative number takes an earlier one back. Names nobody. Append-only.

    way  "employer", "link", "office", or the app that counted ("matching")
    """

    vacancy = Within(Vacancy, models.PROTECT, related_name="hires")
    on = models.DateField(_("Day"))
    number = models.IntegerField(_("Hired"))
    way = models.CharField(max_length=12)
    note = models.CharField(max_length=200, blank=True, default="")
    by = models.CharField(max_length=100)
    at = models.DateTimeField(default=clock.now)
