"""Forms to put households and persons on the register, and to correct them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.actor import Level
from gangqiao.kernel.attributes import Attribute
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.identifiers import parse_id_number
from gangqiao.people import attributes
from gangqiao.people.actions.correct import GOVERNED
from gangqiao.people.actions.identity import check_id_free
from gangqiao.people.codes import LISTS
from gangqiao.people.forms.base import AttributeForm, day_field, initial_of
from gangqiao.people.models import Household, Person
from gangqiao.people.refusals import BirthDateDiffers, IdMissing

FOLLOWS = _("Leave empty: it follows from the ID number.")
RELATIONS = [(code, word) for code, word in LISTS["relation"].choices() if code != "02"]


class HouseholdForm(AttributeForm):
    """The household itself. Its number is given by the register."""

    attributes = attributes.HOUSEHOLD
    leave_out = GOVERNED
    must = frozenset({"address"})


class PersonForm(AttributeForm):
    """A person new on the register. Sex and birth date follow from the ID number, which no other record may carry.

    Asked for only when a subsidy needs it, and so not here: the bank account.
    """

    attributes = attributes.PERSON
    leave_out = frozenset({"bank_account"})
    must = frozenset({"name", "id_type"})
    id_exception = forms.CharField(
        label=_("Why there is no ID number"),
        required=False,
        max_length=100,
        help_text=_("Only when there is none: newborn not yet registered, foreign spouse, papers lost …"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"id_type": "01", **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        for key in ("sex", "birth_date"):
            self.fields[key].help_text = FOLLOWS
        order = ["relation", "name", "id_type", "id_number", "id_exception"]
        self.order_fields([name for name in order if name in self.fields])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        number = cleaned.get("id_number")
        if number:
            self._follow(number)
        elif "id_number" not in self.errors:
            if not cleaned.get("id_exception"):
                self.refuse(IdMissing())
            self.require("sex", "birth_date")
        return cleaned

    def _follow(self, text: str) -> None:
        """Fill sex and birth date from the number; refuse others that were typed, and a number already on record."""
        number = parse_id_number(text)
        follows = {"sex": number.sex, "birth_date": number.birth_date}
        for key, value in follows.items():
            typed = self.cleaned_data.get(key)
            if key in self.errors or typed in (None, "", value):
                continue
            self.refuse(BirthDateDiffers(self.attributes[key].show(value), field=key))
        try:
            check_id_free(number.text)
        except Refusal as refusal:
            self.refuse(refusal)
        self.data = self.data.copy()
        for key, value in follows.items():
            if key not in self.errors:
                self.cleaned_data[key] = value
                self.data[self.add_prefix(key)] = str(value)

    def exception(self) -> str:
        """Why there is no ID number; "" when there is one."""
        return "" if self.cleaned_data.get("id_number") else str(self.cleaned_data.get("id_exception", ""))


class MemberForm(PersonForm):
    """A further member of a household, with the relation to its head."""

    relation = forms.ChoiceField(label=_("Relation to the head"), choices=[("", "—"), *RELATIONS])


class Correction(AttributeForm):
    """New values of a record that somebody looked at.

    revision  what the writer saw; a later save by another is told and not overwritten
    Values deeper than the writer may read begin empty and keep what is recorded when left so.
    """

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, row: Any, level: Level, *args: Any, **kwargs: Any) -> None:
        self.row, self.level = row, level
        super().__init__(*args, **kwargs)
        readable = [a for a in self.asked() if a.level <= level]
        self.initial = {**initial_of(readable, row), "revision": row.revision, **self.initial}
        for attribute in self.asked():
            if attribute.level > level:
                self.fields[attribute.key].help_text = self._hidden_help(attribute)

    def _hidden_help(self, attribute: Attribute) -> Any:
        if getattr(self.row, attribute.key) in (None, "", []):
            return _("Not recorded yet.")
        return _("Recorded, but not shown. Leave empty to keep it.")

    def raw(self) -> dict[str, Any]:
        """What was typed, without the hidden values that were left as they are."""
        typed = super().raw()
        kept = {a.key for a in self.asked() if a.level > self.level and typed.get(a.key) in (None, "", [])}
        return {key: value for key, value in typed.items() if key not in kept}

    def differing(self, fresh: Any) -> list[tuple[Any, str, str]]:
        """Label, value now on record, and value typed, where the two differ and the writer may read both."""
        rows = []
        for attribute in self.asked():
            now, typed = getattr(fresh, attribute.key), self.cleaned_data.get(attribute.key)
            if attribute.level <= self.level and now != typed:
                rows.append((attribute.label, attribute.show(now), attribute.show(typed)))
        return rows

    def take_revision(self, fresh: Any) -> None:
        """Let the next press of the button overwrite what the writer has now been shown."""
        self.data = self.data.copy()
        self.data[self.add_prefix("revision")] = str(fresh.revision)


class PersonCorrection(Correction):
    """The facts of a person. The ID number, and what follows from it, changes only by its own verb."""

    attributes = attributes.PERSON
    must = frozenset({"name"})
    effective_on = day_field(
        "effective_on", _("Holds from"), help_text=_("Empty: from today. The value before is kept."), required=False
    )
    other_names = {"on": "effective_on"}

    def __init__(self, row: Person, level: Level, *args: Any, **kwargs: Any) -> None:
        followed = {"sex", "birth_date", "id_type"} if row.id_index else set()
        self.leave_out = GOVERNED | followed
        super().__init__(row, level, *args, **kwargs)


class HouseholdCorrection(Correction):
    """The facts of a household. Its number is never changed."""

    attributes = attributes.HOUSEHOLD
    leave_out = GOVERNED
    must = frozenset({"address"})

    def __init__(self, row: Household, level: Level, *args: Any, **kwargs: Any) -> None:
        super().__init__(row, level, *args, **kwargs)
