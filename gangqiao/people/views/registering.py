"""Puts households and persons on the register."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.people import actions
from gangqiao.people.forms import HouseholdForm, MemberForm, PersonForm
from gangqiao.people.reads.masking import place_name
from gangqiao.people.views.places import area_choice, group_or_none
from gangqiao.people.views.subjects import form_page, household_or_404, typed

MOST_MEMBERS = 30


class HouseholdWizard:
    """The household, its head and any number of members on one page. Members come and go; what was typed stays."""

    def __init__(self, data: Any = None) -> None:
        self.household = HouseholdForm(data, prefix="household")
        self.head = PersonForm(data, prefix="head")
        numbers = data.get("members", "") if data else ""
        self.numbers = [int(n) for n in numbers.split(",") if n.isdigit()][:MOST_MEMBERS]
        self.members = [(n, MemberForm(data, prefix=f"m{n}")) for n in self.numbers]

    @property
    def forms(self) -> list[Any]:
        return [self.household, self.head, *(form for _number, form in self.members)]

    def add_member(self, data: Any) -> None:
        """One more empty section at the end."""
        number = max(self.numbers, default=0) + 1
        if len(self.numbers) < MOST_MEMBERS:
            self.numbers.append(number)
            self.members.append((number, MemberForm(prefix=f"m{number}")))
        self._keep_quiet()

    def remove_member(self, number: int) -> None:
        self.numbers = [n for n in self.numbers if n != number]
        self.members = [(n, form) for n, form in self.members if n != number]
        self._keep_quiet()

    def _keep_quiet(self) -> None:
        for form in self.forms:
            if form.is_bound:
                form.keep_quiet()

    def is_valid(self) -> bool:
        # Every form is asked, so that every fault is told at once.
        valid = [form.is_valid() for form in self.forms]
        return all(valid) and self._numbers_differ()

    def _numbers_differ(self) -> bool:
        """Two sections with the same ID number: told at the second."""
        seen: set[str] = set()
        fine = True
        for form in self.forms[1:]:
            number = form.cleaned_data.get("id_number")
            if number and number in seen:
                form.add_error("id_number", _("This ID number stands above already. Correct one of the two."))
                fine = False
            seen.add(number)
        return fine

    def values(self) -> dict[str, Any]:
        """What the act takes."""
        return {
            "household": self.household.raw(),
            "head": self.head.raw() | {"id_exception": self.head.exception()},
            "members": [
                (form.cleaned_data["relation"], form.raw() | {"id_exception": form.exception()})
                for _number, form in self.members
            ],
        }

    @property
    def has_faults(self) -> bool:
        return any(form.is_bound and form.errors for form in self.forms)


def register_household(request: ActorRequest) -> HttpResponse:
    """Choose the group, then household, head and members on one page."""
    group = group_or_none(request.GET.get("area", ""), request.actor.areas("people.register"))
    if group is None:
        return area_choice(
            request,
            request.actor.areas("people.register"),
            title=_("Register a household"),
            lead=_("In which villagers' group does it live?"),
            parameter="area",
        )
    wizard = HouseholdWizard(typed(request))
    if request.method == "POST":
        if "add_member" in request.POST:
            wizard.add_member(request.POST)
        elif request.POST.get("remove_member", "").isdigit():
            wizard.remove_member(int(request.POST["remove_member"]))
        elif wizard.is_valid() and (made := _register(request, wizard, group.key)):
            messages.success(request, _("The household is on the register."))
            return redirect("people:household", made.uuid)
    status = 422 if request.method == "POST" and wizard.has_faults else 200
    shown = {"wizard": wizard, "place": place_name(group.key), "group": group}
    return form_page(request, "people/register_household.html", status, **shown)


def _register(request: ActorRequest, wizard: HouseholdWizard, area: str) -> Any:
    try:
        return actions.register_household(area=area, actor=request.actor, **wizard.values())
    except (Refusal, Refusals) as refusal:
        # Whose fault it is was told by the forms; what is left (two officers at one moment) is told above.
        wizard.household.refuse(refusal)
        return None


def register_person(request: ActorRequest, household: UUID) -> HttpResponse:
    """A further member of a household."""
    subject = household_or_404(household)
    form = MemberForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.register_person(
                household_id=subject.pk,
                relation=form.cleaned_data["relation"],
                values=form.raw(),
                id_exception=form.exception(),
                actor=request.actor,
            )
        except (Refusal, Refusals) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The person is on the register."))
            return redirect("people:person", made.uuid)
    back = reverse("people:household", args=[subject.uuid])
    shown = {"title": _("Register another member"), "back_href": back, "back_label": _household_label(subject)}
    return form_page(request, "people/form.html", form=form, **shown)


def _household_label(subject: Any) -> str:
    return _("Household %(number)s") % {"number": subject.household_no}
