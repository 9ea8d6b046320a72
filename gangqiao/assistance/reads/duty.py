"""Who is on duty in a month, which of its days count, and what was marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet

from gangqiao.assistance.models import DutyDay, DutyPlan, Holder
from gangqiao.assistance.policy import duty as policy
from gangqiao.assistance.reads.holders import covered
from gangqiao.kernel.paths import upper_bound

Marks = dict[date, DutyDay]


@dataclass(slots=True)
class Month:
    """One holder in one month. days: what counts; outside: marked days that no agreement covers."""

    holder: Holder
    covered: list[date]
    marks: Marks = field(default_factory=dict)
    plan: DutyPlan | None = None

    @property
    def days(self) -> Decimal:
        """The days that are paid."""
        marks = ((day, one.mark, one.half) for day, one in self.marks.items())
        return policy.attended(marks, self.covered)

    @property
    def outside(self) -> list[date]:
        covered = set(self.covered)
        return sorted(day for day in self.marks if day not in covered)


def holders_in(area: str, month: date, department: str = "") -> QuerySet[Holder]:
    """Whose agreement covers a day of the month, of the posts of an area, in the order of the printed duty sheet."""
    first, last = month, policy.last_day(month)
    rows = Holder.objects.filter(
        Q(ended_on=None) | Q(ended_on__gte=first),
        post__area_id__gte=area, post__area_id__lt=upper_bound(area), begins_on__lte=last, ends_on__gte=first,
        signed_on__isnull=False, spell__isnull=False,
    )  # fmt: skip
    if department:
        rows = rows.filter(post__quota__department=department)
    rows = rows.select_related("person", "person__household", "post", "post__area", "post__quota", "area")
    return rows.order_by("post__area_id", "post__number", "begins_on", "pk")


def find_holder(uuid: UUID) -> Holder | None:
    """One holder of the scope with person and post."""
    rows = Holder.objects.select_related("person", "person__household", "post", "post__quota")
    found: Holder | None = rows.filter(uuid=uuid).first()
    return found


def months_of(holders: Iterable[Holder], month: date) -> list[Month]:
    """The month of each holder, in the order given."""
    found = list(holders)
    marks, plans = marks_of(found, month), plans_of(found, month)
    return [Month(one, covered(one, month), marks.get(one.pk, {}), plans.get(one.pk)) for one in found]


def month_of(holder: Holder, month: date) -> Month:
    """The month of one holder."""
    return months_of([holder], month)[0]


def marks_of(holders: Iterable[Holder], month: date) -> dict[int, Marks]:
    """What stands marked for each holder in a month."""
    found: dict[int, Marks] = defaultdict(dict)
    rows = DutyDay.objects.filter(
        holder__in=[one.pk for one in holders], on__gte=month, on__lte=policy.last_day(month), struck_at=None
    )
    for row in rows.order_by("on"):
        found[row.holder_id][row.on] = row
    return found


def plans_of(holders: Iterable[Holder], month: date) -> dict[int, DutyPlan]:
    """The plan of each holder for a month; absent: none."""
    rows = DutyPlan.objects.filter(holder__in=[one.pk for one in holders], month=month)
    return {row.holder_id: row for row in rows}


def history_of(holder: Holder, day: date) -> list[DutyDay]:
    """Every mark of a day, the one that stands first."""
    rows = DutyDay.objects.filter(holder=holder, on=day)
    return sorted(rows, key=lambda row: (row.struck_at is not None, -row.pk))


def uuids_of(months: Iterable[Month]) -> list[UUID]:
    """The persons, for the log of who looked."""
    return list(dict.fromkeys(one.holder.person_uuid for one in months))
