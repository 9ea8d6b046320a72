import django.db.models.deletion
import gangqiao.kernel.clock
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0001_referrals"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="RecommendationRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("day", models.DateField()),
                ("version", models.CharField(max_length=12)),
                ("seq", models.BigIntegerField(default=0)),
                ("begun_at", models.DateTimeField(default=gangqiao.kernel.clock.now)),
                ("done_at", models.DateTimeField(null=True)),
                ("workers", models.IntegerField(default=0)),
                ("vacancies", models.IntegerField(default=0)),
                ("with_any", models.IntegerField(default=0)),
                ("seconds", models.JSONField(default=dict)),
                ("posts", models.BinaryField()),
                ("ties", models.BinaryField()),
            ],
            options={
                "indexes": [models.Index(fields=["done_at"], name="recommendation_runs_done")],
            },
        ),
        migrations.CreateModel(
            name="VillageRecommendations",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("people", models.IntegerField()),
                ("content", models.BinaryField()),
                ("made_at", models.DateTimeField(default=gangqiao.kernel.clock.now)),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.division",
                        verbose_name="Area",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="matching.recommendationrun",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "default_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("area",), name="a_village_has_one_row_of_recommendations")
                ],
            },
        ),
    ]
