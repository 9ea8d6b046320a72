"""Puts a plan into force: keeps the version, gives the tasks it asks of the units."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

import yaml
from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.kernel.actor import Actor
from gangqiao.plans.actions.giving import Given, give_tasks
from gangqiao.plans.loading import read_plan
from gangqiao.plans.models import PlanVersion
from gangqiao.plans.reads import told


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading did. is_new: a version was added; false when the same plan was in force already."""

    version: PlanVersion
    is_new: bool
    given: Given


def load_plan(text: str, *, actor: Actor, source: str = "screen") -> Loaded:
    """Put the plan in the text into force. Raises Refusals with every fault, and then nothing has changed.

    The same plan again adds no version; tasks that were not given yet (loading was cut short, a unit was founded since)
    are given then.
    """
    require(actor, "plans.load")
    plan = read_plan(text)
    digest = digest_of(text)
    with transaction.atomic():
        before = PlanVersion.objects.select_for_update().filter(in_force=True).first()
        is_new = before is None or (before.key, before.digest) != (plan.key, digest)
        version = _put_into_force(plan.key, text, digest, actor, source) if is_new or before is None else before
    return Loaded(version, is_new, give_tasks(version, source=source))


def digest_of(text: str) -> str:
    """Of what the file says: comments, order of fields and layout do not matter."""
    said = json.dumps(yaml.safe_load(text), sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def _put_into_force(key: str, text: str, digest: str, actor: Actor, source: str) -> PlanVersion:
    PlanVersion.objects.filter(in_force=True).update(in_force=False)
    same = PlanVersion.objects.filter(key=key).order_by("-number").first()
    if same is not None and same.digest == digest:  # another plan was in force meanwhile
        version = same
    else:
        version = PlanVersion(key=key, number=same.number + 1 if same else 1, text=text, digest=digest)
    version.in_force, version.loaded_by_name = True, actor.name[:100]
    version.save()
    record("plans.load", actor=actor, subject=version, reason=told(version), source=source)
    return version
