"""The register as JSON. Reading and correcting go through the same declarations and actions as the screen.

A sensitive attribute never leaves here, and an encrypted one leaves masked (style.md 7): whoever needs a number
reveals it on the screen, one person at a time, with a reason.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from ninja import Body, Query, Router

from gangqiao.audit.events import looked
from gangqiao.kernel.actor import Actor, Level
from gangqiao.kernel.attributes import Attribute
from gangqiao.people import actions, attributes
from gangqiao.people.models import Person
from gangqiao.people.sets import SETS

router = Router(tags=["people"])
PAGE = 100


def allow(who: str, *, kind: str = "") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Say who may use an address of the API; `api.urls` makes the address rule of it."""

    def mark(view: Callable[..., Any]) -> Callable[..., Any]:
        view.allowed = (who, kind)
        return view

    return mark


def outgoing() -> list[Attribute]:
    """The attributes of a person that may leave, in declared order."""
    return [a for a in attributes.PERSON if a.level < Level.SENSITIVE]


def _answer() -> dict[str, Any]:
    """The JSON schema of one person as it leaves."""
    properties = {a.key: {**a.schema(), "title": str(a.label)} for a in outgoing()}
    return {
        "type": "object",
        "properties": {"uuid": {"type": "string", "format": "uuid"}, "revision": {"type": "integer"}, **properties},
    }


def _responses(schema: dict[str, Any]) -> dict[str, Any]:
    return {"responses": {200: {"description": "OK", "content": {"application/json": {"schema": schema}}}}}


def as_json(person: Person, actor: Actor) -> dict[str, Any]:
    """One person by attribute key: plain values, masked where encrypted or above the reader's level."""
    level = actor.level_in(person.area_id)
    found: dict[str, Any] = {"uuid": str(person.uuid), "person_no": person.person_no, "area": person.area_id}
    for attribute in outgoing():
        value = getattr(person, attribute.key)
        found[attribute.key] = (
            attribute.mask(value) if attribute.is_encrypted or attribute.level > level else _plain(value)
        )
    return found | {"life": person.life, "record": person.record, "revision": person.revision}


def _plain(value: Any) -> Any:
    value = getattr(value, "pk", value)
    return value.isoformat() if isinstance(value, date) else value


@router.get("/attributes", url_name="attributes", summary="Every declared attribute, as JSON schemas")
@allow("people.view_list")
def declared(request: HttpRequest) -> JsonResponse:
    return JsonResponse({name: s.schema() for name, s in SETS.items()})


@router.get("/survey-definition", url_name="survey_definition", summary="The declared attributes as questions")
@allow("people.view_list")
def survey_definition(request: HttpRequest) -> JsonResponse:
    return JsonResponse({name: s.questions() for name, s in SETS.items()})


@router.get(
    "/people",
    url_name="people",
    summary="The people of the reader's area, in the order of their keys, 100 a page",
    openapi_extra=_responses({"type": "object", "properties": {"people": {"type": "array", "items": _answer()}}}),
)
@allow("people.view_list")
def people(request: Any, after: int = Query(0, ge=0, description="the `next` of the page before")) -> JsonResponse:
    page = list(Person.objects.filter(pk__gt=after).order_by("pk")[:PAGE])
    looked("people.view_list", actor=request.actor, persons=[p.uuid for p in page])
    following = page[-1].pk if len(page) == PAGE else None
    return JsonResponse({"people": [as_json(p, request.actor) for p in page], "next": following})


@router.get("/people/{uuid:uuid}", url_name="person", summary="One person", openapi_extra=_responses(_answer()))
@allow("people.view", kind="person")
def person(request: Any, uuid: UUID) -> JsonResponse:
    row = get_object_or_404(Person, uuid=uuid)
    looked("people.view", actor=request.actor, person=row)
    return JsonResponse(as_json(row, request.actor))


@router.post(
    "/people/{uuid:uuid}/correct",
    url_name="correct_person",
    summary="Correct declared facts; only the keys sent are touched",
    openapi_extra={
        "requestBody": {"content": {"application/json": {"schema": {**attributes.PERSON.schema(), "required": []}}}},
        **_responses(_answer()),
    },
)
@allow("people.correct", kind="person")
def correct(request: Any, uuid: UUID, values: dict[str, Any] = Body(...)) -> JsonResponse:  # noqa: B008
    row = get_object_or_404(Person, uuid=uuid)
    revision = values.pop("revision", None)
    row = actions.correct_person(row.pk, values=values, actor=request.actor, revision=revision, source="api")
    return JsonResponse(as_json(row, request.actor))
