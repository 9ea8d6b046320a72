"""The receipt of a vehicle: who takes the people over, and whom not, with the reason."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.people.forms.base import ActForm
from gangqiao.transfers.codes import LISTS

RECEIVERS = (("employer", pgettext_lazy("receiver", "the employer")), ("station", _("the service station")))


class HandOverForm(ActForm):
    """One choice a passenger: accepted, or why not."""

    receiver = forms.CharField(label=_("Taken over by"), max_length=60, help_text=_("Name of who signs."))
    receiver_of = forms.ChoiceField(
        label=pgettext_lazy("hand-over", "For whom"), choices=RECEIVERS, widget=forms.RadioSelect, initial="employer"
    )

    def __init__(self, *args: Any, people: list[tuple[UUID, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = [uuid for uuid, _name in people]
        choices = [("", pgettext_lazy("hand-over", "accepted")), *LISTS["not_started_reason"].choices()]
        for uuid, name in people:
            self.fields[str(uuid)] = forms.ChoiceField(label=name, choices=choices, required=False)
        self.say_what_is_missing()

    def accepted(self) -> list[UUID]:
        """Who was taken over."""
        return [uuid for uuid in self.people if not self.cleaned_data[str(uuid)]]

    def rejected(self) -> dict[UUID, str]:
        """Who was not, with the reason."""
        return {uuid: reason for uuid in self.people if (reason := self.cleaned_data[str(uuid)])}
