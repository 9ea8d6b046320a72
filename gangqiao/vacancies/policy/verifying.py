"""Whether somebody may verify what they entered themselves: four eyes, with an exception for an office of one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from gangqiao.kernel.policy import Parameters

NUMBERS = Parameters.from_yaml(Path(__file__).with_name("verifying.yaml"))


def alone_may_verify(day: date) -> bool:
    """True when the only one of an office who verifies may do so with what they entered."""
    return bool(NUMBERS.on(day).alone_may_verify)
