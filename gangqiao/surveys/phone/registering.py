"""Tells sync what the survey gives to phones and takes from them. Called once, when the app is ready."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.actor import Actor
from gangqiao.people.models import Person
from gangqiao.people.reads.masking import name_for, place_name
from gangqiao.surveys.models import Task
from gangqiao.surveys.phone import campaigns, changes, households, kinds
from gangqiao.surveys.phone.layout import laid_out
from gangqiao.sync import parcels
from gangqiao.sync.kinds import About, register

if TYPE_CHECKING:
    from gangqiao.sync.models import Op


def register_all() -> None:
    """The sections of the package, what is due, the changes, and the kinds of operations."""
    parcels.register("surveys", campaigns.surveys)
    parcels.register("questions", campaigns.questions)
    parcels.register("places", campaigns.places)
    parcels.register("households", households.section, laid_out)
    parcels.register_changes("households", changes.changed)
    parcels.register_due("surveys", campaigns.due)
    register("surveys.answers", kinds.answers, label=_("Answers"), about=about)
    register("surveys.newcomer", kinds.newcomer, label=_("Somebody not on the register"), about=about)
    register("surveys.household", kinds.household, label=_("A household on no roster"))
    register("surveys.submit", kinds.submit, label=_("How the visit ended"), about=about)
    register("surveys.picture", kinds.picture, label=_("Picture"), about=about)


def about(op: Op, actor: Actor) -> About | None:
    """The household an operation is about, for the work queue of the desk. None out of the reader's areas."""
    task = Task.objects.filter(uuid=_text(op, "task")).first()
    if task is None:
        return None
    place = place_name(task.area_id)
    title = gettext("Household %(number)s, %(place)s") % {"number": task.household_no, "place": place}
    href = reverse("surveys:household", args=[task.uuid])
    person = Person.objects.filter(uuid=_text(op, "person")).first() if _text(op, "person") else None
    if person is None:
        return About(title, href)
    return About(title, href, lines=[(gettext("Person"), name_for(person, actor))], persons=[person.uuid])


def _text(op: Op, name: str) -> UUID | None:
    """A number in the body; null when there is none of the right shape."""
    try:
        return UUID(str(op.content.get(name)))
    except ValueError:
        return None
