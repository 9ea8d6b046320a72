from django.db import migrations

from gangqiao.kernel.db.triggers import Settled, operation

RULE = Settled(
    table="indicators_snapshot",
    columns=(
        "uuid",
        "area_id",
        "day",
        "known_on",
        "known_at",
        "number",
        "kind",
        "status",
        "reason",
        "definitions",
        "digest",
        "manifest_digest",
        "folder",
        "persons",
        "size",
        "taken_at",
        "taken_by_id",
        "taken_by_name",
        "published_at",
        "published_by_name",
    ),
    may_change=("status", "published_at", "published_by_name"),
    open=("taken",),
)


class Migration(migrations.Migration):

    dependencies = [("indicators", "0001_snapshots")]

    operations = [operation(RULE)]
