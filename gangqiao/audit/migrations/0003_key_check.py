from django.db import migrations, models

from gangqiao.kernel.crypto.keys import key_check_value


def remember(apps, editor):
    apps.get_model("audit", "KeyCheck").objects.create(pk=1, value=key_check_value())


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_the_log_only_grows")]

    operations = [
        migrations.CreateModel(
            name="KeyCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.TextField()),
            ],
        ),
        migrations.RunPython(remember, migrations.RunPython.noop),
    ]
