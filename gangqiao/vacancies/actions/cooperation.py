"""Agreements on labour cooperation with other areas, and the stations there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, covers
from gangqiao.kernel.files import drop
from gangqiao.places.reads import county_path
from gangqiao.vacancies.actions.employers import _kept as kept_scan
from gangqiao.vacancies.models import Agreement, Station
from gangqiao.vacancies.refusals.cooperation import EndsBeforeItBegins, InsideTheCounty, StationClosed
from gangqiao.vacancies.refusals.employers import DayAhead

COOPERATE = "vacancies.cooperate"
AGREEMENT_FACTS = ("partner", "place", "signed_on", "valid_to", "about", "contact", "phone")
STATION_FACTS = ("name", "place", "address", "phone", "staff", "agreement", "opened_on")


def keep_agreement(
    facts: Mapping[str, Any], *, agreement_id: int | None = None, content: bytes = b"", actor: Actor
) -> Agreement:
    """Enter an agreement, or correct one; a scan is kept sealed and takes the place of the one before.

    facts  by the keys of AGREEMENT_FACTS
    Raises NotYourVerb, InsideTheCounty, DayAhead, EndsBeforeItBegins, EvidenceTooLarge, NotAnEvidence.
    """
    require(actor, COOPERATE, area=county_path())
    with transaction.atomic(), kept_scan(content) as name:
        agreement = _locked(Agreement, agreement_id) or Agreement(kept_by=actor.name[:100])
        is_new = agreement.pk is None
        changed = _take(agreement, facts, AGREEMENT_FACTS)
        _check_agreement(agreement)
        if name:
            before, agreement.file = agreement.file, name
            changed.append("file")
            if before:
                transaction.on_commit(lambda: drop(before))
        if changed:
            agreement.save()
            record(COOPERATE, actor=actor, subject=agreement, area=county_path(), fields=[] if is_new else changed)
    return agreement


def _check_agreement(agreement: Agreement) -> None:
    _refuse_inside(agreement.place_id)
    if agreement.signed_on > clock.today():
        raise DayAhead("signed_on")
    if agreement.valid_to and agreement.valid_to <= agreement.signed_on:
        raise EndsBeforeItBegins("valid_to")


def keep_station(facts: Mapping[str, Any], *, station_id: int | None = None, actor: Actor) -> Station:
    """Enter a station, or correct one. It stands on the public page from the day it opens.

    facts  by the keys of STATION_FACTS
    Raises NotYourVerb, InsideTheCounty, StationClosed.
    """
    require(actor, COOPERATE, area=county_path())
    with transaction.atomic():
        station = _locked(Station, station_id) or Station()
        if station.closed_on is not None:
            raise StationClosed
        is_new = station.pk is None
        changed = _take(station, facts, STATION_FACTS)
        _refuse_inside(station.place_id)
        if changed:
            station.save()
            record(COOPERATE, actor=actor, subject=station, area=county_path(), fields=[] if is_new else changed)
    return station


def close_station(station_id: int, *, on: date | None = None, actor: Actor) -> Station:
    """Close a station; it leaves the public page that day. Raises NotYourVerb, StationClosed, EndsBeforeItBegins."""
    require(actor, COOPERATE, area=county_path())
    with transaction.atomic():
        station = Station.objects.select_for_update().get(pk=station_id)
        if station.closed_on is not None:
            raise StationClosed
        station.closed_on = on or clock.today()
        if station.closed_on < station.opened_on:
            raise EndsBeforeItBegins("on")
        station.save(update_fields=["closed_on"])
        record(COOPERATE, actor=actor, subject=station, area=county_path(), fields=["closed_on"])
    return station


def _locked(model: Any, pk: int | None) -> Any:
    return model.objects.select_for_update().get(pk=pk) if pk else None


def _take(row: Any, facts: Mapping[str, Any], keys: tuple[str, ...]) -> list[str]:
    """Set what differs; the keys of it."""
    now = {key: getattr(row, f"{key}_id") if key in ("place", "agreement") else getattr(row, key) for key in keys}
    given = {key: getattr(facts[key], "pk", None) if key in ("place", "agreement") else facts[key] for key in keys}
    changed = [key for key in keys if now[key] != given[key]]
    for key in changed:
        setattr(row, key, facts[key])
    return changed


def _refuse_inside(place: str) -> None:
    if covers(county_path(), place):
        raise InsideTheCounty
