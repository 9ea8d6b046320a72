"""The own items of the departments' forms: the list, a new one, closing one and asking it again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.links import Link
from gangqiao.vacancies.actions import own_items as actions
from gangqiao.vacancies.forms.own_items import ItemForm
from gangqiao.vacancies.models import CityItem, OwnKind
from gangqiao.vacancies.own_items import said
from gangqiao.vacancies.policy.own_items import DECLARED, Item
from gangqiao.vacancies.reads.own_items import departments
from gangqiao.vacancies.views.form_pages import act_by_form


@dataclass(frozen=True, slots=True)
class Row:
    """An item in the list. ended_at: null while it is asked; by: who added it, "" for a declared one."""

    item: Item
    address_key: str
    label: str
    kind: Any
    answers: str
    by: str
    ended_at: Any


def own_items(request: ActorRequest) -> HttpResponse:
    """What a department asks of its vacancies; the departments are tabs."""
    names, here = departments(), reverse("vacancies:own_items")
    unit = request.GET.get("unit", "")
    unit = unit if unit in names else next(iter(names), "")
    labels = (_("Question"), _("Kind of answer"), _("Must be answered"), _("Who reads it"), _("State"), _("Act"))
    closed = {(row.unit, row.key): row for row in CityItem.objects.all()}
    rows = _rows(unit, closed)
    shown = {
        "unit": unit,
        "name": names.get(unit, ""),
        "rows": rows,
        "is_empty": not rows,
        "tabs": [Link(name, f"{here}?unit={code}", code == unit) for code, name in names.items()],
        "columns": [{"label": label} for label in labels],
    }
    return render(request, "vacancies/own_items.html", shown)


def _rows(unit: str, known: dict[tuple[str, str], CityItem]) -> list[Row]:
    rows = []
    for item in DECLARED.get(unit, ()):
        row = known.get((unit, item.key))
        rows.append(_row(unit, item, row.ended_at if row else None))
    own = [row for (code, _key), row in known.items() if code == unit and not row.is_declared]
    rows += [_row(unit, row.item, row.ended_at, row.made_by) for row in own]
    return sorted(rows, key=lambda row: row.ended_at is not None)


def _row(unit: str, item: Item, ended_at: Any, by: str = "") -> Row:
    answers = ", ".join(said(words) for words in item.codes.values()) or said(item.unit)
    kind = OwnKind(item.kind).label
    return Row(item, f"{unit}.{item.key}", said(item.label), kind, answers, by, ended_at)


def new_own_item(request: ActorRequest) -> HttpResponse:
    """Add an item to the form of a department."""
    names = departments()
    unit = request.GET.get("unit", "")
    form = ItemForm(request.POST or None, units=names, initial={"unit": unit if unit in names else ""})
    here = f"{reverse('vacancies:own_items')}?unit={request.POST.get('unit') or unit}"

    def act() -> None:
        given = dict(form.cleaned_data)
        lists = {key: given.pop(key).splitlines() for key in ("choices", "choices_en")}
        actions.add_item(given.pop("unit"), actions.Wanted(**given, **lists), actor=request.actor)

    return act_by_form(
        request,
        form,
        act,
        _("Added. It is asked from now on; vacancies handed in before need no answer."),
        title=_("New item of a department"),
        back=here,
        way=(Link(_("Vacancies"), reverse("vacancies:vacancies")), Link(_("Items of the departments"), here)),
        lead=_("An item is never changed: close it and add another. No item may ask what a worker pays."),
    )


def close_own_item(request: ActorRequest, item_key: str) -> HttpResponse:
    """No longer ask an item."""
    return _pressed(request, item_key, actions.close_item, _("Closed. Answers given so far are kept."))


def ask_own_item(request: ActorRequest, item_key: str) -> HttpResponse:
    """Ask an item that was closed once more."""
    return _pressed(request, item_key, actions.ask_again, _("It is asked again."))


def _pressed(request: ActorRequest, item_key: str, act: Callable[..., Any], words: str) -> HttpResponse:
    unit, _dot, key = item_key.partition(".")
    try:
        if act(unit, key, actor=request.actor) is None:
            raise Http404
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect(f"{reverse('vacancies:own_items')}?unit={unit}")
