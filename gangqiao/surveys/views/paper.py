"""Paper: sheets of a village as one PDF, a filled sheet typed at the desk, and the workbook that comes back filled."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel.errors import Refusal
from gangqiao.people.reads.masking import place_name
from gangqiao.people.views.subjects import say_refusal
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.surveys import showing
from gangqiao.surveys.models import Campaign, Print
from gangqiao.surveys.paper import printing
from gangqiao.surveys.paper.desk import Desk
from gangqiao.surveys.paper.entering import NotTaken, enter
from gangqiao.surveys.paper.returning import take_back
from gangqiao.surveys.paper.workbook import workbook
from gangqiao.surveys.states import AT_VILLAGE
from gangqiao.surveys.views.subjects import area_or_404, campaign_or_404, task_or_404

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def ask_print(request: ActorRequest, campaign: UUID) -> HttpResponse:
    """Have the sheets of an area set as one PDF."""
    found = campaign_or_404(request, campaign)
    area = area_or_404(request, found)
    try:
        made = printing.ask_for_print(found, area.key, language=get_language() or "zh-hans", actor=request.actor)
    except Refusal as refusal:
        say_refusal(request, refusal)
        return redirect(showing.address("sheets", found, area.key))
    return redirect("surveys:print", made.uuid)


def _print_or_404(uuid: UUID) -> Print:
    found: Print | None = Print.objects.select_related("campaign", "asker").filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


@never_cache
def show_print(request: ActorRequest, wish: UUID) -> HttpResponse:
    """How far a print of the area is; to who asked for it, the file once it is there."""
    found = _print_or_404(wish)
    shown = {
        "is_own": found.asker_id == request.actor.user_id,
        "print": found,
        "place": place_name(str(found.area_id)),
        "is_waiting": not found.file and not found.said and found.made_at is None,
        "back_href": showing.address("sheets", found.campaign, str(found.area_id)),
    }
    return render(request, "surveys/print.html", shown)


@never_cache
def fetch_print(request: ActorRequest, wish: UUID) -> HttpResponse:
    """The PDF, to who asked for it; for all others it is not there."""
    found = _print_or_404(wish)
    if found.asker_id != request.actor.user_id:
        raise Http404
    try:
        content = printing.fetch_print(found, actor=request.actor)
    except Refusal as refusal:
        say_refusal(request, refusal)
        return redirect("surveys:print", found.uuid)
    return _file(content, "application/pdf", f"{found.campaign.name} {place_name(str(found.area_id))}.pdf")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["Cache-Control"] = "no-store, private"
    return response


def find_sheet(request: ActorRequest, campaign: UUID) -> HttpResponse:
    """Find the household of a sheet by its code or number; a scanner types the code and Enter."""
    found = campaign_or_404(request, campaign)
    area = area_or_404(request, found)
    typed = request.POST.get("sheet", "").strip()
    fault = ""
    if request.method == "POST" and typed:
        task = printing.household_of_code(found, typed, area.key)
        if task is not None:
            return redirect("surveys:type_sheet", task.uuid)
        fault = _("No household here has this number or code, or several have it. Look at the sheet again.")
    shown = {"campaign": found, "typed": typed, "fault": fault, **showing.way(request.actor, found, area, "find_sheet")}
    return render(request, "surveys/find_sheet.html", shown)


@never_cache
def type_sheet(request: ActorRequest, task: UUID) -> HttpResponse:
    """Type what was written on the sheet of a household, by keyboard alone."""
    found = task_or_404(task)
    if found.campaign.questions is None:
        raise Http404
    desk = Desk(found, request.actor, request.POST if request.method == "POST" else None)
    persons = [block.person.uuid for block in desk.blocks if block.person]
    looked("surveys.collect", actor=request.actor, persons=persons, subject=found)
    village = str(found.area_id)[: KEY_LENGTH[Level.VILLAGE]]
    next_href = f"{reverse('surveys:find_sheet', args=[found.campaign.uuid])}?{urlencode({'area': village})}"
    if request.method == "POST":
        try:
            enter(found, desk.blocks, desk.written(), source="paper", hand_in=desk.hands_in, actor=request.actor)
        except NotTaken as refused:
            desk.refuse(refused.faults)
        else:
            said = _("Household %(number)s is recorded.") % {"number": found.household_no}
            messages.success(request, said)
            return redirect(next_href)
    shown = {
        "task": found,
        "desk": desk,
        "place": place_name(str(found.area_id)),
        "is_open": found.status in AT_VILLAGE and found.campaign.is_open,
        "next_href": next_href,
    }
    return render(request, "surveys/type_sheet.html", shown, status=422 if desk.faults else 200)


@never_cache
def fetch_workbook(request: ActorRequest, campaign: UUID) -> HttpResponse:
    """The workbook of an area, filled with what is recorded."""
    found = campaign_or_404(request, campaign)
    area = area_or_404(request, found)
    if area.level not in ("village", "group"):
        raise Http404
    try:
        made = workbook(found, area.key, actor=request.actor)
    except Refusal as refusal:
        say_refusal(request, refusal)
        return redirect(showing.address("sheets", found, area.key))
    for start in range(0, len(made.persons), printing.PERSONS_A_LOOK):
        looked("surveys.view", actor=request.actor, persons=made.persons[start : start + printing.PERSONS_A_LOOK])
    return _file(made.content, XLSX, f"{found.name} {place_name(area.key)}.xlsx")


def bring_workbook(request: ActorRequest, campaign: UUID) -> HttpResponse:
    """Take a filled workbook back, and say what became of each line."""
    found = campaign_or_404(request, campaign)
    area = area_or_404(request, found)
    shown: dict[str, Any] = {"campaign": found, **showing.way(request.actor, found, area, "bring_workbook")}
    if request.method == "POST":
        shown |= _taken(request, found)
    status = 422 if shown.get("fault") else 200
    return render(request, "surveys/bring_workbook.html", shown, status=status)


def _taken(request: ActorRequest, found: Campaign) -> dict[str, Any]:
    upload = request.FILES.get("file")
    if upload is None:
        return {"fault": _("Choose the filled workbook first.")}
    try:
        result = take_back(upload.read(), upload.name or "", found, actor=request.actor)
    except Refusal as refusal:
        return {"fault": str(refusal)}
    looked("surveys.view", actor=request.actor, persons=result.persons)
    labels = (_("Cell"), _("Household"), _("What to mend"))
    return {"result": result, "columns": [{"label": label} for label in labels]}
