"""The page of one workbook: state, progress, what was understood, the result; and the acts on the whole of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.imports import reads, remarks
from gangqiao.imports.actions import applying, receiving
from gangqiao.imports.models import Import
from gangqiao.imports.states import IMPORT, Fate, Outcome, Status
from gangqiao.imports.views import showing, values
from gangqiao.imports.views.subjects import import_or_404
from gangqiao.kernel.errors import Refusal

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REFUSED_SHOWN = 20
JUDGED = (Status.CHECKED, Status.APPLYING, Status.APPLIED)


def show(request: ActorRequest, source: UUID) -> HttpResponse:
    """Where the workbook stands and what to do next."""
    book = import_or_404(source)
    return render(request, "imports/import.html", _page(request, book))


def progress(request: ActorRequest, source: UUID) -> HttpResponse:
    """The progress of the present job as a piece of the page; tells the page to load itself again when it has ended."""
    book = import_or_404(source)
    response = render(request, "imports/progress.html", {"source": book, "is_working": book.status in showing.WORKING})
    if book.status not in showing.WORKING:
        response["HX-Refresh"] = "true"
    return response


def apply(request: ActorRequest, source: UUID) -> HttpResponse:
    """Begin to take the chosen rows in."""
    return _act(request, source, applying.apply, "imports:import")


def discard(request: ActorRequest, source: UUID) -> HttpResponse:
    """Throw the workbook away; nothing on the register changes."""
    return _act(
        request, source, receiving.discard, "imports:imports", _("Thrown away. Nothing on the register changed.")
    )


def corrections(request: ActorRequest, source: UUID) -> HttpResponse:
    """The wrong and refused rows as a workbook with remarks, to be corrected and dropped in again."""
    book = import_or_404(source)
    if not book.file or book.status not in JUDGED:
        messages.error(request, _("There are no rows to correct."))
        return redirect("imports:import", book.uuid)
    # The cells leave as they stand in the file, numbers and all: whose they are is written down first.
    looked("imports.view", actor=request.actor, persons=reads.to_correct(book), reason=book.name)
    answer = HttpResponse(remarks.wrong_rows_workbook(book), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="gangqiao-rows-to-correct-{book.pk}.xlsx"'
    answer["Cache-Control"] = "no-store, private"
    return answer


def _act(request: ActorRequest, uuid: UUID, act: Any, then: str, said: str = "") -> HttpResponse:
    book = import_or_404(uuid)
    try:
        act(book.pk, actor=request.actor)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("imports:import", book.uuid)
    if said:
        messages.success(request, said)
        return redirect(then)
    return redirect(then, book.uuid)


def _page(request: ActorRequest, book: Import) -> dict[str, Any]:
    actor, is_judged = request.actor, book.status in JUDGED
    stands = reads.standing_of(book) if is_judged else reads.Standing([], reads.Tally(), {})
    tally, counts = stands.tally, reads.by_fate(stands.groups)
    steps = {step.verb for step in IMPORT.steps_from(book.status) if actor.may(step.verb, book.area_id)}
    return {
        "source": book,
        "tone": showing.STATE_TONES[Status(book.status)],
        "is_working": book.status in showing.WORKING,
        "states": showing.life_cycle_of(book),
        "sheets": showing.sheets_of(book),
        "counts": [
            (fate, showing.FATE_TONES[fate], counts[fate], showing.MEANS[fate]) for fate in Fate if counts[fate]
        ],
        "slices": showing.slices_of(counts),
        "tally": tally,
        "refused": _refused(request, book) if tally.refused else [],
        "to_correct": counts[Fate.WRONG] + tally.refused,
        "may": {verb.partition(".")[2]: True for verb in steps},
        "largest_bytes": receiving.MOST_BYTES,
        "may_bring": actor.may("imports.upload"),
    }


def _refused(request: ActorRequest, book: Import) -> list[values.RowShown]:
    """The first rows that were refused when they were taken in."""
    rows = reads.piece(reads.rows_asked(book, reads.Asked(outcome=Outcome.REFUSED)), None).rows[:REFUSED_SHOWN]
    persons = reads.persons_of(rows)
    looked("imports.view", actor=request.actor, persons=[p.uuid for p in persons.values()])
    return values.show_rows(book, rows, persons, request.actor)
