"""Forms of governed changes: each with a reason and a day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gangqiao.people import attributes
from gangqiao.people.codes import LISTS
from gangqiao.people.forms.base import ActForm, day_field, field_of
from gangqiao.people.models import Membership, Person

RELATIONS = [("", "—"), *((code, word) for code, word in LISTS["relation"].choices() if code != "02")]


class GovernedForm(ActForm):
    """The reason and the day, which every governed change needs. Shown after what the change itself asks."""

    effective_on = day_field("effective_on", _("Holds from"), help_text=_("Empty: from today."), required=False)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 500}),
        help_text=_("One sentence that an auditor understands in two years."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [name for name in self.fields if name not in ("effective_on", "reason")]
        self.order_fields([*own, "effective_on", "reason"])


class RelationsForm(GovernedForm):
    """A change after which relations are told anew: one choice of relation per member."""

    def __init__(self, members: Mapping[int, Membership], *args: Any, **kwargs: Any) -> None:
        self.members = members
        super().__init__(*args, **kwargs)
        for pk, membership in members.items():
            self.fields[f"relation_{pk}"] = forms.ChoiceField(
                label=_("Relation of %(name)s to the new head") % {"name": membership.person},
                choices=RELATIONS,
                required=False,
                initial="" if membership.relation == "02" else membership.relation,
            )
        self.order_fields([n for n in self.fields if n not in ("effective_on", "reason")] + ["effective_on", "reason"])
        self.say_what_is_missing()

    def relations(self) -> dict[int, str]:
        """Relation to the new head, by person; those left open are left out."""
        found = {pk: self.cleaned_data.get(f"relation_{pk}", "") for pk in self.members}
        return {pk: relation for pk, relation in found.items() if relation}

    def _people(self, *, but: int | None = None) -> list[tuple[str, str]]:
        return [(str(pk), str(m.person)) for pk, m in self.members.items() if pk != but]


class SplitForm(RelationsForm):
    """Who forms the new household, and who heads it. The head of the old one stays."""

    members_chosen = forms.MultipleChoiceField(
        label=_("Who forms the new household"), widget=forms.CheckboxSelectMultiple
    )
    head = forms.ChoiceField(label=_("Head of the new household"))
    other_names = {"members": "members_chosen"}

    def __init__(self, members: Mapping[int, Membership], *args: Any, **kwargs: Any) -> None:
        leaving = {pk: m for pk, m in members.items() if m.relation != "02"}
        super().__init__(leaving, *args, **kwargs)
        self.fields["members_chosen"].choices = self._people()
        self.fields["head"].choices = [("", "—"), *self._people()]
        for pk in leaving:
            self.fields[f"relation_{pk}"].initial = ""

    def chosen(self) -> dict[int, str]:
        """Relation to the new head, by person who leaves."""
        told = self.relations()
        return {int(pk): told.get(int(pk), "") for pk in self.cleaned_data["members_chosen"]}


class ChangeHeadForm(RelationsForm):
    """Who becomes head, and how the others are related to them."""

    head = forms.ChoiceField(label=_("New head"))
    other_names = {"members": "head"}

    def __init__(self, members: Mapping[int, Membership], *args: Any, **kwargs: Any) -> None:
        super().__init__(members, *args, **kwargs)
        now = next((pk for pk, m in members.items() if m.relation == "02"), None)
        self.fields["head"].choices = [("", "—"), *self._people(but=now)]
        for pk in members:
            self.fields[f"relation_{pk}"].initial = ""


class DeathForm(RelationsForm):
    """The day of death and, where a head dies and others live on, who becomes head."""

    died_on = day_field("died_on", _("Died on"))
    other_names = {"effective_on": "died_on", "members": "new_head", "head": "new_head"}

    def __init__(self, members: Mapping[int, Membership], *args: Any, **kwargs: Any) -> None:
        super().__init__(members, *args, **kwargs)
        self.fields.pop("effective_on")
        if members:
            self.fields["new_head"] = forms.ChoiceField(label=_("New head"), choices=[("", "—"), *self._people()])
            self.say_what_is_missing()
        for pk in members:
            self.fields[f"relation_{pk}"].initial = ""
        first = ["died_on", "new_head"]
        self.order_fields([n for n in first if n in self.fields])
        self.order_fields([n for n in self.fields if n != "reason"] + ["reason"])


class MoveInForm(GovernedForm):
    """Into which household, and as what."""

    household = forms.CharField(
        label=_("Household number"), max_length=24, help_text=_("It stands on the household's file.")
    )
    relation = forms.ChoiceField(label=_("Relation to the head"), choices=RELATIONS)


class TransferForm(GovernedForm):
    """Into which household of the group chosen; without one the person founds a household there."""

    household = forms.CharField(
        label=_("Household there"),
        max_length=24,
        required=False,
        help_text=_("The number of a household in your own area; empty: the person founds a household."),
    )
    relation = forms.ChoiceField(label=_("Relation to the head"), choices=RELATIONS, required=False)


class CorrectIdForm(GovernedForm):
    """The right ID number."""

    id_number = field_of(attributes.PERSON["id_number"], required=True)


class FindForm(ActForm):
    """Looks for the second record of a person. Sent by POST: names and numbers do not belong into addresses."""

    find = forms.CharField(
        label=_("Second record"),
        max_length=60,
        required=False,
        help_text=_("Whole name, ID number, phone, household number or person number."),
    )


class MergeForm(GovernedForm):
    """Which of the two records is kept. The day is today: both were one person all along."""

    keep = forms.ChoiceField(label=_("Keep the record"), widget=forms.RadioSelect)

    def __init__(self, one: Person, other: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("effective_on")
        self.fields["keep"].choices = [(str(p.uuid), p.person_no) for p in (one, other)]
