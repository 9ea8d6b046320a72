"""What pages do when somebody presses a button or sends a form: do it, say what came of it, show the page again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from gangqiao.kernel.errors import Refusal, Refusals

View = Callable[..., HttpResponse]


def pressed(request: Any, act: Callable[[], Any], said: Any) -> bool:
    """Do what a button asks; a refusal is told above the page, and nothing has changed then."""
    try:
        act()
    except Refusals as refusals:
        messages.error(request, str(refusals.refusals[0]))
        return False
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, str(said))
    return True


def done(request: Any, form: forms.Form, act: Callable[[], Any], said: Any) -> bool:
    """Do what a valid form asks; each refusal is told beside its field, and nothing has changed then."""
    if not form.is_valid():
        return False
    try:
        act()
    except (Refusal, Refusals) as refusal:
        names = getattr(form, "other_names", {})  # fields that the act calls otherwise
        for one in refusal.refusals if isinstance(refusal, Refusals) else [refusal]:
            name = names.get(one.field, one.field)
            form.add_error(name if name in form.fields else None, str(one))
        return False
    messages.success(request, str(said))
    return True


@dataclass(frozen=True, slots=True)
class Buttons:
    """The buttons of one record's page.

    find  (request, uuid) -> the record, as far as the reader may see it; raises Http404
    page  name of the address of its page, which every button leads back to
    """

    find: Callable[[Any, UUID], Any]
    page: str

    def press(self, request: Any, uuid: UUID, act: Callable[..., Any], said: Any, **more: Any) -> HttpResponse:
        """Call a verb with the record's key, for the reader."""
        found = self.find(request, uuid)
        pressed(request, lambda: act(found.pk, actor=request.actor, **more), said)
        return redirect(self.page, found.uuid)

    def step(self, act: Callable[..., Any], said: Any, *, reason: str = "") -> View:
        """The view of a button that takes one step.

        said    what came of it, to be translated when it is said
        reason  name under which the verb takes what was typed beside the button; "" when nothing is typed
        """

        def view(request: Any, **record: UUID) -> HttpResponse:
            (uuid,) = record.values()
            more = {reason: request.POST.get("reason", "")} if reason else {}
            return self.press(request, uuid, act, said, **more)

        view.__name__, view.__doc__ = act.__name__, act.__doc__
        return view
