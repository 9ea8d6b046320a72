"""Who holds public posts, and whether a month may be paid: what the monthly sheet takes its people from.

Nothing is paid that was not asked of the register at this moment: a death recorded today holds today.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from gangqiao.assistance.models import Holder, Objection
from gangqiao.assistance.policy import duty
from gangqiao.assistance.policy.posts import NUMBERS, blocks_pay
from gangqiao.assistance.reads.holders_found import findings_of
from gangqiao.assistance.reads.posts import within
from gangqiao.assistance.states import LIVE_HOLDER, HolderStatus
from gangqiao.kernel import clock
from gangqiao.people.models import Person

PER_PAGE = 50
H = HolderStatus
BEGUN = Q(status__in=[H.ON_DUTY, H.SUSPENDED]) | Q(spell__isnull=False)


def _soon() -> Q:
    until = clock.today() + timedelta(days=int(NUMBERS.on(clock.today()).ahead_days))
    return Q(status__in=[H.ON_DUTY, H.SUSPENDED]) & (Q(ends_on__lte=until) | Q(insured_until__lte=until))


LOOKS: dict[str, Callable[[], Q]] = {
    "": lambda: Q(status__in=[H.ON_DUTY, H.SUSPENDED]),
    "found": lambda: Q(status__in=LIVE_HOLDER) & ~Q(stop_reasons=[]),
    "to_sign": lambda: Q(status=H.AGREEMENT),
    "suspended": lambda: Q(status=H.SUSPENDED),
    "soon": _soon,
    "ended": lambda: Q(status=H.ENDED),
}


def page_of(
    look: str, *, area: str = "", department: str = "", start: int = 0
) -> tuple[list[Holder], dict[str, int], int | None]:
    """A page of the holders of the scope, how many stand behind each tab, and where the next page begins."""
    found = Holder.objects.all()
    if area:
        found = found.filter(within(area))
    if department:
        found = found.filter(post__quota__department=department)
    counts = found.aggregate(**{f"n_{key}": Count("pk", filter=clause()) for key, clause in LOOKS.items()})
    order = ("-ended_on", "-pk") if look == "ended" else ("area", "post", "pk")
    rows = list(_with_all(found.filter(LOOKS[look]())).order_by(*order)[start : start + PER_PAGE + 1])
    more = start + PER_PAGE if len(rows) > PER_PAGE else None
    return rows[:PER_PAGE], {key: counts[f"n_{key}"] for key in LOOKS}, more


def of_post(post_id: int) -> list[Holder]:
    """Who holds or held a post, within the scope; who holds it now first."""
    rows = _with_all(Holder.objects.filter(post=post_id)).order_by("pk")
    return sorted(rows, key=lambda row: (row.status == H.ENDED, row.pk))


def find(uuid: UUID) -> Holder | None:
    """One holder of the scope with person and post."""
    found: Holder | None = _with_all(Holder.objects.filter(uuid=uuid)).first()
    return found


def of_person(person: Person) -> list[Holder]:
    """What somebody holds and held, the newest first."""
    return list(_with_all(Holder.objects.filter(person=person)).order_by("-pk"))


def count(look: str) -> int:
    """How many of the scope stand behind a tab."""
    return Holder.objects.filter(LOOKS[look]()).count()


# --- what may be paid ------------------------------------------------------------------------------------------------


def for_month(month: date, *, area: str, department: str) -> list[Holder]:
    """Whose agreement touches a month, in an area and for a department: the people of a monthly sheet."""
    first, last = duty.month_of(month), duty.last_day(duty.month_of(month))
    rows = (
        Holder.objects.filter(within(area), post__quota__department=department, begins_on__lte=last, ends_on__gte=first)
        .filter(BEGUN)
        .filter(Q(ended_on=None) | Q(ended_on__gte=first))
    )
    return list(_with_all(rows).order_by("post", "pk"))


def has_begun(holder: Holder) -> bool:
    """True for who is on duty, or was: an agreement alone is no duty."""
    return holder.status in (H.ON_DUTY, H.SUSPENDED) or holder.spell is not None


def payable(holder: Holder, month: date) -> str:
    """Why nothing may be paid to a holder for a month: a code; "" it may.

    future, no_agreement, not_covered, suspended, objection, or what was found and nobody looked into.
    """
    return payable_many([holder], month)[holder.pk]


def payable_many(holders: Collection[Holder], month: date) -> dict[int, str]:
    """`payable` of many, by the key of the holder; their persons and posts must be at hand."""
    found = findings_of(holders)
    objected = open_objections(holders)
    return {row.pk: _why_not(row, month, [f.code for f in found[row.pk]], row.pk in objected) for row in holders}


def _why_not(holder: Holder, month: date, codes: list[str], has_objection: bool) -> str:
    first = duty.month_of(month)
    if first > clock.today():
        return "future"
    if holder.signed_on is None or not holder.insurance_no or not has_begun(holder):
        return "no_agreement"
    if covered_days(holder, first) == 0:
        without_pauses = _covered(holder, first, pauses=False)
        return "suspended" if without_pauses else "not_covered"
    if has_objection:
        return "objection"
    if holder.status == H.ENDED:
        return ""  # the days before the end were worked; what was found later ended it
    return next((code for code in codes if blocks_pay(code, clock.today())), "")


def covered_days(holder: Holder, month: date) -> int:
    """How many days of a month the agreement covers, without pauses, up to the end of duty or a death."""
    return len(_covered(holder, month, pauses=True))


def covered(holder: Holder, month: date) -> list[date]:
    """These days themselves."""
    return _covered(holder, month, pauses=True)


def _covered(holder: Holder, month: date, *, pauses: bool) -> list[date]:
    if not has_begun(holder):
        return []
    return duty.covered(
        duty.month_of(month),
        begins_on=holder.begins_on,
        ends_on=holder.ends_on,
        ended_on=holder.ended_on,
        died_on=holder.person.died_on,
        suspended=_pauses(holder) if pauses else (),
    )


def _pauses(holder: Holder) -> list[tuple[date, date]]:
    spans = ((date.fromisoformat(first), until) for first, until, _reason in holder.pauses)
    return [(first, date.fromisoformat(until) if until else date.max) for first, until in spans]


def open_objections(holders: Iterable[Holder]) -> set[int]:
    """The keys of holders about whose choice an objection is open."""
    by_applicant = {row.applicant_id: row.pk for row in holders if row.applicant_id is not None}
    rows = Objection.objects.filter(applicant__in=list(by_applicant), about="choice", outcome="")
    return {by_applicant[key] for key in rows.values_list("applicant", flat=True)}


def _with_all(rows: QuerySet[Holder]) -> QuerySet[Holder]:
    return rows.select_related("person", "person__household", "post", "post__area", "post__quota", "area")
