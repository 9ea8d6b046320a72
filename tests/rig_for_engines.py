"""Which tests run once though the suite runs on two engines: those that cannot ask a database, and those of pages.

pytest lets no test ask one that neither has the mark nor a fixture for it, so that such a test does exactly the same
on either engine, and the run on SQLite shows what it shows. A test that starts a program, or whose fixture opens the
database by itself, may reach the engine by another way and runs on both.
"""

from __future__ import annotations

import inspect
from functools import cache
from typing import Any

ASKING = {"db", "transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback", "live_server"}
OPENING = "django_db_blocker"
OTHER_WAYS = ("connection", "subprocess", "multiprocessing", "GANGQIAO_DATABASE_URL", "tools.postgres", OPENING)


def runs_once(item: Any) -> bool:
    """True for a test that is the same on both engines: by its mark, or because it cannot ask either."""
    if item.get_closest_marker("once") or _is_of_pages(item.module):
        return True
    if item.get_closest_marker("django_db") or ASKING & set(item.fixturenames) or _opens_by_itself(item):
        return False
    return not _has_other_ways(item.module)


def _is_of_pages(module: Any) -> bool:
    """True for tests of what pages say and how they look, which is decided above the database.

    What they read of it is asked of both engines all the same: the walls walk over every address with rows behind it.
    """
    return "pages" in module.__name__.rpartition(".")[2].split("_")


def _opens_by_itself(item: Any) -> bool:
    """True when a fixture of the house unlocks the database for longer than a test."""
    return any(
        OPENING in one.argnames and not one.func.__module__.startswith("pytest_django")
        for of_name in item._fixtureinfo.name2fixturedefs.values()
        for one in of_name
    )


@cache
def _has_other_ways(module: Any) -> bool:
    source = inspect.getsource(module)
    return any(way in source for way in OTHER_WAYS)
