"""Changes one division: its name, its code, its place. What was before stays readable by day."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.places.growth import Growth
from gangqiao.places.levels import Kind, Level, Scheme
from gangqiao.places.models import Division, DivisionCode, FormerName
from gangqiao.places.names import kind_of, pinyin_of, short_name_of
from gangqiao.places.refusals import (
    CodeTaken,
    DayOutOfOrder,
    NameMissing,
    NowhereOnEarth,
    SameName,
    UnknownDivision,
)

MEASURED = "measured"


def locked(key: str, day: dt.date) -> Division:
    """The division in force on the day, locked until the transaction ends. Raises UnknownDivision."""
    division: Division | None = Division.objects.select_for_update().on(day).filter(key=key).first()
    if division is None:
        raise UnknownDivision(key, day)
    return division


@transaction.atomic
def rename(
    key: str, name: str, *, on: dt.date, actor: Actor, source: str = "", date_is_confirmed: bool = True
) -> Division:
    """Give a division another name from a day on; the former name stays with its days."""
    require(actor, "places.rename", area=key)
    division = locked(key, on)
    new_name = name.strip()
    if not new_name:
        raise NameMissing
    if new_name == division.name:
        raise SameName(new_name)
    latest = FormerName.objects.filter(division=division).order_by("-valid_from").first()
    begins = latest.valid_to if latest and latest.valid_to else division.valid_from
    _in_order(division, on, begins)
    FormerName.objects.create(
        division=division,
        name=division.name,
        valid_from=begins,
        valid_to=on,
        date_is_confirmed=date_is_confirmed,
        source=source,
    )
    level = Level(division.level)
    division.name, division.short_name = new_name, short_name_of(level, new_name)
    division.kind = division.kind if division.kind == Kind.PLACEHOLDER else kind_of(level, new_name)
    division.pinyin, division.initials = pinyin_of(new_name)
    division.save()
    record("places.rename", actor=actor, subject=division, area=key, fields=["name"], reason=source)
    return division


@transaction.atomic
def recode(
    key: str,
    code: str,
    *,
    on: dt.date,
    actor: Actor,
    scheme: Scheme = Scheme.OFFICIAL,
    source: str = "",
    date_is_confirmed: bool = True,
) -> DivisionCode:
    """Give a division another code of a scheme from a day on; the code before ends on that day."""
    require(actor, "places.recode", area=key)
    division = locked(key, on)
    growth = Growth([division], DivisionCode.objects.filter(code=code).select_related("division"))
    if taken := growth.holder_of(scheme, code, on, division.valid_to):
        raise CodeTaken(code, taken.division.name)
    before = DivisionCode.objects.filter(division=division, scheme=scheme).order_by("-valid_from").first()
    _in_order(division, on, before.valid_from if before else division.valid_from)
    if before and (before.valid_to is None or before.valid_to > on):
        before.valid_to = on
        before.save(update_fields=["valid_to"])
    growth.give_code(division, scheme, code, on, date_is_confirmed, source)
    growth.write()
    record("places.recode", actor=actor, subject=division, area=key, fields=["code"], reason=source)
    return growth.codes[0]


@transaction.atomic
def locate(key: str, longitude: float, latitude: float, *, actor: Actor, note: str = MEASURED) -> Division:
    """Set where a division lies, and how that is known. Estimated places below it stay as they are."""
    require(actor, "places.locate", area=key)
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise NowhereOnEarth
    division = locked(key, clock.today())
    division.longitude, division.latitude, division.place_note = longitude, latitude, note or MEASURED
    division.save(update_fields=["longitude", "latitude", "place_note"])
    record("places.locate", actor=actor, subject=division, area=key, fields=["longitude", "latitude"], reason=note)
    return division


def _in_order(division: Division, day: dt.date, after: dt.date) -> None:
    # A change of the future would show its result today: names and codes are read as they stand.
    if not after < day <= clock.today():
        raise DayOutOfOrder(division.name, day, after, clock.today())
