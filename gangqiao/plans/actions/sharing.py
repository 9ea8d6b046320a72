"""Shares the targets of the plan in force out to the units, by rule or by hand, and issues them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import IntegrityError, transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require, step
from gangqiao.indicators.targets import Target
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.kernel.errors import Refusals
from gangqiao.places.reads import county, townships
from gangqiao.plans.models import Cascade, PlanVersion, ShareReceipt, TargetShare
from gangqiao.plans.reads import current_targets, version_in_force
from gangqiao.plans.refusals import (
    DraftThere,
    NoPlanInForce,
    NoSuchCell,
    NotOfThisPlan,
    NotTheirShares,
    NoUnits,
    SecondPerson,
    SharesAtFault,
)
from gangqiao.plans.shares.cascading import Values, monthly, wholes
from gangqiao.plans.shares.checking import Cell
from gangqiao.plans.shares.given import given_shares
from gangqiao.plans.shares.in_force import by_hand_in, cells_of, draft, faults_in, units_to_acknowledge
from gangqiao.plans.shares.rules import PLAN, POPULATION, counted_on, courses_of, weights_of
from gangqiao.plans.shares.spreading import spread
from gangqiao.plans.states import ShareStatus


def make_draft(*, rule: str, course: str, actor: Actor, on: date | None = None, source: str = "screen") -> Cascade:
    """Share every target out by the rule, its months by the course. `on`: day whose numbers count, today if null.

    Raises NoPlanInForce, NoUnits, DraftThere, NothingToGoBy, and the refusals of the plan's own shares.
    """
    require(actor, "plans.share")
    version, targets = version_in_force(), current_targets()
    if version is None:
        raise NoPlanInForce
    if draft() is not None:
        raise DraftThere
    areas = [area.key for area in townships()]
    if not areas:
        raise NoUnits
    day = counted_on(rule, targets[0].due_on.year, on or clock.today())
    # Counted before the transaction begins: it may take seconds, and others write meanwhile.
    shared, given = _shared(version, targets, rule, areas, day)
    months = monthly(targets, shared, courses_of(targets, course, county().key), county().key)
    cells = {(t, area, ""): value for t, by_area in shared.items() for area, value in by_area.items()}
    for target, by_month in months.items():
        cells |= {(target, area, month): value for month, row in by_month.items() for area, value in row.items()}
    cascade = Cascade(
        version=version, plan_key=version.key, rule=rule, course=course, counted_on=day, made_by_id=actor.user_id
    )
    return _keep(cascade, cells | given, set(given), actor, source)


def _shared(
    version: PlanVersion, targets: Sequence[Target], rule: str, areas: Sequence[str], day: date | None
) -> tuple[dict[str, Values], dict[Cell, int]]:
    """What each area owes by the rule, and what the plan's file sets, which takes its place."""
    by = POPULATION if rule == PLAN else rule
    given = given_shares(version, targets) if rule == PLAN else {}
    set_by_plan: dict[str, Values] = {}
    for (target, area, month), value in given.items():
        if not month:
            set_by_plan.setdefault(target, {})[area] = value
    return wholes(targets, lambda target: weights_of(target, by, areas, day), set_by_plan), given


def _keep(cascade: Cascade, cells: Mapping[Cell, int], by_hand: set[Cell], actor: Actor, source: str) -> Cascade:
    """Save the draft with its cells. Raises DraftThere when two made one at once."""
    last = Cascade.objects.filter(plan_key=cascade.plan_key).order_by("-number").first()
    cascade.number = last.number + 1 if last else 1
    try:
        with transaction.atomic():
            cascade.save()
            rows = [
                TargetShare(
                    cascade=cascade, target_key=t, area_id=area, month=m, value=value, by_hand=(t, area, m) in by_hand
                )
                for (t, area, m), value in cells.items()
            ]
            # A thousand short rows in one go take some hundredths of a second, and half a draft would be none.
            TargetShare.objects.bulk_create(rows)
            record("plans.share", actor=actor, subject=cascade, source=source)
    except IntegrityError:
        raise DraftThere from None
    return cascade


def change_shares(cascade_id: int, changes: Mapping[Cell, int], *, actor: Actor) -> int:
    """Write numbers by hand; the months of changed shares follow. How many cells are different afterwards.

    A draft may be at fault meanwhile: only its issue is refused. Raises NoSuchCell, NotAllowedNow.
    """
    with step(Cascade, cascade_id, "plans.share", actor=actor) as cascade:
        before, by_hand = cells_of(cascade), by_hand_in(cascade)
        changed = {cell: value for cell, value in changes.items() if before.get(cell) != value}
        if changed.keys() - before.keys():
            raise NoSuchCell
        after = spread(current_targets(), before, changed, by_hand, county=county().key)
        _save(cascade, before, after, by_hand, set(changed))
        # Whoever changed the draft last has made it: another issues it.
        cascade.made_by_id = actor.user_id if changed else cascade.made_by_id
    return sum(before[cell] != value for cell, value in after.items())


def _save(
    cascade: Cascade, before: Mapping[Cell, int], after: Mapping[Cell, int], by_hand: set[Cell], written: set[Cell]
) -> None:
    rows = []
    for row in TargetShare.objects.filter(cascade=cascade):
        cell = (row.target_key, row.area_id, row.month)
        is_by_hand = cell in written or (cell in by_hand and before[cell] == after[cell])
        if row.value != after[cell] or row.by_hand != is_by_hand:
            row.value, row.by_hand = after[cell], is_by_hand
            rows.append(row)
    TargetShare.objects.bulk_update(rows, ["value", "by_hand"], batch_size=200)


def issue_shares(cascade_id: int, *, reason: str, actor: Actor, source: str = "screen") -> Cascade:
    """Put a draft into force in place of the version before. Raises SecondPerson, NotOfThisPlan, Refusals."""
    with step(Cascade, cascade_id, "plans.issue_shares", actor=actor, note=reason, source=source) as cascade:
        if cascade.made_by_id is not None and cascade.made_by_id == actor.user_id:
            raise SecondPerson
        version = version_in_force()
        if version is None or version.key != cascade.plan_key:
            raise NotOfThisPlan
        if faults := faults_in(cascade):
            raise Refusals([SharesAtFault(fault.sentence, field=fault.target) for fault in faults])
        for before in Cascade.objects.filter(plan_key=cascade.plan_key, status=ShareStatus.ISSUED):
            with step(Cascade, before.pk, "plans.supersede_shares", actor=SYSTEM, source=source) as old:
                old.superseded_on = clock.today()
        cascade.issued_by_id, cascade.issued_on = actor.user_id, clock.today()
        cascade.reason = reason.strip()[:500]
    return cascade


def drop_draft(cascade_id: int, *, actor: Actor) -> Cascade:
    """Give a draft up; it stays in the history."""
    with step(Cascade, cascade_id, "plans.drop_shares", actor=actor) as cascade:
        return cascade


def acknowledge_shares(cascade_id: int, *, actor: Actor) -> int:
    """Say for every unit the actor answers for that its shares were seen; how many were. Raises NotTheirShares."""
    require(actor, "plans.acknowledge_shares")
    with transaction.atomic():
        cascade = Cascade.objects.select_for_update().get(pk=cascade_id)
        units = units_to_acknowledge(actor, cascade)
        if not units:
            raise NotTheirShares
        for unit in units:
            receipt = ShareReceipt.objects.create(cascade=cascade, unit=unit, acknowledged_by_id=actor.user_id)
            record("plans.acknowledge_shares", actor=actor, subject=receipt, area=unit.area_id or "")
    return len(units)
