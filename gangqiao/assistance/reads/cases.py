"""Cases of help: those that wait for something, one with what was decided and done, and what must not be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gangqiao.assistance.models import Assessment, AssistCase, Measure
from gangqiao.assistance.policy.classes import CLASSES, NUMBERS
from gangqiao.assistance.policy.measures import BESIDE
from gangqiao.assistance.states import LIVE_CASE, LIVE_MEASURE, TO_ASSESS, CaseStatus, MeasureStatus
from gangqiao.kernel import clock
from gangqiao.kernel.paths import upper_bound
from gangqiao.people.models import Category, Person
from gangqiao.people.reads import as_of

PER_PAGE = 50
POOR = "registered_poor"
C = CaseStatus
OPEN = Q(status__in=LIVE_CASE)

# What stands behind each tab of the list.
LOOKS: dict[str, Callable[[], Q]] = {
    "": lambda: Q(status__in=TO_ASSESS, is_asked=False),
    "ask": lambda: Q(status__in=TO_ASSESS, is_asked=True),
    "plan": lambda: Q(status__in=(C.ASSESSED, C.PLANNED)) & ~Q(kind="none"),
    "due": lambda: Q(status=C.ACTIVE, next_on__lte=clock.today()),
    "far": lambda: OPEN & Q(kind="far"),
    "near": lambda: OPEN & Q(kind="near"),
    "net": lambda: OPEN & Q(kind="net"),
    "none": lambda: OPEN & Q(kind="none"),
    "relocated": lambda: OPEN & Q(is_relocated=True),
    "closed": lambda: Q(status=C.CLOSED),
}


def page_of(look: str, area: str, start: int = 0) -> tuple[list[AssistCase], dict[str, int], int | None]:
    """A page of the cases of the scope, the earliest next day first; how many stand behind each tab; the next page."""
    found = in_area(AssistCase.objects.all(), area)
    counts = found.aggregate(**{f"n_{key}": Count("pk", filter=clause()) for key, clause in LOOKS.items()})
    order = ("-closed_on", "-pk") if look == "closed" else ("next_on", "area", "pk")
    rows = list(found.filter(LOOKS[look]()).select_related("person").order_by(*order)[start : start + PER_PAGE + 1])
    more = start + PER_PAGE if len(rows) > PER_PAGE else None
    return rows[:PER_PAGE], {key: counts[f"n_{key}"] for key in LOOKS}, more


def count(look: str) -> int:
    """How many cases of the scope stand behind a tab."""
    return AssistCase.objects.filter(LOOKS[look]()).count()


def first_day(look: str) -> date | None:
    """The earliest next day behind a tab; None when nothing waits."""
    rows = AssistCase.objects.filter(LOOKS[look]()).order_by("next_on")
    found: date | None = rows.values_list("next_on", flat=True).first()
    return found


def in_area(rows: QuerySet[AssistCase], area: str) -> QuerySet[AssistCase]:
    """Those of a division, all of the scope without one."""
    return rows.filter(area_id__gte=area, area_id__lt=upper_bound(area)) if area else rows


def find(uuid: UUID) -> AssistCase | None:
    """One case of the scope with its person."""
    found: AssistCase | None = AssistCase.objects.select_related("person").filter(uuid=uuid).first()
    return found


def find_of(person: Person) -> AssistCase | None:
    """The case of a person."""
    found: AssistCase | None = AssistCase.objects.select_related("person").filter(person=person).first()
    return found


def find_measure(uuid: UUID) -> Measure | None:
    """One measure of the scope with its case and person."""
    found: Measure | None = Measure.objects.select_related("case", "person").filter(uuid=uuid).first()
    return found


def measures_of(case: AssistCase) -> list[Measure]:
    """The measures of a case, live ones first, by their next day."""
    rows = list(Measure.objects.filter(case=case).order_by("due_on", "pk"))
    return sorted(rows, key=lambda one: one.status not in LIVE_MEASURE)


def assessments_of(case: AssistCase) -> list[Assessment]:
    """What was decided, the newest first."""
    return list(Assessment.objects.filter(case=case).order_by("-pk"))


# --- what must not be: empty lists, or names to put right ------------------------------------------------------------


def without_live_measure() -> QuerySet[AssistCase]:
    """Active cases without a measure that is planned or under way."""
    live = Measure.objects.filter(case=OuterRef("pk"), status__in=LIVE_MEASURE)
    return AssistCase.objects.filter(Q(status=C.ACTIVE) & ~Exists(live))


def without_next_day() -> QuerySet[AssistCase]:
    """Open cases without a next day. The database refuses them; counted all the same."""
    return AssistCase.objects.filter(OPEN, next_on=None)


def overdue() -> QuerySet[AssistCase]:
    """Open cases whose next day is over."""
    return AssistCase.objects.filter(OPEN, next_on__lt=clock.today())


def without_fitting_measure() -> QuerySet[AssistCase]:
    """Who is in a class and has, live or done, none of the class's own measures."""
    own = Measure.objects.filter(
        case=OuterRef("pk"), status__in=(*LIVE_MEASURE, MeasureStatus.DONE), for_class=OuterRef("kind")
    ).exclude(kind__in=BESIDE)
    return AssistCase.objects.filter(OPEN & Q(kind__in=CLASSES) & ~Exists(own))


def without_class() -> QuerySet[AssistCase]:
    """Open cases in no class and without a reason: nobody has decided yet."""
    return AssistCase.objects.filter(OPEN, kind="")


def without_case() -> QuerySet[Person]:
    """People of the registered poor of working age for whom there is no case at all; the night finds them.

    As wide as the rules are: a worker is of any age from the youngest to the oldest (policy/classes.yaml).
    """
    today = clock.today()
    poor = as_of.rows(Category, on=today).filter(kind=POOR, person=OuterRef("pk"))
    mine = AssistCase.objects.filter(person=OuterRef("pk"))
    live = Person.objects.filter(_of_working_age(today), record="live", life="alive")
    return live.filter(Exists(poor) & ~Exists(mine))


def _of_working_age(day: date) -> Q:
    numbers = NUMBERS.on(day)
    born = Q(birth_date__lte=_years_before(day, int(numbers.youngest)))
    men = Q(birth_date__gt=_years_before(day, int(numbers.oldest_men) + 1)) & ~Q(sex="2")
    women = Q(birth_date__gt=_years_before(day, int(numbers.oldest_women) + 1), sex="2")
    return born & (men | women)


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


GAPS: dict[str, Callable[[], QuerySet[AssistCase]]] = {
    "no_class": without_class,
    "no_measure": without_live_measure,
    "no_next_day": without_next_day,
    "no_fitting": without_fitting_measure,
    "overdue": overdue,
}
