"""Forms built from declared attributes, that show the refusal of an act beside the field it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _

from gangqiao.kernel import clock
from gangqiao.kernel.attributes import Attribute, AttributeSet, Date, DivisionRef, NotAnswered
from gangqiao.kernel.attributes.base import AttributeFormField
from gangqiao.kernel.conditions import evaluate
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.people.reads.masking import GROUPS
from gangqiao.people.reads.typed import find_place
from gangqiao.places.models import Division
from gangqiao.places.reads import full_name


class ActForm(forms.Form):
    """A form of one act. `other_names` says under which name a refusal's field stands in this form."""

    other_names: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say_what_is_missing()

    def say_what_is_missing(self) -> None:
        """Name each question in its own fault, for the list above the form. Called again after adding fields."""
        for field in self.fields.values():
            field.error_messages["required"] = _("Fill in “%(label)s”.") % {"label": field.label}

    def refuse(self, refusal: Refusal | Refusals) -> None:
        """Show why the act was refused, each sentence where the hand is."""
        for one in refusal.refusals if isinstance(refusal, Refusals) else [refusal]:
            name = self.other_names.get(one.field, one.field)
            self.add_error(name if name in self.fields else None, str(one.sentence))

    def keep_quiet(self) -> None:
        """Show what was typed without judging it: the hand is still writing."""
        self._errors = forms.utils.ErrorDict()
        self.cleaned_data = {}


class DivisionInput(forms.TextInput):
    """A text entry that offers places while one types; without scripts it is a plain text entry."""

    template_name = "people/widgets/division.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        own = context["widget"]["attrs"]
        places = f"{own.get('id', name)}_places"
        own |= {"list": places, "hx-get": reverse("people:places"), "hx-target": f"#{places}"}
        own |= {"hx-trigger": "input changed delay:250ms", "hx-swap": "innerHTML", "hx-sync": "this:replace"}
        return context

    def format_value(self, value: Any) -> str | None:
        """A stored key is shown as the names people know the place by."""
        if isinstance(value, Division):
            return full_name(value.pk)
        return super().format_value(value)


class DivisionField(AttributeFormField):
    """Reads a place typed as name, names from the province down, or code. Refuses what is unknown or not clear."""

    def __init__(self, attribute: Attribute, **kwargs: Any) -> None:
        super().__init__(attribute, DivisionInput(attrs={"autocomplete": "off", "maxlength": 120}), **kwargs)

    def clean(self, value: Any) -> Any:
        try:
            place = find_place(str(value or ""), field=self.attribute.key)
        except Refusal as refusal:
            raise forms.ValidationError(refusal.sentence, code=refusal.code) from refusal
        return super().clean(place)


def field_of(attribute: Attribute, *, required: bool) -> forms.Field:
    """The form field of an attribute. What the survey requires is not what the desk does: each form says its own."""
    field = DivisionField(attribute) if isinstance(attribute, DivisionRef) else attribute.form_field()
    field.required = required
    return field


class AttributeForm(ActForm):
    """A form over attributes of one set.

    attributes  the set; keys: which of it, all when none are named; must: which of them need an answer here
    """

    attributes: AttributeSet
    keys: tuple[str, ...] = ()
    leave_out: frozenset[str] = frozenset()
    must: frozenset[str] = frozenset()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        declared = {a.key: field_of(a, required=a.key in self.must) for a in self.asked()}
        # The declared attributes come first, what a form adds by itself after them.
        self.fields = {**declared, **self.fields}

    def asked(self) -> list[Attribute]:
        """The attributes this form asks for. Pictures are taken with the phone, not typed at a desk."""
        return [
            a
            for a in self.attributes
            if a.kind != "attachment" and a.key not in self.leave_out and (not self.keys or a.key in self.keys)
        ]

    def clean(self) -> dict[str, Any]:
        """Drop answers to questions that are not asked of this thing (`asked_if`), and their faults with them."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for attribute in self.asked():
            if attribute.asked_if is None or attribute.key not in self.fields:
                continue
            if evaluate(attribute.asked_if, cleaned, clock.today()) is False:
                cleaned[attribute.key] = attribute.parse(None)
                self.errors.pop(attribute.key, None)
        return cleaned

    def require(self, *keys: str) -> None:
        """Refuse the form where one of these has no answer."""
        for key in keys:
            if key not in self.errors and self.cleaned_data.get(key) in (None, "", []):
                self.refuse(NotAnswered(self.attributes[key]))

    def raw(self) -> dict[str, Any]:
        """What was typed, by attribute key, as the acts read it; places as the place that was meant."""
        typed = {}
        for attribute in self.asked():
            if attribute.key not in self.fields:
                continue
            cleaned = self.cleaned_data.get(attribute.key)
            # An answer to a question that is not asked was dropped; money is typed in yuan and kept in fen.
            is_given = isinstance(attribute, DivisionRef) or cleaned in (None, "", [])
            typed[attribute.key] = cleaned if is_given else self._typed(attribute.key)
        return typed

    def _typed(self, key: str) -> Any:
        return self.fields[key].widget.value_from_datadict(self.data, self.files, self.add_prefix(key))

    def groups(self) -> Iterator[tuple[Any, list[forms.BoundField]]]:
        """The fields by their groups, as the file shows them, in the order in which the groups begin."""
        found: dict[str, list[forms.BoundField]] = {}
        before = ""
        for bound in self.visible_fields():
            # What is no attribute stands with the field before it.
            group = before = self.attributes[bound.name].group if bound.name in self.attributes else before
            found.setdefault(group, []).append(bound)
        for group, fields in found.items():
            yield GROUPS.get(group, ""), fields


def day_field(key: str, label: Any, *, help_text: Any = "", past: bool = True, required: bool = True) -> forms.Field:
    """A day of the calendar, refused with the same sentences as a declared date."""
    attribute = Date(key=key, label=label, heading="", source="", help=help_text, past=past, required=required)
    field = attribute.form_field()
    field.required = required
    return field


def initial_of(attributes: Iterable[Attribute], row: Any) -> dict[str, Any]:
    """What a form over these attributes begins with: money in yuan, everything else as it is kept."""
    return {a.key: a.show(getattr(row, a.key)) if a.kind == "money" else getattr(row, a.key) for a in attributes}
