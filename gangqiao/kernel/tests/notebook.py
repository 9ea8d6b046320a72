"""A table that only the tests of encryption have."""

from __future__ import annotations

import uuid

from django.db import models

from gangqiao.kernel.crypto.fields import BlindIndexField, EncryptedTextField


class Note(models.Model):
    """Something secret about somebody."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    title = models.CharField(max_length=20, default="")
    secret = EncryptedTextField(null=True)
    secret_index = BlindIndexField(of="secret", null=True, unique=True)
    empty = EncryptedTextField(blank=True)

    class Meta:
        app_label = "kernel_tests"  # no installed app: tests that walk over all tables do not meet it
        managed = False  # no migration; the fixture makes the table
        db_table = "kernel_test_note"

    def __str__(self) -> str:
        return self.title
