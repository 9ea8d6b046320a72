"""The forms of the desk for a pack that was carried: to the village as a whole, and to one household."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel import clock
from gangqiao.people.forms.base import ActForm
from gangqiao.vacancies.policy.delivering import PERSONAL
from gangqiao.vacancies.states import Answer, Way


class _Carried(ActForm):
    """The day, and which of the three deliveries it was."""

    change_id = forms.UUIDField(widget=forms.HiddenInput)
    on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    jobs = forms.BooleanField(label=_("Jobs"), required=False, initial=True)
    policies = forms.BooleanField(label=_("Policies"), required=False)
    services = forms.BooleanField(label=_("Services"), required=False)
    questions = forms.CharField(
        label=_("Questions asked"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: Any = None, **more: Any) -> None:
        first = {"change_id": uuid4(), "on": clock.today(), **more.pop("initial", {})}
        super().__init__(data, initial=first, **more)


class VillageDeliveryForm(_Carried):
    """To the village as a whole: a meeting, a board, the loudspeaker, a chat group."""

    way = forms.ChoiceField(
        label=_("How the pack was delivered"),
        choices=[(way.value, way.label) for way in Way if way not in PERSONAL],
        widget=forms.RadioSelect,
    )
    reached = forms.IntegerField(
        label=_("Households reached"),
        min_value=0,
        required=False,
        help_text=_("Needed for a meeting: count heads. Leave it empty when nobody knows."),
    )
    field_order = ("change_id", "way", "on", "reached", "jobs", "policies", "services", "questions")


class HouseholdDeliveryForm(_Carried):
    """To one household, with what each of its people said to each vacancy.

    offered: (person, name, [(vacancy, title)])
    """

    way = forms.ChoiceField(
        label=_("How the pack was delivered"),
        choices=[(way.value, way.label) for way in Way if way in PERSONAL],
        widget=forms.RadioSelect,
        initial=Way.VISIT,
    )
    field_order = ("change_id", "way", "on", "jobs", "policies", "services", "questions")

    def __init__(
        self, data: Any = None, *, offered: Iterable[tuple[UUID, str, list[tuple[UUID, str]]]] = (), **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.asked: list[tuple[UUID, UUID, str]] = []
        for person, name, vacancies in offered:
            for vacancy, title in vacancies:
                self._ask(person, vacancy, {"name": name, "title": title})

    def _ask(self, person: UUID, vacancy: UUID, named: dict[str, str]) -> None:
        key = f"{person}-{vacancy}"
        self.asked.append((person, vacancy, key))
        self.fields[f"answer-{key}"] = forms.ChoiceField(
            label=_now("What %(name)s says to “%(title)s”") % named,
            choices=[("", _now("not asked")), *Answer.choices],
            required=False,
        )
        self.fields[f"words-{key}"] = forms.CharField(
            label=_now("What %(name)s asks about “%(title)s”") % named, required=False, max_length=200
        )
        # The same page sent twice is one answer.
        self.fields[f"id-{key}"] = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)

    def answers(self) -> list[tuple[UUID, UUID, UUID, str, str]]:
        """What was answered: number of the change, person, vacancy, answer, words."""
        kept = self.cleaned_data
        return [
            (kept.get(f"id-{key}") or uuid4(), person, vacancy, kept[f"answer-{key}"], kept[f"words-{key}"])
            for person, vacancy, key in self.asked
            if kept[f"answer-{key}"]
        ]

    def fields_of(self, person: UUID, vacancy: UUID) -> list[Any]:
        """The bound fields for one answer."""
        key = f"{person}-{vacancy}"
        return [self[f"answer-{key}"], self[f"words-{key}"], self[f"id-{key}"]]

    @property
    def own(self) -> list[Any]:
        """The bound fields about the visit itself."""
        return [self[name] for name in self.field_order[1:]]
