"""How every governed change runs: fill in, see in words what will happen, carry out, take back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel import clock
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.kernel.verbs import get_verb
from gangqiao.people.models import GovernedChange
from gangqiao.people.views.subjects import form_page


@dataclass(slots=True)
class Proposal:
    """One governed change on its way.

    form    asks for it; says: the sentences of what will happen; act: carries it out
    hidden  what the page must carry along besides the form
    shown   more for the template
    """

    verb: str
    form: Any
    says: Callable[[Any], list[str]]
    act: Callable[[Any], Any]
    back_href: str
    back_label: str
    title: Any = ""
    template: str = "people/form.html"
    hidden: dict[str, str] = field(default_factory=dict)
    shown: dict[str, Any] = field(default_factory=dict)


def day_of(form: Any) -> Any:
    """The day from which the change holds."""
    return form.cleaned_data.get("effective_on") or clock.today()


def common(form: Any, request: ActorRequest) -> dict[str, Any]:
    """What every governed act takes."""
    given = {"reason": form.cleaned_data["reason"], "actor": request.actor}
    if "effective_on" in form.fields:
        given["effective_on"] = form.cleaned_data.get("effective_on")
    return given


def propose(request: ActorRequest, proposal: Proposal) -> HttpResponse:
    """Take a proposal one step on: `step` is empty (asked), check, edit, or do."""
    form, step = proposal.form, request.POST.get("step", "")
    if step == "edit":
        form.keep_quiet()
    elif step in ("check", "do") and form.is_valid():
        try:
            if step == "do":
                return _carry_out(request, proposal)
            says = proposal.says(form)
            _rehearse(proposal)
            return _ask_once_more(request, proposal, says)
        except (Refusal, Refusals) as refusal:
            form.refuse(refusal)
    return form_page(request, proposal.template, **_page(proposal), governed=True)


def _rehearse(proposal: Proposal) -> None:
    """Carry the change out and roll it back: what would be refused is refused now, where it can still be mended."""
    with transaction.atomic():
        proposal.act(proposal.form)
        transaction.set_rollback(True)


def _carry_out(request: ActorRequest, proposal: Proposal) -> HttpResponse:
    with transaction.atomic():
        proposal.act(proposal.form)
        made = GovernedChange.objects.filter(verb=proposal.verb, made_by=request.actor.user_id).order_by("-pk")
        change = made[0]
    return redirect("people:change", change.uuid)


def _ask_once_more(request: ActorRequest, proposal: Proposal, says: list[str]) -> HttpResponse:
    return form_page(request, "people/preview.html", **_page(proposal), says=says)


def _page(proposal: Proposal) -> dict[str, Any]:
    return {
        "form": proposal.form,
        "title": proposal.title or get_verb(proposal.verb).label,
        "back_href": proposal.back_href,
        "back_label": proposal.back_label,
        "hidden": proposal.hidden,
        **proposal.shown,
    }
