"""Members, liaison officers with the vacancies among them, and what each unit has set up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from gangqiao.accounts.models import Unit, UnitKind
from gangqiao.headquarters.models import Funds, Institution, Member, MemberPost, Officer, Staffing
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.actor import Level as FieldLevel
from gangqiao.kernel.money import format_yuan
from gangqiao.places.levels import Level
from gangqiao.places.models import Division
from gangqiao.places.reads import subtree
from gangqiao.plans.reads import TOWNSHIP_LEVEL, answers_for

# Named by the plan: one in each department. Townships are reached through theirs as well.
OFFICER_KINDS = (UnitKind.DEPARTMENT, UnitKind.TOWNSHIP, UnitKind.FARM_BUREAU)
MUST_HAVE_OFFICER = (UnitKind.DEPARTMENT,)
OFFICE_OF_VILLAGES = "headquarters.name_village_officer"


def members_on(day: date) -> list[Member]:
    """Who sits in headquarters and office on a day, in the order of the posts."""
    order = list(MemberPost)
    found = Member.objects.on(day).select_related("unit")
    return sorted(found, key=lambda m: (order.index(MemberPost(m.post)), m.pk))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the phone book: a unit or a village, with its officer. officer: null for a vacancy."""

    unit: Unit | None
    village: Division | None
    officer: Officer | None
    is_required: bool

    @property
    def place(self) -> str:
        return str(self.unit or self.village)


def units_with_officers() -> list[Line]:
    """Departments, townships and the farm bureau with their live officer."""
    live = {o.unit_id: o for o in Officer.objects.live().filter(unit__isnull=False).select_related("user")}
    units = Unit.objects.filter(kind__in=OFFICER_KINDS).order_by("kind", "code")
    return [Line(unit, None, live.get(unit.pk), unit.kind in MUST_HAVE_OFFICER) for unit in units]


def villages_with_officers(area: str) -> list[Line]:
    """The villages of an area in tree order with their live officer."""
    villages = subtree(area).filter(level=Level.VILLAGE)
    live = {o.village_id: o for o in Officer.objects.live().filter(village__isnull=False).select_related("user")}
    return [Line(None, village, live.get(village.pk), True) for village in villages]


def vacancies(actor: Actor) -> tuple[list[Line], list[Line]]:
    """Departments and villages without an officer that the actor could name one for."""
    departments = [
        line
        for line in units_with_officers()
        if line.officer is None and line.is_required and line.unit and may_name(actor, line.unit)
    ]
    villages = [
        line
        for area in actor.areas(OFFICE_OF_VILLAGES)
        for line in villages_with_officers(area)
        if line.officer is None
    ]
    return departments, [line for line in villages if line.officer is None]


def may_name(actor: Actor, unit: Unit) -> bool:
    """The office names officers of every unit, a unit its own."""
    return actor.may("headquarters.appoint") or answers_for(actor, unit.pk, "headquarters.name_officer")


def may_name_in(actor: Actor, village: Division) -> bool:
    return actor.may(OFFICE_OF_VILLAGES, village.key)


def sees_phones(actor: Actor) -> bool:
    """Phone numbers are of level 2: for every post that reads it somewhere, whatever its area."""
    return any(post.level >= FieldLevel.PERSONAL for post in actor.posts)


@dataclass(frozen=True, slots=True)
class SetUp:
    """What a unit has: its body, the newest count of staff, its money of the year. null, null, []: not recorded.

    is_asked  the plan asks this unit for a body of its own
    """

    unit: Unit
    body: Institution | None
    staff: Staffing | None
    funds: list[Funds]
    is_asked: bool

    @property
    def yuan(self) -> str:
        return format_yuan(sum(line.amount for line in self.funds))

    @property
    def evidence(self) -> int:
        """How many files show it."""
        return sum(bool(row.kept) for row in (*self.funds, *([self.body] if self.body else ())))

    @property
    def is_complete(self) -> bool:
        return bool(self.body and self.staff and self.funds)


def set_ups(year: int, units: QuerySet[Unit] | None = None) -> list[SetUp]:
    """Every unit of township level with what it has; the office and departments that recorded something follow."""
    recorded = Q(pk__in=Institution.objects.live().values("unit")) | Q(pk__in=Funds.objects.values("unit"))
    asked = Q(kind__in=TOWNSHIP_LEVEL) | Q(kind=UnitKind.HEADQUARTERS_OFFICE)
    found = units if units is not None else Unit.objects.filter(asked | recorded).order_by("kind", "code")
    bodies = {b.unit_id: b for b in Institution.objects.live()}
    staff: dict[int, Staffing] = {}
    for row in Staffing.objects.all():  # the newest first
        staff.setdefault(row.unit_id, row)
    funds: dict[int, dict[str, Funds]] = {}
    for line in Funds.objects.filter(year=year):
        funds.setdefault(line.unit_id, {}).setdefault(line.line, line)
    return [
        SetUp(u, bodies.get(u.pk), staff.get(u.pk), list(funds.get(u.pk, {}).values()), u.kind in TOWNSHIP_LEVEL)
        for u in found
    ]


def may_record(actor: Actor, unit: Unit) -> bool:
    """The office records for every unit, a unit for itself."""
    return actor.may("headquarters.appoint") or answers_for(actor, unit.pk, "headquarters.record_institution")
