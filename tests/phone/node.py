"""Asks the phone's own TypeScript functions, run by Node as they stand in the tree."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from tools.node import NODE

ANSWERS = Path(__file__).parent / "answers.mjs"


def answers(asked: list[list[Any]]) -> list[Any]:
    """One result for each [function, ...arguments], in one run of Node."""
    lines = "\n".join(json.dumps(one) for one in asked) + "\n"
    command = [NODE, "--disable-warning=ExperimentalWarning", str(ANSWERS)]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.split("\n") if line]
