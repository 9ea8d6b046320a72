"""Leaflets: policies and services in words for the door. Public; a changed one is a new text under the same name."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say
from gangqiao.places.reads import county
from gangqiao.vacancies.models import Leaflet

VERB = "vacancies.write_leaflet"
FIELDS = ("kind", "title", "words", "suits", "document", "phone", "valid_from", "valid_to")


class EndsBeforeItBegins(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("The leaflet would end before it begins. Choose a later day."), field="valid_to")


def write_leaflet(leaflet: Leaflet | None, *, actor: Actor, **values: object) -> Leaflet:
    """Write a leaflet, or change one (null: a new one). Raises NotYourVerb, EndsBeforeItBegins."""
    require(actor, VERB, area=county().key)
    begins, ends = values["valid_from"], values.get("valid_to")
    if isinstance(begins, date) and isinstance(ends, date) and ends <= begins:
        raise EndsBeforeItBegins
    found = leaflet or Leaflet()
    changed = [name for name in FIELDS if getattr(found, name) != values.get(name)]
    for name in FIELDS:
        setattr(found, name, values.get(name))
    found.written_by = actor.name[:100]
    with transaction.atomic():
        found.save()
        record(VERB, actor=actor, subject=found, area=county().key, fields=changed)
    return found
