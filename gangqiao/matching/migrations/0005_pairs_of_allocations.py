from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0004_held_seats"),
    ]

    operations = [
        migrations.AddField(
            model_name="allocation",
            name="pairs",
            field=models.CharField(blank=True, default="", editable=False, max_length=32),
        ),
    ]
