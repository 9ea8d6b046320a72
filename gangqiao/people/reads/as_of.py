"""As of any day, as known on any day (indicators.md, decision 4)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from gangqiao.kernel import clock
from gangqiao.people import attributes
from gangqiao.people.models import RECORD_FACTS, EmploymentSpell, Fact, Person, Remembered

R = TypeVar("R", bound=Remembered)


def end_of(day: date) -> datetime:
    """The instant at which a business day is over: what was recorded during it was known on it."""
    return datetime.combine(day + timedelta(days=1), time(0), clock.TZ)


def rows(model: type[R], *, on: date, known_on: date | None = None) -> QuerySet[R]:
    """The dated rows that held on a day, as believed at the end of another day (null: now), within the scope."""
    believed = _believed(model._default_manager.all(), known_on)
    if issubclass(model, EmploymentSpell):
        return believed.filter(Q(ended_on=None) | Q(ended_on__gte=on), started_on__lte=on).exclude(status="planned")
    return believed.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)


def history(model: type[R], person: Person, *, known_on: date | None = None) -> QuerySet[R]:
    """All dated rows of a person, as believed at the end of a day (null: now)."""
    return _believed(model._default_manager.filter(person=person), known_on)


def _believed(found: QuerySet[Any], known_on: date | None) -> QuerySet[Any]:
    if known_on is None:
        return found.filter(recorded_to=None)
    end = end_of(known_on)
    return found.filter(Q(recorded_to=None) | Q(recorded_to__gte=end), recorded_from__lt=end)


def fact(person: Person, key: str, *, on: date, known_on: date | None = None) -> Any:
    """The value of one attribute on a day, as known at the end of another; None when it was not known then."""
    return facts(person, on=on, known_on=known_on, keys=(key,)).get(key)


def facts(person: Person, *, on: date, known_on: date | None = None, keys: tuple[str, ...] = ()) -> dict[str, Any]:
    """Values by attribute key, as JSON values. Keys the register did not know yet are absent."""
    wanted = keys or tuple(a.key for a in attributes.PERSON) + tuple(sorted(RECORD_FACTS))
    written = _believed(Fact.objects.filter(person=person, key__in=wanted), known_on)
    ever = set(Fact.objects.filter(person=person, key__in=wanted).values_list("key", flat=True))
    found: dict[str, Any] = {
        f.key: f.plain for f in written if f.valid_from <= on and (f.valid_to is None or f.valid_to > on)
    }
    # An attribute that never changed has no facts: its column has held since registration.
    known = known_on is None or person.recorded_at < end_of(known_on)
    if known and person.registered_on <= on:
        for key in wanted:
            if key not in ever:
                found[key] = _plain(getattr(person, key))
    elif known_on is not None and not known:
        return {}
    return found


def _plain(value: Any) -> Any:
    value = getattr(value, "pk", value)
    return value.isoformat() if isinstance(value, date) else value
