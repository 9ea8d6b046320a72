"""The migrations say what the models say: a change of a table without its migration would stop the next county."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_no_table_waits_for_its_migration() -> None:
    out = StringIO()
    try:
        call_command("makemigrations", "--check", "--dry-run", stdout=out)
    except SystemExit:
        pytest.fail(f"run `gangqiao makemigrations`:\n{out.getvalue()}")
