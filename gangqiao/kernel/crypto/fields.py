"""Model fields that are encrypted at rest, and the index by which they are found."""

from __future__ import annotations

from typing import Any, cast

from django.core import checks
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from gangqiao.kernel.crypto.sealing import INDEX_BYTES, blind_index, open_sealed, seal


class PlainText(TypeError):
    """Plain text was about to be written into an encrypted column."""


class Unsealing(DeferredAttribute):
    """Opens the value when it is first read, so that a list does not decrypt what it does not show."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        value = super().__get__(instance, cls)
        if isinstance(value, (bytes, bytearray, memoryview)):
            value = cast(EncryptedTextField, self.field).open(instance, value)
            instance.__dict__[self.field.attname] = value
        return value

    # Makes this a data descriptor: without it Python would read the sealed bytes straight from the instance.
    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class EncryptedTextField(models.BinaryField):  # type: ignore[type-arg]
    """Text, sealed to its row. Instances hold plain text; `values()` and raw SQL give sealed bytes.

    The model needs a field `uuid`. `save()` and `bulk_create()` seal; `update()` and `bulk_update()` do not see the row
    and raise PlainText. Only `isnull` can be asked: find by a BlindIndexField beside it.
    """

    descriptor_class = Unsealing

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        value = model_instance.__dict__.get(self.attname)
        if isinstance(value, (bytes, bytearray, memoryview)):
            # Not read since it was loaded. Opened all the same: with a changed uuid it would be lost for ever.
            self.open(model_instance, value)
            return bytes(value)
        return None if value is None else seal(*self.place, model_instance.uuid, str(value))

    def open(self, instance: Any, sealed: Any) -> str:
        """The text of a sealed value of this row. Raises BrokenSeal."""
        return open_sealed(*self.place, instance.uuid, sealed)

    @property
    def place(self) -> tuple[str, str]:
        """Table and column: what a value is bound to, with the row."""
        return self.model._meta.db_table, str(self.column)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, str):
            raise PlainText(
                f"{'.'.join(self.place)} is encrypted and update() does not see the row: "
                "change the instance and save() it, or give the result of seal()."
            )
        return super().get_db_prep_value(value, connection, prepared)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted and cannot be compared: ask its blind index.")
        return super().get_lookup(lookup_name)

    def get_default(self) -> Any:
        return models.Field.get_default(self)

    def to_python(self, value: Any) -> Any:
        return value

    def value_to_string(self, obj: Any) -> str:
        raise PlainText(f"{'.'.join(self.place)} is encrypted and does not go into fixtures: copy the database.")

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        faults = super().check(**kwargs)
        if not any(field.name == "uuid" for field in self.model._meta.fields):
            faults.append(checks.Error("An encrypted field needs a field uuid.", obj=self, id="kernel.E010"))
        if self.unique or getattr(self, "db_index", False):
            faults.append(checks.Error("An encrypted field cannot be indexed.", obj=self, id="kernel.E011"))
        return faults


class BlindIndexField(models.BinaryField):  # type: ignore[type-arg]
    """The keyed hash by which an encrypted field of the same row is found.

    of      name of the encrypted field; the index follows it at every save
    label   name of the index in the key derivation; "table.column" of the encrypted field unless given

    Null and the empty text have no index.

    A text in a query is hashed: `Person.objects.filter(id_index="53250419...")`, in normal form.
    `save(update_fields=...)` with the encrypted field must name the index too.
    """

    def __init__(self, *args: Any, of: str = "", label: str = "", **kwargs: Any) -> None:
        self.of, self.label = of, label
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        # Migrations write no values, but historical models in them do.
        return name, path, args, {**kwargs, "of": self.of, "label": self.label}

    def get_label(self) -> str:
        """The label in force."""
        return self.label or f"{self.model._meta.db_table}.{self.of}"

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        if not self.of:
            return super().pre_save(model_instance, add)
        text = getattr(model_instance, self.of)
        # No number is no index: the empty text of many people would break a unique one.
        index = blind_index(self.get_label(), text) if text else None
        setattr(model_instance, self.attname, index)
        return index

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return blind_index(self.get_label(), value) if isinstance(value, str) else value

    def to_python(self, value: Any) -> Any:
        return value

    def get_default(self) -> Any:
        return models.Field.get_default(self) or None

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        faults = super().check(**kwargs)
        names = {field.name for field in self.model._meta.fields if isinstance(field, EncryptedTextField)}
        if self.of and self.of not in names:
            faults.append(checks.Error(f"There is no encrypted field {self.of!r}.", obj=self, id="kernel.E012"))
        return faults

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, (bytes, bytearray, memoryview)) and len(value) != INDEX_BYTES:
            raise PlainText(f"{self.model._meta.db_table}.{self.name} takes a blind index of {INDEX_BYTES} bytes.")
        return super().get_db_prep_value(value, connection, prepared)
