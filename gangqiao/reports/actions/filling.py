"""Ask for a taught layout to be filled: masked at once, or with sensitive columns in full once somebody approves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import NotYourVerb, require
from gangqiao.exports.actions import Order, ask_for
from gangqiao.exports.models import Export
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, Level
from gangqiao.places.models import Division
from gangqiao.reports import in_full
from gangqiao.reports import teaching as t
from gangqiao.reports.filling import lines_of
from gangqiao.reports.in_full import FILL
from gangqiao.reports.models import Filling, Version
from gangqiao.reports.refusals import DayAhead, NothingInFull, NothingTaught, TooManyForPost
from gangqiao.reports.states import Taught


def ask_to_fill(version: Version, area: Division, day: date, *, actor: Actor) -> Filling:
    """Write down that the layout is to be filled for an area and a day; a job makes it.

    Raises NotYourVerb, DayAhead, NothingTaught (a version that is not in use), TooManyForPost.
    """
    level = _level_to_fill(version, area, day, actor)
    if actor.user_id is None:
        raise NotYourVerb
    with transaction.atomic():
        filling = Filling.objects.create(
            area=area,
            version=version,
            day=day,
            level=level,
            made_by_id=actor.user_id,
            name=f"{version.layout.title} {area.name} {day.isoformat()}.xlsx"[:200],
        )
        record(FILL, actor=actor, subject=filling, fields=["day", "version"])
    return filling


def ask_in_full(
    version: Version, area: Division, day: date, clear: Sequence[str], purpose: str, *, actor: Actor
) -> Export:
    """Ask for the layout with columns in full, keys of `in_full.sensitive_columns`. A second person decides.

    Raises what `ask_to_fill` and `exports.actions.ask_for` raise, and NothingInFull.
    """
    level, teaching = _level_to_fill(version, area, day, actor), t.load(version.teaching)
    wanted = [key for key in in_full.sensitive_columns(teaching) if key in set(clear)]
    if not wanted:
        raise NothingInFull(version.number)
    order = Order(
        kind=in_full.KIND,
        area=area.key,
        query=in_full.query_of(version, day),
        columns=in_full.all_columns(teaching),
        clear=wanted,
        purpose=purpose,
        level=level,
        count=lambda: lines_of(teaching, area.key, level),
    )
    return ask_for(order, actor=actor)


def _level_to_fill(version: Version, area: Division, day: date, actor: Actor) -> Level:
    """The field level of the filled workbook. Raises why the actor may not fill it."""
    require(actor, FILL, area=area.key)
    if day > clock.today():
        raise DayAhead
    if version.status != Taught.IN_FORCE:
        raise NothingTaught
    level = min(actor.level_in(area.key), Level.PERSONAL)
    if t.load(version.teaching).lists_people and level < Level.PERSONAL:
        raise TooManyForPost
    return level
