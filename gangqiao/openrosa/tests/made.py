"""Rows of this app for the cast: one in every scoped table."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from gangqiao.accounts.models import Device, DeviceKind, User
from gangqiao.kernel import clock
from gangqiao.openrosa.models import Entity, EntityVersion, EntityWork, Submission, SubmissionFile
from gangqiao.people.models import Person
from gangqiao.surveys.models import Campaign


def submission_of(person: Person, officer: User) -> list[Any]:
    """A form about the person that failed, with a file, and the person's entity. Call it with the whole county open."""
    place = {"area_id": person.area_id}
    campaign = Campaign.objects.filter(status="open").order_by("pk").first()
    device = Device.objects.create(
        user=officer, kind=DeviceKind.COLLECT, name="made", token=uuid4().hex * 2, made_at=clock.now(), **place
    )
    submission = Submission.objects.create(
        **place, device=device, campaign=campaign, form="person_update", instance=f"uuid:{uuid4()}", xml="<data/>",
        digest="0" * 64, received_by="made",
    )  # fmt: skip
    content = {"label": str(person), "properties": {}, "nodes": {}, "parent": "", "is_head": False}
    work = EntityWork.objects.create(
        **place, submission=submission, place=0, list="persons", key=person.uuid, updates=True, base=1, owner="made",
        stored=json.dumps({**content, "notice": 1, "digest": campaign.questions.digest}), state="failed",
        fault="BaseMissing",
    )  # fmt: skip
    entity = Entity.objects.create(**place, campaign=campaign, list="persons", key=person.uuid, version=1)
    return [
        submission,
        SubmissionFile.objects.create(**place, submission=submission, name="1.jpg", kept=uuid4().hex, size=1),
        work,
        entity,
        EntityVersion.objects.create(**place, entity=entity, number=1, stored="{}"),
    ]
