"""Forms of local places of work, what they pledge, and who gets a place. The actions check."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.assistance.actions.workplaces import FACTS, PLEDGED
from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.models import Pledge, Workplace
from gangqiao.assistance.showing.workplaces import leave_reasons
from gangqiao.kernel import clock
from gangqiao.people.forms.base import ActForm, day_field
from gangqiao.transfers.forms.batches import place_field, words_field

MOST = 5_000


class WorkplaceForm(ActForm):
    """What is known of a place of work. What the register of vacancies keeps is not asked again."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("workplace", "Kind"), choices=LISTS["workplace_kind"].choices(), widget=forms.RadioSelect
    )
    credit_code = words_field(
        _("Credit code"), 18, help_text=_("Of an employer on the register of vacancies: name and address come from it.")
    )
    name = words_field(pgettext_lazy("workplace", "Name"), 100)
    area = place_field("area", _("Township or village"), required=True)
    address = words_field(pgettext_lazy("workplace", "Address"), 200)
    contact = words_field(_("Contact"), 50)
    phone = words_field(pgettext_lazy("workplace", "Phone"), 20)
    work = words_field(_("What is made or done"), 100)

    def __init__(self, *args: Any, workplace: Workplace | None = None, **options: Any) -> None:
        if workplace is not None:
            first = {name: getattr(workplace, name) for name in self.base_fields}
            options["initial"] = first | options.get("initial", {})
        super().__init__(*args, **options)
        if workplace is not None and workplace.employer_uuid is not None:
            for name in ("credit_code", "name", "address"):
                self.fields.pop(name)

    def values(self) -> dict[str, Any]:
        """What was typed, by the facts of a place of work."""
        given = {name: value for name, value in self.cleaned_data.items() if name in FACTS}
        return given | {"area_id": self.cleaned_data["area"].pk}


class RecogniseForm(ActForm):
    """The recognition of a workshop or base."""

    document = words_field(_("Document number"), 60)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["recognised_on"] = day_field("recognised_on", _("Recognised on"))
        self.fields["expires_on"] = day_field("expires_on", _("Recognised until"), past=False)
        self.say_what_is_missing()


class CountForm(ActForm):
    """How many are employed on a day."""

    headcount = forms.IntegerField(label=_("People employed"), min_value=0, max_value=MOST)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["counted_on"] = day_field("counted_on", pgettext_lazy("workplace", "Counted on"))
        self.initial.setdefault("counted_on", clock.today())
        self.say_what_is_missing()


class PledgeForm(ActForm):
    """Places that are pledged for registered-poor workers."""

    trade = words_field(pgettext_lazy("pledge", "Work"), 60)
    places = forms.IntegerField(label=pgettext_lazy("pledge", "Places"), min_value=1, max_value=MOST)
    pay = forms.IntegerField(label=_("Pay a month (yuan)"), min_value=0, max_value=100_000, required=False)

    def __init__(self, *args: Any, pledge: Pledge | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["begins_on"] = day_field("begins_on", pgettext_lazy("pledge", "From"), past=False)
        self.fields["ends_on"] = day_field("ends_on", pgettext_lazy("pledge", "Until"), past=False, required=False)
        first = {name: getattr(pledge, name) for name in PLEDGED} if pledge else {"begins_on": clock.today()}
        self.initial = first | self.initial
        self.say_what_is_missing()

    def values(self) -> dict[str, Any]:
        """What was typed, by the facts of a pledge."""
        return {name: self.cleaned_data[name] for name in PLEDGED}


class PlaceForm(ActForm):
    """Somebody said yes to a place."""

    said_way = forms.ChoiceField(
        label=_("How the person said yes"), choices=LISTS["said_way"].choices(), widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["said_on"] = day_field("said_on", _("Said yes on"))
        self.fields["since"] = day_field("since", _("First day of work"))
        self.initial = {"said_on": clock.today(), "since": clock.today()} | self.initial
        self.say_what_is_missing()


class LeaveForm(ActForm):
    """Somebody left a place."""

    why = forms.ChoiceField(label=_("Why it ended"), choices=leave_reasons, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["until"] = day_field("until", _("Last day of work"))
        self.initial.setdefault("until", clock.today())
        self.say_what_is_missing()
