"""A phone of a place with what it brought, for the tests of the walls."""

from __future__ import annotations

import json
from uuid import uuid4

from gangqiao.accounts.models import Device, DeviceKind, User
from gangqiao.kernel import clock
from gangqiao.kernel.scope import ScopedModel
from gangqiao.people.models import Person
from gangqiao.sync.models import Blob, Op, Phone


def phone_of(person: Person, user: User) -> list[ScopedModel]:
    """A phone of the person's village with an operation that was not taken in, which names the person."""
    area = person.area_id
    device = Device.objects.create(
        user=user, kind=DeviceKind.PHONE, name="test", area_id=area, token=uuid4().hex, made_at=clock.now()
    )
    op = Op.objects.create(
        area_id=area,
        device=device,
        user=user,
        seq=1,
        kind="test.note",
        body=json.dumps({"words": person.name, "id_number": person.id_number}),
        result="rejected",
        decided_at=clock.now(),
    )
    picture = Blob.objects.create(area_id=area, device=device, digest="0" * 64, kind="image/png", size=1, file="")
    return [Phone.objects.create(area_id=area, device=device), op, picture]
