"""Layouts taught once, the workbooks filled from them, and figures compared person by person."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from gangqiao.accounts.models import User
from gangqiao.kernel import clock
from gangqiao.kernel.scope import ScopedModel
from gangqiao.places.models import Division
from gangqiao.reports import states


class Layout(models.Model):
    """Somebody's table layout. It belongs to an area and is seen by everybody below that area and above it.

    example  key of the shipped example it was taken over from, "" for an uploaded workbook
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    area = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name=_("Area"))
    title = models.CharField(_("Title"), max_length=120)
    example = models.CharField(max_length=40, db_default="", default="")
    retired = models.BooleanField(default=False, db_default=False)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("taught layout")

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """One teaching of a layout: the empty workbook, and what goes where.

    file      where the sealed bytes of the workbook are kept (kernel.files); name: what its sender called it
    teaching  what goes where, see `teaching.Teaching`
    """

    LIFE_CYCLE = states.VERSION

    layout = models.ForeignKey(Layout, models.CASCADE, related_name="versions")
    number = models.IntegerField()
    status = models.CharField(max_length=10, choices=states.Taught, default=states.Taught.DRAFT)
    file = models.CharField(max_length=80)
    name = models.CharField(_("File"), max_length=200)
    teaching = models.JSONField(default=dict)
    taught_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    taught_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("version of a layout")
        constraints = [
            models.UniqueConstraint(fields=["layout", "number"], name="a_version_of_a_layout_has_a_number_of_its_own"),
            models.UniqueConstraint(
                fields=["layout"], condition=models.Q(status="draft"), name="a_layout_is_taught_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.layout} {self.number}"

    @property
    def area_id(self) -> str:
        """The area of the layout: it decides who may teach it."""
        return self.layout.area_id


class Work(ScopedModel):
    """Something made for a reader by a job and kept for a week. It may hold people, so it lies in an area.

    file   the sealed result (kernel.files), "" before it is made and after it is gone
    level  the field level the maker had when it was asked for: nothing deeper stands in it
    said   why it could not be made: a sentence
    """

    LIFE_CYCLE = states.WORK

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    status = models.CharField(max_length=10, choices=states.Work, default=states.Work.WAITS)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    expires_on = models.DateField(null=True)
    level = models.SmallIntegerField(default=0)
    file = models.CharField(max_length=80, db_default="", default="")
    said = models.TextField(db_default="", default="")

    class Meta(ScopedModel.Meta):
        abstract = True


class Filling(Work):
    """A layout filled for an area and a day. `rows`: records written, null before it is made; `told`: what to know."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    day = models.DateField(_("Day"))
    name = models.CharField(_("File"), max_length=200)
    rows = models.IntegerField(null=True)
    told = models.JSONField(default=list)

    class Meta(Work.Meta):
        verbose_name = _("filled workbook")
        indexes = [models.Index(fields=["area", "-id"], name="filling_of_area")]

    def __str__(self) -> str:
        return self.name


class Comparison(Work):
    """Two figures beside each other, and the people who explain the difference.

    sides   the two sides as asked, see `comparing.sides`; an uploaded list is dropped as soon as it is compared
    result  numbers and groups without people, see `comparing.results`; the people stand in the sealed file
    """

    sides: Any = models.JSONField(default=list)
    result: Any = models.JSONField(default=dict)

    class Meta(Work.Meta):
        verbose_name = _("comparison of two figures")
        indexes = [models.Index(fields=["area", "-id"], name="comparison_of_area")]

    def __str__(self) -> str:
        return str(self.uuid)


NEWEST_FIRST = F("number").desc()
