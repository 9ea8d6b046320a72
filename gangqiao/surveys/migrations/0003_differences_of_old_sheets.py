import json

from django.db import migrations

from gangqiao.kernel.scope import everywhere


def put_on_the_list(apps, schema_editor):
    """Answers that were held back before there was a list of them. What the register said then was not kept."""
    sheets = apps.get_model("surveys", "AnswerSheet")
    differences = apps.get_model("surveys", "Difference")
    with everywhere(reason="answers held back before"):
        for sheet in sheets._default_manager.filter(kept_back__isnull=False).order_by("pk"):
            for key, value in json.loads(sheet.kept_back).items():
                differences(
                    area_id=sheet.area_id,
                    sheet=sheet,
                    task_id=sheet.task_id,
                    person_id=sheet.person_id,
                    key=key,
                    sent=json.dumps(value, ensure_ascii=False),
                    made_at=sheet.received_at,
                ).save(force_insert=True)


class Migration(migrations.Migration):
    dependencies = [("surveys", "0002_phones")]

    operations = [migrations.RunPython(put_on_the_list, migrations.RunPython.noop)]
