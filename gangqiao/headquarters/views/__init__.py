"""Pages of the headquarters. Each is a function; what they share stands here."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.headquarters.filing import NOTHING, Sent
from gangqiao.kernel.buttons import done, pressed
from gangqiao.kernel.files import open_kept
from gangqiao.kernel.links import Link

__all__ = [
    "columns",
    "done",
    "file_answer",
    "form_page",
    "pressed",
    "sent_with",
    "tabs",
]


def tabs(here: str) -> list[Link]:
    """The parts of the headquarters."""
    parts = [
        ("meetings", _("Joint meetings")),
        ("decisions", _("Decisions")),
        ("issues", _("Issues")),
        ("phones", _("Phone book")),
        ("institutions", _("Institutions")),
        ("members", _("Seats")),
    ]
    return [Link(label, reverse(f"headquarters:{name}"), name == here) for name, label in parts]


def columns(*labels: Any) -> list[dict[str, Any]]:
    return [{"label": label} for label in labels]


def form_page(
    request: ActorRequest, form: forms.Form, *, title: Any, save: Any, back: str, here: str, lead: Any = ""
) -> HttpResponse:
    """A form as a page of its own. `back` is where "Cancel" leads, `here` the tab it belongs to."""
    shown = {"form": form, "form_title": title, "save": save, "back": back, "lead_words": lead, "tabs": tabs(here)}
    shown["crumb"] = next(tab for tab in tabs(here) if tab.is_here)
    return render(request, "headquarters/form.html", shown)


def sent_with(form: forms.Form) -> Sent:
    """The file of a valid form."""
    file = form.cleaned_data.get("file")
    return Sent(file.name, file.read()) if file else NOTHING


def file_answer(kept: str, name: str) -> HttpResponse:
    """A kept file as a download. Raises FileGone."""
    answer = HttpResponse(open_kept(kept), content_type="application/octet-stream")
    answer["Content-Disposition"] = f"attachment; filename=\"file\"; filename*=UTF-8''{quote(name)}"
    return answer
