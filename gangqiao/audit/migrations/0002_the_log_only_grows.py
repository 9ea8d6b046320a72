from django.db import migrations

from gangqiao.kernel.db.triggers import OnlyGrows, operation


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [operation(OnlyGrows("audit_event")), operation(OnlyGrows("audit_look"))]
