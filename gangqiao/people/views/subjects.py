"""Finds what an address names, within the scope. What is out of scope answers like what does not exist."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.people.models import Category, EmploymentSpell, Household, Person


def person_or_404(uuid: UUID) -> Person:
    person: Person | None = Person.objects.filter(uuid=uuid).first()
    if person is None:
        raise Http404
    return person


def household_or_404(uuid: UUID) -> Household:
    household: Household | None = Household.objects.filter(uuid=uuid).first()
    if household is None:
        raise Http404
    return household


def spell_or_404(key: int) -> EmploymentSpell:
    """A spell as we believe it today; earlier beliefs have no page."""
    spell: EmploymentSpell | None = (
        EmploymentSpell.objects.select_related("person").filter(pk=key, recorded_to=None).first()
    )
    if spell is None:
        raise Http404
    return spell


def category_or_404(key: int) -> Category:
    category: Category | None = Category.objects.select_related("person").filter(pk=key, recorded_to=None).first()
    if category is None:
        raise Http404
    return category


def to_person(person: Person) -> HttpResponse:
    return redirect("people:person", person.uuid)


def typed(request: HttpRequest) -> Any:
    """What was sent with a form; None when the form is only opened."""
    return request.POST if request.method == "POST" else None


def say_refusal(request: HttpRequest, refusal: Refusal | Refusals) -> None:
    """Say why an act without a form was refused, on the page that follows."""
    for one in refusal.refusals if isinstance(refusal, Refusals) else [refusal]:
        messages.error(request, str(one.sentence))


def form_page(request: ActorRequest, template: str, status: int = 200, **shown: Any) -> HttpResponse:
    """A page with a form. A form with faults answers 422, so that programs see it, too."""
    form = shown.get("form")
    if status == 200 and request.method == "POST" and form is not None and form.is_bound and form.errors:
        status = 422
    return render(request, template, shown, status=status)
