"""What the environment sets of an installation."""

import os
import subprocess
import sys

import pytest

SAYS = "from gangqiao.config import settings as s; print(s.EXPORT_ROWS, s.EXPORT_ROWS_SENSITIVE, s.EXPORT_DAYS)"
TIGHTER = {"GANGQIAO_EXPORT_ROWS": "1000", "GANGQIAO_EXPORT_ROWS_SENSITIVE": "50", "GANGQIAO_EXPORT_DAYS": "1"}


@pytest.mark.parametrize(("environment", "limits"), [({}, "500000 20000 7"), (TIGHTER, "1000 50 1")])
def test_the_limits_of_exports_come_from_the_environment(environment, limits, tmp_path):
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GANGQIAO_EXPORT")}
    run = subprocess.run(
        [sys.executable, "-c", SAYS],
        env={**kept, "GANGQIAO_HOME": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == limits
