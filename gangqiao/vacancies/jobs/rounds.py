"""What collecting does by itself: copies to the bureau (R051), and the question of each month (R053, R117)."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import models

from gangqiao.accounts.roles import ROLES
from gangqiao.audit.events import record
from gangqiao.audit.models import Event
from gangqiao.audit.nightly import nightly
from gangqiao.audit.subscriptions import after
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.scope import scope_of
from gangqiao.places.reads import county_path
from gangqiao.vacancies.actions import rounds

COPY = "vacancies.copy_to_bureau"
# Whoever receives returns is the bureau itself and needs no copy of its own work.
BUREAU = frozenset(key for key, role in ROLES.items() if "vacancies.receive_return" in role.verbs)
COPIED = (
    "vacancies.list_employer",
    "vacancies.correct_employer",
    "vacancies.count_employer",
    "vacancies.close_employer",
    "vacancies.submit",
    "vacancies.withdraw",
    "vacancies.fill",
)


def copy_to_bureau(event: Event) -> None:
    """Put what a township, a department or an employer entered before the bureau, at once and without being told to.

    The copy is an entry of the log and of the bureau's list; the record itself is one for all. Called twice it
    changes nothing.
    """
    if BUREAU.intersection(event.actor_roles.split(",")) or event.actor_id is None:
        return
    source = source_of(event)
    # A copy is younger than what it copies: only those are looked through.
    if Event.objects.filter(verb=COPY, seq__gt=event.seq, source=source).exists():
        return
    subject = find_subject(event.subject)
    if subject is not None:
        record(COPY, actor=SYSTEM, subject=subject, fields=[event.verb], source=source)


for _verb in COPIED:
    after(_verb)(copy_to_bureau)


def source_of(event: Event) -> str:
    """How the copy names the entry it was made of."""
    return f"event {event.seq}"


def find_subject(name: str) -> models.Model | None:
    """The record an entry of the log is about, within the scope; null when it cannot be seen."""
    label, _colon, uuid = name.partition(":")
    if label not in ("vacancies.employer", "vacancies.vacancy"):
        return None
    model: Any = apps.get_model(label)
    found: models.Model | None = model._default_manager.filter(uuid=uuid).first()
    return found


@nightly
def ask_for_the_month() -> None:
    """On the first night of a month its returns are asked for, unless the bureau did it before; old months close."""
    if home := county_path():
        with scope_of([home]):
            rounds.close_old_months(actor=SYSTEM)
            rounds.ask_for_the_month(actor=SYSTEM)
