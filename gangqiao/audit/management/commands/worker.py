"""`gangqiao worker`: works off the queue, for ever, and starts each night's work. A killed worker is started again,
and its job with it.
"""

from __future__ import annotations

import argparse
import ctypes
import signal
import subprocess
import sys
import time
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils.crypto import get_random_string

from gangqiao.audit.nightly import put_into_queue
from gangqiao.audit.workers import at_work, put_back_killed

LOOK_EVERY_SECONDS = 60.0  # whether the night's work is due
PAUSE_SECONDS = 1.0  # before a worker that died is started again
PR_SET_PDEATHSIG = 1  # linux/prctl.h


class Command(BaseCommand):
    help = "Works off the queue. One that dies is started again, and goes on with what it was doing."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="end when the queue is empty")

    def handle(self, *args: Any, **options: Any) -> None:
        self.child: subprocess.Popen[bytes] | None = None
        self.is_told_to_stop = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        while not self.is_told_to_stop:
            code = self.work(once=options["once"])
            if code == 0:
                return
            if self.is_told_to_stop:
                return
            self.stderr.write(f"The worker ended with {code} and is started again.")
            time.sleep(PAUSE_SECONDS)

    def work(self, *, once: bool) -> int:
        """Run one worker until it ends. It holds the lock with us, and outlives us till its job is done."""
        worker_id = get_random_string(32)
        with at_work(worker_id) as lock:
            put_back_killed()
            command = [sys.executable, "-m", "gangqiao.cli", "db_worker", "-v", "0", "--worker-id", worker_id]
            command += ["--batch", "--no-startup-delay"] if once else []
            self.child = subprocess.Popen(command, preexec_fn=_end_with_parent, pass_fds=(lock,))
            return self._wait(self.child)

    def _wait(self, child: subprocess.Popen[bytes]) -> int:
        """Wait until the worker ends; meanwhile put each night's work into the queue."""
        while True:
            put_into_queue()
            close_old_connections()
            try:
                return child.wait(LOOK_EVERY_SECONDS)
            except subprocess.TimeoutExpired:
                continue

    def stop(self, number: int, frame: Any) -> None:
        self.is_told_to_stop = True
        if self.child is not None:
            self.child.send_signal(signal.SIGTERM)


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
