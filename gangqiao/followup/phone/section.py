"""Whom the officer of a village calls or visits, as a phone carries it."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext

from gangqiao.audit.events import looked
from gangqiao.audit.models import Event
from gangqiao.followup.codes import LISTS
from gangqiao.followup.models import Contact
from gangqiao.followup.policy.followup import NUMBERS, days_of_contacts, given_up_before
from gangqiao.followup.reads.contacts import due_in
from gangqiao.followup.showing.contacts import aspects, phone_of, why_words
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.paths import upper_bound
from gangqiao.places.models import Division

Json = dict[str, Any]
DUE = "contact"  # kind of what is due at a household
AHEAD = 3  # days: an officer without a signal does the next days' calls, too
MOST = 200


def section(village: Division, actor: Actor) -> tuple[Json | None, str]:
    """The calls of the village, most important first; null for who may not make them; and a digest."""
    area = str(village.key)
    if not actor.may("followup.record", area):
        return None, "none"
    found = _whole(list(due_in(area, AHEAD)[:MOST]), actor)
    return found, hashlib.sha256(json.dumps(found, ensure_ascii=False).encode()).hexdigest()[:20]


def changed(village: Division, since: int, actor: Actor) -> dict[str, list[Any]] | None:
    """The section as it stands now, in place of the former one, when something of it changed."""
    area = str(village.key)
    if not actor.may("followup.record", area):
        return {}
    here = Q(area__gte=area, area__lt=upper_bound(area))
    if not Event.objects.filter(here, seq__gt=since, verb__startswith="followup.").exists():
        return {}
    rows = list(due_in(area, AHEAD)[:MOST])
    if rows:
        looked("sync.carry", actor=actor, persons=[row.person_uuid for row in rows], subject=village)
    return {"contacts": [_whole(rows, actor)]}


def due(village: Division, actor: Actor) -> dict[UUID, list[Json]]:
    """Households at which somebody is to be asked for, with the last day to do it."""
    area, found = str(village.key), {}
    if not actor.may("followup.record", area):
        return {}
    grace = clock.today() - given_up_before(clock.today())
    for row in due_in(area)[:MOST]:
        if row.person.household is not None:
            until = (row.due_on + grace).isoformat()
            entry = {"kind": DUE, "title": gettext("Ask how it goes at work"), "until": until}
            found.setdefault(row.person.household.uuid, [entry])
    return found


def _whole(rows: list[Contact], actor: Actor) -> Json:
    return {
        "people": [_entry(row, actor) for row in rows],
        "asks": _asks(),
        "aspects": [[key, str(label)] for key, label in aspects()],
        "help_line": str(NUMBERS.on(clock.today()).help_line),
    }


def _entry(row: Contact, actor: Actor) -> Json:
    person, spell = row.person, row.spell
    return {
        "uuid": str(row.uuid),
        "household": str(person.household.uuid) if person.household else None,
        "person": str(person.uuid),
        "name": person.name,
        "why": why_words(row),
        "due_on": row.due_on.isoformat(),
        "tries": row.tries,
        "phone": phone_of(person, actor),
        "employer": row.employer,
        "since": spell.started_on.isoformat() if spell is not None else None,
        "first": row.mark is not None and row.mark == min(days_of_contacts(row.due_on)),
    }


def _asks() -> Json:
    """The answers to choose from, as [code, words]: the phone knows no code lists of the follow-up."""
    lists = {"result": "result", "spoke_with": "spoke_with", "way": "way", "case": "case_kind", "wants": "wants_next"}
    lists["kept"] = "kept"
    return {key: [[code, str(words)] for code, words in LISTS[name].choices()] for key, name in lists.items()}
