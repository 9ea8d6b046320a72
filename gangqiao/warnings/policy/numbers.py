"""The dated numbers of warnings, urging and supervision."""

from __future__ import annotations

from pathlib import Path

from gangqiao.kernel.policy import Parameters

NUMBERS = Parameters.from_yaml(Path(__file__).with_name("warnings.yaml"))
