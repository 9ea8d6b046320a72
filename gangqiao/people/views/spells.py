"""Records times of work and takes them through their life."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel.verbs import get_verb
from gangqiao.people import actions
from gangqiao.people.forms import EndSpellForm, NoteForm, SpellForm, VerifyForm
from gangqiao.people.forms.base import initial_of
from gangqiao.people.models import EmploymentSpell, Person
from gangqiao.people.views.dated import record
from gangqiao.people.views.subjects import person_or_404, spell_or_404, typed


def record_spell(request: ActorRequest, person: UUID) -> HttpResponse:
    """Record a time of work, also one that is planned or over."""

    def act(subject: Person, form: Any) -> None:
        actions.record_spell(
            subject.pk,
            values=form.raw(),
            planned=form.is_planned(),
            is_full_time=not form.cleaned_data["is_part_time"],
            actor=request.actor,
        )

    title = get_verb("people.record_spell").label
    return record(request, person_or_404(person), SpellForm(typed(request)), act, title)


def correct_spell(request: ActorRequest, spell: int) -> HttpResponse:
    """Put days or facts of a spell right."""
    row = spell_or_404(spell)
    form = SpellForm(typed(request))
    form.fields.pop("is_part_time")
    form.initial = initial_of(form.asked(), row)

    def act(subject: Person, form: Any) -> None:
        actions.correct_spell(row.pk, values=form.raw(), actor=request.actor)

    return record(request, row.person, form, act, _("Correct the time of work"))


def depart(request: ActorRequest, spell: int) -> HttpResponse:
    """The person has left for work."""
    return _step(request, spell, NoteForm, "people.depart", actions.depart)


def start_work(request: ActorRequest, spell: int) -> HttpResponse:
    """The person has begun to work."""
    return _step(request, spell, NoteForm, "people.start_work", actions.start_work)


def verify_spell(request: ActorRequest, spell: int) -> HttpResponse:
    """The work was confirmed, and by what evidence."""
    return _step(request, spell, VerifyForm, "people.verify_spell", actions.verify_spell)


def end_spell(request: ActorRequest, spell: int) -> HttpResponse:
    """The work has ended."""
    return _step(request, spell, EndSpellForm, "people.end_spell", actions.end_spell)


def _step(
    request: ActorRequest, key: int, form_of: Any, verb: str, action: Callable[..., EmploymentSpell]
) -> HttpResponse:
    """One arrow of the life cycle, with the form it needs."""
    row = spell_or_404(key)

    def act(subject: Person, form: Any) -> None:
        action(row.pk, **form.cleaned_data, actor=request.actor)

    return record(request, row.person, form_of(typed(request)), act, get_verb(verb).label)
