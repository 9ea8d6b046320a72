"""Who learns in a class: everybody for whoever leads or teaches it, the own people for the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.utils.translation import gettext as _

from gangqiao.kernel.actor import Actor, Level, is_of_unit
from gangqiao.kernel.identifiers import mask_name
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people.models import Person
from gangqiao.training.models import Attendance, CallBack, Class, Enrolment, OnlineMinutes, Session
from gangqiao.training.reads.classes_seeing import reaches
from gangqiao.training.states import EnrolmentStatus

VIEW = "training.view_learners"
# First who waits for an answer, then who learns; who left or was not admitted stands last.
ORDER = [str(status) for status in EnrolmentStatus]


@contextmanager
def opened(held: Class, actor: Actor, verb: str = VIEW) -> Iterator[None]:
    """The scope in which the reader sees the learners of a class."""
    if reaches(actor, verb, held):
        with everywhere(reason="who leads or teaches a class sees everybody in it"):
            yield
    else:
        with scope_of(actor.areas(verb)):
            yield


def learners_of(held: Class, actor: Actor) -> list[Enrolment]:
    """The learners of a class whom the reader sees, by state and name."""
    with opened(held, actor):
        rows = list(Enrolment.objects.filter(held=held).order_by("pk"))
    return sorted(rows, key=lambda one: (ORDER.index(one.status), one.shown_name or "", one.pk))


def find(uuid: UUID, actor: Actor) -> Enrolment | None:
    """One learner's place with its class; null: out of reach."""
    with everywhere(reason="a learner is found by whoever leads or teaches the class"):
        row = Enrolment.objects.filter(uuid=uuid).first()
    if row is None:
        return None
    held = Class.objects.select_related("course", "provider").get(pk=row.held_id)
    with opened(held, actor):
        found: Enrolment | None = Enrolment.objects.filter(uuid=uuid).first()
    if found is not None:
        found.held = held
    return found


def name_of(row: Enrolment, actor: Actor, held: Class | None = None) -> str:
    """The learner's name: whole for the unit that teaches and for who reads names, masked for a reader of figures."""
    name = row.shown_name or ""
    teaches = any(is_of_unit(path) and path in row.paths for path in actor.areas(VIEW))
    areas = [str(row.area_id), *([str(held.area_id)] if held is not None and reaches(actor, VIEW, held) else [])]
    reads = max(actor.level_in(area) for area in areas) >= Level.PERSONAL
    return name if teaches or reads else mask_name(name)


def of_person(person: Person) -> list[Enrolment]:
    """The courses of a person, the newest first, within the scope."""
    return list(Enrolment.objects.filter(person=person).select_related("held__course").order_by("-pk"))


def attendance_of(row: Enrolment) -> list[tuple[Session, list[Attendance]]]:
    """The sessions of a learner's class, each with what was signed for it; what stands comes last."""
    with everywhere(reason="the reader was found to see this learner"):
        signed = list(Attendance.objects.filter(enrolment=row).select_related("session").order_by("-struck_on", "pk"))
    by_session: dict[int, list[Attendance]] = {}
    for one in signed:
        by_session.setdefault(one.session_id, []).append(one)
    return [(session, by_session.get(session.pk, [])) for session in row.held.sessions.order_by("on", "begins_at")]


def online_of(row: Enrolment) -> list[OnlineMinutes]:
    """What a learner learned online, by day."""
    with everywhere(reason="the reader was found to see this learner"):
        return list(OnlineMinutes.objects.filter(enrolment=row).order_by("on"))


def signed_in(session: Session) -> set[int]:
    """Keys of the learners who are signed in to a session."""
    with everywhere(reason="who is signed in is asked for learners the reader sees"):
        rows = Attendance.objects.filter(session=session, struck_on=None)
        return set(rows.values_list("enrolment_id", flat=True))


def signed_counts(held: Class) -> Counter[int]:
    """How many are signed in, by session of a class."""
    with everywhere(reason="numbers of a class, no names"):
        rows = Attendance.objects.filter(session__held=held, struck_on=None)
        return Counter(rows.values_list("session_id", flat=True))


def calls(area_verb: str, actor: Actor, look: str = "") -> list[CallBack]:
    """The call-backs of the reader's area: those to be made, the oldest first; "done" those that were made."""
    with scope_of([path for path in actor.areas(area_verb) if not is_of_unit(path)]):
        rows = CallBack.objects.select_related("enrolment__held__course", "session")
        if look == "done":
            return list(rows.exclude(result__in=("", "not_reached")).order_by("-called_on", "-pk")[:200])
        return list(rows.filter(result__in=("", "not_reached")).order_by("drawn_on", "pk")[:200])


def is_checked(actor: Actor) -> bool:
    """True for whoever signs learners in and settles no doubts: what the township was told by whom is not for them."""
    return actor.may("training.sign_in") and not actor.may("training.settle_doubt")


def contact_of(held: Class) -> str:
    """The number at which a learner asks or objects: the provider's; else the village is named alone."""
    return held.provider.phone or _("the township's employment station")


def find_call(uuid: UUID) -> CallBack | None:
    """One call-back of the scope of the moment."""
    found: CallBack | None = CallBack.objects.filter(uuid=uuid).first()
    return found
