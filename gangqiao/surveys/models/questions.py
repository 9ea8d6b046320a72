"""The city's own items, and the versions of the questions. Neither leads to a person."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel import clock
from gangqiao.surveys.questions import Question, QuestionSheet


class ItemKind(models.TextChoices):
    TEXT = "text", _("words")
    NUMBER = "number", _("number")
    DATE = "date", _("day")
    CHOICE = "choice", _("one of a list")
    MULTI_CHOICE = "multi_choice", _("several of a list")


class About(models.TextChoices):
    PERSON = "person", _("each person")
    HOUSEHOLD = "household", _("the household")


class Item(models.Model):
    """An item the city asks beside the declared ones, made on a page (R039). Its key is for ever.

    choices   {code: word} of a choice, in order; codes are numbers as text
    label_en, choices_en  the same words in English; what has none is said in the city's own
    relevant  condition under which it is asked (questions.expressions); null: always
    is_whole  a number that has no decimals
    follows   the item whose place it took under a new name; answers follow it
    ended_at  from when it is no longer asked; null: asked. Answers stay
    """

    key = models.CharField(max_length=30, unique=True)
    label = models.CharField(_("Question"), max_length=60)
    about = models.CharField(_("Asked of"), max_length=10, choices=About.choices, default=About.PERSON)
    kind = models.CharField(_("Kind of answer"), max_length=12, choices=ItemKind.choices)
    choices = models.JSONField(default=dict, blank=True)
    required = models.BooleanField(_("Must be answered"), default=False)
    label_en = models.CharField(_("Question in English"), max_length=120, blank=True, default="", db_default="")
    choices_en = models.JSONField(default=dict, blank=True)
    relevant = models.JSONField(null=True)
    is_whole = models.BooleanField(default=False, db_default=False)
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.CharField(max_length=100)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["label", "about"], condition=Q(ended_at__isnull=True), name="an_item_is_asked_once"
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def question(self) -> Question:
        """The item as a question; what has no English is said in the city's own words in every language."""
        words = {code: {"zh": word, "en": self.choices_en.get(code, word)} for code, word in self.choices.items()}
        return Question(
            key=f"own.{self.key}",
            kind="integer" if self.is_whole else self.kind,
            label={"zh": self.label, "en": self.label_en or self.label},
            required=self.required,
            relevant=self.relevant,
            codes=words or None,
        )


class QuestionVersion(models.Model):
    """A version of all questions. Never changed once made: answers name the version under which they were given.

    digest   of the canonical JSON: the same questions are one version
    upgrade  map from the version before (questions.upgrading)
    """

    digest = models.CharField(max_length=64, unique=True)
    stored = models.JSONField()
    upgrade = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.pk} ({self.digest[:8]})"

    @property
    def sheet(self) -> QuestionSheet:
        """The questions. Read once: a version does not change, so that `stored` need not be fetched with the row."""
        kept: Any = _read.get(self.digest)
        if kept is None:
            kept = _read.setdefault(self.digest, QuestionSheet.from_json(self.stored))
        return kept


_read: dict[str, QuestionSheet] = {}
