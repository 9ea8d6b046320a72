"""The cast plays in every app: a small county, people in it, and the officials who ask."""

from django.db import connection

from tests.cast.county import *  # noqa: F403  fixtures are found by their names
from tests.cast.county import _county_not_yet_known  # noqa: F401  every test has a county of its own, or none
from tests.cast.many_at_once import *  # noqa: F403
from tests.cast.officials import *  # noqa: F403
from tests.cast.people import *  # noqa: F403
from tests.cast.phones import *  # noqa: F403
from tests.cast.whole_file import *  # noqa: F403

# What only one of the two engines has is tested on that one.
ONE_ENGINE = {
    "sqlite": [
        "indicators/tests/snapshots/test_first_format.py",
        "kernel/tests/test_gate.py",
        "kernel/tests/test_sqlite.py",
    ],
    "postgresql": [
        "engine/tests/test_engines_postgresql.py",
        "kernel/tests/test_rowsecurity.py",
        "kernel/tests/test_rowsecurity_tables.py",
        "synth/tests/test_engines_agree_postgresql.py",
    ],
}

collect_ignore = [path for engine, paths in ONE_ENGINE.items() if engine != connection.vendor for path in paths]
