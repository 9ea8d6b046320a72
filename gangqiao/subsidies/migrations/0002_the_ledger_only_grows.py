from django.db import migrations

from gangqiao.kernel.db.triggers import OnlyGrows, operation


class Migration(migrations.Migration):

    dependencies = [("subsidies", "0001_initial")]

    operations = [operation(OnlyGrows(table="subsidies_transfer")), operation(OnlyGrows(table="subsidies_bankexecuted"))]
