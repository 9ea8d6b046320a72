"""The catalogue: what is taught, for how long, with which certificate."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.training.models import Course
from gangqiao.training.refusals_classes import AgesCrossed

WRITE, RETIRE = "training.write_course", "training.retire_course"
FACTS = ("title", "trade", "level", "certificate", "hours", "topics", "min_age", "max_age")


def write_course(
    values: dict[str, Any], *, actor: Actor, uuid: UUID | None = None, source: str = "screen", made: bool = False
) -> Course:
    """Add a course, or put one right (`uuid`). Classes that are planned keep the hours they were planned with.

    Raises NotYourVerb, Course.DoesNotExist, AgesCrossed.
    """
    require(actor, WRITE)
    with transaction.atomic():
        course = Course.objects.select_for_update().get(uuid=uuid) if uuid else Course(made=made)
        changed = [name for name in FACTS if name in values and getattr(course, name) != values[name]]
        for name in changed:
            setattr(course, name, values[name])
        if course.max_age < course.min_age:
            raise AgesCrossed
        course.save()
        record(WRITE, actor=actor, subject=course, fields=changed, source=source)
    return course


def retire_course(uuid: UUID, *, actor: Actor) -> Course:
    """Take a course out of the catalogue; classes of it go on. A second call offers it again. Raises NotYourVerb."""
    require(actor, RETIRE)
    with transaction.atomic():
        course = Course.objects.select_for_update().get(uuid=uuid)
        course.retired_on = None if course.retired_on else clock.today()
        course.save(update_fields=["retired_on"])
        record(RETIRE, actor=actor, subject=course, fields=["retired_on"])
    return course
