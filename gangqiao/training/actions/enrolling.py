"""Who is on the list of a class: enrolled, admitted or not, objected, left. The last place goes to one."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from gangqiao.audit.events import record
from gangqiao.audit.steps import require, step_of
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.kernel.errors import Refusal
from gangqiao.messaging import actions as messaging
from gangqiao.people.actions.locking import lock_person
from gangqiao.people.models import Person
from gangqiao.people.reads.masking import place_name
from gangqiao.training.actions.reach import acting, enrolment_of, lock_class, whole
from gangqiao.training.codes import LISTS
from gangqiao.training.models import Class, Enrolment
from gangqiao.training.reads import guards
from gangqiao.training.reads.learners import contact_of
from gangqiao.training.refusals import ClassIsFull
from gangqiao.training.refusals_learners import DoesNotFit, EnrolledAlready, NoSuchReason, NotEnrolling
from gangqiao.training.states import ON_THE_LIST, Status

ENROL, ADMIT, REFUSE, OBJECT, DROP = (f"training.{verb}" for verb in ("enrol", "admit", "refuse", "object", "drop"))
NOTIFY = "training.notify"


def enrol(
    held: UUID, person: UUID, source: str = "wish", *, actor: Actor, admitted: bool = False, via: str = "screen"
) -> Enrolment:
    """Put a person on the list of a class that is open for enrolment, and tell the person how to object.

    source    code of `enrol_source`; admitted: at once, by whoever may admit; via: for the log
    Raises Person.DoesNotExist, NotYourVerb, NoSuchReason, NotEnrolling, ClassIsFull, EnrolledAlready, DoesNotFit.
    """
    found = Person.objects.get(uuid=person)
    require(actor, ENROL, found)
    if source not in LISTS["enrol_source"]:
        raise NoSuchReason("source")
    with whole():
        row = _joined(lock_class(Class.objects.get(uuid=held).pk), found.pk, source, actor)
        record(ENROL, actor=acting(actor, ENROL, row), subject=row, source=via)
        if admitted:
            _admit(row, actor, via)
        notify(row, actor=actor)
    return row


def enrol_many(
    held: UUID, persons: Iterable[UUID], source: str, *, actor: Actor, admitted: bool = False
) -> tuple[list[Enrolment], list[tuple[UUID, Refusal]]]:
    """Enrol several, each alone: returns who is on the list, and who is not with the reason."""
    done: list[Enrolment] = []
    left: list[tuple[UUID, Refusal]] = []
    for one in persons:
        try:
            done.append(enrol(held, one, source, actor=actor, admitted=admitted))
        except Refusal as refusal:
            left.append((one, refusal))
    return done, left


def _joined(held: Class, person_id: int, source: str, actor: Actor) -> Enrolment:
    if held.status != Status.ENROLLING:
        raise NotEnrolling
    # Locked: of two classes at the same moment the second sees that the person is in the first.
    person = lock_person(person_id)
    if Enrolment.objects.filter(held=held, person=person).exists():
        raise EnrolledAlready
    if held.free < 1:
        raise ClassIsFull
    against = guards.against(held, [person.pk]).get(person.pk, [])
    if against:
        raise DoesNotFit([guards.reason_words(one) for one in against])
    new = Enrolment(
        area_id=person.area_id, party=held.unit, person=person, person_uuid=person.uuid, held=held, source=source,
        shown_name=person.name, shown_phone=person.phone or None, enrolled_by=actor.name[:100],
        work_before=works_now(person),
    )  # fmt: skip
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError as error:
        raise EnrolledAlready from error
    count_taken(held, 1)
    return new


def works_now(person: Person) -> bool:
    """True for somebody who is in work today: the figure “employed after” starts from who was not."""
    spells = person.employmentspell_rows.filter(recorded_to=None, ended_on=None)
    return bool(spells.exclude(status="planned").exists())


def count_taken(held: Class, more: int) -> None:
    """Count people onto the list of a locked class or off it. The database refuses more than there are places."""
    held.taken += more
    held.save(update_fields=["taken"])


def notify(row: Enrolment, *, actor: Actor) -> None:
    """Tell the learner by SMS, or on paper by the village, what the enrolment is and how to object. Once."""
    if row.notified_at is not None:
        return
    with override(settings.LANGUAGE_CODE):
        params = _told(row)
    messaging.send(
        "training.enrolled",
        params=params,
        key=f"training.enrolled:{row.uuid.hex}",
        area=str(row.area_id),
        actor=actor,
        phone=row.shown_phone or "",
        recipient=row.shown_name or "",
        subject=row,
        person=row.person_uuid,
    )
    row.notified_at = clock.now()
    row.save(update_fields=["notified_at"])
    record(NOTIFY, actor=SYSTEM, subject=row, source="job")


def _told(row: Enrolment) -> dict[str, object]:
    """What the notice says, in the language of the county."""
    held = row.held
    place = place_name(str(held.place_id)) if held.place_id else ""
    return {
        "name": row.shown_name or "", "course": held.course.title, "day": held.begins_on,
        "place": f"{place}{held.address}" or _("the place you will be told"), "phone": contact_of(held),
    }  # fmt: skip


def admit(uuid: UUID, *, actor: Actor, source: str = "screen") -> Enrolment:
    """Admit somebody who is on the list. Raises Enrolment.DoesNotExist, NotYourVerb, NotAllowedNow."""
    with enrolment_of(uuid, ADMIT, actor) as (_held, row):
        _admit(row, actor, source)
    return row


def _admit(row: Enrolment, actor: Actor, source: str) -> None:
    with step_of(row, ADMIT, actor=acting(actor, ADMIT, row), source=source):
        pass


def refuse(uuid: UUID, note: str, *, actor: Actor) -> Enrolment:
    """Do not admit: the place is free again. Raises NotYourVerb, NotAllowedNow, NoteNeeded."""
    with enrolment_of(uuid, REFUSE, actor) as (held, row):
        with step_of(row, REFUSE, actor=acting(actor, REFUSE, row), note=note):
            pass
        count_taken(held, -1)
    return row


def object_to(uuid: UUID, words: str = "", *, actor: Actor, source: str = "screen") -> Enrolment:
    """The learner does not want it, or never asked for it: off the list, at once and for good in this class.

    Nobody asks for a reason, and it counts nowhere against anybody. Raises NotYourVerb, NotAllowedNow.
    """
    with enrolment_of(uuid, OBJECT, actor) as (held, row):
        with step_of(row, OBJECT, actor=acting(actor, OBJECT, row), source=source):
            row.objected_on, row.words = clock.today(), words.strip()[:500] or None
        count_taken(held, -1)
    return row


def drop(uuid: UUID, reason: str, *, actor: Actor) -> Enrolment:
    """Record that a learner left; what was attended stays. Raises NoSuchReason, NotYourVerb, NotAllowedNow."""
    if reason not in LISTS["drop_reason"]:
        raise NoSuchReason("reason")
    with enrolment_of(uuid, DROP, actor) as (held, row):
        with step_of(row, DROP, actor=acting(actor, DROP, row)):
            row.drop_reason = reason
        count_taken(held, -1)
    return row


def cancel_list(held: Class, *, actor: Actor) -> int:
    """A class that is cancelled lets everybody go: nobody has failed, and everybody may join another. In `whole()`."""
    rows = Enrolment.objects.select_for_update(of=("self",)).filter(held=held, status__in=ON_THE_LIST).order_by("pk")
    done = 0
    for row in rows:
        row.held = held
        arrow = REFUSE if row.status == "applied" else DROP
        with step_of(row, arrow, actor=SYSTEM, note=_("the class was cancelled"), source="job"):
            row.drop_reason = "other" if arrow == DROP else ""
        done += 1
    if done:
        count_taken(held, -done)
    return done
