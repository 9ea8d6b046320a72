"""Which table each frame fills, and what each column is when the frames do not say."""

from __future__ import annotations

from typing import Any

from django.db import models

from gangqiao.kernel.crypto.fields import BlindIndexField, EncryptedTextField
from gangqiao.people import models as people

# In order of keys: what is pointed to comes with or before what points to it.
TABLES: dict[str, type[models.Model]] = {
    "households": people.Household,
    "persons": people.Person,
    "memberships": people.Membership,
    "categories": people.Category,
    "skills": people.Skill,
    "intentions": people.Intention,
    "businesses": people.Business,
    "contacts": people.Contact,
    "spells": people.EmploymentSpell,
    "facts": people.Fact,
}


def fields_of(name: str) -> list[models.Field[Any, Any]]:
    """The fields of a table, in the order of the model."""
    return list(TABLES[name]._meta.local_concrete_fields)


def constant_of(field: models.Field[Any, Any]) -> Any:
    """What a column holds that no frame speaks of: null where it may be, else the model's own default."""
    if field.null:
        return None
    default = field.get_default()
    if isinstance(field, models.JSONField):
        return "[]"
    return int(default) if isinstance(default, bool) else default


def is_sealed(field: models.Field[Any, Any]) -> bool:
    return isinstance(field, EncryptedTextField)


def is_index(field: models.Field[Any, Any]) -> bool:
    return isinstance(field, BlindIndexField)


def takes_empty(field: models.Field[Any, Any]) -> bool:
    """True for text columns in which "not known" is the empty text, not null."""
    return isinstance(field, models.CharField) and not field.null
