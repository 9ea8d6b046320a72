"""Many doubts at once: each takes the same step as alone, a batch in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from django.db import transaction

from gangqiao.kernel.actor import Actor
from gangqiao.kernel.lifecycle import NotAllowedNow
from gangqiao.quality.actions.answers import close, send
from gangqiao.quality.models import Doubt

BATCH = 100


def send_all(doubts: Iterable[int], *, actor: Actor) -> int:
    """Send these to their villages. How many were sent: one that somebody has answered meanwhile is passed over."""
    return _each(send, doubts, actor)


def close_all(doubts: Iterable[int], *, actor: Actor) -> int:
    """Put these away. How many were."""
    return _each(close, doubts, actor)


def _each(act: Callable[..., Any], doubts: Iterable[int], actor: Actor) -> int:
    done = 0
    rest = iter(doubts)
    while batch := list(islice(rest, BATCH)):
        with transaction.atomic():
            for doubt in batch:
                try:
                    act(doubt, actor=actor)
                except (NotAllowedNow, Doubt.DoesNotExist):
                    continue
                done += 1
    return done
