"""What the operations of a phone about a pack do. Both end in the actions the desk calls, and only ever add."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.people.models import Household, Person
from gangqiao.people.reads.masking import name_for, place_name
from gangqiao.sync.bodies import Body
from gangqiao.sync.kinds import About, Outcome
from gangqiao.vacancies.actions.delivering import Said, Told, deliver, keep_response
from gangqiao.vacancies.models import Pack
from gangqiao.vacancies.states import Answer, Way

if TYPE_CHECKING:
    from gangqiao.sync.models import Op

SOURCE = "phone"


def delivered(op: Op, *, actor: Actor) -> Outcome:
    """A household was told, or the village as a whole."""
    body = Body(op.content)
    pack = Pack.objects.select_related("release").get(uuid=body.uuid("pack"))
    told = Told(
        change_id=op.uuid,
        pack=pack.uuid,
        way=body.text("way", 12),
        on=_day_of(op, pack),
        household=body.find_uuid("household"),
        reached=None if body.content.get("reached") is None else body.number("reached"),
        jobs=body.content.get("jobs") is True,
        policies=body.content.get("policies") is True,
        services=body.content.get("services") is True,
        questions=body.text("questions"),
        source=SOURCE,
    )
    deliver(told, actor=actor)
    return Outcome()


def response(op: Op, *, actor: Actor) -> Outcome:
    """What somebody said to a vacancy."""
    body = Body(op.content)
    pack = Pack.objects.select_related("release").get(uuid=body.uuid("pack"))
    said = Said(
        change_id=op.uuid,
        pack=pack.uuid,
        person=body.uuid("person"),
        vacancy=body.uuid("vacancy"),
        answer=body.text("answer", 12),
        on=_day_of(op, pack),
        words=body.text("words"),
        source=SOURCE,
    )
    keep_response(said, actor=actor)
    return Outcome()


def _day_of(op: Op, pack: Pack) -> date:
    """The day by the phone while its clock goes right, never before the issue nor after today: it orders nothing."""
    today = clock.today()
    if op.claimed_at is None or op.is_skewed:
        return today
    claimed = min(clock.day_of(op.claimed_at), today)
    return max(claimed, clock.day_of(pack.release.issued_at)) if pack.release.issued_at else claimed


def about(op: Op, actor: Actor) -> About | None:
    """Whom it concerns, for the work queue of the desk. None: out of the reader's areas."""
    person = Person.objects.select_related("household").filter(uuid=_number(op, "person")).first()
    if person is not None:
        lines = [(gettext("Person"), name_for(person, actor)), (gettext("Answer"), _answer(op))]
        if words := str(op.content.get("words") or ""):
            lines.append((gettext("In words"), words))
        href = reverse("vacancies:household_delivery", args=[person.household.uuid]) if person.household else ""
        return About(gettext("Answer to a vacancy, %(place)s") % {"place": place_name(person.area_id)}, href,
                     lines=lines, persons=[person.uuid])  # fmt: skip
    household = Household.objects.filter(uuid=_number(op, "household")).first()
    if household is not None:
        title = gettext("Household %(number)s, %(place)s") % {
            "number": household.household_no,
            "place": place_name(household.area_id),
        }
        return About(title, reverse("vacancies:household_delivery", args=[household.uuid]), lines=[_way(op)])
    pack = Pack.objects.filter(uuid=_number(op, "pack")).first()
    if pack is None:
        return None
    return About(place_name(pack.area_id), reverse("vacancies:pack_delivery", args=[pack.uuid]), lines=[_way(op)])


def _answer(op: Op) -> str:
    given = op.content.get("answer")
    return str(Answer(given).label) if given in Answer.values else ""


def _way(op: Op) -> tuple[str, str]:
    given = op.content.get("way")
    return gettext("Way"), str(Way(given).label) if given in Way.values else ""


def _number(op: Op, name: str) -> UUID | None:
    """A number in the body; null when there is none of the right shape."""
    try:
        return UUID(str(op.content.get(name)))
    except ValueError:
        return None
