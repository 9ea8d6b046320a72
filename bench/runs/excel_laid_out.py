"""An import whose every row changes something, as checking would have left it, ready to be taken in.

60 of 100 rows change two facts of a person, 25 register somebody (5 with a new household, 10 in it, 10 in a household
that is there), 15 tell of work.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Max

from gangqiao.accounts.models import User
from gangqiao.imports.models import Import, Row
from gangqiao.imports.rows import Payload
from gangqiao.kernel.identifiers import make_id_number
from gangqiao.people.models import EmploymentSpell, Person
from gangqiao.places.reads import county

BLOCK = 2_000


@transaction.atomic
def lay_out(sender: User, count: int) -> Import:
    """Store the import and its rows, all of them chosen."""
    own = {"area_id": county().key, "name": "bench.xlsx", "size": 1, "digest": "0"}
    source = Import.objects.create(**own, sender=sender, layout=[{"sheet": "1"}], status="checked")
    rows = (
        Row(
            area_id=source.area_id,
            source=source,
            line=line,
            fate="changed" if person else "new",
            decision="take",
            person=person,
            revision=revision,
            payload=Payload(name="", acts=acts).to_json(),
        )
        for line, (person, revision, acts) in enumerate(rows_of(count), 2)
    )
    while block := list(islice(rows, BLOCK)):
        Row.objects.bulk_create(block)
    return source


def rows_of(count: int) -> Iterator[tuple[int | None, int | None, list[dict[str, Any]]]]:
    """Person, revision and acts of each row, in the order in which households stand in a list."""
    run = Person.objects.aggregate(last=Max("pk"))["last"]
    at_work = set(EmploymentSpell.objects.filter(recorded_to=None).values_list("person", flat=True))
    people = Person.objects.filter(record="live", life="alive").exclude(household=None).order_by("pk")
    persons = people.values_list("pk", "revision", "household", "area", "education").iterator(chunk_size=5000)
    idle = (row for row in people.values_list("pk", "revision").order_by("-pk").iterator() if row[0] not in at_work)
    head_line = 2
    for number in range(count):
        kind = number % 20
        pk, revision, home, area, education = next(persons)
        born = dt.date(1950, 1, 1) + dt.timedelta(days=(run + number) // 500 % 18000)
        new = {"name": f"新人{number}", "id_number": make_id_number(born, "1", (run + number) % 500), "education": "71"}
        if kind < 12:
            values = {"education": "81" if education != "81" else "71", "phone": f"139{(run + number) % 10**8:08}"}
            yield pk, revision, [{"verb": "people.correct", "values": values}]
        elif kind == 12:
            head_line = number + 2
            house = {"new": {"area": area, "values": {"address": f"no. {number}"}}}
            yield None, None, [{"verb": "people.register", "household": house, "relation": "02", "values": new}]
        elif kind < 17:
            house = {"row": [0, head_line]} if kind < 15 else {"pk": home}
            yield None, None, [{"verb": "people.register", "household": house, "relation": "20", "values": new}]
        else:
            pk, revision = next(idle)
            yield pk, None, [{"verb": "people.record_spell", "values": WORK}]


WORK = {"started_on": "2020-03-01", "spell_kind": "work", "mode": "self", "evidence": "E", "employer_name": "某厂"} | {
    "area_level": "other_province",
    "monthly_income": "4500",
}
