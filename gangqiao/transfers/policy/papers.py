"""The numbers to call that papers name, and from which size on papers are made in the background. No Django."""

from __future__ import annotations

from pathlib import Path

from gangqiao.kernel.policy import Parameters

NUMBERS = Parameters.from_yaml(Path(__file__).with_name("papers.yaml"))
EMERGENCY = ("ambulance", "police", "traffic_accident", "fire", "motorway")
