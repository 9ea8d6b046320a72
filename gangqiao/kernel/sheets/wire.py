"""What the reading child and its parent say to each other: frames of JSON, each after its length in four bytes.

JSON and nothing that can build objects: a file that takes the child over can still only send texts, numbers and days.
"""

from __future__ import annotations

import json
from datetime import date, datetime, time
from typing import Any

Cell = str | int | float | bool | date | datetime | time | None

LONGEST_FRAME = 64 << 20
_HEAD = 4


class BrokenFrame(Exception):
    """Not something our child sends."""


def frame(message: dict[str, Any]) -> bytes:
    """The message as bytes to be written to the pipe."""
    body = json.dumps(message, ensure_ascii=False, separators=(",", ":"), default=_tagged).encode()
    return len(body).to_bytes(_HEAD, "big") + body


def length(head: bytes) -> int:
    """How many bytes follow. Raises BrokenFrame for more than any honest frame has."""
    found = int.from_bytes(head, "big")
    if len(head) != _HEAD or found > LONGEST_FRAME:
        raise BrokenFrame(found)
    return found


def message(body: bytes) -> dict[str, Any]:
    """The message of a frame. Raises BrokenFrame."""
    try:
        found = _DECODER.decode(body.decode())
    except (ValueError, RecursionError, TypeError) as wrong:
        raise BrokenFrame from wrong
    if not isinstance(found, dict):
        raise BrokenFrame
    return found


def _tagged(moment: date | datetime | time) -> dict[str, str]:
    if isinstance(moment, datetime):
        return {"at": moment.isoformat()}
    if isinstance(moment, date):
        return {"on": moment.isoformat()}
    return {"time": moment.isoformat()}


def _untagged(found: dict[str, Any]) -> Any:
    if len(found) != 1:
        return found
    if (on := found.get("on")) is not None:
        return date.fromisoformat(on)
    if (at := found.get("at")) is not None:
        return datetime.fromisoformat(at)
    if (clock := found.get("time")) is not None:
        return time.fromisoformat(clock)
    return found


_DECODER = json.JSONDecoder(object_hook=_untagged)
