"""A survey of an area, and who surveys its villages."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gangqiao.accounts.models import User
from gangqiao.kernel import clock
from gangqiao.kernel.scope import ScopedModel
from gangqiao.surveys import states
from gangqiao.surveys.models.questions import QuestionVersion


class Campaign(models.Model):
    """One survey of an area. No scoped row: a village reads about the survey of its city.

    area            the place surveyed; notice: what is read out before the first question
    notice_version  counts the wordings of the notice; answers keep the number of the one read out
    filled_at       when every household of the register had its task; null: still being made, or not opened
    """

    LIFE_CYCLE = states.CAMPAIGN

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    status = models.CharField(
        _("State"), max_length=10, choices=states.CampaignStatus, default=states.CampaignStatus.DRAFT
    )
    name = models.CharField(_("Name of the survey"), max_length=60)
    area = models.ForeignKey("places.Division", models.PROTECT, related_name="+", verbose_name=_("Area"))
    begins_on = models.DateField(_("Begins on"))
    due_on = models.DateField(_("Due on"))
    notice = models.TextField(_("Notice read out before the first question"), max_length=1000)
    notice_version = models.IntegerField(default=1)
    questions = models.ForeignKey(QuestionVersion, models.PROTECT, null=True, related_name="+")
    made_by = models.CharField(max_length=100)
    made_at = models.DateTimeField(default=clock.now)
    filled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gte=F("begins_on")), name="a_survey_is_due_after_it_begins"),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(questions__isnull=False), name="an_open_survey_has_questions"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.status == states.CampaignStatus.OPEN


class Charge(ScopedModel):
    """Who surveys a village in a campaign. `area` is the village."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    officer = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("Officer"))

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["campaign", "area"], name="a_village_is_surveyed_by_one")]
