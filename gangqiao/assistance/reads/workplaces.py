"""Local places of work: what is listed, what they pledged, and who of the reader's area works there.

A place of work names nobody, so everybody who may see assistance sees all of the county: a workshop over the border of
a township gives work, too. Who works there is seen within the reader's own scope, like every person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum

from gangqiao.assistance.models import Pledge, Seat, Workplace
from gangqiao.assistance.policy import workplaces as policy
from gangqiao.assistance.states import OPEN_PLACE
from gangqiao.kernel import clock
from gangqiao.kernel.paths import upper_bound
from gangqiao.people.models import Category, EmploymentSpell, Person

RUNNING = ("departed", "working", "verified")
LOCAL = ("own_township", "other_township")
LOOKS = ("", "free", "expiring", "uncounted", "not_open")
PEOPLE = ("placed", "poor", "left")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is asked for; "" for everything."""

    look: str = ""
    kind: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A place of work with its pledges of today. placed: keys of the people of the reader's scope who hold a place."""

    workplace: Workplace
    places: int
    taken: int
    placed: int

    @property
    def free(self) -> int:
        return max(0, self.places - self.taken)


def find(uuid: UUID) -> Workplace | None:
    """One place of work."""
    return Workplace.objects.select_related("area").filter(uuid=uuid).first()


def find_pledge(uuid: UUID) -> Pledge | None:
    """One pledge with its place of work."""
    return Pledge.objects.select_related("workplace", "workplace__area").filter(uuid=uuid).first()


def listed(asked: Asked) -> list[Standing]:
    """The places of work of a look, kind and area, by kind and name."""
    rows = Workplace.objects.select_related("area").filter(_look(asked.look))
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.area:
        rows = rows.filter(area_id__gte=asked.area, area_id__lt=upper_bound(asked.area))
    found = standings(rows)
    return [one for one in found if one.free] if asked.look == "free" else found


def standings(rows: Iterable[Workplace]) -> list[Standing]:
    """Places of work with their pledges of today."""
    found = list(rows)
    pledged = {
        row["workplace"]: (row["places"], row["taken"])
        for row in running_pledges().filter(workplace__in=found).values("workplace").order_by("workplace")
        .annotate(places=Sum("places"), taken=Sum("taken"))
    }  # fmt: skip
    held = Counter(placed().filter(workplace_uuid__in=[one.uuid for one in found])
                   .values_list("workplace_uuid", flat=True))  # fmt: skip
    return [Standing(one, *pledged.get(one.pk, (0, 0)), held[one.uuid]) for one in found]


def _look(look: str) -> Q:
    today = clock.today()
    if look == "expiring":
        return Q(status="recognised", expires_on__lte=policy.warned_until(today)) | Q(status="expired")
    if look == "uncounted":
        long_ago = [one.pk for one in Workplace.objects.filter(status__in=OPEN_PLACE)
                    if policy.is_count_due(one.counted_on, today)]  # fmt: skip
        return Q(pk__in=long_ago)
    if look == "not_open":
        return ~Q(status__in=OPEN_PLACE)
    return Q(status__in=OPEN_PLACE)


def running_pledges(day: date | None = None) -> QuerySet[Pledge]:
    """Pledges that hold on a day (today)."""
    on = day or clock.today()
    return Pledge.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on), begins_on__lte=on)


def pledges_of(workplace: Workplace) -> list[Pledge]:
    """All pledges of a place of work, the newest first."""
    return list(Pledge.objects.filter(workplace=workplace))


def open_pledges(workplace: Workplace) -> list[Pledge]:
    """Its pledges of today with a free place."""
    return list(running_pledges().filter(workplace=workplace, taken__lt=F("places")))


def many_running_out(areas: Iterable[str]) -> tuple[int, date | None]:
    """How many recognitions in these areas have run out or will soon, and the first day."""
    where = Q(pk__in=[])
    for area in areas:
        where |= Q(area_id__gte=area, area_id__lt=upper_bound(area))
    found = list(Workplace.objects.filter(_look("expiring")).filter(where).values_list("expires_on", flat=True))
    return len(found), min((one for one in found if one), default=None)


# --- who works there, within the scope -------------------------------------------------------------------------------


def placed() -> QuerySet[Seat]:
    """Places that are held, of the people of the scope."""
    return Seat.objects.filter(until=None, person__record="live")


def seat_of(uuid: UUID) -> Seat | None:
    """One place of the scope with its person."""
    found: Seat | None = Seat.objects.select_related("person", "pledge__workplace").filter(uuid=uuid).first()
    return found


def live_seat(person: Person) -> Seat | None:
    """The place a person of the scope holds; null: none."""
    rows = Seat.objects.select_related("pledge__workplace").filter(person=person, until=None)
    found: Seat | None = rows.first()
    return found


def seats_of(workplace: Workplace, *, left: bool = False) -> list[Seat]:
    """The places that are held, or were, by people of the scope."""
    rows = Seat.objects.select_related("person", "pledge").filter(workplace_uuid=workplace.uuid)
    order = ("-until", "-pk") if left else ("-since", "-pk")
    return list(rows.filter(until__isnull=not left).order_by(*order))


def poor_at(workplace: Workplace) -> dict[int, str]:
    """Keys of the registered poor of the scope who work there: "placed" by a pledge, or "poor" by a time of work alone.

    A time of work counts that runs in the county with the credit code of the place, or its name where it has none.
    """
    found = dict.fromkeys(_poor_by_spells(workplace), "poor")
    held = placed().filter(workplace_uuid=workplace.uuid).values_list("person_id", flat=True)
    return found | dict.fromkeys(held, "placed")


def _poor_by_spells(workplace: Workplace) -> list[int]:
    poor = Category.objects.filter(
        person=OuterRef("person"), kind="registered_poor", recorded_to=None, valid_from__lte=clock.today()
    ).filter(Q(valid_to=None) | Q(valid_to__gt=clock.today()))
    rows = EmploymentSpell.objects.filter(
        recorded_to=None, status__in=RUNNING, area_level__in=LOCAL, person__record="live"
    ).filter(Exists(poor))
    code = workplace.credit_code
    rows = rows.filter(credit_code=code) if code else rows.filter(employer_name=workplace.name)
    return list(rows.values_list("person_id", flat=True))


def people_of(workplace: Workplace, what: str) -> list[int]:
    """Keys of the people behind a figure of a place of work, in the order of their names' records."""
    if what == "left":
        return sorted({seat.person_id for seat in seats_of(workplace, left=True)})
    poor = poor_at(workplace)
    return sorted(pk for pk, how in poor.items() if what == "poor" or how == "placed")


# --- what a subsidy asks ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Absorbed:
    """One person's time in a place up to a day (R093, R094).

    until       the last day that counts
    months      whole months; days: all of them
    recognised  the workshop or base was recognised on the last day; true for kinds that are not recognised
    """

    person_uuid: UUID
    seat_uuid: UUID
    spell: int | None
    since: date
    until: date
    months: int
    days: int
    recognised: bool


def absorbed(workplace: Workplace, on: date) -> list[Absorbed]:
    """Who of the scope held a place there up to a day, and for how long: one row for each place, the longest first.

    Somebody who left and came back has two rows: whole months are not put together from parts.
    """
    rows = Seat.objects.filter(workplace_uuid=workplace.uuid, since__lte=on).order_by("pk")
    found = [_absorbed(seat, workplace, min(seat.until or on, on)) for seat in rows]
    return sorted(found, key=lambda one: (-one.days, one.since))


def _absorbed(seat: Seat, workplace: Workplace, until: date) -> Absorbed:
    return Absorbed(
        person_uuid=seat.person_uuid,
        seat_uuid=seat.uuid,
        spell=seat.spell,
        since=seat.since,
        until=until,
        months=policy.months_held(seat.since, until),
        days=policy.days_held(seat.since, until),
        recognised=is_recognised(workplace, until),
    )


def is_recognised(workplace: Workplace, on: date) -> bool:
    """Whether its recognition held on a day; true for kinds that need none. A withdrawn one never did."""
    if workplace.kind not in policy.RECOGNISED_KINDS:
        return True
    if workplace.recognised_on is None or workplace.expires_on is None or workplace.status == "withdrawn":
        return False
    return bool(workplace.recognised_on <= on <= workplace.expires_on)
