"""What is chosen for an allocation. Choices are what is open and where people are at this moment."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel import clock
from gangqiao.matching.features.codes import TRADES
from gangqiao.matching.policy.allocations import CIRCLES, CLASSES, GROUNDS, MODES, STABLE, Wishes
from gangqiao.matching.policy.points import policy_on
from gangqiao.matching.refusals_allocations import NoQuotasHere
from gangqiao.people.codes import LISTS
from gangqiao.people.forms.base import ActForm
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.places.reads import county_path, path_names_of, townships
from gangqiao.vacancies.reads.postings import Posting, published

MOST_OFFERED = 300  # employers and places in one choice, those with most seats first
MOST_SEATS = 1_000_000
CIRCLE_WORDS = {
    "seekers": _("who said that they want work, now or later"),
    "seekers_and_unasked": _("these, and those not in work whom nobody has asked yet"),
    "everybody": _("everybody of an age to work, also those in work"),
}
CLASS_WORDS = {
    "far": _("can go far away"),
    "near": _("near home only"),
    "light": _("light work only"),
}
GROUND_WORDS = {
    "poor": pgettext_lazy("allocation", "registered poor"),
    "idle": _("of a household in which nobody works"),
}
MODE_WORDS = {
    "optimum": _("the greatest gain for the county as a whole"),
    "stable": _(
        "nobody and no employer could do better by agreeing between themselves (without least numbers; nobody goes"
        " together)"
    ),
}


class AllocationForm(ActForm):
    """The wishes of a run. Least seats: one field for each township, `quota_KEY`."""

    name = forms.CharField(label=pgettext_lazy("allocation", "Name"), max_length=60)
    mode = forms.ChoiceField(label=_("What is best"), widget=forms.RadioSelect, choices=list(MODE_WORDS.items()))
    trades = forms.MultipleChoiceField(
        label=_("Vacancies: only these trades"), required=False, widget=forms.CheckboxSelectMultiple
    )
    places = forms.MultipleChoiceField(label=_("Vacancies: only with work in"), required=False)
    employers = forms.MultipleChoiceField(label=_("Vacancies: only of these employers"), required=False)
    circle = forms.ChoiceField(
        label=pgettext_lazy("allocation", "People"), widget=forms.RadioSelect, choices=list(CIRCLE_WORDS.items())
    )
    townships = forms.MultipleChoiceField(
        label=_("People: only of these townships"), required=False, widget=forms.CheckboxSelectMultiple
    )
    classes = forms.MultipleChoiceField(
        label=_("People: only who"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(key, CLASS_WORDS[key]) for key in CLASSES],
    )  # fmt: skip
    priority_only = forms.BooleanField(label=_("People: only who has a ground of priority"), required=False)
    packs_only = forms.BooleanField(
        label=_("People: only of villages that were given a pack of the latest release"), required=False
    )
    grounds = forms.MultipleChoiceField(
        label=pgettext_lazy("allocation", "Priority"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(key, GROUND_WORDS[key]) for key in GROUNDS],
    )  # fmt: skip
    per_priority = forms.IntegerField(label=_("Points for each ground of priority"), min_value=0, max_value=10_000)
    couples = forms.BooleanField(label=_("Spouses who want to go together go together, or not at all"), required=False)
    groups = forms.BooleanField(label=_("People put down as going together go together, or not at all"), required=False)

    def __init__(self, *args: Any, wishes: Wishes, name: str = "", **options: Any) -> None:
        self.wishes = wishes
        policy = policy_on(clock.today()).points.per_priority
        given = wishes.as_json() | {"name": name}
        given["per_priority"] = policy if wishes.per_priority is None else wishes.per_priority
        given |= {f"quota_{key}": least for key, least in wishes.quotas.items()}
        super().__init__(*args, initial=given, **options)
        self.fields["per_priority"].help_text = gettext("The policy says %(n)s.") % {"n": policy}
        self._offer()
        self.say_what_is_missing()

    def _offer(self) -> None:
        here, postings = list(townships().order_by("key")), published()
        self.fields["townships"].choices = [(one.key, one.name) for one in here]
        self.fields["trades"].choices = [(code, LISTS["trade"].word(code)) for code in TRADES]
        self.fields["employers"].choices = _employers(postings, self.wishes)
        self.fields["places"].choices = _places(postings, self.wishes)
        for name in ("employers", "places"):
            self.fields[name].widget.attrs["size"] = 8
        for one in here:
            self.fields[f"quota_{one.key}"] = forms.IntegerField(
                label=one.name, required=False, min_value=0, max_value=MOST_SEATS
            )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("mode") == STABLE and any(given.get(name) for name in given if name.startswith("quota_")):
            self.refuse(NoQuotasHere())
        return given

    @property
    def quota_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("quota_")]

    def chosen(self) -> Wishes:
        """The wishes of a valid form; the vacancies picked by hand stay as they are."""
        given = self.cleaned_data
        quotas = {name.removeprefix("quota_"): least for name, least in given.items() if name.startswith("quota_")}
        policy = policy_on(clock.today()).points.per_priority
        lists = ("trades", "places", "employers", "townships", "classes", "grounds")
        return Wishes(
            vacancies=self.wishes.vacancies,
            quotas={key: least for key, least in quotas.items() if least},
            per_priority=None if given["per_priority"] == policy else given["per_priority"],
            **{name: tuple(given[name]) for name in lists},
            **{name: given[name] for name in ("circle", "mode", "priority_only", "packs_only", "couples", "groups")},
        )


def _employers(postings: list[Posting], wishes: Wishes) -> list[tuple[str, str]]:
    seats, names = Counter[str](), {}
    for one in postings:
        seats[str(one.employer_uuid)] += one.open_seats
        names[str(one.employer_uuid)] = one.employer_name
    return _most(seats, names, wishes.employers)


def _places(postings: list[Posting], wishes: Wishes) -> list[tuple[str, str]]:
    """Townships of the county, prefectures elsewhere."""
    seats, home = Counter[str](), county_path()
    for one in postings:
        level = Level.TOWNSHIP if one.place.startswith(home) else Level.PREFECTURE
        if place := one.place[: KEY_LENGTH[level]]:
            seats[place] += one.open_seats
    ways = path_names_of({*seats, *wishes.places})
    return _most(seats, {key: "".join(way[-2:]) for key, way in ways.items()}, wishes.places)


def _most(seats: Counter[str], names: dict[str, str], kept: tuple[str, ...]) -> list[tuple[str, str]]:
    keys = [key for key, _n in seats.most_common(MOST_OFFERED)]
    keys += [key for key in kept if key not in keys]
    return [(key, f"{names.get(key, key)} \u00b7 {seats[key]}") for key in keys]


assert set(CIRCLE_WORDS) == set(CIRCLES)
assert set(MODE_WORDS) == set(MODES)
