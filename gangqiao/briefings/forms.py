"""Which paper is to be made, of which days and which area."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gangqiao.briefings import reads
from gangqiao.briefings.models import Kind
from gangqiao.headquarters.models import Meeting
from gangqiao.headquarters.showing.agenda import meeting_name
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.people.forms import ActForm


class MakeForm(ActForm):
    """The form of one paper."""

    kind = forms.ChoiceField(label=_("Which paper"), choices=Kind.choices)
    day = forms.DateField(
        label=_("Up to which day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Weekly: the seven days up to it. Monthly: the month it lies in. Else: as of this day."),
    )
    area = forms.ChoiceField(label=_("Area"))
    meeting = forms.ChoiceField(
        label=_("Joint meeting"), required=False, help_text=_("Only for the pack of a joint meeting.")
    )
    is_public = forms.BooleanField(
        label=_("Public version"),
        required=False,
        help_text=_("Only for weekly and monthly figures of the county: counts under 10 are not shown."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._meetings = {str(one.uuid): one for one in reads.meetings_to_choose()}
        self.fields["area"].choices = [(area.key, area.name) for area in reads.areas_to_choose(actor)]
        named = [(key, f"{meeting_name(one)} ({one.day.isoformat()})") for key, one in self._meetings.items()]
        self.fields["meeting"].choices = [("", gettext("none")), *named]
        self.fields["day"].initial = clock.today

    @property
    def chosen_meeting(self) -> Meeting | None:
        return self._meetings.get(self.cleaned_data["meeting"])

    @property
    def chosen_day(self) -> date:
        day: date = self.cleaned_data["day"]
        return day
