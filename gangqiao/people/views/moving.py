"""Governed changes of one person: move, transfer of the record, death, correction of the ID number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel.actor import covers
from gangqiao.kernel.identifiers import parse_id_number
from gangqiao.kernel.verbs import get_verb
from gangqiao.people import actions, attributes
from gangqiao.people.actions.locking import open_memberships
from gangqiao.people.codes import LISTS
from gangqiao.people.forms import CorrectIdForm, DeathForm, GovernedForm, MoveInForm, TransferForm
from gangqiao.people.models import EmploymentSpell, Membership, Person
from gangqiao.people.reads.masking import name_for, place_name
from gangqiao.people.reads.typed import find_household
from gangqiao.people.views.governing import Proposal, common, day_of, propose
from gangqiao.people.views.households import relations_in_words
from gangqiao.people.views.places import area_choice, group_or_none
from gangqiao.people.views.subjects import person_or_404, typed
from gangqiao.places.reads import county


def move_out(request: ActorRequest, person: UUID) -> HttpResponse:
    """Close the record of a person who left the county for good."""
    subject = person_or_404(person)

    def says(form: Any) -> list[str]:
        return [
            _("From %(day)s the record of %(name)s is closed: moved out of the county.")
            % {"day": day_of(form), "name": subject},
            _empties(subject),
            _("Nothing is deleted; the record can be opened again when the person comes back."),
        ]

    def act(form: Any) -> None:
        actions.move_out(subject.pk, **common(form, request))

    proposal = _proposal(request, subject, "people.move", GovernedForm(typed(request)), says, act)
    proposal.title = _("Move out of the county")
    return propose(request, proposal)


def move_in(request: ActorRequest, person: UUID) -> HttpResponse:
    """Move the person into a household of the area: from another one, or back from outside."""
    subject = person_or_404(person)

    def says(form: Any) -> list[str]:
        household = find_household(form.cleaned_data["household"])
        joins = _("From %(day)s %(name)s belongs to household %(number)s, as: %(relation)s.") % {
            "day": day_of(form),
            "name": subject,
            "number": household.household_no,
            "relation": LISTS["relation"].word(form.cleaned_data["relation"]),
        }
        return [joins, _empties(subject)]

    def act(form: Any) -> None:
        household = find_household(form.cleaned_data["household"])
        assert household is not None  # the field is required
        relation = form.cleaned_data["relation"]
        actions.move_in(subject.pk, household_id=household.pk, relation=relation, **common(form, request))

    proposal = _proposal(request, subject, "people.move", MoveInForm(typed(request)), says, act)
    proposal.title = _("Move to another household") if subject.is_live else _("Move back in")
    return propose(request, proposal)


def transfer(request: ActorRequest, person: UUID) -> HttpResponse:
    """Hand the record to another group of the county: township, village, group, then the form."""
    subject = person_or_404(person)
    anywhere = (county().key,)
    group = group_or_none(request.GET.get("to", ""), anywhere)
    back = {"back_href": reverse("people:person", args=[subject.uuid]), "back_label": name_for(subject, request.actor)}
    if group is None:
        title = get_verb("people.transfer_record").label
        lead = _("To which villagers' group does the record go?")
        return area_choice(request, anywhere, title=title, lead=lead, parameter="to", **back)

    def says(form: Any) -> list[str]:
        place = place_name(group.key)
        stays = any(covers(area, group.key) for area in request.actor.areas("people.view"))
        return [
            _("From %(day)s the record of %(name)s, with its whole history, is kept by %(place)s.")
            % {"day": day_of(form), "name": subject, "place": place},
            _("You still see it.") if stays else _("You no longer see it; %(place)s does.") % {"place": place},
            _empties(subject),
        ]

    def act(form: Any) -> None:
        household = find_household(form.cleaned_data["household"])
        where = {"household_id": household.pk if household else None, "area": group.key}
        relation = form.cleaned_data["relation"]
        actions.transfer_record(subject.pk, **where, relation=relation, **common(form, request))

    form = TransferForm(typed(request))
    proposal = _proposal(request, subject, "people.transfer_record", form, says, act)
    proposal.shown["lead"] = _("To: %(place)s") % {"place": place_name(group.key)}
    return propose(request, proposal)


def record_death(request: ActorRequest, person: UUID) -> HttpResponse:
    """Record a death; where the head dies and others live on, one of them becomes head."""
    subject = person_or_404(person)
    others = _others(subject) if subject.household and subject.household.head_id == subject.pk else {}

    def says(form: Any) -> list[str]:
        head = form.cleaned_data.get("new_head")
        running = EmploymentSpell.objects.filter(person=subject, recorded_to=None, ended_on=None).count()
        sentences = [
            _("The record of %(name)s is closed: died on %(day)s.")
            % {"name": subject, "day": form.cleaned_data["died_on"]},
            _("Running work ends that day: %(n)d.") % {"n": running} if running else "",
        ]
        if not head:
            return [*sentences, _empties(subject)]
        told = {pk: relation for pk, relation in form.relations().items() if pk != int(head)}
        heads = _("%(name)s becomes head of the household.") % {"name": others[int(head)].person}
        return [*sentences, heads, *relations_in_words(told, others)]

    def act(form: Any) -> None:
        head = form.cleaned_data.get("new_head")
        given = {"new_head": int(head) if head else None, "relations": form.relations()}
        actions.record_death(subject.pk, died_on=form.cleaned_data["died_on"], **given, **common(form, request))

    form = DeathForm(others, typed(request))
    return propose(request, _proposal(request, subject, "people.record_death", form, says, act))


def correct_id(request: ActorRequest, person: UUID) -> HttpResponse:
    """Put the ID number right."""
    subject = person_or_404(person)

    def says(form: Any) -> list[str]:
        number = parse_id_number(form.cleaned_data["id_number"])
        return [
            _("The ID number of %(name)s becomes %(number)s.") % {"name": subject, "number": number.text},
            _("Sex and date of birth follow from it: %(sex)s, %(born)s.")
            % {"sex": attributes.PERSON["sex"].show(number.sex), "born": number.birth_date},
            _("The wrong number stays in the history."),
        ]

    def act(form: Any) -> None:
        actions.correct_id(subject.pk, id_number=form.cleaned_data["id_number"], **common(form, request))

    form = CorrectIdForm(typed(request))
    return propose(request, _proposal(request, subject, "people.correct_id", form, says, act))


def _proposal(
    request: ActorRequest,
    subject: Person,
    verb: str,
    form: Any,
    says: Callable[[Any], list[str]],
    act: Callable[[Any], None],
) -> Proposal:
    back = reverse("people:person", args=[subject.uuid])
    label = name_for(subject, request.actor)
    return Proposal(verb=verb, form=form, says=says, act=act, back_href=back, back_label=label)


def _others(subject: Person) -> dict[int, Membership]:
    """The other members of the person's household, by person."""
    if subject.household is None:
        return {}
    members = open_memberships(subject.household)
    return {pk: m for pk, m in members.items() if pk != subject.pk}


def _empties(subject: Person) -> str:
    """What becomes of the household the person leaves, when nobody else is in it."""
    if subject.household is None or not subject.is_live or _others(subject):
        return ""
    number = subject.household.household_no
    return _("Nobody else is in household %(number)s: it is dissolved.") % {"number": number}
