"""The form that connects a phone app."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gangqiao.people.forms.base import ActForm


class ConnectForm(ActForm):
    """Which village, and how the phone is called in the list."""

    village = forms.ChoiceField(label=_("Village"))
    name = forms.CharField(
        label=_("Name of the phone"), max_length=60, help_text=_("By which you know it again, such as “Redmi, black”.")
    )

    def __init__(self, villages: list[Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(v.pk), v.name) for v in villages]
        self.fields["village"].choices = choices
        if len(choices) == 1:
            self.fields["village"].initial = choices[0][0]
