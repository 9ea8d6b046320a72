"""Counts the versions of entities: what others change on the register raises them, so lists on phones are fresh."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from gangqiao.kernel import clock
from gangqiao.kernel.paths import upper_bound
from gangqiao.openrosa.models import Entity, EntityVersion, EntityWork
from gangqiao.openrosa.names import KEPT_UP
from gangqiao.openrosa.reads import register
from gangqiao.openrosa.states import Conflict
from gangqiao.surveys.models import Campaign

AT_ONCE = 100  # entities of one transaction: others write, too
RANK = {"": 0, Conflict.SOFT: 1, Conflict.HARD: 2}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list. version: the newest, of which `properties` are the content."""

    key: UUID
    label: str
    version: int
    properties: Mapping[str, str]


def refresh_list(campaign: Campaign, list_name: str, area: str) -> list[Line]:
    """The lines of a list in an area, each with its version; a new version where the register has changed since.

    In short transactions. A second call changes nothing.
    """
    rows = list(register.listed(list_name, area))
    found = register.properties_of(list_name, rows, campaign)
    versions = _versions(campaign, list_name, area)
    stale = [r for r in rows if versions.get(r.uuid, (0, None))[1] != found[r.uuid]]
    numbers = {key: number for key, (number, _stored) in versions.items()}
    for start in range(0, len(stale), AT_ONCE):
        numbers |= _raise(campaign, list_name, stale[start : start + AT_ONCE], found)
    return [Line(r.uuid, register.label_of(list_name, r), numbers[r.uuid], found[r.uuid]) for r in rows]


def _versions(campaign: Campaign, list_name: str, area: str) -> dict[UUID, tuple[int, dict[str, str]]]:
    """Number and content of the newest version, by entity."""
    newest = EntityVersion.objects.filter(
        entity__campaign=campaign,
        entity__list=list_name,
        area__gte=area,
        area__lt=upper_bound(area),
        number=F("entity__version"),
    ).select_related("entity")
    return {v.entity.key: (v.number, v.properties) for v in newest}


def _raise(
    campaign: Campaign, list_name: str, rows: Sequence[Any], found: Mapping[UUID, dict[str, str]]
) -> dict[UUID, int]:
    """Give each row the next version, unless somebody else has meanwhile. Returns the numbers."""
    made = [Entity(campaign=campaign, area_id=register.village_of(r.area_id), list=list_name, key=r.uuid) for r in rows]
    with transaction.atomic():
        Entity.objects.bulk_create(made, ignore_conflicts=True)
        places = {(e.area_id, e.key) for e in made}
        held = Entity.objects.select_for_update().filter(campaign=campaign, key__in=[r.uuid for r in rows])
        entities = [e for e in held.order_by("pk") if (e.area_id, e.key) in places]
        newest = EntityVersion.objects.filter(entity__in=entities, number=F("entity__version"))
        contents = {v.entity_id: v.properties for v in newest}
        stale = [e for e in entities if contents.get(e.pk) != found[e.key]]
        for entity in stale:
            entity.version += 1
        # Together: the first list of a village has well over a thousand of them.
        EntityVersion.objects.bulk_create([_version(e, found[e.key]) for e in stale])
        Entity.objects.bulk_update(stale, ["version"])
    return {e.key: e.version for e in entities}


def _version(entity: Entity, properties: Mapping[str, str], **more: Any) -> EntityVersion:
    """The row of an entity's newest version, not yet stored."""
    return EntityVersion(
        area_id=entity.area_id,
        entity=entity,
        number=entity.version,
        stored=json.dumps(dict(properties), ensure_ascii=False),
        **more,
    )


def lock_entity(work: EntityWork) -> Entity:
    """The entity of a piece of work, locked: everything about one entity happens one after the other.

    One that nobody has created yet is kept at version 0, so that also its lock exists.
    """
    own = {"campaign": work.submission.campaign, "key": work.key, "area_id": place_of(work)}
    Entity.objects.bulk_create([Entity(**own, list=work.list)], ignore_conflicts=True)
    entity: Entity = Entity.objects.select_for_update().get(**own)
    return entity


def place_of(work: EntityWork) -> str:
    """The village whose list has the entity; the device's area for one that is not there yet."""
    row = register.find_row(work.list, work.key)
    return register.village_of(row.area_id if row is not None else work.area_id)


def refresh(entity: Entity, row: Any) -> None:
    """A new version when the register has changed by other ways since the newest. The entity is locked."""
    found = register.properties_of(entity.list, [row], entity.campaign)[row.uuid]
    if content_of(entity) != found:
        add_version(entity, found)


def content_of(entity: Entity) -> dict[str, str] | None:
    """The properties of the newest version; null while there is none."""
    newest = entity.versions.filter(number=entity.version).first() if entity.version else None
    return newest.properties if newest is not None else None


def add_version(
    entity: Entity, properties: Mapping[str, str], *, work: EntityWork | None = None, conflict: str = ""
) -> EntityVersion:
    """Store the next version of a locked entity. A conflict stays until somebody looked, and never becomes milder."""
    entity.version += 1
    if RANK[conflict] > RANK[entity.conflict]:
        entity.conflict, entity.conflict_at = conflict, clock.now()
    entity.save(update_fields=["version", "conflict", "conflict_at", "made_late"])
    origin: dict[str, Any] = {}
    if work is not None:
        origin = {"work": work, "base": work.base, "trunk": work.trunk, "branch": work.branch}
        origin["branch_base"] = work.base if work.branch else None
    version = _version(entity, properties, **origin)
    version.save(force_insert=True)
    return version


def conflict_of(entity: Entity, base: EntityVersion, work: EntityWork) -> str:
    """How far what the sender saw differs from what is stored now. The entity is locked and fresh.

    hard: a property sent differs from what others made of it since; soft: others changed other properties since the
    base, or another branch wrote since the trunk. What only keeps phones up to date (`KEPT_UP`) is nobody's answer.
    """
    now = content_of(entity) or {}
    before = base.properties
    changed = {name for name in now.keys() | before.keys() if now.get(name, "") != before.get(name, "")} - KEPT_UP
    if any(name in changed and text != now.get(name, "") for name, text in work.properties.items()):
        return Conflict.HARD
    if changed or _is_interrupted(entity, work):
        return Conflict.SOFT
    return Conflict.NONE


def _is_interrupted(entity: Entity, work: EntityWork) -> bool:
    """Whether somebody else wrote after the branch of this change began."""
    if work.branch is None or work.trunk is None:
        return False
    since = entity.versions.filter(number__gte=work.trunk).order_by("number")
    before: dict[str, str] | None = None
    for version in since:
        content = version.properties
        is_other = version.number > work.trunk and version.branch != work.branch
        if is_other and before is not None and _differs(before, content):
            return True
        before = content
    return False


def _differs(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    return any(one.get(n, "") != other.get(n, "") for n in (one.keys() | other.keys()) - KEPT_UP)
