"""What workbooks said of people is not kept for ever: file and rows are emptied, the counts and the log stay."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.nightly import nightly
from gangqiao.imports.actions.receiving import discard
from gangqiao.imports.models import Import, Row
from gangqiao.imports.states import Decision, Outcome, Status
from gangqiao.kernel import clock, files
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.scope import everywhere

KEPT_DAYS = 90  # long enough for a sender to come back to what was left out
UNFINISHED = (Status.COLUMNS, Status.CHECKED, Status.REFUSED)


@nightly
def forget_old() -> int:
    """Empty the workbooks received more than KEPT_DAYS ago; returns how many. What a job works on is left alone.

    One that nobody took in is thrown away; of one that was taken in the counts stay, and nothing more can be taken.
    """
    with everywhere(reason="retention of workbooks"):
        before = clock.now() - timedelta(days=KEPT_DAYS)
        old = Import.objects.filter(received_at__lt=before).exclude(file="").order_by("pk")
        unfinished = list(old.filter(status__in=UNFINISHED).values_list("pk", flat=True))
        for key in unfinished:
            discard(key, actor=SYSTEM)
        applied = list(old.filter(status=Status.APPLIED).values_list("pk", flat=True))
        return len(unfinished) + sum(_empty(key) for key in applied)


def _empty(key: int) -> bool:
    with transaction.atomic():
        source = Import.objects.select_for_update().get(pk=key)
        if source.status != Status.APPLIED or not source.file:
            return False
        kept, source.file = source.file, ""
        # Samples of cells stand in the layout.
        source.layout = [_without_samples(sheet) for sheet in source.layout]
        source.save(update_fields=["file", "layout"])
        rows = Row.objects.filter(source=source)
        rows.filter(outcome=Outcome.WAITS).update(decision=Decision.LEAVE, is_idle=True)
        rows.update(payload=None, said="")
        record("imports.forget", actor=SYSTEM, subject=source, source="job")
        transaction.on_commit(lambda: files.drop(kept))
    return True


def _without_samples(sheet: dict[str, object]) -> dict[str, object]:
    columns = sheet.get("columns")
    if not isinstance(columns, list):
        return sheet
    return sheet | {"columns": [{**column, "samples": []} for column in columns]}
