"""Entities: persons and households of the register as a phone app counts their versions."""

from __future__ import annotations

import json
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel import clock
from gangqiao.kernel.crypto.fields import EncryptedTextField
from gangqiao.kernel.scope import ScopedModel, Within
from gangqiao.openrosa.names import HOUSEHOLDS, LISTS, PERSONS
from gangqiao.openrosa.states import Conflict
from gangqiao.surveys.models import Campaign


class Entity(ScopedModel):
    """One person or household in the list of a survey and a village. The register is the truth; this counts versions.

    area      the village: a person who moves to another begins a count of their own there
    campaign  the survey: its lists tell how far it is, and its questions are their properties
    key       the uuid of the person or household; the phone chose it when it was created there
    version   the newest; 0: named by a phone, but nobody has created it yet
    made_late made up by an update that waited too long for its creation: there is no record behind it
    conflict  the worst so far, until somebody has looked at it
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    list = models.CharField(max_length=12, choices=[(PERSONS, _("Person")), (HOUSEHOLDS, _("Household"))])
    key = models.UUIDField()
    version = models.IntegerField(default=0)
    made_late = models.BooleanField(default=False)
    conflict = models.CharField(max_length=4, choices=Conflict, default="", blank=True)
    conflict_at = models.DateTimeField(null=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["campaign", "area", "key"], name="an_entity_is_listed_once_in_a_village"),
            models.CheckConstraint(condition=models.Q(list__in=LISTS), name="an_entity_is_of_a_known_list"),
        ]

    def __str__(self) -> str:
        return f"{self.list} {self.key}"


class EntityVersion(ScopedModel):
    """What was known of an entity at one version. Never changed.

    stored       sealed JSON of all properties, as text; label: not part of it
    base, trunk  the version the sender worked on, and the server's version its branch began with; null: none named
    branch       the run of changes one phone made without signal; branch_base: which of them this came after
    work         the part of a submission that made it; null: the register had changed by other ways
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    entity = Within(Entity, models.PROTECT, related_name="versions", db_index=False)
    number = models.IntegerField()
    stored = EncryptedTextField()
    base = models.IntegerField(null=True)
    trunk = models.IntegerField(null=True)
    branch = models.UUIDField(null=True)
    branch_base = models.IntegerField(null=True)
    work = Within("openrosa.EntityWork", models.PROTECT, null=True, related_name="versions", db_index=False)
    made_at = models.DateTimeField(default=clock.now)

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["entity", "number"], name="a_version_is_counted_once")]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def properties(self) -> dict[str, str]:
        """The properties by name."""
        found: dict[str, str] = json.loads(self.stored)
        return found
