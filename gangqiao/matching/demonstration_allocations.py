"""One allocation of a demonstration: prepared here, computed by the worker like any other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.utils import translation

from gangqiao.accounts.models import User
from gangqiao.accounts.reads import actor_of
from gangqiao.kernel.scope import scope_of
from gangqiao.matching.actions import allocations
from gangqiao.matching.models import Allocation
from gangqiao.matching.policy.allocations import Wishes
from gangqiao.places.reads import townships

OFFICE = "office"
WORDS: Any = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
LEAST = 5  # of the township whose people live farthest down the list


def make_allocation() -> bool:
    """Prepare an allocation of everybody who seeks work; the worker computes it. False when there is one already."""
    office = User.objects.filter(username=OFFICE).first()
    if not settings.DEMO or office is None:
        return False
    actor = actor_of(office)
    with translation.override(settings.LANGUAGE_CODE), scope_of(actor.areas(allocations.PLAN)):
        if Allocation.objects.exists():
            return False
        last = townships().order_by("-key").first()
        wishes = Wishes(quotas={last.key: LEAST} if last else {})
        row = allocations.prepare(WORDS["name"], wishes, actor=actor, made=True)
        allocations.run(row.pk, actor=actor)
    return True
