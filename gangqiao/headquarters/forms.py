"""What is written on the pages of the headquarters. The actions check; the forms only read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gangqiao.accounts.models import Unit, User
from gangqiao.headquarters.filing import KINDS, MEGABYTES
from gangqiao.headquarters.models import AgendaItem, FundLine, IssueKind, MemberPost
from gangqiao.kernel import clock
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.money import parse_yuan
from gangqiao.places.models import Division


def day_field(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **options)


def text_field(label: Any, rows: int = 3, length: int = 2000, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, widget=forms.Textarea(attrs={"rows": rows}), **options)


class FileMixin(forms.Form):
    """Asks for a file that is kept sealed."""

    file = forms.FileField(label=_("File"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].widget.attrs["accept"] = ",".join(f".{kind}" for kind in KINDS)
        self.fields["file"].help_text = _("At most %(n)d MB. It is kept sealed.") % {"n": MEGABYTES}


class MeetingForm(forms.Form):
    """When and where a meeting is held. `units` only while it is planned."""

    day = day_field(_("Day"))
    at = forms.CharField(
        label=_("Time"), required=False, max_length=5, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    place = forms.CharField(label=_("Place"), required=False, max_length=80)
    chair = forms.CharField(label=_("In the chair"), required=False, max_length=40)
    units = forms.ModelMultipleChoiceField(
        label=_("Units invited"), queryset=Unit.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, units: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if units is None:
            del self.fields["units"]
        else:
            self.fields["units"].queryset = units


class CadenceForm(forms.Form):
    months = forms.IntegerField(label=_("Months between two meetings"), min_value=1, max_value=12)
    valid_from = day_field(_("From which day on"))
    basis = forms.CharField(label=_("Document"), max_length=120, help_text=_("The notice that orders it."))


class InvitationForm(forms.Form):
    attendee = forms.CharField(label=_("Who comes"), required=False, max_length=40)
    report = text_field(
        _("Report on the work"),
        rows=5,
        length=4000,
        required=False,
        help_text=_("What was done since the last meeting, with numbers; what stands in the way. It is kept sealed."),
    )


class DecisionForm(forms.Form):
    item = forms.ModelChoiceField(label=_("Item of the agenda"), queryset=AgendaItem.objects.none(), required=False)
    words = text_field(_("Decision"))
    unit = forms.ModelChoiceField(label=_("Who does it"), queryset=Unit.objects.none())
    due_on = day_field(_("Due"))

    def __init__(self, *args: Any, items: Any, titles: dict[int, str], units: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        item: Any = self.fields["item"]
        item.queryset = items
        item.label_from_instance = lambda found: titles.get(found.pk, str(found))
        self.fields["unit"].queryset = units


class ResultForm(FileMixin):
    words = text_field(
        _("What came of it"), help_text=_("Numbers, days and places. Names of persons belong into the ledger.")
    )
    field_order = ("words", "file")


class IssueForm(FileMixin):
    """An issue of one of the reader's places."""

    area = forms.ModelChoiceField(label=_("Place"), queryset=Division.objects.none())
    kind = forms.ChoiceField(label=_("About"), choices=IssueKind)
    title = forms.CharField(label=_("In a few words"), max_length=80)
    words = text_field(
        _("What stands in the way"),
        help_text=_("Name a person only where it cannot be understood without. What you write is kept sealed."),
    )
    above = forms.BooleanField(label=_("Send it to the level above at once"), required=False, initial=True)
    field_order = ("area", "kind", "title", "words", "file", "above")

    def __init__(self, *args: Any, areas: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["area"].queryset = areas


class AssignForm(forms.Form):
    unit = forms.ModelChoiceField(label=_("Who solves it"), queryset=Unit.objects.none())
    due_on = day_field(_("Due"))
    words = text_field(_("What is expected"), required=False)

    def __init__(self, *args: Any, units: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].queryset = units


class MemberForm(forms.Form):
    post = forms.ChoiceField(label=_("Post"), choices=MemberPost)
    name = forms.CharField(label=_("Name"), max_length=40)
    unit = forms.ModelChoiceField(label=_("unit"), queryset=Unit.objects.none())
    title = forms.CharField(label=_("Post at home"), required=False, max_length=60)
    valid_from = day_field(_("From which day on"), initial=clock.today)
    basis = forms.CharField(label=_("Document"), required=False, max_length=120)

    def __init__(self, *args: Any, units: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].queryset = units


class OfficerForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=40)
    title = forms.CharField(label=_("Post at home"), required=False, max_length=60)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=20)
    user = forms.ModelChoiceField(label=_("account"), queryset=User.objects.none(), required=False)
    valid_from = day_field(_("From which day on"), initial=clock.today)
    reason = forms.CharField(label=_("Reason of the change"), required=False, max_length=200)

    def __init__(self, *args: Any, users: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["user"].queryset = users


class InstitutionForm(FileMixin):
    name = forms.CharField(label=_("Name of the body"), max_length=80)
    document = forms.CharField(label=_("Number of the document"), max_length=80)
    head = forms.CharField(label=_("Head"), max_length=40)
    head_title = forms.CharField(label=_("Post of the head"), required=False, max_length=60)
    valid_from = day_field(_("Founded on"), initial=clock.today)
    field_order = ("name", "document", "head", "head_title", "valid_from", "file")


class StaffForm(forms.Form):
    as_of = day_field(_("As of"), initial=clock.today)
    full_time = forms.IntegerField(label=_("Full-time staff"), min_value=0, max_value=999)
    part_time = forms.IntegerField(label=_("Part-time staff"), min_value=0, max_value=999)
    posts = forms.CharField(label=_("Names of the posts"), required=False, max_length=300)


class FundsForm(FileMixin):
    year = forms.IntegerField(label=_("Year"), min_value=2015, max_value=2099, initial=lambda: clock.today().year)
    line = forms.ChoiceField(label=_("Line"), choices=FundLine)
    amount = forms.CharField(label=_("Amount in yuan"), max_length=20)
    document = forms.CharField(label=_("Number of the document"), required=False, max_length=80)
    field_order = ("year", "line", "amount", "document", "file")

    def clean_amount(self) -> int:
        try:
            return parse_yuan(self.cleaned_data["amount"])
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
