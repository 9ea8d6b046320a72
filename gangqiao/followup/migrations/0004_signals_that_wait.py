from __future__ import annotations

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("followup", "0003_doubted_claims"),
        ("people", "0005_who_is_back_and_evidence"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.AddIndex(
            "contact",
            models.Index(
                fields=["stands_on", "due_on", "id"],
                condition=Q(drop_reason="", result="") & ~Q(kind="due"),
                name="signals_that_wait",
            ),
        ),
    ]
