"""Monthly sheets: the list, one sheet with its lines, and its steps."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.assistance.actions import objecting
from gangqiao.assistance.actions import sheets as acts
from gangqiao.assistance.forms.sheets import DrawUpForm
from gangqiao.assistance.models import DutyLine, DutySheet
from gangqiao.assistance.reads import sheets as reads
from gangqiao.assistance.refusals_duty import NotInPublicity
from gangqiao.assistance.showing import sheets as showing
from gangqiao.assistance.states import SheetStatus
from gangqiao.assistance.views.duty import here as grid_of
from gangqiao.audit.events import looked
from gangqiao.kernel.actor import Actor, Level
from gangqiao.kernel.buttons import done, pressed
from gangqiao.kernel.links import Link
from gangqiao.kernel.money import format_yuan
from gangqiao.kernel.paging import columns_of, key_to_go_on, pager_of
from gangqiao.people.reads.masking import may_reveal, name_for, place_name

VIEW = "assistance.view_holders"


def sheet_or_404(request: ActorRequest, uuid: UUID) -> DutySheet:
    """The sheet, as far as the reader sees it."""
    found = reads.find(uuid, request.actor)
    if found is None:
        raise Http404
    return found


def sheet_list(request: ActorRequest) -> HttpResponse:
    """The sheets, and the form that draws one up."""
    actor, drawn = request.actor, []
    form = DrawUpForm(request.POST or None, actor=actor)
    if request.method == "GET":
        asked = {name: request.GET[name] for name in ("area", "month") if request.GET.get(name)}
        form = DrawUpForm(None, actor=actor, initial=asked)

    def act() -> None:
        given: dict[str, Any] = form.cleaned_data
        drawn.append(acts.draw_up(given["area"], given["department"], given["month"], actor=actor))

    if request.method == "POST" and done(request, form, act, _("Drawn up from the days that were marked.")):
        return redirect("assistance:sheet", drawn[0].uuid)
    look = request.GET.get("look", "")
    look = look if look in reads.LOOKS else ""
    found, counts, more = reads.page_of(look, actor, key_to_go_on(request) or 0)
    shown = {
        "form": form, "rows": showing.rows(found, reads.sums_of(found)), "is_empty": not found,
        "looks": [
            Link(words, f"{reverse('assistance:sheets')}?look={key}", key == look, f"{counts[key]:,}")
            for key, words in _looks().items()
        ],
        "columns": columns_of((_("Month"), _("Area"), _("Department"), _("State"), _("Lines"), _("Amount (yuan)"))),
        "may_draw": actor.may(acts.SUBMIT), **pager_of(request, more),
    }  # fmt: skip
    return render(request, "assistance/sheets.html", shown, status=422 if form.errors else 200)


def _looks() -> dict[str, Any]:
    named = [SheetStatus.SUBMITTED, SheetStatus.CHECKED, SheetStatus.PUBLICITY, SheetStatus.FINAL]
    return {"": pgettext("monthly sheet", "Under way"), **{one.value: one.label for one in named}}


def draw_up(request: ActorRequest) -> HttpResponse:
    """Draw a sheet up."""
    return sheet_list(request)


def sheet(request: ActorRequest, duty_sheet: UUID) -> HttpResponse:
    """One sheet: its lines, what stands against them, and what comes next."""
    found, actor = sheet_or_404(request, duty_sheet), request.actor
    lines = reads.lines_of(found)
    looked(VIEW, actor=actor, persons=reads.uuids_of(lines), subject=found)
    is_whole, digest = reads.is_whole(found, actor), reads.digest_of(found, lines)
    typed = "".join(one for one in request.GET.get("code", "").upper() if one.isalnum())
    against = {} if found.status == SheetStatus.FINAL else reads.against_of(lines)
    shown = {
        "sheet": found, "month": showing.month_words(found.month), "place": place_name(str(found.area_id)),
        "department": showing.department_words(found.department), "is_whole": is_whole,
        "rows": showing.line_rows(lines, reads.objections_of(lines), against, actor),
        "columns": columns_of(_columns()),
        "total": format_yuan(sum(line.amount for line in lines if not line.blocked)),
        "status": SheetStatus(found.status).label, "tone": showing.TONES[SheetStatus(found.status)],
        "states": showing.life_of(found), "may": showing.acts_of(found, actor) if is_whole else [],
        "may_draw": found.status == SheetStatus.DRAFT and actor.may(acts.SUBMIT, str(found.area_id)),
        "may_print": is_whole and actor.may("assistance.print", str(found.area_id)),
        "may_list": actor.level_in(str(found.area_id)) >= Level.PERSONAL,
        "may_official": is_whole and may_reveal(actor, str(found.area_id)) and actor.may("assistance.print"),
        "may_object": found.status == SheetStatus.PUBLICITY and actor.may(objecting.TAKE),
        "code": reads.code_of(digest) if is_whole else "",
        "typed": typed, "is_same": bool(typed) and typed == reads.code_of(digest).replace("-", ""),
        "is_broken": is_whole and not reads.is_sealed_true(found, lines),
        "late": showing.late_rows(reads.late_marks(found), actor), "overpaid": _overpaid(found, actor),
        "grid_href": grid_of(str(found.area_id), found.month),
    }  # fmt: skip
    return render(request, "assistance/sheet.html", shown)


def _columns() -> tuple[str, ...]:
    words = ("No.", "Name", "Days this month", "Pay", "Agreement from and until")
    return (*(pgettext("monthly sheet", one) for one in words), _("State"))


def _overpaid(found: DutySheet, actor: Actor) -> list[tuple[str, str]]:
    return [(name_for(line.holder.person, actor), format_yuan(fen)) for line, fen in reads.overpaid(found)]


def _step(request: ActorRequest, uuid: UUID, act: Any, said: str) -> HttpResponse:
    found = sheet_or_404(request, uuid)
    pressed(request, lambda: act(found), said)
    return redirect("assistance:sheet", found.uuid)


def draw_again(request: ActorRequest, duty_sheet: UUID) -> HttpResponse:
    """Draw the lines up anew from what is marked now."""

    def act(found: DutySheet) -> None:
        acts.draw_up(str(found.area_id), found.department, found.month, actor=request.actor)

    return _step(request, duty_sheet, act, _("Drawn up from the days that were marked."))


def submit_sheet(request: ActorRequest, duty_sheet: UUID) -> HttpResponse:
    """Submit it."""
    phone = request.POST.get("phone", "")

    def act(found: DutySheet) -> None:
        acts.submit(found.pk, actor=request.actor, phone=phone)

    return _step(request, duty_sheet, act, _("Submitted. Somebody else checks it."))


def check_sheet(request: ActorRequest, duty_sheet: UUID) -> HttpResponse:
    """Check it, as another than who filled it."""
    return _step(request, duty_sheet, lambda found: acts.check(found.pk, actor=request.actor), _("Checked."))


def publish_sheet(request: ActorRequest, duty_sheet: UUID) -> HttpResponse:
    """Begin the publicity."""
    said = _("Published from today. Print the publicity sheet and put it up.")
    return _step(request, duty_sheet, lambda found: acts.publish(found.pk, actor=request.actor), said)


def finish_sheet(request: ActorRequest, duty_sheet: UUID) -> HttpResponse:
    """End the publicity."""
    said = _("The sheet is final. What it says is what is paid.")
    return _step(request, duty_sheet, lambda found: acts.finish(found.pk, actor=request.actor), said)


def send_back_sheet(request: ActorRequest, duty_sheet: UUID) -> HttpResponse:
    """Send it back, with a reason."""
    note = request.POST.get("reason", "")[:200]
    return _step(
        request, duty_sheet, lambda found: acts.send_back(found.pk, note, actor=request.actor), _("Sent back.")
    )


def object_to_line(request: ActorRequest, duty_line: UUID) -> HttpResponse:
    """Take an objection to a line down, while the sheet is published."""
    rows = DutyLine.objects.select_related("holder", "holder__post").filter(uuid=duty_line)
    line: DutyLine | None = rows.first()
    if line is None:
        raise Http404
    found = DutySheet.objects.get(pk=line.sheet_id)
    words, who = request.POST.get("reason", ""), request.POST.get("by_words", "")

    def act() -> None:
        if found.status != SheetStatus.PUBLICITY:
            raise NotInPublicity
        objecting.take_of_line(line, words, who, actor=request.actor)

    pressed(request, act, _("Taken down. It holds back this line alone, until it is answered."))
    return redirect("assistance:sheet", found.uuid)
