"""The questions of a version as a form, in the order of the paper sheet and with the same words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Level
from gangqiao.kernel.attributes import Attribute, DivisionRef
from gangqiao.people.attributes import PERSON
from gangqiao.people.codes import LISTS
from gangqiao.people.forms.base import ActForm, field_of
from gangqiao.people.sets import SETS
from gangqiao.surveys.attributes import GATES
from gangqiao.surveys.compiling import OWN, attribute_of
from gangqiao.surveys.models import QuestionVersion
from gangqiao.surveys.questions import Question, is_out_of_age
from gangqiao.surveys.reads.facts import base_of

Json = dict[str, Any]
HIDDEN_HELP = _("Recorded, but not shown. Leave empty to keep it.")
RELATIONS = [(code, word) for code, word in LISTS["relation"].choices() if code != "02"]


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that belong together, under one heading."""

    label: Any
    help: Any
    fields: list[forms.BoundField]


class SheetForm(ActForm):
    """Questions about one thing, filled with what is known.

    known  values by key; readable: the deepest level the writer may read: deeper ones begin empty and stay when left so
    The change id is made with the form: pressing twice sends one change. The base says what the writer saw.
    """

    about = ""
    must: frozenset[str] = frozenset()
    use_required_attribute = False
    change_id = forms.UUIDField(widget=forms.HiddenInput)
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, version: QuestionVersion, known: Json, level: Level, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.level, self.known, self.hidden_keys = level, known, set[str]()
        self.questions: dict[str, Question] = {}
        self.read_by: dict[str, Attribute] = {}
        for question in version.sheet.section(self.about).questions:
            attribute = attribute_of(question)
            is_asked = question.key not in self.left_out() and not is_out_of_age(question, known, clock.today())
            if attribute is not None and is_asked:
                self._add(question, attribute)
        shown = [key for key in self.questions if key not in self.hidden_keys]
        self.initial = {**self._initial(shown), "change_id": str(uuid4()), **self.initial}
        self.initial["base"] = json.dumps(base_of(known, shown))
        self.say_what_is_missing()

    def left_out(self) -> frozenset[str]:
        """Questions that are not asked of this one."""
        return frozenset()

    def _add(self, question: Question, attribute: Attribute) -> None:
        name = field_name(question.key)
        field = field_of(attribute, required=question.required)
        field.label = question.said(get_language() or "zh")
        if attribute.level > self.level and self.known.get(question.key) not in (None, "", []):
            self.hidden_keys.add(question.key)
            field.help_text = HIDDEN_HELP
        self.fields[name] = field
        self.questions[question.key], self.read_by[question.key] = question, attribute

    def _initial(self, keys: list[str]) -> Json:
        found = {}
        for key in keys:
            attribute, value = self.read_by[key], self.known.get(key)
            found[field_name(key)] = attribute.show(value) if attribute.kind == "money" and value else value
        return found

    def full_clean(self) -> None:
        """Judge what was typed; an item without an answer is a gap that is counted and keeps no other back."""
        fields = [self.fields[field_name(key)] for key in self.questions if field_name(key) not in self.must]
        required = [field.required for field in fields]
        for field in fields:
            field.required = False
        super().full_clean()
        for field, was in zip(fields, required, strict=True):
            field.required = was

    def answers(self) -> Json:
        """What was typed, by key; hidden values that were left empty are not among them."""
        found: Json = {}
        for key, attribute in self.read_by.items():
            cleaned = self.cleaned_data.get(field_name(key))
            is_empty = cleaned in (None, "", [])
            if is_empty and key in self.hidden_keys:
                continue
            if is_empty or isinstance(attribute, DivisionRef):
                found[key] = getattr(cleaned, "pk", cleaned)
            else:
                widget = self.fields[field_name(key)].widget
                found[key] = widget.value_from_datadict(self.data, self.files, self.add_prefix(field_name(key)))
        return found

    def seen_values(self) -> dict[str, str]:
        """The digests of what the writer was shown; none when the field came back broken."""
        try:
            base = json.loads(self.cleaned_data.get("base") or "{}")
        except ValueError:
            return {}
        return {str(k): str(v) for k, v in base.items()} if isinstance(base, dict) else {}

    def refuse(self, refusal: Any) -> None:
        """Show a refusal at its question, whether it names the question or the attribute behind it."""
        for one in getattr(refusal, "refusals", [refusal]):
            name = field_name(one.field)
            ends = [n for n in self.fields if n.endswith(f"__{one.field}")] if one.field else []
            one.field = name if name in self.fields else ends[0] if ends else one.field
        super().refuse(refusal)

    def groups(self) -> Iterator[Group]:
        """The questions by the set they belong to."""
        found: dict[str, list[forms.BoundField]] = {}
        for key in self.questions:
            found.setdefault(_group_of(key), []).append(self[field_name(key)])
        for about, fields in found.items():
            yield Group(_label_of(about), HELP.get(about, ""), fields)

    @property
    def extra(self) -> list[forms.BoundField]:
        """The fields that are no questions of the version."""
        names = {field_name(key) for key in self.questions}
        return [field for field in self.visible_fields() if field.name not in names]


HELP = {
    "spell": _("Only when the person works for pay now; the end, when a work on record has ended."),
    "skill": _("Only when the person has a skill. The highest first."),
    "business": _("Only when the person runs an own business."),
    "intention": _("From 16 years on."),
}
LEADS_TO = {"works_now": "spell", "has_skill": "skill", "has_business": "business"}


def field_name(key: str) -> str:
    """The name of a question's field in a form."""
    return key.replace(".", "__")


def _group_of(key: str) -> str:
    """The set of a question; a leading question stands with what it leads to."""
    about, _dot, name = key.partition(".")
    return LEADS_TO.get(name, about) if about == GATES.about else about


def _label_of(about: str) -> Any:
    return _("Items of the city") if about == OWN else SETS[about].label


class HouseholdSheetForm(SheetForm):
    """The questions about the household; before the first one the notice is read out."""

    about = "household"
    notice_read = forms.BooleanField(label=_("The notice was read out, and the household agrees to be asked"))

    def __init__(self, *args: Any, is_read: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_read:
            del self.fields["notice_read"]


class PersonSheetForm(SheetForm):
    """The questions about a member who is on the register."""

    about = "person"

    def __init__(self, *args: Any, has_id: bool = True, **kwargs: Any) -> None:
        self.has_id = has_id
        super().__init__(*args, **kwargs)

    def left_out(self) -> frozenset[str]:
        # They follow from the ID number and change only with it.
        return frozenset({"person.sex", "person.birth_date"}) if self.has_id else frozenset()


class NewcomerForm(SheetForm):
    """The questions about a member who is not on the register yet, with what the register needs to know first."""

    about = "person"
    must = frozenset({"person__name"})
    relation = forms.ChoiceField(label=_("Relation to the head"), choices=[("", "—"), *RELATIONS])
    id_exception = forms.CharField(label=_("Why there is no ID number"), required=False, max_length=100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["id_number"] = field_of(PERSON["id_number"], required=False)
        self.fields["person__name"].required = True
        self.order_fields(["relation", "person__name", "id_number", "id_exception"])
        self.say_what_is_missing()

    def answers(self) -> Json:
        return {"person.id_number": self.cleaned_data.get("id_number") or "", **super().answers()}
