"""A paper made without a hand: for the walls, and for tests of pages."""

from __future__ import annotations

import datetime as dt
import hashlib
from itertools import count

from gangqiao.accounts.models import Unit, UnitKind, User
from gangqiao.briefings.models import Briefing
from gangqiao.kernel.files import keep
from gangqiao.kernel.scope import ScopedModel, everywhere
from gangqiao.people.models import Person

DAY = dt.date(2020, 3, 31)
DOCUMENT = b"%PDF-1.7 a document"
_numbers = count(1)


def briefing_of(person: Person) -> list[ScopedModel]:
    """A paper about the person's area that waits to be made, with one document that is there already."""
    unit, _ = Unit.objects.get_or_create(code="test", defaults={"name": "测试单位", "kind": UnitKind.OTHER})
    asked_by = User.objects.create(username=f"writer{next(_numbers)}", display_name="起草人", unit=unit)
    with everywhere(reason="test data"):
        file = {"file": keep(DOCUMENT), "sha256": hashlib.sha256(DOCUMENT).hexdigest(), "size": len(DOCUMENT)}
        own = {"area_id": person.area_id, "asked_by": asked_by, "files": [{"language": "en", "format": "pdf", **file}]}
        return [Briefing.objects.create(**own, kind="circular", begins_on=DAY, day=DAY)]
