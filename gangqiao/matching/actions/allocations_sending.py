"""Send an allocation to the village officers: suggested referrals, which they offer to the person, or drop.

Nothing is ordered: a person is asked, and a no has no consequence. Who said no to a vacancy lately is not asked about
it again; that is the only place where a no is looked at, and it comes after everything was computed.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from gangqiao.accounts.reads import actor_of
from gangqiao.audit.steps import step
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.scope import scope_of
from gangqiao.matching.actions import referrals
from gangqiao.matching.models import Allocation, AllocationLine
from gangqiao.matching.packed_columns import unpack
from gangqiao.matching.policy.allocations import NUMBERS, is_as_computed
from gangqiao.matching.refusals_allocations import ChangedSince
from gangqiao.matching.states_allocations import AllocationStatus
from gangqiao.vacancies.models import Vacancy

PROPOSE = "matching.propose_allocation"


def propose(pk: int, *, actor: Actor) -> Allocation:
    """Have the proposals made, in the background. Raises NotAllowedNow, ChangedSince."""
    with step(Allocation, pk, PROPOSE, actor=actor) as row:
        if not is_as_computed(row.wishes, row.ran):
            raise ChangedSince
        row.owner_id, row.sent, row.left_out = actor.user_id, 0, 0
    return row


def send(uuid: UUID) -> None:
    """Make the proposals of an allocation that was sent, village by village, at most 200 in a transaction.

    Killed, it goes on where it was: a line knows how many of its people have had their turn, and a proposal that is
    there already is not made twice.
    """
    row = Allocation.objects.filter(uuid=uuid, status=AllocationStatus.PROPOSED).first()
    if row is None or row.owner is None:
        return
    actor = actor_of(row.owner)
    lines = AllocationLine.objects.filter(allocation=row.uuid, run=row.run, sent_at=None).order_by("area_id")
    with scope_of(actor.areas(referrals.SUGGEST)):
        for pk in list(lines.values_list("pk", flat=True)):
            _send_line(row, pk, actor)
    _count(row)


def _send_line(row: Allocation, pk: int, actor: Actor) -> None:
    line = AllocationLine.objects.get(pk=pk)
    kept = unpack(line.results)
    placed = [(int(p), int(v)) for p, v in zip(kept["person"], kept["vacancy"], strict=True) if v]
    numbers = dict(Vacancy.objects.filter(pk__in={v for _p, v in placed}).values_list("pk", "uuid"))
    step_size = int(NUMBERS.on(clock.today()).sent_at_a_time)
    for start in range(line.sent, len(placed), step_size):
        some = [(p, numbers[v]) for p, v in placed[start : start + step_size] if v in numbers]
        with transaction.atomic():
            made = referrals.suggest_many(some, actor=actor, source=f"allocation {row.uuid}")
            line.sent, line.proposed = min(start + step_size, len(placed)), line.proposed + len(made)
            line.save(update_fields=["sent", "proposed"])
        _count(row)
    AllocationLine.objects.filter(pk=pk).update(sent_at=clock.now())


def _count(row: Allocation) -> None:
    """Say on the allocation how many were made, and to how many it was not proposed."""
    sent = left_out = 0
    lines = AllocationLine.objects.filter(allocation=row.uuid, run=row.run)
    for turn, proposed in lines.values_list("sent", "proposed"):
        sent, left_out = sent + proposed, left_out + turn - proposed
    Allocation.objects.filter(pk=row.pk).update(sent=sent, left_out=left_out, touched_at=clock.now())
