"""Forms of what holds for a time: work, categories, skills, wishes, businesses, other phones."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel import clock
from gangqiao.kernel.attributes import NotAnswered, Phone, YesNoUnknown
from gangqiao.people import attributes_dated
from gangqiao.people.codes import LISTS
from gangqiao.people.forms.base import ActForm, AttributeForm, day_field, field_of

NOTHING = [("", "—")]


class SkillForm(AttributeForm):
    """A skill or certificate."""

    attributes = attributes_dated.SKILL
    must = frozenset({"name", "level"})


class IntentionForm(AttributeForm):
    """Wishes for work and training, as the person says today."""

    attributes = attributes_dated.INTENTION
    must = frozenset({"wants_work", "training_wish"})


class BusinessForm(AttributeForm):
    """An own business."""

    attributes = attributes_dated.BUSINESS
    must = frozenset({"name"})


class SpellForm(AttributeForm):
    """A time of work. How far from home it is follows from the destination."""

    attributes = attributes_dated.SPELL
    must = frozenset({"started_on", "spell_kind", "mode", "evidence"})
    is_part_time = forms.BooleanField(label=_("Part time, beside other work"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area_level"].help_text = _("Leave empty when the destination is given: it follows from it.")
        self.fields["started_on"].help_text = _("A day to come makes it a planned departure.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "destination" not in self.errors and not cleaned.get("destination") and not cleaned.get("area_level"):
            self.refuse(NotAnswered(self.attributes["area_level"]))
        return cleaned

    def is_planned(self) -> bool:
        """True for work that begins on a day to come."""
        return bool(self.cleaned_data["started_on"] > clock.today())


class CategoryForm(ActForm):
    """A category from a day on."""

    kind = forms.ChoiceField(label=_("Category"), choices=NOTHING + LISTS["category"].choices())
    valid_from = day_field("valid_from", _("From"))
    basis = forms.CharField(
        label=_("Basis document"), max_length=100, required=False, help_text=_("Number and date of the decision.")
    )
    other_names = {"effective_on": "valid_from"}


class EndCategoryForm(ActForm):
    """The first day on which a category no longer holds."""

    valid_to = day_field("valid_to", _("No longer holds from"))
    other_names = {"effective_on": "valid_to"}


_PHONE = Phone(key="phone", index="phone_index", label=_("Phone"), heading="", source="", required=True)
_WORKS = YesNoUnknown(key="works", label=_("Does it work?"), heading="", source="")


class ContactForm(ActForm):
    """Another number under which a person can be reached."""

    phone = field_of(_PHONE, required=True)
    whose = forms.ChoiceField(label=_("Whose phone"), choices=LISTS["phone_owner"].choices())
    works = field_of(_WORKS, required=False)


class NoteForm(ActForm):
    """A step that may be explained."""

    note = forms.CharField(
        label=_("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2, "maxlength": 500})
    )


class VerifyForm(NoteForm):
    """By what evidence the work was confirmed."""

    evidence = field_of(attributes_dated.SPELL["evidence"], required=True)
    field_order = ("evidence", "note")


class EndSpellForm(NoteForm):
    """When and why work ended."""

    ended_on = day_field("ended_on", _("Last day of work"))
    end_reason = field_of(attributes_dated.SPELL["end_reason"], required=True)
    returned_on = day_field("returned_on", _("Returned on"), required=False)
    field_order = ("ended_on", "end_reason", "returned_on", "note")
    other_names = {"effective_on": "ended_on"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].required = True
        self.fields["note"].help_text = _("One sentence: who said so, what comes next.")
