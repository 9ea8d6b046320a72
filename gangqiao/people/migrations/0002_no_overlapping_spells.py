from django.db import migrations

from gangqiao.kernel.db.triggers import NoOverlap, operation

RULE = NoOverlap(
    name="two_full_time_spells_do_not_overlap",
    table="people_employmentspell",
    owner="person_id",
    owner_table="people_person",
    first="started_on",
    last="ended_on",
    among="({r}.recorded_to IS NULL AND {r}.is_full_time AND {r}.status <> 'planned')",
)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [operation(RULE)]
