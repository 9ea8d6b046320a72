"""`gangqiao keys`: make the master key, add a new one, and bring old entries under it."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, models

from gangqiao.audit.keycheck import remember_keys
from gangqiao.kernel.crypto import keys
from gangqiao.kernel.crypto.fields import BlindIndexField, EncryptedTextField
from gangqiao.kernel.crypto.rotation import reindex, rotate
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.scope import everywhere


class Command(BaseCommand):
    help = "Makes and renews the master keys. What was sealed before stays readable at every step."
    # The first key is made before anything can be checked.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "what",
            choices=["make", "add", "rotate", "reindex", "show"],
            help="make: the first key; add: a new key before the others; rotate: seal old entries with the newest key; "
            "reindex: make the indexes with the oldest key (server stopped); show: check values, never keys",
        )

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        try:
            getattr(self, what)()
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal

    def make(self) -> None:
        made = keys.ensure_master_key(database_exists=bool(connection.introspection.table_names()))
        self.stdout.write(f"{keys.key_file()}: {'made. Copy it to two people.' if made else 'was there already.'}")

    def add(self) -> None:
        self.stdout.write(f"Key {keys.add_master_key()} was added. Copy {keys.key_file()}, restart, then rotate.")

    def rotate(self) -> None:
        with everywhere(reason="key rotation"):
            for model, field in columns(EncryptedTextField):
                self.stdout.write(f"{model._meta.db_table}.{field}: {rotate(model, field)} sealed anew")
        remember_keys()

    def reindex(self) -> None:
        with everywhere(reason="key rotation"):
            for model, field in columns(BlindIndexField):
                self.stdout.write(f"{model._meta.db_table}.{field}: {reindex(model, field)} indexed anew")
        remember_keys()

    def show(self) -> None:
        self.stdout.write(keys.key_check_value().replace(" ", "\n"))


def columns(kind: type[models.Field[Any, Any]]) -> Iterator[tuple[type[models.Model], str]]:
    """Every column of a kind in the whole installation."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, kind):
                yield model, field.name
