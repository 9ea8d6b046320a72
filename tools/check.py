"""Runs the proof in order: style, types, imports, messages, generated pages; the suite on both databases; Chromium.

python -m tools.check all     what `make test` and CI run
python -m tools.check lint    only what needs no database
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tools.postgres import NoPostgres, find_programs
from tools.register import ROOT, SHOWN_FILE

PROGRAMS = Path(sys.executable).parent
PYTHON = sys.executable


@dataclass(frozen=True)
class Check:
    """One command that must end with 0."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)

    def run(self) -> bool:
        print(f"\n=== {self.name}", flush=True)
        begun = time.monotonic()
        done = subprocess.run(self.command, cwd=ROOT, env=_environment() | self.environment, check=False)
        if not self.environment.get("GANGQIAO_LAST"):
            print(f"    {'ok' if done.returncode == 0 else 'FAILED'}, {time.monotonic() - begun:.0f} s", flush=True)
        return done.returncode == 0


KEPT = {"GANGQIAO_CHROMIUM", "GANGQIAO_TEST_WORKERS"}


def _environment() -> dict[str, str]:
    """Python's own tools must not take the settings of an installation for theirs."""
    return {k: v for k, v in os.environ.items() if not k.startswith("GANGQIAO_") or k in KEPT}


def _program(name: str, *arguments: str) -> list[str]:
    return [str(PROGRAMS / name), *arguments]


BUILDING = ["vite.config.ts", "vite.phone.config.ts", "vite.worker.config.ts", "sprite.ts", "precache.ts"]
LINT = [
    Check("style: ruff", _program("ruff", "check", ".")),
    Check("format: ruff", _program("ruff", "format", "--check", ".")),
    Check("types: mypy, strict on kernel, engine, policy and actions", _program("mypy")),
    Check("imports: layers of the apps", _program("lint-imports", "--no-cache")),
    Check("templates: djlint", _program("djlint", "gangqiao", "--lint", "--quiet")),
    Check("messages: every sentence has its Chinese", [PYTHON, "-m", "tools.messages", "check"]),
    Check("generated pages of docs/reference", [PYTHON, "-m", "tools.reference", "check"]),
    Check("front end: biome", [PYTHON, "tools/node.py", "biome", "check", "src", *BUILDING]),
    Check("front end: TypeScript", [PYTHON, "tools/node.py", "tsc", "--noEmit"]),
]


def suites() -> list[Check]:
    workers = os.environ.get("GANGQIAO_TEST_WORKERS", "2")
    # Each worker begins with one half of the modules and keeps their fixtures; who is done first takes from the other.
    everywhere = [PYTHON, "-m", "pytest", "-q", "-m", "not browser", "-n", workers, "--dist", "worksteal"]
    everywhere += ["--durations", "25"]
    # The walks share one demonstration and stay on one worker.
    browsing = [PYTHON, "-m", "pytest", "-q", "-m", "browser", "-n", workers, "--dist", "loadgroup"]
    # A browser on a loaded machine is late now and then: once more, and the closing lines name whom that befell (-rR).
    browsing += ["--reruns", "1", "-rR"]
    return [
        Check("tests on SQLite", everywhere),
        Check("tests on PostgreSQL", everywhere, {"GANGQIAO_TEST_DB": "postgresql"}),
        # Last: pytest's closing line ends the run.
        Check("tests in Chromium", browsing, {"GANGQIAO_LAST": "1"}),
    ]


# --- what the machine must have --------------------------------------------------------------------------------------


def _has_postgres() -> bool:
    try:
        find_programs()
    except NoPostgres:
        return False
    return True


def _has_chromium() -> bool:
    return bool(os.environ.get("GANGQIAO_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser"))


def _has_chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, check=False).stdout.strip())


NEEDED: dict[str, Callable[[], bool]] = {
    "postgresql": _has_postgres,
    "chromium": _has_chromium,
    # pdftotext, which reads back what papers say.
    "poppler-utils": lambda: bool(shutil.which("pdftotext")),
    "fontconfig": lambda: bool(shutil.which("fc-list")),
    "fonts-noto-cjk": _has_chinese_font,
    # ODK Validate, which judges the forms for other phone apps, is a Java program.
    "default-jre-headless": lambda: bool(shutil.which("java")),
}


def provide() -> str:
    """Install what the tests need and the machine lacks. Returns a sentence when something stays missing, else ""."""
    missing = [package for package, present in NEEDED.items() if not present()]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {', '.join(missing)}", flush=True)
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", *missing]):
            subprocess.run(["apt-get", *command], env=environment, stdout=subprocess.DEVNULL, check=False)
        missing = [package for package, present in NEEDED.items() if not present()]
    return f"The tests need {', '.join(missing)} (Debian: apt install {' '.join(missing)})." if missing else ""


def prepare() -> str:
    """What takes time and asks nothing of the style: programs, and the empty test database. As `provide` returns."""
    sentence = provide()
    if not sentence:
        # Whoever comes without it makes it: a failure here shows itself there.
        command = [PYTHON, "-m", "tests.rig_for_databases"]
        subprocess.run(command, cwd=ROOT, env=_environment(), capture_output=True, check=False)
    return sentence


def main(arguments: list[str]) -> int:
    with ThreadPoolExecutor(1) as beside:
        prepared = beside.submit(prepare) if arguments == ["all"] else None
        failed = [check.name for check in LINT if not check.run()]
    if failed or prepared is None:
        print(f"\nFailed: {'; '.join(failed)}" if failed else "\nAll checks passed.", flush=True)
        return 1 if failed else 0
    if sentence := prepared.result():
        print(f"\n{sentence}", file=sys.stderr)
        return 1
    SHOWN_FILE.unlink(missing_ok=True)
    results = [check.run() for check in suites()]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
