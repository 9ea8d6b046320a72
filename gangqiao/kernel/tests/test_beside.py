"""Work beside the process ends with it: waited for, not begun anew, and without a traceback."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import threading
from django.conf import settings
settings.configure(DATABASES={{"default": {{"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}}})
import django
django.setup()
from gangqiao.kernel import beside
begun, asked = threading.Event(), []
def work():
    begun.set()
    {work}
beside.begin("work", work)
begun.wait()
"""
WAITS = "while not beside.is_ending(): pass\n    print('ended', flush=True)"
FAILS = "while not beside.is_ending(): pass\n    raise RuntimeError('cannot schedule new futures')"
COUNTS = """import duckdb
    rows = duckdb.connect().execute('SELECT count(*) FROM range(20000000) a WHERE a % 7 = 0').fetchall()
    print('ended', flush=True)"""


@pytest.mark.parametrize(("work", "said"), [(WAITS, "ended"), (FAILS, ""), (COUNTS, "ended")])
def test_a_process_that_ends_waits_for_the_work_and_says_nothing_of_it(work: str, said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(work=work)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr, done.stdout.strip()) == (0, "", said)


def test_an_error_of_a_process_that_goes_on_is_told() -> None:
    work = "raise ValueError('told')"
    program = PROGRAM.format(work=work) + "\nfor thread in threading.enumerate()[1:]:\n    thread.join()\n"
    assert "ValueError: told" in run(program).stderr


def run(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
