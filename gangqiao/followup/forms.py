"""What is typed about a call, a case, a proof and a list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.followup.actions.evidence import BY_HAND
from gangqiao.followup.actions.recording import Heard
from gangqiao.followup.codes import LISTS
from gangqiao.followup.policy.followup import ASPECTS
from gangqiao.kernel import clock
from gangqiao.people.forms.base import ActForm

_DAY: dict[str, Any] = {"format": "%Y-%m-%d", "attrs": {"type": "date"}}


def _choices(name: str, *, none: Any = None) -> list[tuple[str, Any]]:
    found = list(LISTS[name].choices())
    return found if none is None else [("", none), *found]


class HeardForm(ActForm):
    """What somebody said in a call."""

    other_names = {"case_kind": "case", "wants_next": "wants"}

    result = forms.ChoiceField(label=_("What was said"), choices=_choices("result"), widget=forms.RadioSelect)
    spoke_with = forms.ChoiceField(
        label=_("Spoke with"), choices=_choices("spoke_with"), widget=forms.RadioSelect, initial="self"
    )
    way = forms.ChoiceField(label=_("Way"), choices=_choices("way"), initial="call")
    pay = forms.ChoiceField(label=pgettext_lazy("promised", "Pay"), choices=_choices("kept"), initial="unknown")
    work = forms.ChoiceField(
        label=pgettext_lazy("promised", "Work and hours"), choices=_choices("kept"), initial="unknown"
    )
    housing = forms.ChoiceField(
        label=pgettext_lazy("promised", "Board and lodging"), choices=_choices("kept"), initial="unknown"
    )
    case = forms.ChoiceField(
        label=_("What the complaint is about"), choices=_choices("case_kind", none=_("no complaint")), required=False
    )
    left_on = forms.DateField(label=_("Last day of work, for who left"), required=False, widget=forms.DateInput(**_DAY))
    wants = forms.ChoiceField(
        label=_("What somebody who is back wants next"),
        choices=_choices("wants_next", none=_("not asked")),
        required=False,
    )
    words = forms.CharField(
        label=_("In words"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def heard(self) -> Heard:
        """What was typed, as the act takes it."""
        given = self.cleaned_data
        return Heard(
            result=given["result"],
            spoke_with=given["spoke_with"],
            way=given["way"],
            left_on=given["left_on"],
            kept={aspect: given[aspect] for aspect in ASPECTS},
            words=given["words"],
            case=given["case"] if given["result"] == "complaint" else "",
            wants=given["wants"] if given["result"] == "returned" else "",
        )


class CaseForm(ActForm):
    """A case of a worker."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("case", "About"), choices=_choices("case_kind"), widget=forms.RadioSelect
    )
    owner = forms.ChoiceField(
        label=_("Who takes it in hand"),
        choices=_choices("case_owner", none=_("as the rules say")),
        required=False,
    )
    words = forms.CharField(
        label=_("What happened"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}), required=False
    )


class ProofForm(ActForm):
    """A proof of somebody's work."""

    kind = forms.ChoiceField(
        label=_("What was seen or heard"),
        choices=[(code, words) for code, words in _choices("proof_kind") if code in BY_HAND],
        widget=forms.RadioSelect,
    )
    on = forms.DateField(label=_("Day"), widget=forms.DateInput(**_DAY))
    words = forms.CharField(label=_("In words"), required=False, max_length=200)
    picture = forms.FileField(
        label=_("Picture of the document"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_("Of a contract or a pay slip. Kept sealed, seen by few, and deleted after its time."),
    )

    def __init__(self, data: Any = None, files: Any = None, **more: Any) -> None:
        super().__init__(data, files, **more)
        self.fields["on"].initial = clock.today


class ListForm(ActForm):
    """A list of an insurance or of wage accounts."""

    file = forms.FileField(
        label=_("Workbook"), help_text=_("A column of ID numbers, and if there is one a column of employers.")
    )
    kind = forms.ChoiceField(
        label=_("What the list is of"),
        choices=[("insurance", _("insurance")), ("wage_account", _("wage accounts"))],
        widget=forms.RadioSelect,
    )
    month = forms.DateField(
        label=_("Month"), widget=forms.DateInput(**_DAY), help_text=_("Any day of the month the list is of.")
    )


class SampleForm(ActForm):
    """A new sample."""

    seed = forms.CharField(
        label=_("Word to draw by"),
        max_length=40,
        help_text=_("Anybody who draws by the same word from the same claims gets the same ones."),
    )


def case_choices() -> dict[str, list[tuple[str, Any]]]:
    """Lists of the buttons of a case."""
    return {"verdicts": _choices("verdict"), "owners": _choices("case_owner")}
