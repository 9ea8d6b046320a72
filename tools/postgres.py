"""A PostgreSQL of its own for a test run: made in a temporary folder, gone afterwards.

`python -m tools.postgres COMMAND` runs any command with such a server, named in GANGQIAO_DATABASE_URL.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

OWNER = "gangqiao_owner"  # owns the tables; tests and migrations run as this role
WEB = "gangqiao_web"  # what the web process works as: row-level security holds for it
MISSING = "PostgreSQL is missing: install it (Debian: apt install postgresql)."

ROLES = f"""
CREATE ROLE {WEB} LOGIN;
CREATE ROLE {OWNER} LOGIN CREATEDB;
GRANT {WEB} TO {OWNER};
CREATE DATABASE gangqiao OWNER {OWNER};
"""


class NoPostgres(Exception):
    """The machine has no PostgreSQL server programs."""


def find_programs() -> Path:
    """The folder of initdb and pg_ctl, the newest one. Raises NoPostgres."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name), reverse=True)
    if found := shutil.which("initdb"):
        places.append(Path(found).parent)
    for place in places:
        if (place / "initdb").exists() and (place / "pg_ctl").exists():
            return place
    raise NoPostgres(MISSING)


class Cluster:
    """One server on a free loopback port. Nothing in it outlives the run, so nothing is flushed to disk.

    flushes  all the same, as where people work: for what is measured
    """

    def __init__(self, *, flushes: bool = False) -> None:
        self.flushes = flushes
        self.programs = find_programs()
        self.folder = Path(tempfile.mkdtemp(prefix="gangqiao-pg-"))
        self.port = free_port()
        self._server: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgresql://{OWNER}@127.0.0.1:{self.port}/gangqiao"

    def start(self) -> None:
        as_root = os.geteuid() == 0
        if as_root:
            postgres = pwd.getpwnam("postgres")
            os.chown(self.folder, postgres.pw_uid, postgres.pw_gid)
        data = self.folder / "data"
        self._run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        settings = {
            "port": self.port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": self.folder,
            **dict.fromkeys(("fsync", "synchronous_commit", "full_page_writes"), "on" if self.flushes else "off"),
            "shared_buffers": "256MB",
            "max_connections": 60,
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("wb") as log:
            command = self._command("postgres", "-D", data, *options)
            self._server = subprocess.Popen(command, stdout=log, stderr=log, cwd="/", env=_environment())
        self._wait()
        login = ("-h", self.folder, "-p", self.port, "-U", "postgres")
        self._run("psql", "-q", "-v", "ON_ERROR_STOP=1", *login, stdin=ROLES)

    def _wait(self) -> None:
        """Wait until the server answers. Raises RuntimeError with its log when it ended or stays silent."""
        ready = [str(self.programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        for _ in range(600):
            if subprocess.run(ready, check=False).returncode == 0:
                return
            if self._server is None or self._server.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError(f"PostgreSQL did not start:\n{(self.folder / 'log').read_text(errors='replace')}")

    def stop(self) -> None:
        """Stop the server and remove its folder. A second call does nothing."""
        if self._server is not None:
            self._server.send_signal(signal.SIGQUIT)  # at once: nothing in it is to be kept
            self._server.wait()
            self._server = None
        shutil.rmtree(self.folder, ignore_errors=True)

    def _command(self, program: str, *arguments: object) -> list[str]:
        # PostgreSQL refuses to run as root; and the server must end with the run, even when that is killed.
        as_postgres = ["--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
        with_parent = ["--pdeathsig", "QUIT"] if program == "postgres" else []
        return ["setpriv", *as_postgres, *with_parent, str(self.programs / program), *map(str, arguments)]

    def _run(self, program: str, *arguments: object, stdin: str = "") -> None:
        command = self._command(program, *arguments)
        done = subprocess.run(
            command, input=stdin, capture_output=True, text=True, cwd="/", env=_environment(), check=False
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed:\n{done.stdout}{done.stderr}")


def _environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if not key.startswith("PG")} | {"LC_ALL": "C.UTF-8"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    cluster = Cluster()
    try:
        cluster.start()
        sys.exit(subprocess.call(sys.argv[1:], env=os.environ | {"GANGQIAO_DATABASE_URL": cluster.url}))
    finally:
        cluster.stop()
