"""What is written on the pages of agreements, stations, agencies and fairs. The actions check."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.kernel import clock
from gangqiao.kernel.attributes import DivisionRef
from gangqiao.people.forms.base import ActForm, DivisionField, day_field
from gangqiao.places.models import Division
from gangqiao.places.reads import county, townships
from gangqiao.vacancies.actions.employers import MEGABYTES
from gangqiao.vacancies.models import Agency, Agreement, Fair
from gangqiao.vacancies.policy.licences import month_before, months_on

MOST = 100_000
MONTHS_BACK = 12


def _place(label: Any) -> forms.Field:
    field = DivisionField(DivisionRef(key="place", label=label, heading="", source=""))
    field.required = True
    return field


def _many(label: Any, *, required: bool = True, help_text: Any = "") -> forms.Field:
    return forms.IntegerField(label=label, min_value=0, max_value=MOST, required=required, help_text=help_text)


class KeptForm(ActForm):
    """A form about a place that is kept in an area of the county: `area` chooses among townships and the county."""

    def offer_areas(self) -> None:
        home = county()
        self.fields["area"].choices = [
            (home.key, _now("the whole county")),
            *((one.key, one.name) for one in townships().order_by("key")),
        ]
        self.fields["area"].initial = home.key
        self.say_what_is_missing()

    def clean_area(self) -> Division:
        found: Division = Division.objects.get(pk=self.cleaned_data["area"])
        return found


class AgreementForm(ActForm):
    """An agreement with another area."""

    partner = forms.CharField(label=_("Partner"), max_length=80, help_text=_("The office that signed."))
    place = _place(_("Partner's area"))
    signed_on = day_field("signed_on", _("Signed on"))
    valid_to = day_field(
        "valid_to", _("Until before"), past=False, required=False,
        help_text=_("The first day on which it no longer holds."),
    )  # fmt: skip
    about = forms.CharField(
        label=_("What was agreed"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    contact = forms.CharField(label=pgettext_lazy("agreement", "Contact"), max_length=60, required=False)
    phone = forms.CharField(label=_("Office phone"), max_length=20, required=False)
    file = forms.FileField(label=_("Scan of the agreement"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].widget.attrs["accept"] = "image/jpeg,image/png,application/pdf"
        self.fields["file"].help_text = _("JPEG, PNG or PDF, at most %(n)d MB. It is kept sealed.") % {"n": MEGABYTES}


class StationForm(ActForm):
    """A station where many of the county work."""

    name = forms.CharField(label=_("Name of the station"), max_length=60)
    place = _place(pgettext_lazy("station", "Place"))
    address = forms.CharField(label=pgettext_lazy("vacancies", "Address"), max_length=120, required=False)
    phone = forms.CharField(
        label=pgettext_lazy("station", "Phone"), max_length=20,
        help_text=_("Workers call it: it stands on the public page."),
    )  # fmt: skip
    staff = forms.CharField(
        label=pgettext_lazy("station", "Staff"),
        max_length=120,
        required=False,
        help_text=_("As workers may know them; it is public."),
    )
    agreement = forms.ModelChoiceField(
        Agreement.objects.none(), label=_("By which agreement"), required=False, empty_label=_("none")
    )
    opened_on = day_field("opened_on", pgettext_lazy("station", "Open since"), past=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["agreement"]
        field.queryset = Agreement.objects.all()
        field.label_from_instance = lambda one: one.partner


class AgencyForm(KeptForm):
    """A broker or an agency."""

    kind = forms.ChoiceField(label=pgettext_lazy("agency", "Kind"), choices=Agency.KINDS, widget=forms.RadioSelect)
    name = forms.CharField(label=pgettext_lazy("agency", "Name"), max_length=80)
    area = forms.ChoiceField(label=_("Works in"))
    licence_no = forms.CharField(
        label=pgettext_lazy("agency", "Licence number"),
        max_length=40,
        required=False,
        help_text=_("A labour broker may be without one."),
    )
    licence_from = day_field("licence_from", _("Licence from"), required=False)
    licence_to = day_field(
        "licence_to", _("Licence until before"), past=False, required=False,
        help_text=_("The first day on which it no longer holds."),
    )  # fmt: skip
    phone = forms.CharField(label=pgettext_lazy("agency", "Phone"), max_length=20, required=False)

    def __init__(self, *args: Any, is_new: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        if is_new:
            self.offer_areas()
        else:
            del self.fields["area"]


class ResultsForm(ActForm):
    """What an agency achieved in a month."""

    period = forms.ChoiceField(label=pgettext_lazy("agency", "Month"))
    referred = _many(_("People referred"))
    hired = _many(_("People hired"))
    stayed = _many(
        _("Still there after three months"), required=False,
        help_text=_("Leave it empty until three months have passed."),
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        last = clock.today().replace(day=1)
        months = [months_on(last, -back) for back in range(MONTHS_BACK)]
        self.fields["period"].choices = [(one.isoformat(), f"{one:%Y-%m}") for one in months]
        self.fields["period"].initial = month_before(last).isoformat()


class FairForm(KeptForm):
    """A job fair."""

    kind = forms.ChoiceField(label=pgettext_lazy("fair", "Kind"), choices=Fair.KINDS, widget=forms.RadioSelect)
    name = forms.CharField(label=pgettext_lazy("fair", "Name"), max_length=60)
    on = day_field("on", pgettext_lazy("fair", "Day"), past=False)
    area = forms.ChoiceField(label=_("For whom"))
    place = forms.CharField(label=_("Place, or address on the net"), max_length=120)
    note = forms.CharField(label=pgettext_lazy("fair", "Remark"), max_length=300, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer_areas()


class StallForm(ActForm):
    """An employer that comes to a fair."""

    employer = forms.CharField(
        label=pgettext_lazy("vacancies", "Employer"), max_length=80, help_text=_("Name, part of it, or credit code.")
    )
    seats = _many(_("Seats offered"), required=False, help_text=_("Left empty: the open seats of its vacancies."))


class StallCountForm(ActForm):
    """What came of a stall."""

    interested = _many(_("People interested"))
    hired = _many(_("People hired"))


class FairCountForm(ActForm):
    """Turnout and results of a fair."""

    visitors = _many(_("Visitors"))
    offers = _many(_("Offers made"))
    hired = _many(_("People hired"))
    note = forms.CharField(label=pgettext_lazy("fair", "Remark"), max_length=300, required=False)
