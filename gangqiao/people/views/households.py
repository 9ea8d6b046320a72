"""Governed changes of a household: split it, change its head."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel.actor import covers
from gangqiao.people import actions
from gangqiao.people.actions.locking import open_memberships
from gangqiao.people.codes import LISTS
from gangqiao.people.forms import ChangeHeadForm, GovernedForm, SplitForm
from gangqiao.people.models import Household, Membership
from gangqiao.people.reads.masking import place_name
from gangqiao.people.views.governing import Proposal, common, day_of, propose
from gangqiao.people.views.places import area_choice, group_or_none
from gangqiao.people.views.subjects import household_or_404, typed
from gangqiao.places.reads import county

OTHER = "97"


def split(request: ActorRequest, household: UUID) -> HttpResponse:
    """Let some members form a household of their own."""
    subject = household_or_404(household)
    members = open_memberships(subject)

    def act(form: Any) -> None:
        head = int(form.cleaned_data["head"])
        actions.split_household(subject.pk, members=form.chosen(), head=head, **common(form, request))

    proposal = _proposal(subject, "people.split_household", SplitForm(members, typed(request)), act)
    proposal.says = lambda form: _split_in_words(form, subject, members)
    return propose(request, proposal)


def change_head(request: ActorRequest, household: UUID) -> HttpResponse:
    """Make another member head; every relation is told anew."""
    subject = household_or_404(household)
    members = open_memberships(subject)

    def act(form: Any) -> None:
        head = int(form.cleaned_data["head"])
        actions.change_head(subject.pk, head=head, relations=form.relations(), **common(form, request))

    proposal = _proposal(subject, "people.change_head", ChangeHeadForm(members, typed(request)), act)
    proposal.says = lambda form: _head_in_words(form, subject, members)
    return propose(request, proposal)


def transfer(request: ActorRequest, household: UUID) -> HttpResponse:
    """Hand the whole household to another group of the county: township, village, group, then the form."""
    subject = household_or_404(household)
    anywhere = (county().key,)
    group = group_or_none(request.GET.get("to", ""), anywhere)
    title = _("Transfer the whole household")
    if group is None:
        lead = _("To which villagers' group does the household go?")
        back = reverse("people:household", args=[subject.uuid])
        label = _("Household %(number)s") % {"number": _number(subject)}
        return area_choice(request, anywhere, title=title, lead=lead, parameter="to", back_href=back, back_label=label)

    def says(form: Any) -> list[str]:
        place = place_name(group.key)
        names = "、".join(m.person.name for m in open_memberships(subject).values())
        stays = any(covers(area, group.key) for area in request.actor.areas("people.view"))
        return [
            _("From %(day)s household %(number)s is kept by %(place)s, with everybody in it: %(names)s.")
            % {"day": day_of(form), "number": _number(subject), "place": place, "names": names},
            _("You still see it.") if stays else _("You no longer see it; %(place)s does.") % {"place": place},
        ]

    def act(form: Any) -> None:
        actions.transfer_household(subject.pk, area=group.key, **common(form, request))

    proposal = _proposal(subject, "people.transfer_record", GovernedForm(typed(request)), act)
    proposal.says, proposal.title = says, title
    proposal.shown["lead"] = _("To: %(place)s") % {"place": place_name(group.key)}
    return propose(request, proposal)


def _proposal(subject: Household, verb: str, form: Any, act: Any) -> Proposal:
    return Proposal(
        verb=verb,
        form=form,
        says=lambda form: [],
        act=act,
        back_href=reverse("people:household", args=[subject.uuid]),
        back_label=_("Household %(number)s") % {"number": _number(subject)},
    )


def _number(subject: Household) -> str:
    return str(subject.household_no)


def _split_in_words(form: Any, subject: Household, members: dict[int, Membership]) -> list[str]:
    chosen = form.chosen()
    head = int(form.cleaned_data["head"])
    leaving = [str(members[pk].person) for pk in chosen]
    staying = [str(m.person) for pk, m in members.items() if pk not in chosen]
    return [
        _("From %(day)s these members leave household %(number)s and form a household of their own: %(names)s.")
        % {"day": day_of(form), "number": _number(subject), "names": _listed(leaving)},
        _("%(name)s heads the new household.") % {"name": members[head].person} if head in members else "",
        *relations_in_words({pk: r for pk, r in chosen.items() if pk != head}, members),
        _("In household %(number)s stay: %(names)s.") % {"number": _number(subject), "names": _listed(staying)},
    ]


def _head_in_words(form: Any, subject: Household, members: dict[int, Membership]) -> list[str]:
    head = int(form.cleaned_data["head"])
    told = form.relations()
    return [
        _("From %(day)s %(name)s heads household %(number)s in place of %(before)s.")
        % {"day": day_of(form), "name": members[head].person, "number": _number(subject), "before": subject.head},
        *relations_in_words({pk: told.get(pk, "") for pk in members if pk != head}, members),
    ]


def relations_in_words(relations: dict[int, str], members: dict[int, Membership]) -> list[str]:
    """One sentence per member who stands in a new relation."""
    return [
        _("%(name)s becomes: %(relation)s.")
        % {"name": members[pk].person, "relation": LISTS["relation"].word(relation or OTHER)}
        for pk, relation in relations.items()
    ]


def _listed(names: list[str]) -> str:
    return _(", ").join(names)
