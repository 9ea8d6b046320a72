"""The versions of the shares, and which of them are in force."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db.models import QuerySet

from gangqiao.accounts.models import Unit
from gangqiao.indicators.targets import Share, Shares
from gangqiao.kernel.actor import Actor
from gangqiao.places.models import Division
from gangqiao.places.reads import county
from gangqiao.plans.models import Cascade, PlanVersion, TargetShare
from gangqiao.plans.reads import current_targets, units_answered_for, version_in_force
from gangqiao.plans.shares.cascading import as_days
from gangqiao.plans.shares.checking import Cell, Fault, faults_of
from gangqiao.plans.shares.rules import RULES
from gangqiao.plans.states import ShareStatus


def issued(version: PlanVersion | None = None) -> Cascade | None:
    """The shares in force for the plan in force; null while none are issued."""
    version = version or version_in_force()
    found = Cascade.objects.filter(plan_key=version.key, status=ShareStatus.ISSUED) if version else None
    return found.select_related("made_by", "issued_by").first() if found is not None else None


def draft() -> Cascade | None:
    """The draft for the plan in force; null when there is none."""
    version = version_in_force()
    if version is None:
        return None
    return Cascade.objects.filter(plan_key=version.key, status=ShareStatus.DRAFT).select_related("made_by").first()


def versions() -> QuerySet[Cascade]:
    """Every version for the plan in force, the newest first."""
    version = version_in_force()
    found = Cascade.objects.filter(plan_key=version.key) if version else Cascade.objects.none()
    return found.select_related("made_by", "issued_by")


def cells_of(cascade: Cascade) -> dict[Cell, int]:
    rows = TargetShare.objects.filter(cascade=cascade).order_by("area_id", "target_key", "month")
    return {(target, area, month): value for target, area, month, value in rows.values_list(*_CELL, "value")}


def by_hand_in(cascade: Cascade) -> set[Cell]:
    """The cells somebody wrote."""
    return set(TargetShare.objects.filter(cascade=cascade, by_hand=True).values_list(*_CELL))


_CELL = ("target_key", "area_id", "month")


def faults_in(cascade: Cascade, cells: dict[Cell, int] | None = None) -> list[Fault]:
    """Why the shares cannot be issued, by the targets of the plan in force."""
    found = cells_of(cascade) if cells is None else cells
    names = dict(Division.objects.filter(key__in={area for _t, area, _m in found}).values_list("key", "name"))
    return faults_of(current_targets(), found, county=county().key, name=lambda key: names.get(key, key))


def current_shares() -> Shares:
    """The shares in force by target and area; empty while none are issued."""
    cascade = issued()
    if cascade is None or cascade.issued_on is None:
        return {}
    # What was issued is never changed, so it is read once. The plan's own days may move with a new version of it.
    return _shares(cascade.uuid, tuple((target.id, target.due_on) for target in current_targets()))


@lru_cache(maxsize=4)
def _shares(uuid: UUID, targets: tuple[tuple[str, date], ...]) -> Shares:
    cascade = Cascade.objects.get(uuid=uuid)
    cells, by_hand = cells_of(cascade), by_hand_in(cascade)
    months: dict[tuple[str, str], dict[str, int]] = {}
    for (target_id, area, month), value in cells.items():
        if month:
            months.setdefault((target_id, area), {})[month] = value
    found = {}
    for target, due_on in targets:
        for area in dict.fromkeys(area for _t, area, _m in cells):
            course = as_days(months.get((target, area), {}), due_on)
            value = cells.get((target, area, ""), course[-1][1] if course else None)
            if value is None:
                continue  # the plan has a target that was not there when the shares were set
            found[target, area] = Share(
                value=value,
                course=course,
                rule=RULES[cascade.rule],
                counted_on=cascade.counted_on,
                by_hand=(target, area, "") in by_hand,
                version=cascade.number,
                issued_on=cascade.issued_on or cascade.made_on,
            )
    return found


def sees_every_unit(actor: Actor) -> bool:
    """Whether the actor reads the shares of all units; the others see the county's and their own."""
    return actor.may("plans.view", county().key)


def units_to_acknowledge(actor: Actor, cascade: Cascade) -> list[Unit]:
    """Units the actor answers for that have shares in this version and have not taken note of them."""
    if cascade.status != ShareStatus.ISSUED:
        return []
    areas = TargetShare.objects.filter(cascade=cascade, month="").values("area")
    told = cascade.receipts.values("unit")
    own = units_answered_for(actor, "plans.acknowledge_shares")
    return list(own.filter(area__in=areas).exclude(pk__in=told))
