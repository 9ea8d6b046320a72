"""Earlier values of attributes, and the undo of governed changes."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID, uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel import clock
from gangqiao.kernel.crypto.fields import EncryptedTextField
from gangqiao.kernel.scope import ScopedModel, Within
from gangqiao.people.models.registry import Person

# Facts of the record itself, which no survey asks for but every "as of" question needs.
RECORD_FACTS = frozenset({"area_id", "life", "record", "household_id", "relation"})


class Fact(ScopedModel):
    """One value of one attribute of a person, with the days it held and the days on which we believed it.

    Rows exist only once an attribute has changed; before that the column of the person has held since registration.
    The value is JSON, encrypted, whatever the attribute's level: a history of addresses is sensitive by itself.
    """

    uuid = models.UUIDField(default=uuid4, editable=False)
    person = Within(Person, models.PROTECT, related_name="facts", db_index=False)
    key = models.CharField(max_length=40)
    value = EncryptedTextField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    recorded_from = models.DateTimeField(default=clock.now)
    recorded_to = models.DateTimeField(null=True)

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["person", "key", "valid_from"], name="fact_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="a_fact_ends_after_it_begins",
            )
        ]

    @property
    def plain(self) -> Any:
        return json.loads(self.value)


class GovernedChange(ScopedModel):
    """A change that needs a reason and can be taken back: what each touched row was before and after.

    area    where the change was made; other_area: the second place of a transfer, which sees the change, too
    images  encrypted JSON: [{model, pk, before, after}], `before` null for rows the change created
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    verb = models.CharField(max_length=80)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    persons = models.JSONField(default=list)  # uuids of all persons touched
    reason = models.CharField(_("Reason"), max_length=500)
    effective_on = models.DateField(_("Holds from"))
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.BigIntegerField(null=True)
    made_by_name = models.CharField(max_length=100)
    images = EncryptedTextField()
    undone_at = models.DateTimeField(null=True)
    undone_by_name = models.CharField(max_length=100, db_default="", default="")
    undone_reason = models.CharField(max_length=500, db_default="", default="")

    class Meta(ScopedModel.Meta):
        indexes = [models.Index(fields=["area", "-id"], name="change_of_area")]

    @property
    def person_uuid(self) -> UUID | None:
        return UUID(self.persons[0]) if self.persons else None
