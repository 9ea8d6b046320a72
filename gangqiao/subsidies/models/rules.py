"""What the county adds to its book of rules: numbers confirmed by a document, and rules switched on by date."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel import clock


class Confirmation(models.Model):
    """Somebody compared a number of a rule, or its document, with the paper in hand.

    item     "document", or the key of the number; said: digest of what was confirmed, so that a later change of the
             value is not covered by it
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    programme = models.SlugField(max_length=60)
    item = models.CharField(max_length=60)
    said = models.CharField(max_length=64)
    document = models.CharField(_("Document number"), max_length=100)
    article = models.CharField(_("Article"), max_length=60, blank=True, default="")
    confirmed_on = models.DateField(default=clock.today)
    confirmed_by = models.CharField(max_length=100)
    confirmer = models.BigIntegerField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "item", "said"], name="a_number_is_confirmed_once"),
            models.CheckConstraint(condition=~Q(document=""), name="a_confirmation_names_its_document"),
        ]


class RuleText(models.Model):
    """A rule brought in by the county, as the text of its file. switched_on_by: another than who proposed it.

    switched_on   null: proposed; off_on: the day from which it is not read any more, null: it is
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    programme = models.SlugField(max_length=60)
    text = models.TextField()
    version = models.CharField(max_length=16)
    proposed_on = models.DateField(default=clock.today)
    proposed_by = models.CharField(max_length=100)
    proposer = models.BigIntegerField(null=True, editable=False)
    switched_on = models.DateField(null=True)
    switched_on_by = models.CharField(max_length=100, blank=True, default="")
    switcher = models.BigIntegerField(null=True, editable=False)
    off_on = models.DateField(null=True)
    off_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["version"], name="a_rule_text_is_proposed_once"),
            models.CheckConstraint(
                condition=Q(switcher=None) | Q(proposer=None) | ~Q(switcher=F("proposer")),
                name="a_rule_is_switched_on_by_another",
            ),
        ]
