"""The villages a phone carries, and what it takes away of each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from gangqiao.audit.models import Event
from gangqiao.audit.reads import head
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, covers
from gangqiao.kernel.paths import ancestors_of, upper_bound
from gangqiao.places.levels import Level
from gangqiao.places.models import Division
from gangqiao.places.reads import subtree
from gangqiao.sync.parcels import changes_of, laid_out, sections_of
from gangqiao.sync.reads.receipts import current_epoch

# Of a package: raised when a client that reads the last one could not read it. It asks with the number it reads.
FORMAT = 2
# Events that change nothing a phone carries, however many there are of them.
BESIDE_THE_POINT = ("accounts.", "sync.", "audit.", "exports.", "ledgers.")
Json = dict[str, Any]


def villages_of(actor: Actor, verb: str = "sync.carry") -> list[Division]:
    """The villages in which the actor has the verb, in tree order."""
    areas = actor.areas(verb)
    if not areas:
        return []
    within = Q()
    for area in areas:
        within |= Q(key__gte=area, key__lt=upper_bound(area))
    return list(Division.objects.on(clock.today()).filter(within, level=Level.VILLAGE).order_by("key"))


def find_village(actor: Actor, key: str, verb: str = "sync.carry") -> Division | None:
    """The village of this key in which the actor has the verb, or None: absent, or somebody else's."""
    if not any(covers(area, key) for area in actor.areas(verb)):
        return None
    return Division.objects.filter(key=key, level=Level.VILLAGE).first()


def named(divisions: list[Division]) -> list[Json]:
    """Divisions as the wire names them."""
    return [{"key": d.key, "name": d.name} for d in divisions]


@dataclass(frozen=True, slots=True)
class Package:
    """A village as a phone carries it. `etag` is another one whenever the content is; `persons` are named in it."""

    content: Json
    etag: str
    persons: list[UUID]


def package_of(village: Division, actor: Actor) -> Package:
    """Everything a phone carries of the village."""
    # Asked before the content: what is written meanwhile comes once more with the next changes, and is not missed.
    cursor = head()
    groups = list(subtree(village.key).filter(level=Level.GROUP))
    parts, version = sections_of(village, actor)
    content = {
        "format": FORMAT,
        "epoch": current_epoch(),
        "cursor": str(cursor),
        "made_at": clock.now().isoformat(),
        "today": clock.today().isoformat(),
        "village": {"key": village.key, "name": village.name},
        "groups": named(groups),
        "surveys": [],
        "questions": {},
        "places": {},
        "households": [],
        **laid_out(parts),
    }
    etag = f'W/"{cursor}-{_frame(village, actor, groups)}-{_short(version)}"'
    return Package(content, etag, list(persons_in(parts)))


def is_current(etag: str, village: Division, actor: Actor) -> bool:
    """True when the package of this tag is still what `package_of` would give; without making it."""
    cursor, _dash, rest = etag.removeprefix("W/").strip('"').partition("-")
    frame = rest.partition("-")[0]
    groups = list(subtree(village.key).filter(level=Level.GROUP))
    # A number of this length is one of ours; any other text is none.
    if not _is_cursor(cursor) or int(cursor) > head() or frame != _frame(village, actor, groups):
        return False
    return not has_changed(str(village.key), int(cursor))


def changes_since(village: Division, since: str, actor: Actor) -> Json:
    """What changed in the village after a cursor; "whole": true when that cannot be told, and the phone starts anew."""
    cursor = head()
    found = None
    if _is_cursor(since) and int(since) <= cursor:
        found = changes_of(village, int(since), actor)
    whole = found is None
    parts = found if found is not None else {"surveys": [], "households": [], "gone": []}
    today = clock.today().isoformat()
    return {"epoch": current_epoch(), "cursor": str(cursor), "whole": whole, "today": today, **parts}


def persons_in(content: Json) -> Iterator[UUID]:
    """Whoever is named in what leaves for a phone: written into the log of looks."""
    for household in content.get("households", ()):
        for person in household.get("persons", ()):
            yield UUID(str(person["uuid"]))


def _is_cursor(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18


def has_changed(area: str, since: int) -> bool:
    """Whether anything happened in an area, or over it (a survey of the city, for example), after an event's number."""
    own = Q(area__gte=area, area__lt=upper_bound(area))
    around = Q(area__in=["", *ancestors_of(area)])
    found = Event.objects.filter(own | around, seq__gt=since)
    for prefix in BESIDE_THE_POINT:
        found = found.exclude(verb__startswith=prefix)
    return bool(found.exists())


def _frame(village: Division, actor: Actor, groups: list[Division]) -> str:
    """What a package depends on beside the register: another day, epoch, officer or division makes it another."""
    seen = (FORMAT, current_epoch(), village.key, village.name, named(groups), clock.today(), actor.user_id)
    return _short(repr((seen, int(actor.level_in(village.key)))))


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
