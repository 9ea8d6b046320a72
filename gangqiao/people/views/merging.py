"""Puts two records of one person together: find the second, compare, choose which is kept; and separates them again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.kernel.verbs import get_verb
from gangqiao.people import actions, attributes
from gangqiao.people.forms import FindForm, MergeForm
from gangqiao.people.models import Person
from gangqiao.people.reads.doubles import find_records, likely_doubles
from gangqiao.people.reads.masking import name_for, place_name, show
from gangqiao.people.refusals import NobodyFound, SamePerson
from gangqiao.people.views.governing import Proposal, common, propose
from gangqiao.people.views.subjects import form_page, person_or_404, say_refusal, to_person, typed


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two records, as the reader sees it."""

    person: Person
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class Compared:
    """One fact of both records. `is_conflict`: both know it and say different things."""

    label: Any
    one: str
    other: str
    is_conflict: bool


def merge(request: ActorRequest, person: UUID) -> HttpResponse:
    """Find the second record, then compare and merge. What is looked for never stands in an address."""
    subject = person_or_404(person)
    other = request.POST.get("other", "")
    if other:
        return _compare(request, subject, person_or_404(_uuid(other)))
    form = FindForm(typed(request))
    found = likely_doubles(subject)
    if request.method == "POST" and form.is_valid():
        found = find_records(form.cleaned_data["find"], but=subject)
        if not found:
            form.refuse(NobodyFound())
    looked("people.view_list", actor=request.actor, persons=[p.uuid for p in found])
    shown = {
        "title": get_verb("people.merge").label,
        "found": [_side(p, request.actor) for p in found],
        "is_search": request.method == "POST",
        "back_href": reverse("people:person", args=[subject.uuid]),
        "back_label": name_for(subject, request.actor),
    }
    return form_page(request, "people/merge_find.html", form=form, **shown)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)  # names nobody, and so is not found


class _Merge:
    """Two records on their way to become one."""

    def __init__(self, request: ActorRequest, subject: Person, other: Person) -> None:
        self.request, self.subject, self.other = request, subject, other
        self.rows = _rows(subject, other, request.actor)
        self.conflicts = [row for row in self.rows if row.is_conflict]

    def chosen(self, form: Any) -> tuple[Person, Person]:
        """The record that is kept, and the one that is closed."""
        if form.cleaned_data["keep"] == str(self.subject.uuid):
            return self.subject, self.other
        return self.other, self.subject

    def says(self, form: Any) -> list[str]:
        keep, drop = self.chosen(form)
        labels = _(", ").join(str(row.label) for row in self.conflicts)
        return [
            _("The record %(kept)s is kept; the record %(dropped)s is closed and points to it.")
            % {"kept": keep.person_no, "dropped": drop.person_no},
            _("Work, categories, skills, wishes, businesses and phones of both stand in the kept record from now on."),
            _("Where both say different things the kept record stays as it is: %(labels)s.") % {"labels": labels}
            if labels
            else "",
        ]

    def act(self, form: Any) -> None:
        if self.subject.pk == self.other.pk:
            raise SamePerson
        keep, drop = self.chosen(form)
        actions.merge(keep.pk, drop.pk, **common(form, self.request))


def _compare(request: ActorRequest, subject: Person, other: Person) -> HttpResponse:
    """Both records side by side, then the choice, the preview and the merge."""
    for one in (subject, other):
        looked("people.view", actor=request.actor, person=one)
    merging = _Merge(request, subject, other)
    sides = {"one": _side(subject, request.actor), "other": _side(other, request.actor)}
    proposal = Proposal(
        verb="people.merge",
        form=MergeForm(subject, other, request.POST if request.POST.get("step") else None),
        says=merging.says,
        act=merging.act,
        back_href=reverse("people:person", args=[subject.uuid]),
        back_label=name_for(subject, request.actor),
        template="people/merge.html",
        hidden={"other": str(other.uuid)},
        shown={"rows": merging.rows, "conflicts": merging.conflicts, **sides},
    )
    return propose(request, proposal)


def _side(person: Person, actor: Actor) -> Side:
    return Side(person, name_for(person, actor), place_name(person.area_id))


def _rows(one: Person, other: Person, actor: Actor) -> list[Compared]:
    """Every fact of the two side by side, masked as in the file."""
    rows = []
    for attribute in attributes.PERSON:
        values = getattr(one, attribute.key), getattr(other, attribute.key)
        left, right = (
            show(attribute, v, actor.level_in(p.area_id)).text for v, p in zip(values, (one, other), strict=True)
        )
        if left or right:
            rows.append(Compared(attribute.label, left, right, bool(left and right and values[0] != values[1])))
    return rows


def unmerge(request: ActorRequest, person: UUID) -> HttpResponse:
    """Separate a merged record again."""
    subject = person_or_404(person)
    try:
        actions.unmerge(subject.pk, actor=request.actor, reason=request.POST.get("reason", ""))
    except (Refusal, Refusals) as refusal:
        say_refusal(request, refusal)
    else:
        messages.success(request, _("The records are separate again, each as it was."))
    return to_person(subject)
