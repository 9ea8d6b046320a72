"""The city's own items: the list, a new one, and the end of one (R039)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel.errors import Refusal
from gangqiao.people.views.subjects import form_page, say_refusal, typed
from gangqiao.surveys import actions
from gangqiao.surveys.forms import ItemForm
from gangqiao.surveys.models import Item


def items(request: ActorRequest) -> HttpResponse:
    """Every item the city made, those asked first."""
    labels = (_("Question"), _("Asked of"), _("Kind of answer"), _("Must be answered"), _("State"), _("Act"))
    rows = sorted(Item.objects.all(), key=lambda item: (item.ended_at is not None, item.pk))
    columns = [{"label": label} for label in labels]
    return render(request, "surveys/items.html", {"rows": rows, "is_empty": not rows, "columns": columns})


def new_item(request: ActorRequest) -> HttpResponse:
    """Add an item."""
    form = ItemForm(typed(request))
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "choices": form.cleaned_data["choices"].splitlines()}
        try:
            actions.add_item(actor=request.actor, **given)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, _("Added. Surveys opened from now on ask it; in one under way, take the newest questions.")
            )
            return redirect("surveys:items")
    back = reverse("surveys:items")
    return form_page(request, "surveys/form.html", form=form, title=_("New item"), back_href=back)


def end_item(request: ActorRequest, item_key: str) -> HttpResponse:
    """No longer ask an item."""
    found = Item.objects.filter(key=item_key).first()
    if found is None:
        raise Http404
    try:
        actions.end_item(found.pk, actor=request.actor)
    except Refusal as refusal:
        say_refusal(request, refusal)
    else:
        messages.success(request, _("Ended. Answers given so far are kept."))
    return redirect("surveys:items")
