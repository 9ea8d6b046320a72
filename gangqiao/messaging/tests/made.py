"""A notice about a person, for the tests of the walls."""

from __future__ import annotations

import json
from datetime import timedelta
from uuid import uuid4

from gangqiao.kernel import clock
from gangqiao.kernel.scope import ScopedModel
from gangqiao.messaging.models import Message
from gangqiao.messaging.states import Purpose, Status, Way
from gangqiao.people.models import Person


def message_of(person: Person) -> list[ScopedModel]:
    """A notice that waits on paper and names the person."""
    message = Message(
        area_id=person.area_id,
        key=f"test.{uuid4()}",
        kind="messaging.trial",
        purpose=Purpose.DUTY,
        params=json.dumps({"at": clock.now().isoformat()}),
        way=Way.PRINT,
        status=Status.QUEUED,
        phone=person.phone,
        recipient=person.name,
        person_uuid=person.uuid,
        expires_at=clock.now() + timedelta(days=7),
    )
    message.save()
    return [message]
