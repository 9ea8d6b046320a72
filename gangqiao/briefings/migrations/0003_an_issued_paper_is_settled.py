from importlib import import_module

from django.db import migrations

from gangqiao.kernel.db.triggers import Lifted, Settled, operation

# The name of a migration begins with a digit, so it cannot be imported by a statement.
BEFORE = import_module("gangqiao.briefings.migrations.0002_an_issued_paper_never_changes")

RULE = Settled(
    table="briefings_briefing",
    columns=(*BEFORE.FIXED, "status", "said", "note"),
    may_change=("status", "said", "note"),
    open=("waits", "refused", "draft"),
    from_the_start=False,
)


class Migration(migrations.Migration):

    dependencies = [("briefings", "0002_an_issued_paper_never_changes")]

    operations = [operation(Lifted(BEFORE.FrozenOnceIssued())), operation(RULE)]
