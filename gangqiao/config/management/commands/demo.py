"""`gangqiao demo`: a synthetic county, ready to look at, on this machine only."""

from __future__ import annotations

import argparse
import ctypes
import datetime as dt
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from gangqiao.config.demonstration import County, Demonstration
from gangqiao.kernel.crypto.keys import django_secret, ensure_master_key
from gangqiao.synth.load import find_whole
from gangqiao.synth.management.commands.synth import usual_day
from gangqiao.synth.profile import load_profile

HOST = "127.0.0.1"
SECONDS_TO_START = 60
SECONDS_TO_STOP = 5
DAYS_LED_ON = dt.timedelta(days=15)  # before the day it stands on: their nights make the history that pages show
PR_SET_PDEATHSIG = 1  # linux/prctl.h


class Command(BaseCommand):
    help = "Makes the synthetic county if it is not there, and serves it on this machine."
    # The checks run in the server's own process; twice would double the time to start.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("what", nargs="?", choices=["serve", "build", "accounts"], default="serve")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--plan", default="mile-2020")
        parser.add_argument("--seed", type=int, default=7)
        parser.add_argument("--scale", type=float, default=0.1, help="1.0 is the whole county of 430,000 people")
        parser.add_argument(
            "--day", type=dt.date.fromisoformat, help="the day the county stands on; 2020-03-16 by itself"
        )
        parser.add_argument("--fresh", action="store_true", help="remove the county that is there and make it anew")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demonstration is never started on real people: GANGQIAO_DEMO is off.")
        if options["what"] == "accounts":
            call_command("demo_accounts")
            return
        if options["what"] == "serve":
            refuse_busy_port(options["port"])
        self.make_ready(County(options["plan"], options["seed"], options["scale"]), fresh=options["fresh"])
        if options["what"] == "serve":
            self.serve(options["port"])

    # --- making ready ---

    def make_ready(self, county: County, *, fresh: bool) -> None:
        """Database, county, accounts and static files, each only where something is to do."""
        demonstration = Demonstration()
        if fresh or demonstration.was_cut_short():
            self.start_anew(demonstration)
        self.say(1, "Database")
        ensure_master_key(database_exists=demonstration.has_database())
        settings.SECRET_KEY = django_secret(Path(settings.HOME))
        if has_unapplied_migrations():  # `migrate` without work to do still takes seconds
            call_command("migrate", verbosity=0, interactive=False)
        self.make_county(demonstration, county)
        self.say(3, "Static files")
        self.collect_static()

    def start_anew(self, demonstration: Demonstration) -> None:
        if demonstration.database_file() is None:
            raise CommandError(
                "The synthetic county on PostgreSQL is not whole. Make the database anew "
                f"(dropdb, createdb), remove {demonstration.building}, and start again."
            )
        self.stdout.write("The last start was cut short or a fresh county is wanted: the database is made anew.")
        demonstration.remove_database()

    def make_county(self, demonstration: Demonstration, wanted: County) -> None:
        there = demonstration.county()
        if there is not None:
            self.say(2, f"County {there.plan}, seed {there.seed}, scale {there.scale}: is there")
            if there != wanted:
                self.stdout.write("    Another one is asked for; `--fresh` makes it.")
            self.lead_on(there)
            return
        begun = time.monotonic()
        self.say(2, f"Making the county {wanted.plan}, seed {wanted.seed}, scale {wanted.scale}")
        demonstration.begin(wanted)
        first = max(day_of_county(wanted) - DAYS_LED_ON, load_profile(wanted.plan, wanted.scale).first_day)
        call_command("synth", plan=wanted.plan, seed=wanted.seed, scale=wanted.scale, until=first)
        call_command("demo_accounts")
        call_command("plan", "load", wanted.plan)
        # Shared out are the targets as the server will show them: those of a county of this size.
        settings.PLAN_SCALE = wanted.scale
        call_command("shares", "make", by="office")
        call_command("shares", "issue", by="hq")
        call_command("headquarters", "demo", seed=wanted.seed)
        self.lead_on(wanted)
        call_command("survey", "demo", seed=wanted.seed)
        call_command("vacancies", "demo", seed=wanted.seed)
        call_command("matching", "demo", seed=wanted.seed)
        call_command("transfers", "demo", seed=wanted.seed)
        call_command("training", "demo", seed=wanted.seed)
        call_command("followup", "demo", seed=wanted.seed)
        call_command("assistance", "demo", seed=wanted.seed)
        call_command("subsidies", "demo", seed=wanted.seed)
        call_command("papers", "demo")
        demonstration.finish()
        self.stdout.write(f"    made in {time.monotonic() - begun:.0f} s")

    def lead_on(self, county: County) -> None:
        """Lead the county on to the day the demonstration stands on, so that its nights have made their history."""
        day, stands = day_of_county(county), find_whole()
        if stands is None or stands.until == day:
            return
        if stands.until > day:
            raise CommandError(
                f"The county stands on {stands.until} and cannot go back to {day}. "
                f"Ask for that day (--day {stands.until}), or make the county anew: --fresh."
            )
        call_command("replay", plan=county.plan, seed=county.seed, scale=county.scale, until=day)

    def collect_static(self) -> None:
        """Collect only when the front end is newer than what was collected."""
        manifest = Path(settings.DJANGO_VITE["default"]["manifest_path"])
        stamp = Path(settings.STATIC_ROOT) / ".collected"
        if stamp.exists() and manifest.exists() and stamp.stat().st_mtime >= manifest.stat().st_mtime:
            return
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.touch()

    def say(self, number: int, words: str) -> None:
        self.stdout.write(f"[{number}/4] {words}")
        self.stdout.flush()

    # --- serving ---

    def serve(self, port: int) -> None:
        """Serve until stopped. The worker that does jobs after events runs beside the server."""
        # Links and codes lead to where this one listens.
        os.environ.setdefault("GANGQIAO_ADDRESS", f"http://{HOST}:{port}")
        self.say(4, f"Starting on http://{HOST}:{port}")
        children = [start(server_command(port))]
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            if wait_until_answering(port, children[0]):
                children.append(start([sys.executable, "-m", "gangqiao.cli", "worker"]))
                self.greet(port)
            sys.exit(children[0].wait())
        except KeyboardInterrupt:
            self.stdout.write("\nStopped.")
        finally:
            stop(children)

    def greet(self, port: int) -> None:
        self.stdout.write(f"\nGangqiao is ready: http://{HOST}:{port}\n\n")
        call_command("demo_accounts")
        self.stdout.write("\nEverybody in it is made up. Stop with Ctrl-C.")
        self.stdout.flush()


def day_of_county(county: County) -> dt.date:
    """The day the demonstration stands on: the clock's, or where that is outside the plan's year the profile's."""
    return usual_day(load_profile(county.plan, county.scale))


def has_unapplied_migrations() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def refuse_busy_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise CommandError(f"Port {port} is in use. Choose another: make demo PORT={port + 1}") from None


def server_command(port: int) -> list[str]:
    # One process with threads: SQLite has one writer, and the write gate is cheapest inside one process.
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "gangqiao.config.wsgi:application"),
        *("--host", HOST, "--port", str(port), "--workers", "1", "--blocking-threads", "4", "--log-level", "warning"),
        # An open connection of a browser would keep the worker from ending.
        *("--workers-kill-timeout", "2"),
    ]


def start(command: list[str]) -> subprocess.Popen[bytes]:
    """Start a child that ends when this process does, even by kill -9."""
    county = Demonstration().county()
    scale = str(county.scale) if county else "1"
    environment = os.environ | {"GANGQIAO_DEMO": "1", "GANGQIAO_PLAN_SCALE": scale}
    return subprocess.Popen(command, env=environment, preexec_fn=end_with_parent)


def end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def stop(children: list[subprocess.Popen[bytes]]) -> None:
    """End the children, by force when one does not end in time. A second call does nothing."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(timeout=SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            child.kill()


def wait_until_answering(port: int, server: subprocess.Popen[bytes]) -> bool:
    """True once the first page is there; False when the server ended before."""
    for _ in range(SECONDS_TO_START * 10):
        if server.poll() is not None:
            return False
        try:
            urllib.request.urlopen(f"http://{HOST}:{port}/", timeout=5).close()
            return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            time.sleep(0.1)
    raise CommandError(f"The server did not answer within {SECONDS_TO_START} seconds.")
