"""Forms of quotas, posts, applications, objections and agreements. The actions check."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.models import Holder, Quota
from gangqiao.assistance.showing.quotas import Row as QuotaRow
from gangqiao.kernel import clock
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.money import parse_yuan
from gangqiao.people.forms.base import ActForm, day_field
from gangqiao.places.reads import children
from gangqiao.transfers.forms.batches import place_field, words_field

MOST = 10_000


class QuotaForm(ActForm):
    """A quota of an area."""

    area = place_field("area", pgettext_lazy("assistance", "Area"), required=True)
    kind = forms.ChoiceField(label=_("Kind of post"), choices=LISTS["post_kind"].choices())
    department = forms.ChoiceField(label=_("Department"), choices=LISTS["post_department"].choices())
    fund_line = forms.ChoiceField(
        label=_("Fund line"),
        choices=LISTS["fund_line"].choices(),
        help_text=_("Posts out of this quota are paid by this fund and by no other."),
    )
    standard = forms.CharField(label=_("Pay a month (yuan)"), max_length=12)
    required_days = forms.IntegerField(label=_("Days of duty a month"), min_value=1, max_value=31, initial=30)
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=MOST)
    document = words_field(
        _("Document number"), 60, help_text=_("Without it the amount counts as not confirmed, and every page says so.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["begins_on"] = day_field("begins_on", pgettext_lazy("assistance", "From"), past=False)
        self.fields["ends_on"] = day_field("ends_on", pgettext_lazy("quota", "Until"), past=False)
        self.say_what_is_missing()

    def clean_standard(self) -> int:
        """Yuan as typed, fen as kept."""
        try:
            return parse_yuan(self.cleaned_data["standard"])
        except Refusal as refusal:
            raise forms.ValidationError(refusal.sentence, code=refusal.code) from refusal


class ShareForm(ActForm):
    """A share of a quota for an area below it."""

    area = forms.ChoiceField(label=pgettext_lazy("assistance", "Area"))
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=MOST)

    def __init__(self, *args: Any, quota: Quota, **options: Any) -> None:
        super().__init__(*args, **options)
        below = [(one.key, one.name) for one in children(str(quota.area_id))]
        self.fields["area"].choices = [("", "—"), *below]  # type: ignore[attr-defined]  # a ChoiceField, by name
        self.say_what_is_missing()


class ChangeQuotaForm(ActForm):
    """More or fewer places, and the document."""

    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=MOST)
    document = words_field(_("Document number"), 60)


class ProposalForm(ActForm):
    """A post that a village proposes."""

    quota = forms.ChoiceField(label=_("Quota"))
    title = forms.CharField(label=_("Title"), max_length=60)
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=MOST, initial=1)
    months = forms.IntegerField(label=_("Term in months"), min_value=1, max_value=120, initial=12)
    duties = forms.CharField(label=_("Duties"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    place = words_field(_("Where the duty is done"), 100)
    hours = words_field(_("Hours of duty"), 100)
    why = words_field(_("Why it is needed"), 300)
    objection_phone = words_field(
        _("Telephone for objections"), 20, help_text=_("Of the township: it stands on the published list.")
    )

    def offer(self, quotas: list[QuotaRow]) -> None:
        """The quotas to choose from, each with what is left of it."""
        words = _("%(kind)s · %(department)s · %(fund)s · %(place)s, %(free)d places left")
        choices = [
            (
                str(row.quota.uuid),
                words % {"kind": row.kind, "department": row.department, "fund": row.fund, "place": row.place,
                         "free": row.quota.free},
            )
            for row in quotas
        ]  # fmt: skip
        self.fields["quota"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField, by name


class ObjectionForm(ActForm):
    """What somebody says against a choice."""

    words = forms.CharField(label=_("What is said"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
    by_words = words_field(
        _("Who says it"), 100, help_text=_("Leave it empty for somebody who wants to stay unknown: it counts as much.")
    )


class AgreementForm(ActForm):
    """The signed agreement and the accident insurance."""

    agreement_no = words_field(_("Number of the agreement"), 40)
    insurance_no = words_field(_("Number of the accident insurance"), 40)

    def __init__(self, *args: Any, holder: Holder, **options: Any) -> None:
        first = {
            name: getattr(holder, name)
            for name in ("begins_on", "ends_on", "signed_on", "agreement_no", "insurance_no", "insured_until")
        }
        super().__init__(
            *args, initial={"begins_on": clock.today(), **{k: v for k, v in first.items() if v}}, **options
        )
        is_new = holder.status == "agreement"
        days = {
            "begins_on": day_field("begins_on", _("Agreement from"), past=False),
            "ends_on": day_field(
                "ends_on",
                _("Agreement until"),
                past=False,
                required=False,
                help_text=_("Empty: by the term of the post."),
            ),
            "signed_on": day_field("signed_on", _("Signed on"), required=False),
        }
        until = day_field("insured_until", _("Insured until"), past=False, required=False)
        if not is_new:
            self.fields.pop("agreement_no")
        self.fields = {**(days if is_new else {}), **self.fields, "insured_until": until}
        self.say_what_is_missing()


def outcome_choices() -> list[tuple[str, Any]]:
    """What can come of an objection."""
    return list(LISTS["objection_outcome"].choices())


def end_choices() -> list[tuple[str, Any]]:
    """Why somebody leaves a post, as a desk says it: death and the last day find themselves."""
    return [(code, words) for code, words in LISTS["end_reason"].choices() if code not in ("death", "expired")]


def suspend_choices() -> list[tuple[str, Any]]:
    """Why somebody is suspended."""
    return list(LISTS["suspend_reason"].choices())


def kin_choices() -> list[tuple[str, Any]]:
    """What an applicant declares."""
    return list(LISTS["kin"].choices())


def not_chosen_choices() -> list[tuple[str, Any]]:
    """Why somebody is not chosen, as the township says it."""
    return [(code, words) for code, words in LISTS["not_chosen"].choices() if code not in ("withdrew", "objection")]
