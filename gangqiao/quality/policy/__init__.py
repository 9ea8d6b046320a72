"""The checks on the data: named rules on columns, in plain sentences. No Django, no database."""

from __future__ import annotations

from gangqiao.quality.policy.find import findings
from gangqiao.quality.policy.frames import Frames
from gangqiao.quality.policy.registry import HELD_OTHERWISE, NUMBERS, RULES
from gangqiao.quality.policy.rule import About, Owner, Rule, Screen, Severity

__all__ = [
    "HELD_OTHERWISE",
    "NUMBERS",
    "RULES",
    "About",
    "Frames",
    "Owner",
    "Rule",
    "Screen",
    "Severity",
    "findings",
]
