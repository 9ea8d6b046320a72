"""Prepare an allocation, have it computed, stop it, drop it; and put down who goes together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require, step
from gangqiao.kernel import clock, files
from gangqiao.kernel.actor import Actor
from gangqiao.matching.models import Allocation, AllocationLine, Companions
from gangqiao.matching.policy.allocations import NUMBERS, Wishes
from gangqiao.matching.refusals_allocations import NameMissing, ThoseNotTogether, TogetherAlready, UnderWay
from gangqiao.people.models import Person
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.places.reads import county

PLAN, RUN, CANCEL = "matching.plan_allocation", "matching.run_allocation", "matching.cancel_allocation"
DROP = "matching.drop_allocation"


def prepare(name: str, wishes: Wishes, *, actor: Actor, made: bool = False) -> Allocation:
    """A new allocation of the county, not computed yet. Raises NotYourVerb, NameMissing."""
    home = county()
    require(actor, PLAN, area=home.key)
    with transaction.atomic():
        row = Allocation.objects.create(
            area=home, name=_named(name), wishes=wishes.as_json(), owner_id=actor.user_id, made_by=actor.name[:100],
            made=made,
        )  # fmt: skip
        record(PLAN, actor=actor, subject=row)
    return row


def change(pk: int, name: str, wishes: Wishes, *, actor: Actor) -> Allocation:
    """Choose otherwise for the next run; what was computed stays until then. Raises UnderWay, NameMissing."""
    with transaction.atomic():
        row = _locked(pk, actor)
        row.name, row.wishes = _named(name), wishes.as_json()
        row.save(update_fields=["name", "wishes"])
        record(PLAN, actor=actor, subject=row, fields=["wishes"])
    return row


def run(pk: int, *, actor: Actor, anew: bool = False) -> Allocation:
    """Have it computed in the background, from prices and pairs of the run before where there is one.

    anew  read people and vacancies from the register again, also when those read before still hold
    """
    with step(Allocation, pk, RUN, actor=actor) as row:
        row.begun += 1
        row.owner_id = actor.user_id
        row.stage, row.share, row.touched_at, row.said = "waiting", 0, clock.now(), []
        if anew:
            row.read_at = None
    return row


def cancel(pk: int, *, actor: Actor) -> Allocation:
    """Stop the computing; the job notices within a second or two. What was shown before stays."""
    with step(Allocation, pk, CANCEL, actor=actor) as row:
        row.stage, row.share = "", 0
    return row


def drop(pk: int, *, actor: Actor) -> Allocation:
    """Drop it: its results are deleted, its name and the log stay."""
    with step(Allocation, pk, DROP, actor=actor) as row:
        columns, pairs = row.columns, row.pairs
        row.columns, row.pairs, row.seats = "", "", b""
        AllocationLine.objects.filter(allocation=row.uuid).delete()
        Companions.objects.filter(allocation=row.uuid).delete()
        transaction.on_commit(lambda: files.drop(columns))
        transaction.on_commit(lambda: files.drop(pairs))
    return row


def put_together(pk: int, persons: Iterable[UUID], *, actor: Actor) -> Companions:
    """People of one village who go together or not at all. Raises ThoseNotTogether, TogetherAlready, UnderWay."""
    wanted = set(persons)
    most = NUMBERS.on(clock.today()).together_most
    with transaction.atomic():
        row = _locked(pk, actor)
        found = list(Person.objects.filter(uuid__in=wanted))
        villages = {person.area_id[: KEY_LENGTH[Level.VILLAGE]] for person in found}
        if len(found) != len(wanted) or not 2 <= len(found) <= most or len(villages) != 1:
            raise ThoseNotTogether(most)
        keys = sorted(person.pk for person in found)
        if taken(row).intersection(keys):
            raise TogetherAlready
        made = Companions.objects.create(
            area_id=villages.pop(), allocation=row.uuid, persons=keys, by=actor.name[:100]
        )  # fmt: skip
        record(PLAN, actor=actor, subject=made)
    return made


def take_apart(uuid: UUID, *, actor: Actor) -> None:
    """They need not go together any more. Raises DoesNotExist, UnderWay."""
    with transaction.atomic():
        made = Companions.objects.get(uuid=uuid)
        _locked(Allocation.objects.values_list("pk", flat=True).get(uuid=made.allocation), actor)
        record(PLAN, actor=actor, subject=made)
        made.delete()


def taken(row: Allocation) -> set[int]:
    """The people who are put down as going together with others."""
    return {pk for kept in Companions.objects.filter(allocation=row.uuid) for pk in kept.persons}


def _locked(pk: int, actor: Actor) -> Allocation:
    row: Allocation = Allocation.objects.select_for_update().get(pk=pk)
    require(actor, PLAN, row)
    if not row.is_resting:
        raise UnderWay
    return row


def _named(name: Any) -> str:
    found = " ".join(str(name or "").split())[:60]
    if not found:
        raise NameMissing
    return found
