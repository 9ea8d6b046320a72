"""Sheets, classes and journeys make claims by themselves: at once when one is finished, and every night.

Each may run twice and may be killed: a record makes one claim (`actions.feeding`).
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Model

from gangqiao.assistance.models import DutySheet
from gangqiao.audit.models import Event
from gangqiao.audit.nightly import nightly
from gangqiao.audit.subscriptions import after
from gangqiao.kernel.scope import scope_of
from gangqiao.places.reads import county_path
from gangqiao.subsidies.actions import feeding
from gangqiao.training.models import Class


@nightly
def feed_every_night() -> None:
    """What was held back and is cleared up since, and whatever a killed job left."""
    with scope_of([county_path()]):
        feeding.feed_all()


@after("assistance.finish_sheet")
def after_sheet(event: Event) -> None:
    """A monthly sheet became final."""
    with scope_of([county_path()]):
        sheet = DutySheet.objects.filter(uuid=_key(event, DutySheet)).first()
        if sheet is not None:
            feeding.feed_month(sheet.month)


@after("training.claim_class")
def after_class(event: Event) -> None:
    """A class was handed over for its subsidy."""
    with scope_of([county_path()]):
        held = Class.objects.filter(uuid=_key(event, Class)).first()
        if held is not None:
            feeding.feed_class(held)


def _key(event: Event, model: type[Model]) -> UUID | None:
    name, _colon, key = str(event.subject).partition(":")
    return UUID(key) if name == model._meta.label_lower and key else None
