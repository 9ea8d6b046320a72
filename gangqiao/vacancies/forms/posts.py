"""What is typed about a vacancy. The facts come from their declarations; the actions check."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from gangqiao.kernel import clock
from gangqiao.people.forms.base import ActForm, AttributeForm, field_of, initial_of
from gangqiao.vacancies.attributes import EMPLOYER, VACANCY
from gangqiao.vacancies.codes import LISTS
from gangqiao.vacancies.occupations import guess
from gangqiao.vacancies.own_items import answers_of, attribute_of
from gangqiao.vacancies.pasting import Draft
from gangqiao.vacancies.policy.own_items import OWN
from gangqiao.vacancies.reads.own_items import Form

# What is asked of every post, in the order in which people tell it; the rest stands folded below.
FIRST = (
    "title", "number", "pay_form", "pay_min", "pay_max", "place", "valid_until", "contact_name", "contact_phone",
)  # fmt: skip
LIMITS = ("sex_limit", "age_min", "age_max", "ethnicity_limit", "limit_reason", "limit_note")
MUST = frozenset({"title"})
# Shown as asked for, and judged by the act: a draft may lack them, and all faults are told at once.
ASKED = ("number", "pay_form", "pay_min", "place", "valid_until", "contact_phone")
DAYS_ASSUMED = 30


class PostForm(AttributeForm):
    """A vacancy, with who offers it.

    employers  those the reader may choose from; null: the employer is settled
    own        the own form of the department that keeps the employer; null: it has none, or is not known yet
    """

    attributes = VACANCY
    must = MUST
    pasted = forms.CharField(required=False, widget=forms.HiddenInput, max_length=5000, strip=False)
    post = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=0, max_value=50)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, employers: Iterable[Any] | None = None, own: Form | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.own_items = own.items if own is not None else ()
        for item in self.own_items:
            self.fields[item.name] = field_of(attribute_of(item), required=False)
        self.fields["description"].widget = forms.Textarea(attrs={"rows": 3, "maxlength": 500})
        self.occupations = [f"{o.code} {o.name}" for o, _sure in guess(str(self["title"].value() or ""), 6)]
        self.fields["occupation"].widget.attrs |= {"list": "occupations", "autocomplete": "off"}
        self.fields["occupation"].help_text = _("By the words people use, or left empty: then it follows the post.")
        self.employers = list(employers or ())
        self._show_as_asked(True)
        if employers is not None:
            self._ask_employer()
        self.say_what_is_missing()

    def _ask_employer(self) -> None:
        employer = forms.CharField(
            label=pgettext("vacancies", "Employer"),
            max_length=80,
            help_text=_("Name, part of it, or credit code."),
            widget=forms.TextInput(attrs={"list": "employers", "autocomplete": "off"}),
        )
        self.fields = {"employer": employer, **self.fields}
        kinds = [("", "\u2014"), *LISTS["employer_kind"].choices()]
        self.fields["employer_kind"] = forms.ChoiceField(label=EMPLOYER["kind"].label, choices=kinds, required=False)
        self.fields["employer_code"] = forms.CharField(
            label=EMPLOYER["credit_code"].label, required=False, max_length=30
        )

    def full_clean(self) -> None:
        self._show_as_asked(False)
        super().full_clean()
        self._show_as_asked(True)

    def _show_as_asked(self, asked: bool) -> None:
        for name in (*ASKED, *(item.name for item in self.own_items if item.required)):
            self.fields[name].required = asked

    def own_raw(self) -> dict[str, Any] | None:
        """What was typed of the own items, by key; null when there are none to ask."""
        return {item.key: self.cleaned_data.get(item.name) for item in self.own_items} if self.own_items else None

    def clean_employer_code(self) -> str:
        code = self.cleaned_data.get("employer_code", "")
        if not code:
            return ""
        return EMPLOYER["credit_code"].form_field().clean(code) or ""

    @property
    def first(self) -> list[forms.BoundField]:
        """What is always asked."""
        return [self[name] for name in ("employer", *FIRST) if name in self.fields]

    @property
    def limits(self) -> list[forms.BoundField]:
        return [self[name] for name in LIMITS if name in self.fields]

    @property
    def listing(self) -> list[forms.BoundField]:
        """What lists an employer on the way."""
        return [self[name] for name in ("employer_kind", "employer_code") if name in self.fields]

    @property
    def own(self) -> list[forms.BoundField]:
        """What only the department asks."""
        return [self[item.name] for item in self.own_items]

    @property
    def more(self) -> list[forms.BoundField]:
        """Everything else."""
        apart = {*FIRST, *LIMITS, "employer", "employer_kind", "employer_code", *(one.name for one in self.own_items)}
        return [bound for bound in self.visible_fields() if bound.name not in apart]

    @property
    def has_fault_in(self) -> dict[str, bool]:
        """Which of the folded parts must stand open, because a fault lies in it."""
        parts = {"limits": self.limits, "listing": self.listing, "more": self.more}
        return {name: any(bound.errors for bound in bounds) for name, bounds in parts.items()}


def initial_of_draft(draft: Draft) -> dict[str, Any]:
    """What the form begins with after a message was read. Limits are left out: they need a reason first."""
    given = draft.values
    initial = {key: _typed(value) for key, value in given.items() if key in VACANCY and key not in LIMITS}
    suits = list(given.get("suits") or [])
    for key, code in (("suits_over_50", "over_50"), ("suits_couples", "couples")):
        if given.get(key):
            suits.append(code)
    initial["suits"] = list(dict.fromkeys(suits))
    initial.setdefault("valid_until", clock.today() + timedelta(days=DAYS_ASSUMED))
    initial["employer"] = given.get("employer_name") or ""
    if given.get("place_key"):
        initial["place"] = given["place_key"]
    return initial


def initial_of_row(vacancy: Any) -> dict[str, Any]:
    """What the form begins with to correct a vacancy."""
    own = {f"{OWN}{key}": value for key, value in answers_of(vacancy).items()}
    return initial_of(VACANCY, vacancy) | own | {"revision": vacancy.revision}


def _typed(value: Any) -> Any:
    return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


class PasteForm(ActForm):
    """The message as it came."""

    text = forms.CharField(
        label=gettext_lazy("The message as it came"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6, "autofocus": True}),
        help_text=gettext_lazy("From a chat group, a text message, a notice. Nothing is stored before you save it."),
    )


class HiresForm(ActForm):
    """How many were hired. `before`: what the page showed, so that sent twice it counts once."""

    number = forms.IntegerField(label=gettext_lazy("Hired now"), min_value=-1000, max_value=10_000)
    before = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(label=gettext_lazy("Remark"), required=False, max_length=200)


class WorkbookForm(ActForm):
    """A workbook of vacancies."""

    file = forms.FileField(label=gettext_lazy("Workbook"))
    employer = forms.CharField(
        label=pgettext_lazy("vacancies", "Employer"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("Only when the workbook has no column for it."),
    )
