"""The papers of duty and of monthly sheets, and the workbook that comes back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.assistance.actions.sheets import whole
from gangqiao.assistance.models import DutySheet
from gangqiao.assistance.papers.duty import duty_pdf, duty_xlsx
from gangqiao.assistance.papers.publicity_sheet import publicity_of, publicity_pdf, publicity_xlsx
from gangqiao.assistance.papers.sheet import sheet_pdf, sheet_xlsx
from gangqiao.assistance.reads import duty as duty_reads
from gangqiao.assistance.reads import sheets as reads
from gangqiao.assistance.refusals_duty import WordsNeeded
from gangqiao.assistance.showing.sheets import month_words
from gangqiao.assistance.views.duty import area_asked, grid_with, here, month_asked
from gangqiao.assistance.views.sheets import sheet_or_404
from gangqiao.assistance.workbooks.duty import MEGABYTES, read_duty
from gangqiao.audit.events import looked, looked_each, record
from gangqiao.kernel.actor import Level
from gangqiao.kernel.errors import Refusal
from gangqiao.people.reads.masking import may_reveal

PRINT, REVEAL = "assistance.print", "people.reveal"
TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@never_cache
def print_duty(request: ActorRequest, form: str) -> HttpResponse:
    """The duty sheet of a village and month, for paper or as a workbook."""
    month = month_asked(request.GET.get("month", ""))
    area, _places = area_asked(request, month)
    if form not in TYPES or not area:
        raise Http404
    months = duty_reads.months_of(duty_reads.holders_in(area, month), month)
    looked(PRINT, actor=request.actor, persons=duty_reads.uuids_of(months))
    make = duty_pdf if form == "pdf" else duty_xlsx
    content = make(area, month, months, request.actor)
    return _file(content, form, f"{_('Duty sheet')} {month:%Y-%m}")


def read_duty_book(request: ActorRequest) -> HttpResponse:
    """Show what a filled workbook says, in the grid: it is kept when the reader records it."""
    month = month_asked(request.POST.get("month", ""))
    area, places = area_asked(request, month)
    file = request.FILES.get("file")
    months = duty_reads.months_of(duty_reads.holders_in(area, month), month) if area else []
    try:
        if file is None or file.size is None or file.size > MEGABYTES * 1024 * 1024:
            raise WordsNeeded("file")
        typed = read_duty(file.read(), file.name or "", month, months)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(here(area, month))
    messages.info(request, _("This is what the workbook says. Look at it, then record the days."))
    return grid_with(request, area, places, month, typed)


@never_cache
def print_sheet(request: ActorRequest, duty_sheet: UUID, form: str) -> HttpResponse:
    """The monthly sheet with masked numbers."""
    found = _whole_or_404(request, duty_sheet)
    # A reader of figures alone sees no names, and this list holds them.
    if form not in TYPES or request.actor.level_in(str(found.area_id)) < Level.PERSONAL:
        raise Http404
    with whole():
        lines = reads.lines_of(found)
        looked(PRINT, actor=request.actor, persons=reads.uuids_of(lines), subject=found)
        content = (sheet_pdf if form == "pdf" else sheet_xlsx)(found, lines, request.actor)
    return _file(content, form, _name(found))


@never_cache
def official_sheet(request: ActorRequest, duty_sheet: UUID) -> HttpResponse:
    """The sheet with whole ID numbers, for whoever may see behind the mask there, and only with the reason.

    The reason stands in the log of each person before the paper leaves; one person is one reveal.
    """
    found, actor = _whole_or_404(request, duty_sheet), request.actor
    form, reason = request.POST.get("form", "pdf"), request.POST.get("reason", "").strip()
    if form not in TYPES or not may_reveal(actor, str(found.area_id)) or not actor.may(PRINT, str(found.area_id)):
        raise Http404
    if len(reason) < 2:
        messages.error(request, str(WordsNeeded()))
        return redirect("assistance:sheet", found.uuid)
    with whole():
        lines = reads.lines_of(found)
        looked_each(REVEAL, reads.uuids_of(lines), actor=actor, subject=found, reason=reason[:200])
        content = (sheet_pdf if form == "pdf" else sheet_xlsx)(found, lines, actor, in_full=True)
    record(PRINT, actor=actor, subject=found, fields=["official", form], reason=reason[:200])
    return _file(content, form, _name(found))


def publicity(request: ActorRequest, duty_sheet: UUID) -> HttpResponse:
    """The publicity on a page: only what may be put up."""
    found = _whole_or_404(request, duty_sheet)
    with whole():
        lines = reads.lines_of(found)
        looked("assistance.view_holders", actor=request.actor, persons=reads.uuids_of(lines), subject=found)
        shown = publicity_of(found, lines)
    return render(request, "assistance/publicity_sheet.html", shown | {"sheet": found})


@never_cache
def print_publicity(request: ActorRequest, duty_sheet: UUID, form: str) -> HttpResponse:
    """The publicity to be put up."""
    found = _whole_or_404(request, duty_sheet)
    if form not in TYPES:
        raise Http404
    with whole():
        lines = reads.lines_of(found)
        looked(PRINT, actor=request.actor, persons=reads.uuids_of(lines), subject=found)
        content = (publicity_pdf if form == "pdf" else publicity_xlsx)(found, lines, request.actor)
    return _file(content, form, f"{_('Publicity sheet')} {month_words(found.month)}")


def _whole_or_404(request: ActorRequest, uuid: UUID) -> DutySheet:
    """The sheet of a reader who sees all of it: a paper with a part would be taken for the whole."""
    found = sheet_or_404(request, uuid)
    if not reads.is_whole(found, request.actor):
        raise Http404
    return found


def _name(found: DutySheet) -> str:
    return f"{_('Monthly sheet')} {month_words(found.month)}"


def _file(content: bytes, form: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=TYPES[form])
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.{form}")
    answer["Content-Disposition"] = disposition or "attachment"
    answer["Cache-Control"] = "no-store, private"
    return answer
