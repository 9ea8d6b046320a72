"""A pytest plugin: every test run has an installation of its own, made before Django's settings are read.

Its home is a temporary folder with a key of its own, so that no test meets the county in ./var. With
GANGQIAO_TEST_DB=postgresql a PostgreSQL is started for the run, unless GANGQIAO_DATABASE_URL names one.
"""

from __future__ import annotations

import atexit
import base64
import os
import shutil
import tempfile

from tools.postgres import Cluster, NoPostgres

# The same in every run, so that a failure can be looked at again.
KEY = "1:" + base64.b64encode(b"for tests only, never for people").decode()


def prepare() -> None:
    if os.environ.get("GANGQIAO_TEST_HOME"):
        return  # a worker of pytest-xdist, or a run inside a test: the outer run has prepared
    home = tempfile.mkdtemp(prefix="gangqiao-test-")
    os.mkdir(os.path.join(home, "static"))  # the server of the browser tests expects it
    # At the end of the process and not of the session: a run that fails while it loads must leave nothing either.
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ |= {"GANGQIAO_TEST_HOME": home, "GANGQIAO_HOME": home, "GANGQIAO_MASTER_KEY": KEY}
    if os.environ.get("GANGQIAO_TEST_DB", "sqlite") == "postgresql" and not os.environ.get("GANGQIAO_DATABASE_URL"):
        try:
            cluster = Cluster()
        except NoPostgres as reason:
            raise SystemExit(str(reason)) from None
        cluster.start()
        atexit.register(cluster.stop)
        os.environ["GANGQIAO_DATABASE_URL"] = cluster.url


prepare()
