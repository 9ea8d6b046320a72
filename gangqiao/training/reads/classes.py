"""Classes as lists and pages ask for them: filters, one page, the people on their lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.paths import upper_bound
from gangqiao.training.models import Class, Enrolment, Session
from gangqiao.training.reads.classes_seeing import classes_seen
from gangqiao.training.states import BEFORE_START, FINISHED, ON_THE_LIST, EnrolmentStatus, Status

ROWS, PEOPLE = 30, 50
E = EnrolmentStatus
# What one may look at, by the states of the classes.
LOOKS: dict[str, tuple[Status, ...]] = {
    "": BEFORE_START,
    "running": (Status.RUNNING,),
    "over": (Status.ASSESSED, Status.CLAIMED, Status.CLOSED),
    "cancelled": (Status.CANCELLED,),
}
# What is counted of a class, by the states of its learners. Whoever refused or objected stands in none.
GROUPS: dict[str, tuple[E, ...]] = {
    "all": (*ON_THE_LIST, *FINISHED, E.FAILED),
    "on_list": ON_THE_LIST,
    "passed": FINISHED,
    "certified": (E.CERTIFIED,),
    "failed": (E.FAILED,),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is asked for; "" for everything."""

    look: str = ""
    form: str = ""
    trade: str = ""
    area: str = ""
    provider: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Some classes of a look, and how many each look has. more: after how many it goes on; null on the last page."""

    rows: list[Class]
    counts: dict[str, int]
    more: int | None


def page_of(asked: Asked, actor: Actor, start: int = 0) -> Page:
    """One page of the list; what is to come by its first day, all else the last first."""
    found = _filtered(asked, actor)
    by_status = Counter(dict(found.order_by().values_list("status").annotate(many=Count("pk"))))
    counts = {look: sum(by_status[state] for state in states) for look, states in LOOKS.items()}
    order = ("begins_on", "pk") if not asked.look else ("-begins_on", "-pk")
    rows = list(found.filter(status__in=LOOKS[asked.look]).order_by(*order)[start : start + ROWS + 1])
    return Page(rows[:ROWS], counts, start + ROWS if len(rows) > ROWS else None)


def _filtered(asked: Asked, actor: Actor) -> QuerySet[Class]:
    found = classes_seen(actor)
    wanted = {"form": asked.form, "course__trade": asked.trade, "provider__uuid": asked.provider}
    found = found.filter(**{key: value for key, value in wanted.items() if value})
    return found.filter(area_id__gte=asked.area, area_id__lt=upper_bound(asked.area)) if asked.area else found


def people_of(classes: Iterable[int]) -> dict[int, Counter[str]]:
    """Learners of the scope by state, for each class."""
    rows = Enrolment.objects.filter(held__in=list(classes)).order_by()
    found: dict[int, Counter[str]] = {}
    for held, status, many in rows.values_list("held_id", "status").annotate(many=Count("pk")):
        found.setdefault(held, Counter())[status] = many
    return found


def many(counts: Counter[str] | None, group: str = "all") -> int:
    """How many learners belong to a group."""
    return sum((counts or Counter())[state] for state in GROUPS[group])


def learners_in(held: Class, group: str, start: int = 0) -> tuple[list[Enrolment], int, int | None]:
    """Learners of a group of a class within the scope: a page of them, how many in all, after how many it goes on."""
    rows = Enrolment.objects.filter(held=held, status__in=GROUPS[group]).order_by("area_id", "pk")
    page = list(rows[start : start + PEOPLE + 1])
    return page[:PEOPLE], rows.count(), start + PEOPLE if len(page) > PEOPLE else None


def timetable(held: Class) -> list[Session]:
    """The times of teaching in their order."""
    return list(held.sessions.order_by("on", "begins_at", "pk"))


def waiting(actor: Actor) -> dict[str, list[Class]]:
    """Classes whose next step is due: to be approved, to begin, to be assessed."""
    today, seen = clock.today(), classes_seen(actor)
    return {
        "approve_class": list(seen.filter(status=Status.PLANNED).order_by("begins_on", "pk")),
        "open_class": list(seen.filter(status=Status.APPROVED).order_by("begins_on", "pk")),
        "start_class": list(seen.filter(Q(begins_on__lte=today), status=Status.ENROLLING).order_by("begins_on", "pk")),
        "assess_class": list(seen.filter(Q(ends_on__lt=today), status=Status.RUNNING).order_by("ends_on", "pk")),
    }
