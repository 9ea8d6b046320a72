"""Vacancies by Excel: the template, the workbook that comes back, what is wrong in it, and taking the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel import files
from gangqiao.kernel.actor import is_of_unit
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.links import Link
from gangqiao.vacancies.actions.posts_workbook import judge, take
from gangqiao.vacancies.forms.posts import WorkbookForm
from gangqiao.vacancies.policy.collecting import DEPARTMENTS
from gangqiao.vacancies.policy.own_items import Item
from gangqiao.vacancies.reads import posts as reads
from gangqiao.vacancies.reads.own_items import Form, departments, forms
from gangqiao.vacancies.reads.rounds import units_of
from gangqiao.vacancies.workbooks import MEGABYTES, MOST_LINES, TooManyLines, read_workbook
from gangqiao.vacancies.workbooks_writing import template, workbook_of, workbook_of_vacancies

SALT, A_DAY = "gangqiao.vacancies.workbook", 24 * 3600
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Sent:
    """A workbook somebody sent: the kept file, its name, and whose vacancies they are where no line says so."""

    kept: str
    name: str
    employer: str


def workbook_template(request: ActorRequest) -> HttpResponse:
    """The template to fill in, with what the reader's department asks, or the department that is named."""
    named = request.GET.get("unit", "")
    form = next((one for one in _forms(request) if one.unit == named), None)
    own = form or next((one for one in _forms(request) if one.unit in units_of(request.actor)), None)
    return _file(template(own.items if own else ()), "vacancies.xlsx")


def workbook_out(request: ActorRequest) -> HttpResponse:
    """The vacancies of the reader's area or department that run, as a workbook with the columns of the template."""
    asked = reads.Asked(text=request.GET.get("q", "").strip()[:40], area=request.GET.get("area", "")[:40])
    look = request.GET.get("look", "")
    rows = reads.all_of(asked, look if look in reads.LOOKS else "", MOST_LINES)
    units = {row.unit for row in rows}
    own = [item for form in _forms(request) if form.unit in units for item in form.items]
    looked("vacancies.view", actor=request.actor)
    return _file(workbook_of_vacancies(rows, own), "vacancies.xlsx")


def _forms(request: ActorRequest) -> list[Form]:
    """The own forms a reader may meet: of the own department, or of all of them for whoever has an area."""
    if any(not is_of_unit(area) for area in request.actor.areas("vacancies.draft")):
        return list(forms(DEPARTMENTS).values())
    return list(forms(units_of(request.actor)).values())


def _items(request: ActorRequest) -> list[Item]:
    return [item for form in _forms(request) for item in form.items]


def workbook(request: ActorRequest) -> HttpResponse:
    """Bring a workbook in; nothing of it is taken yet."""
    form = WorkbookForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, employer = form.cleaned_data["file"], form.cleaned_data["employer"]
        if file.size > MEGABYTES * 2**20:
            form.add_error("file", _("The file is larger than %(n)d MB. Split it.") % {"n": MEGABYTES})
        else:
            content = file.read()
            try:
                read_workbook(content, file.name, _items(request))
            except (Refusal, TooManyLines) as refusal:
                form.add_error("file", str(refusal))
            else:
                kept = files.keep(content)
                token = signing.dumps([kept, file.name[:80], employer, request.actor.user_id], salt=SALT)
                return redirect("vacancies:workbook_preview", token)
    shown = {"form": form, "employers": reads.employers_to_choose(), "templates": _templates(request)}
    return render(request, "vacancies/posts_workbook.html", shown, status=422 if form.errors else 200)


def _templates(request: ActorRequest) -> list[Link]:
    """Templates with a department's own columns, for whoever enters for several."""
    names, here = departments(), reverse("vacancies:workbook_template")
    known = [form.unit for form in _forms(request) if form.unit in names]
    return [Link(names[unit], f"{here}?unit={unit}") for unit in known] if len(known) > 1 else []


def workbook_preview(request: ActorRequest, token: str) -> HttpResponse:
    """Every line with what is wrong in it; the others are taken by one button."""
    sent = _sent(request, token)
    try:
        found = read_workbook(files.open_kept(sent.kept), sent.name, _items(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("vacancies:workbook")
    judged = judge(found.lines, employer=sent.employer)
    if request.GET.get("faults"):
        wrong = [line for line, _employer in judged if line.faults]
        said = {heading for line in wrong for heading in line.own}
        own = [item for item in _items(request) if item.heading in said]
        return _file(workbook_of(wrong, own), "vacancies-to-correct.xlsx")
    if request.method == "POST" and not found.fees:
        done = take(judged, file=sent.name, mark=sent.kept, actor=request.actor)
        messages.success(request, _("%(n)d vacancies were submitted.") % {"n": done["taken"]})
        if done["there"]:
            messages.info(request, _("%(n)d had been taken before.") % {"n": done["there"]})
        if not done["wrong"]:
            files.drop(sent.kept)
            return redirect("vacancies:vacancies")
        return redirect("vacancies:workbook_preview", token)
    return render(request, "vacancies/posts_preview.html", _preview(sent, found, judged, token))


def _preview(sent: Sent, found: Any, judged: list[Any], token: str) -> dict[str, Any]:
    wrong = [line for line, _employer in judged if line.faults]
    fine = [(line, employer) for line, employer in judged if not line.faults]
    return {
        "token": token,
        "name": sent.name,
        "wrong": wrong[:SHOWN],
        "fine": fine[:SHOWN],
        "many_wrong": len(wrong),
        "many_fine": len(fine),
        "unknown": found.unknown,
        "fees": found.fees,
        "columns": [
            {"label": label}
            for label in (
                pgettext("workbook", "Line"),
                pgettext("vacancies", "Post"),
                pgettext("vacancies", "Employer"),
                _("What to correct"),
            )
        ],
        "fine_columns": [
            {"label": label}
            for label in (
                pgettext("workbook", "Line"),
                pgettext("vacancies", "Post"),
                pgettext("vacancies", "Employer"),
                _("People wanted"),
            )
        ],
    }


def _sent(request: ActorRequest, token: str) -> Sent:
    """What the address names, to whoever sent it and nobody else."""
    try:
        kept, name, employer, user = signing.loads(token, salt=SALT, max_age=A_DAY)
    except (signing.BadSignature, ValueError):
        raise Http404 from None
    if user != request.actor.user_id:
        raise Http404
    return Sent(kept, name, employer)


def _file(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
