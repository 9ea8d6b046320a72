"""Imports laid out by hand for the tests of applying: what checking would have kept of a list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from gangqiao.accounts.models import User
from gangqiao.imports.actions.applying import apply
from gangqiao.imports.jobs.applying import apply_waiting
from gangqiao.imports.models import Import, Row
from gangqiao.imports.rows import Payload
from gangqiao.imports.states import Decision, Fate, Status
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.identifiers import make_id_number
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people.models import Person

Json = dict[str, Any]
BORN = dt.date(1990, 5, 1)
MakeImport = Callable[..., Import]


def made_import(sender: User, area: str, rows: Sequence[Json], *, name: str = "list.xlsx") -> Import:
    """A checked workbook with these rows, all chosen: {"acts": [...], "person": Person, ...}."""
    with everywhere(reason="test data"):
        source = Import.objects.create(
            area_id=area,
            sender=sender,
            name=name,
            size=1,
            digest="0",
            layout=[{"sheet": "Sheet1"}],
            status=Status.CHECKED,
        )
        Row.objects.bulk_create([_row(source, line, row) for line, row in enumerate(rows, 2)], batch_size=50)
    return source


def _row(source: Import, line: int, row: Json) -> Row:
    person = row.get("person")
    return Row(
        area_id=source.area_id,
        source=source,
        line=row.get("line", line),
        fate=Fate.CHANGED if person else Fate.NEW,
        decision=row.get("decision", Decision.TAKE),
        person=getattr(person, "pk", None),
        revision=row.get("revision", getattr(person, "revision", None)),
        payload=Payload(name="", acts=row["acts"]).to_json(),
    )


def newcomer(order: int, **more: Any) -> Json:
    """What a list says of somebody new."""
    number = make_id_number(BORN + dt.timedelta(days=order // 500), "1", order % 500)
    return {"name": f"新人{order}", "id_number": number, "hukou_kind": "agricultural", **more}


def founds(area: str, order: int, **more: Any) -> Json:
    """The row of the head of a new household."""
    home = {"new": {"area": area, "values": {"address": f"no. {order}"}}}
    return {
        "acts": [{"verb": "people.register", "household": home, "relation": "02", "values": newcomer(order)}],
        **more,
    }


def joins(household: Json, order: int, **more: Any) -> Json:
    """The row of a member: {"pk": 12}, or {"row": [0, 2]} for the line of the head."""
    act = {"verb": "people.register", "household": household, "relation": "20", "values": newcomer(order)}
    return {"acts": [act], **more}


def corrects(person: Person, **values: Any) -> Json:
    """The row that changes facts of a person."""
    return {"person": person, "acts": [{"verb": "people.correct", "values": values}]}


def works(person: Person, started_on: str) -> Json:
    """The row that tells of work of a person."""
    return {"person": person, "acts": [{"verb": "people.record_spell", "values": {"started_on": started_on}}]}


def take_in_now(source: Import, actor: Actor) -> Import:
    """Press the button, and do the work of the job."""
    with scope_of(actor.areas()):
        apply(source.pk, actor=actor)
    work_off(source)
    with everywhere(reason="test"):
        return Import.objects.get(pk=source.pk)


def work_off(source: Import) -> None:
    """What the job does, without its queue."""
    with scope_of([source.area_id]):
        apply_waiting(source.uuid)


def outcomes(source: Import) -> list[tuple[str, str]]:
    """What came of each row, in the order of the lines, with the sentence of a refusal."""
    with everywhere(reason="test"):
        rows: Iterable[Row] = Row.objects.filter(source=source).order_by("sheet", "line")
        return [(row.outcome, row.why) for row in rows]
