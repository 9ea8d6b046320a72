"""Training providers as lists and pages ask for them: the list, licences that run out, users, who may teach what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from gangqiao.accounts.models import UnitKind, User
from gangqiao.audit.events import name_of
from gangqiao.audit.models import Event
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.paths import common_path
from gangqiao.training.models import Class, Course, Provider
from gangqiao.training.policy.demand import NUMBERS, UNLICENSED, is_licensed
from gangqiao.training.reads.classes_seeing import providers_seen
from gangqiao.training.states import Status

LOOKS = ("", "licence", "barred")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is asked for; "" for everything. text: part of a name, or a credit code."""

    look: str = ""
    kind: str = ""
    trade: str = ""
    text: str = ""


def listed(asked: Asked, actor: Actor) -> list[Provider]:
    """The providers of the list by name."""
    rows = providers_seen(actor).filter(_look(asked.look))
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.text:
        rows = rows.filter(Q(name__icontains=asked.text) | Q(credit_code=asked.text.upper()))
    return [one for one in rows.order_by("name", "pk") if not asked.trade or asked.trade in one.trades]


def _look(look: str) -> Q:
    if look == "barred":
        return Q(barred_on__isnull=False)
    return Q(barred_on=None) & (_licence_ends() if look == "licence" else Q())


def _licence_ends() -> Q:
    """No licence is on file, or it runs out within the days of the policy."""
    today = clock.today()
    last = today + timedelta(days=int(NUMBERS.on(today).licence_warn_days))
    return (Q(licence_until=None) | Q(licence_until__lte=last)) & ~Q(kind__in=UNLICENSED)


def licences_to_renew() -> QuerySet[Provider]:
    """Providers whose licence is missing, has run out or soon will, the first to end first."""
    return Provider.objects.filter(Q(barred_on=None) & _licence_ends()).order_by("licence_until", "pk")


def users_of(provider: Provider) -> list[User]:
    """Who has an account of the provider, those shut out as well."""
    if not provider.unit:
        return []
    return list(User.objects.filter(unit__code=provider.unit, unit__kind=UnitKind.PROVIDER).order_by("pk"))


def may_teach(trade: str, until: date, near: str = "") -> list[Provider]:
    """Who is admitted and licensed to teach a trade until a day; those whose seat lies nearest to a place first."""
    rows = Provider.objects.filter(barred_on=None).exclude(kind__in=UNLICENSED)
    found = [one for one in rows if trade in one.trades and is_licensed(one.kind, one.licence_until, until)]
    return sorted(found, key=lambda one: (-len(common_path([near, str(one.place_id or "")])), one.name, one.pk))


def classes_of(provider: Provider, limit: int = 30) -> list[Class]:
    """Its classes, the last to begin first."""
    rows = Class.objects.filter(provider=provider).exclude(status=Status.CANCELLED)
    return list(rows.select_related("course").order_by("-begins_on", "-pk")[:limit])


def history(row: Any, limit: int = 40) -> list[Event]:
    """What was done with a provider, a plan or a class, newest first."""
    return list(Event.objects.filter(subject=name_of(row)).order_by("-seq")[:limit])


def offered(trade: str = "") -> QuerySet[Course]:
    """The courses of the catalogue that are offered."""
    rows = Course.objects.filter(retired_on=None)
    return rows.filter(trade=trade) if trade else rows
