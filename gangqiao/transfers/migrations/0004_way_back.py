from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.db.models import F, Q


def count_the_way_back(apps: Any, _schema: Any) -> None:
    """The way back of what is kept already takes as long as the way out."""
    trips = apps.get_model("transfers", "Trip")
    for trip in trips.objects.filter(back_at=None).only("starts_at", "ends_at").iterator():
        trips.objects.filter(pk=trip.pk).update(back_at=trip.ends_at + (trip.ends_at - trip.starts_at))


class Migration(migrations.Migration):
    dependencies = [("transfers", "0003_printings")]

    operations = [
        migrations.RemoveConstraint("trip", "a_trip_has_a_seat_beside_its_escorts"),
        migrations.AddField("trip", "relief_seats", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("trip", "drivers", models.PositiveSmallIntegerField(default=1)),
        migrations.AddField("trip", "is_back_known", models.BooleanField(default=False, editable=False)),
        migrations.AddField(
            "trip", "back_at", models.DateTimeField(null=True, verbose_name="Vehicle is back at")
        ),
        migrations.RunPython(count_the_way_back, migrations.RunPython.noop),
        migrations.AlterField("trip", "back_at", models.DateTimeField(verbose_name="Vehicle is back at")),
        migrations.AddConstraint(
            "trip",
            models.CheckConstraint(condition=Q(back_at__gte=F("ends_at")), name="a_vehicle_is_back_after_its_trip"),
        ),
        migrations.AddConstraint(
            "trip",
            models.CheckConstraint(
                condition=Q(seats__gt=F("escorts") + F("relief_seats")), name="a_trip_has_a_seat_beside_its_escorts"
            ),
        ),
    ]
