"""What benchmarks that start the product share: its settings, a database of its own, a process that measures."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
DAY = "2020-03-31"
DJANGO = (sys.executable, "-m", "django")


def settings(home: Path, day: str = DAY) -> dict[str, str]:
    """The environment of a demonstration that lives in a folder and stands on a day."""
    own = {"GANGQIAO_HOME": str(home), "GANGQIAO_DEMO": "1", "GANGQIAO_TODAY": day}
    return os.environ | own | {"DJANGO_SETTINGS_MODULE": "gangqiao.config.settings"}


@contextmanager
def database(
    engine: str, home: Path, *, day: str = DAY, url: str = "", flushes: bool = False
) -> Iterator[dict[str, str]]:
    """The settings with a database: SQLite in the folder, or a PostgreSQL that is started and stopped.

    url      of a PostgreSQL that runs already; flushes: each commit of an own one goes to the disk
    """
    home.mkdir(parents=True, exist_ok=True)
    env, cluster = settings(home, day), None
    if engine == "postgresql" and not url:
        from tools.postgres import Cluster

        cluster = Cluster(flushes=flushes)
        cluster.start()
        url = cluster.url
    if engine == "postgresql":
        env["GANGQIAO_DATABASE_URL"] = url
    try:
        yield env
    finally:
        if cluster is not None:
            cluster.stop()


def told_by(command: Sequence[str], env: dict[str, str]) -> Any:
    """What a measuring process says in its last line, as JSON."""
    done = subprocess.run([sys.executable, *command], env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def copied_county(name: str, scale: float) -> Iterator[dict[str, str]]:
    """The settings of a copy of the county of `bench/ledger.py` on SQLite, which is thrown away after use."""
    source = ROOT / f"var/bench/ledger-{scale}/sqlite"
    if not (source / "whole").exists():
        raise SystemExit("Make the county first: python bench/ledger.py --engines sqlite")
    home = ROOT / f"var/bench/{name}-{scale}"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(source, home)
    env = settings(home)
    try:
        subprocess.run([*DJANGO, "migrate", "-v0"], env=env, check=True, stdout=sys.stderr)
        yield env
    finally:
        shutil.rmtree(home, ignore_errors=True)
