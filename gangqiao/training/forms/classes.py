"""The forms of a class and of its timetable."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.people.forms.base import ActForm
from gangqiao.training.codes import LISTS
from gangqiao.training.forms.fields import AreaForm, day_field, place_field, time_field, words_field
from gangqiao.training.models import Class, Course, Provider, Session
from gangqiao.training.policy.demand import WITH_EMPLOYER, hours_held
from gangqiao.training.reads.providers import offered
from gangqiao.vacancies.reads.employers import find_employers

MOST_HOURS = 2000
WEEKDAYS = (
    ("0", pgettext_lazy("weekday", "Monday")), ("1", pgettext_lazy("weekday", "Tuesday")),
    ("2", pgettext_lazy("weekday", "Wednesday")), ("3", pgettext_lazy("weekday", "Thursday")),
    ("4", pgettext_lazy("weekday", "Friday")), ("5", pgettext_lazy("weekday", "Saturday")),
    ("6", pgettext_lazy("weekday", "Sunday")),
)  # fmt: skip


class ClassForm(AreaForm):
    """The plan of a class."""

    course = forms.ModelChoiceField(
        Course.objects.none(), label=pgettext_lazy("training", "Course"), to_field_name="uuid"
    )
    form = forms.ChoiceField(label=_("Form"), choices=LISTS["course_form"].choices())
    provider = forms.ModelChoiceField(Provider.objects.none(), label=_("Provider"), to_field_name="uuid")
    employer = words_field(
        pgettext_lazy("training", "Employer"),
        100,
        help_text=_("For workers of one enterprise: its name as it stands in the list of employers."),
    )
    place_kind = forms.ChoiceField(label=_("Place chosen"), choices=LISTS["place_kind"].choices())
    place = place_field(
        "place", _("Place"), help_text=_("Chosen freely: home, residence, the school, the place of work.")
    )
    address = words_field(pgettext_lazy("training", "Address"), 200)
    fund_line = forms.ChoiceField(
        label=_("Fund line"), choices=LISTS["fund_line"].choices(), help_text=_("One, and fixed with the approval.")
    )
    teacher = words_field(_("Teacher"), 50)
    begins_on = day_field(_("From"))
    ends_on = day_field(pgettext_lazy("class", "Until"))
    hours = forms.IntegerField(
        label=_("Class hours"), min_value=1, max_value=MOST_HOURS, required=False,
        help_text=_("Empty: those of the course."),
    )  # fmt: skip
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=2000)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        course, provider = self._choice("course"), self._choice("provider")
        course.queryset, course.label_from_instance = offered().order_by("trade", "title"), _course_words
        provider.queryset = Provider.objects.filter(barred_on=None)

    def _choice(self, name: str) -> Any:
        return self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("form") in WITH_EMPLOYER:
            self._find_employer(cleaned)
        else:
            cleaned |= {"employer": "", "employer_uuid": None}
        if not cleaned.get("hours") and cleaned.get("course"):
            cleaned["hours"] = cleaned["course"].hours
        return cleaned

    def _find_employer(self, cleaned: dict[str, Any]) -> None:
        name = (cleaned.get("employer") or "").strip()
        found = [one for one in find_employers(name) if one.name == name]
        if len(found) == 1:
            cleaned |= {"employer_uuid": found[0].uuid, "employer": name}
            return
        said = _("No employer of your list bears this name. Write it as it stands in the list of employers.")
        self.add_error("employer", said if name else _("Name the employer whose workers learn."))

    def values(self) -> dict[str, Any]:
        """What was typed, by the names of the table."""
        return dict(self.cleaned_data)


class ChangeForm(ClassForm):
    """A class that is planned: its area stays."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields.pop("area")


class LaterForm(ActForm):
    """What may still change once a class was approved."""

    place = place_field("place", _("Place"))
    address = words_field(pgettext_lazy("training", "Address"), 200)
    teacher = words_field(_("Teacher"), 50)
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=2000)

    def values(self) -> dict[str, Any]:
        """What was typed, by the names of the table."""
        return dict(self.cleaned_data)


KEPT = (
    "course", "form", "provider", "employer", "place_kind", "place", "address", "fund_line", "teacher", "begins_on",
    "ends_on", "hours", "places",
)  # fmt: skip


def initial_of_class(held: Class) -> dict[str, Any]:
    """What the form of a class that is there begins with."""
    kept = {name: getattr(held, name) for name in KEPT}
    return kept | {"course": held.course.uuid, "provider": held.provider.uuid}


def _course_words(course: Course) -> str:
    return f"{course.get_trade_display()} · {course.title} · {course.hours}"


class SessionForm(ActForm):
    """One time of teaching."""

    on = day_field(_("Day"))
    begins_at = time_field(pgettext_lazy("session", "From"))
    ends_at = time_field(pgettext_lazy("session", "Until"))
    hours = forms.IntegerField(
        label=_("Class hours"), min_value=1, max_value=24, required=False, help_text=_("Empty: as many as have room.")
    )
    topic = words_field(_("Topic"), 100)
    teacher = words_field(_("Teacher"), 50, help_text=_("Empty: the teacher of the class."))
    is_online = forms.BooleanField(label=_("Online"), required=False)

    def values(self) -> dict[str, Any]:
        """What was typed, by the names of the table."""
        given = dict(self.cleaned_data)
        given["hours"] = given["hours"] or max(1, hours_held(given["begins_at"], given["ends_at"], given["on"]))
        return given


def initial_of_session(session: Session) -> dict[str, Any]:
    """What the form of a time of teaching that is there begins with."""
    names = ("on", "begins_at", "ends_at", "hours", "topic", "teacher", "is_online")
    return {name: getattr(session, name) for name in names}


class LayOutForm(ActForm):
    """The same time on some days of the week, until the hours are given."""

    weekdays = forms.MultipleChoiceField(
        label=_("Days of the week"), choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple
    )
    begins_at = time_field(pgettext_lazy("session", "From"))
    ends_at = time_field(pgettext_lazy("session", "Until"))
