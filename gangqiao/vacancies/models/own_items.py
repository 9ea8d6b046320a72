"""The city's own items of a department's form, and the versions of these forms. Neither leads to a person."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.kernel import clock
from gangqiao.vacancies.policy.own_items import DECLARED, Item


class OwnKind(models.TextChoices):
    TEXT = "text", pgettext_lazy("own item", "words")
    NUMBER = "number", pgettext_lazy("own item", "a number")
    CHOICE = "choice", pgettext_lazy("own item", "one of a list")
    DATE = "date", pgettext_lazy("own item", "a day")
    YES_NO = "yes_no", pgettext_lazy("own item", "yes or no")


class CityItem(models.Model):
    """An item the city asks of the vacancies of a department, made on a page; or the closing of a declared one.

    unit         code of the department; key: for ever
    is_declared  the item itself stands in `policy/own_items.yaml`; this row says only that the city closed it
    choices      {code: word}; order: the codes in order. label_en, choices_en: the same in English, where it was given
    ended_at     from when it is no longer asked; null: asked. Answers stay
    """

    unit = models.CharField(max_length=20)
    key = models.CharField(max_length=30)
    is_declared = models.BooleanField(default=False)
    label = models.CharField(_("Question"), max_length=40)
    label_en = models.CharField(_("Question in English"), max_length=80, blank=True, default="")
    kind = models.CharField(_("Kind of answer"), max_length=10, choices=OwnKind.choices)
    choices = models.JSONField(default=dict, blank=True)
    choices_en = models.JSONField(default=dict, blank=True)
    order = models.JSONField(default=list, blank=True)
    measure = models.CharField(_("Counted in"), max_length=20, blank=True, default="")
    help = models.CharField(_("Help"), max_length=120, blank=True, default="")
    required = models.BooleanField(_("Must be answered"), default=False)
    is_public = models.BooleanField(_("Everybody may read it"), default=False)
    source = models.CharField(_("Who asks for it"), max_length=60)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.CharField(max_length=100)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "key"], name="an_own_item_has_one_key"),
            models.UniqueConstraint(
                fields=["unit", "label"],
                condition=Q(ended_at__isnull=True, is_declared=False),
                name="an_own_item_is_asked_once",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def address_key(self) -> str:
        """How its address names it."""
        return f"{self.unit}.{self.key}"

    @property
    def item(self) -> Item:
        """The item; what has no English is said in the city's own words."""
        if self.is_declared:
            return next(one for one in DECLARED[self.unit] if one.key == self.key)
        words = {c: {"zh": self.choices[c], "en": self.choices_en.get(c) or self.choices[c]} for c in self.order}
        both = {
            name: {"zh": said, "en": said} if said else {}
            for name, said in (("help", self.help), ("unit", self.measure))
        }
        return Item(
            self.key,
            self.kind,
            {"zh": self.label, "en": self.label_en or self.label},
            self.required,
            self.is_public,
            both["help"],
            both["unit"],
            words,
            (),
            self.source,
        )


class OwnForm(models.Model):
    """A version of a department's own form. Never changed once made: answers name the one under which they were given.

    digest  of the canonical JSON: the same items are one version
    """

    unit = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    stored = models.JSONField()
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["unit", "digest"], name="an_own_form_is_one_version")]

    def __str__(self) -> str:
        return f"{self.unit} {self.pk}"

    @property
    def items(self) -> tuple[Item, ...]:
        """The items, in order. Read once: a version does not change."""
        kept: Any = _read.get(self.digest)
        if kept is None:
            kept = _read.setdefault(self.digest, tuple(Item.from_json(one) for one in self.stored))
        return kept


_read: dict[str, tuple[Item, ...]] = {}
