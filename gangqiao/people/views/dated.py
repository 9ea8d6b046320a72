"""Records what holds for a time: categories, skills, wishes, businesses, other phones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.kernel.verbs import get_verb
from gangqiao.people import actions
from gangqiao.people.codes import LISTS
from gangqiao.people.forms import (
    BusinessForm,
    CategoryForm,
    ContactForm,
    EndCategoryForm,
    IntentionForm,
    SkillForm,
)
from gangqiao.people.models import Person
from gangqiao.people.reads.masking import name_for
from gangqiao.people.views.subjects import category_or_404, form_page, person_or_404, to_person, typed


def record_category(request: ActorRequest, person: UUID) -> HttpResponse:
    """Give the person a category."""

    def act(subject: Person, form: Any) -> None:
        actions.record_category(subject.pk, **form.cleaned_data, actor=request.actor)

    return _record(request, person, CategoryForm, "people.record_category", act)


def record_skill(request: ActorRequest, person: UUID) -> HttpResponse:
    """Record a skill or certificate."""
    return _record(request, person, SkillForm, "people.record_skill", _by_values(request, actions.record_skill))


def record_intention(request: ActorRequest, person: UUID) -> HttpResponse:
    """Record what the person wishes today."""
    act = _by_values(request, actions.record_intention)
    return _record(request, person, IntentionForm, "people.record_intention", act)


def record_business(request: ActorRequest, person: UUID) -> HttpResponse:
    """Record an own business."""
    act = _by_values(request, actions.record_business)
    return _record(request, person, BusinessForm, "people.record_business", act)


def record_contact(request: ActorRequest, person: UUID) -> HttpResponse:
    """Record another number."""

    def act(subject: Person, form: Any) -> None:
        cleaned = {**form.cleaned_data, "works": form.cleaned_data["works"] or "unknown"}
        actions.record_contact(subject.pk, **cleaned, actor=request.actor)

    return _record(request, person, ContactForm, "people.record_contact", act)


def end_category(request: ActorRequest, category: int) -> HttpResponse:
    """Say from which day a category no longer holds."""
    row = category_or_404(category)

    def act(subject: Person, form: Any) -> None:
        actions.end_category(row.pk, valid_to=form.cleaned_data["valid_to"], actor=request.actor)

    title = _("End “%(category)s”") % {"category": LISTS["category"].word(row.kind)}
    return record(request, row.person, EndCategoryForm(typed(request)), act, title)


def _by_values(request: ActorRequest, action: Callable[..., Any]) -> Callable[[Person, Any], None]:
    def act(subject: Person, form: Any) -> None:
        action(subject.pk, values=form.raw(), actor=request.actor)

    return act


def _record(
    request: ActorRequest, uuid: UUID, form_of: Any, verb: str, act: Callable[[Person, Any], None]
) -> HttpResponse:
    return record(request, person_or_404(uuid), form_of(typed(request)), act, get_verb(verb).label)


def record(
    request: ActorRequest, subject: Person, form: Any, act: Callable[[Person, Any], None], title: Any
) -> HttpResponse:
    """One form about a person: show it, and act when it is right; a refusal stands where the hand is."""
    if request.method == "POST" and form.is_valid():
        try:
            act(subject, form)
        except (Refusal, Refusals) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return to_person(subject)
    back = reverse("people:person", args=[subject.uuid])
    return form_page(
        request,
        "people/form.html",
        form=form,
        title=title,
        back_href=back,
        back_label=name_for(subject, request.actor),
    )
