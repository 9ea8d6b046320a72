"""The facts the rules read about employers, providers and agencies, as the registers have them on a day.

Counted over the whole county, wherever the people live, and by number alone: no name leaves this module. What nobody
keeps here (insurance, wages) is unknown. A count of nobody is known where the register would have them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from gangqiao.assistance.models import Workplace
from gangqiao.assistance.policy.workplaces import RECOGNISED_KINDS, months_held
from gangqiao.assistance.reads.workplaces import absorbed, is_recognised
from gangqiao.kernel import clock
from gangqiao.people.models import Category, EmploymentSpell
from gangqiao.people.reads import as_of
from gangqiao.places.reads import county_path
from gangqiao.subsidies.policy.books import Book
from gangqiao.subsidies.reads.claims_units import Applying
from gangqiao.training.models import Class, Doubt, Enrolment, Provider
from gangqiao.training.states import FINISHED, EnrolmentStatus, Status
from gangqiao.transfers.models import Passenger
from gangqiao.vacancies.models import Agency, Employer

# Who counts as helped: the registered poor, and since the books of 2021 those who may fall back.
POOR = ("registered_poor",)
HELPED = ("registered_poor", "out_of_poverty", "monitored_unstable", "monitored_marginal", "monitored_sudden")
IN_WORK = ("registered_poor", "hard_to_employ", *HELPED[1:])
LEARNING = (EnrolmentStatus.ADMITTED, EnrolmentStatus.ATTENDING, *FINISHED)
NEW_HIRES = ("pre_job", "re_posted")
ARRIVED = ("arrived", "started")
STABLE_MONTHS = 3
NEAR = timedelta(days=31)  # a time of work that began so near the journey is the one it led to


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit with what the registers know of it. note: of the list it stands on, for reading."""

    applying: Applying
    kinds: tuple[str, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)


def units_on(day: date, book: Book) -> list[Unit]:
    """Every employer, agency and provider that is there on a day, with its facts. The scope must be the county's."""
    return [*_employers(day, book), *_agencies(day), *_providers()]


# --- employers -------------------------------------------------------------------------------------------------------


def _employers(day: date, book: Book) -> list[Unit]:
    helped = HELPED if "is_monitored" in book.facts else POOR
    places: dict[UUID, list[Workplace]] = defaultdict(list)
    for place in Workplace.objects.exclude(status="closed").exclude(employer_uuid=None):
        if place.employer_uuid is not None:
            places[place.employer_uuid].append(place)
    classes: dict[UUID, list[Class]] = defaultdict(list)
    for held in Class.objects.exclude(employer_uuid=None).exclude(status=Status.CANCELLED).filter(begins_on__lte=day):
        if held.employer_uuid is not None:
            classes[held.employer_uuid].append(held)
    rows = Employer.objects.exclude(status="closed").order_by("area_id", "name", "pk")
    found = []
    for row in rows:
        own, taught = places[row.uuid], classes[row.uuid]
        facts = {"employer_kind": _kind(row, own), **_absorbed(own, day, helped), **_taught(taught, day)}
        applying = Applying(f"employer:{row.uuid}", str(row.name), str(row.area_id), row.party)
        found.append(Unit(applying, tuple(place.kind for place in own), facts))
    return found


def _kind(row: Any, places: Iterable[Workplace]) -> str | None:
    return "workshop" if any(place.kind == "workshop" for place in places) else (row.kind or None)


def _absorbed(places: list[Workplace], day: date, helped: Collection[str]) -> dict[str, Any]:
    """Who held a place there in the year of the day. Unknown where the unit is on no list of places of work."""
    recognised = any(place.kind in RECOGNISED_KINDS and is_recognised(place, day) for place in places)
    facts: dict[str, Any] = {"is_recognised": recognised}
    if not places:
        return facts
    rows = [one for place in places for one in absorbed(place, day)]
    rows = [one for one in rows if one.until >= day.replace(month=1, day=1) and one.recognised]
    poor = set(
        as_of.rows(Category, on=day).filter(person__uuid__in={one.person_uuid for one in rows}, kind__in=list(helped))
        .values_list("person__uuid", flat=True)
    )  # fmt: skip
    own = [one for one in rows if one.person_uuid in poor]
    return facts | {"poor_absorbed": len({one.person_uuid for one in own}), "poor_months": sum(o.months for o in own)}


def _taught(classes: list[Class], day: date) -> dict[str, Any]:
    """Learners of the unit's own classes: through work and apprentices on the day, new hires who passed this year."""
    running = [held for held in classes if held.ends_on >= day]
    over = [held for held in classes if held.form in NEW_HIRES and day.replace(month=1, day=1) <= held.ends_on < day]
    facts: dict[str, Any] = {
        "learners_in_work": _in_class([held for held in running if held.form == "through_work"], day, IN_WORK),
        "apprentices": _in_class([held for held in running if held.form == "apprentice"], day),
        "new_hires_trained": Enrolment.objects.filter(held__in=over, status__in=FINISHED, objected_on=None).count(),
    }
    if over:
        doubts = Doubt.objects.filter(held__in=over, blocks=True, outcome__in=["", "confirmed"])
        if doubts.exists() or any(held.status not in (Status.CLAIMED, Status.CLOSED) for held in over):
            facts["is_class_clear"] = False
        elif all(held.status == Status.CLAIMED for held in over):
            facts["is_class_clear"] = True
    return facts


def _in_class(classes: list[Class], day: date, among: Collection[str] = ()) -> int:
    rows = Enrolment.objects.filter(held__in=classes, status__in=LEARNING, objected_on=None)
    persons = set(rows.values_list("person_id", flat=True))
    if among:
        held = as_of.rows(Category, on=day).filter(person__in=persons, kind__in=list(among))
        persons = set(held.values_list("person_id", flat=True))
    return len(persons)


# --- agencies and providers ------------------------------------------------------------------------------------------


def _agencies(day: date) -> list[Unit]:
    rows = list(Agency.objects.filter(ended_on=None).order_by("area_id", "name", "pk"))
    organised, relocated, stayed = _journeys(day)
    found = []
    for row in rows:
        is_licensed = row.licence_to is None or row.licence_to > day
        facts = {
            "has_licence": is_licensed if row.kind == "broker" else bool(row.licence_no) and is_licensed,
            "people_organised": organised[row.uuid], "relocated_organised": relocated[row.uuid],
            "people_retained": stayed[row.uuid],
        }  # fmt: skip
        applying = Applying(f"provider:{row.uuid}", row.name, str(row.area_id), row.party)
        found.append(Unit(applying, (row.kind,), facts))
    return found


def _providers() -> list[Unit]:
    """Who teaches: on no list of agencies, and nobody is sent out by them."""
    facts = {"has_licence": False, "people_organised": 0, "relocated_organised": 0, "people_retained": 0}
    rows = Provider.objects.filter(barred_on=None).order_by("name", "pk")
    return [
        Unit(
            Applying(f"provider:{row.uuid}", row.name, str(row.place_id or county_path()), row.unit), ("training",),
            dict(facts),
        )
        for row in rows
    ]  # fmt: skip


def _journeys(day: date) -> tuple[Counter[UUID], Counter[UUID], Counter[UUID]]:
    """By organiser, the people who arrived in the year of the day; the relocated of them; those who stayed."""
    first = day.replace(month=1, day=1)
    rows = Passenger.objects.filter(status__in=ARRIVED, batch__organiser__in=["agency", "broker"])
    asked = rows.exclude(batch__organiser_uuid=None).values_list(
        "batch__organiser_uuid", "person_id", "batch__departed_at", "batch__departs_at"
    )
    went: dict[UUID, dict[int, date]] = defaultdict(dict)
    for organiser, person, departed, departs in asked:
        left = clock.day_of(departed or departs)
        if first <= left <= day:
            went[organiser][person] = left
    persons = {person for ones in went.values() for person in ones}
    held = as_of.rows(Category, on=day).filter(person__in=persons, kind="relocated")
    moved = set(held.values_list("person_id", flat=True))
    stable = _stable(persons, day)
    organised, relocated, stayed = Counter[UUID](), Counter[UUID](), Counter[UUID]()
    for organiser, ones in went.items():
        organised[organiser] = len(ones)
        relocated[organiser] = len(moved & ones.keys())
        stayed[organiser] = sum(1 for person, left in ones.items() if _stayed(stable[person], left))
    return organised, relocated, stayed


def _stable(persons: Collection[int], day: date) -> dict[int, list[date]]:
    """By person, the first days of times of work that lasted, or have lasted, three months by the day."""
    rows = EmploymentSpell.objects.filter(person__in=persons, recorded_to=None, started_on__lte=day)
    found: dict[int, list[date]] = defaultdict(list)
    for person, since, until in rows.exclude(status="planned").values_list("person_id", "started_on", "ended_on"):
        if months_held(since, min(until or day, day)) >= STABLE_MONTHS:
            found[person].append(since)
    return found


def _stayed(begun: Iterable[date], left: date) -> bool:
    return any(left - NEAR <= since <= left + NEAR for since in begun)
