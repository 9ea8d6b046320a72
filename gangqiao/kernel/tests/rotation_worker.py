"""A process of its own that a test can kill: `python -m ... PATH make N | rotate`, on a database file of its own."""

from __future__ import annotations

import sys

import django
from django.conf import settings


def main(path: str, what: str, count: int = 0) -> None:
    """Fill the table, or rotate it in small batches, telling after each batch that it was begun."""
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": path, "OPTIONS": {"transaction_mode": "IMMEDIATE"}}
    settings.configure(DATABASES={"default": database}, CRYPTO="aes", USE_TZ=True)
    django.setup()
    from django.db import connection

    from gangqiao.kernel.crypto import rotation
    from gangqiao.kernel.tests.notebook import Note

    if what == "make":
        with connection.schema_editor() as editor:
            editor.create_model(Note)
        Note.objects.bulk_create([Note(title=str(n), secret=f"secret {n}") for n in range(count)])
    else:
        seal_many = rotation.encrypt_many

        def tell_and_seal(label, pairs):
            print("batch", flush=True)
            return seal_many(label, pairs)

        rotation.encrypt_many = tell_and_seal
        print(rotation.rotate(Note, "secret", batch=20), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))
