"""Items from an XLSForm: bring the file, look at what it would add, take it over."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.signing import BadSignature
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel.errors import Refusal
from gangqiao.people.views.subjects import say_refusal
from gangqiao.surveys.models.questions import About
from gangqiao.surveys.xlsform.reading import Drafted, read_form
from gangqiao.surveys.xlsform.taking import asked_already, opened, sealed, take_over


def bring(request: ActorRequest) -> HttpResponse:
    """The file, and what it would add; nothing is added yet."""
    shown = _read(request) if request.method == "POST" else {}
    status = 422 if shown.get("fault") or shown.get("faults") or shown.get("asked") else 200
    return render(request, "surveys/xlsform.html", shown, status=status)


def _read(request: ActorRequest) -> dict[str, Any]:
    upload = request.FILES.get("file")
    if upload is None:
        return {"fault": _("Choose the XLSForm first.")}
    try:
        form = read_form(upload.read(), upload.name or "")
    except Refusal as refusal:
        return {"fault": str(refusal)}
    labels = (_("Sheet"), _("Cell"), _("What to mend"))
    shown: dict[str, Any] = {"fault_columns": [{"label": label} for label in labels]}
    if form.faults:
        return shown | {"faults": form.faults}
    asked = asked_already(form)
    labels = (_("Question"), _("Asked of"), _("Kind of answer"), _("Must be answered"), _("Condition"))
    columns = [{"label": label} for label in labels]
    rows = [(item, About(item.about).label, _kind(item)) for item in form.items]
    return shown | {"rows": rows, "columns": columns, "asked": asked, "sealed": "" if asked else sealed(form.items)}


def _kind(item: Drafted) -> str:
    words = {
        "text": _("words"),
        "integer": _("whole number"),
        "number": _("number"),
        "date": _("day"),
        "choice": _("one of a list"),
        "multi_choice": _("several of a list"),
    }
    return words[item.kind]


def take(request: ActorRequest) -> HttpResponse:
    """Add what the preview showed."""
    try:
        made = take_over(opened(request.POST.get("sealed", "")), actor=request.actor)
    except BadSignature:
        messages.error(request, _("The preview is older than an hour. Bring the file again."))
        return redirect("surveys:xlsform")
    except Refusal as refusal:
        say_refusal(request, refusal)
        return redirect("surveys:xlsform")
    said = ngettext("%(n)s item added.", "%(n)s items added.", len(made)) % {"n": len(made)}
    messages.success(request, said)
    return redirect("surveys:items")
