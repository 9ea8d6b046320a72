"""Finds what shows that measures happen, and proposes their result. A person records the result (`measures.finish`)."""

from __future__ import annotations

from collections.abc import Collection

from gangqiao.assistance.actions.measures import BEGIN
from gangqiao.assistance.models import Measure
from gangqiao.assistance.reads.proof_deeds import LOOKS, Deed, deeds_for, is_of
from gangqiao.assistance.states import LIVE_MEASURE, MeasureStatus
from gangqiao.audit import gathering
from gangqiao.audit.events import record
from gangqiao.audit.steps import step_of
from gangqiao.kernel.actor import SYSTEM

CHANGE = "assistance.change_measure"
BLOCK = 500


def link_proofs(persons: Collection[int] | None = None) -> int:
    """Give live measures of the scope, or of some persons, the deed that shows them; returns how many changed.

    A planned measure of which a deed is found is under way. Called twice it changes nothing.
    """
    changed = 0
    for kind in LOOKS:
        rows = Measure.objects.filter(kind=kind, status__in=LIVE_MEASURE)
        if persons is not None:
            rows = rows.filter(person__in=persons)
        keys = list(rows.order_by("pk").values_list("pk", "person_id"))
        for start in range(0, len(keys), BLOCK):
            block = keys[start : start + BLOCK]
            changed += _link(kind, [key for key, _person in block], [person for _key, person in block])
    return changed


def _link(kind: str, keys: list[int], persons: list[int]) -> int:
    found = deeds_for(kind, persons)
    changed = 0
    with gathering.together():
        rows = Measure.objects.select_for_update(of=("self",)).filter(pk__in=keys, status__in=LIVE_MEASURE)
        for row in rows.order_by("pk"):
            deed = found.get(row.person_id)
            if deed is not None and is_of(deed, row) and row.proof != deed.as_json():
                _set(row, deed)
                changed += 1
    return changed


def _set(row: Measure, deed: Deed) -> None:
    row.proof = deed.as_json()
    if row.status == MeasureStatus.PLANNED:
        with step_of(row, BEGIN, actor=SYSTEM, source="job"):
            pass  # the proof is saved with the step
        return
    row.save(update_fields=["proof"])
    record(CHANGE, actor=SYSTEM, subject=row, fields=["proof"], source="job")
