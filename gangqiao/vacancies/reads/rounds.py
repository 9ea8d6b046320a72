"""Who owes what in a round of collecting, how far each is, and which employers are missing with whom (R044, R117)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time

from django.db.models import Count, Q
from django.db.models.query import QuerySet

from gangqiao.accounts.models import Grant, Unit, UnitKind
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.ratios import Ratio
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.places.reads import county, townships
from gangqiao.vacancies.models import Employer, Line, Return, Round, Vacancy
from gangqiao.vacancies.policy.collecting import DEPARTMENTS, next_month
from gangqiao.vacancies.states import Asked, ReturnStatus, RoundKind, RoundStatus, Status

SETTLED = (Asked.COUNTED, Asked.CLOSED)
LIVE_RETURNS = (ReturnStatus.DUE, ReturnStatus.RETURNED)
IN = (ReturnStatus.HANDED_IN, ReturnStatus.RECEIVED)
TOWNSHIP = KEY_LENGTH[Level.TOWNSHIP]
LINES_OF_A_PAGE = 60


@dataclass(frozen=True, slots=True)
class Collecting:
    """A unit that collects: a township by its area, or a department by its code over the county."""

    area: str
    unit: str
    name: str


def collecting_units() -> list[Collecting]:
    """Whom a month is asked of: every township-level unit, and the sector departments of the plan (R117)."""
    home = str(county().key)
    own = [Collecting(d.key, "", d.name) for d in townships().order_by("key")]
    names = dict(Unit.objects.filter(code__in=list(DEPARTMENTS)).values_list("code", "name"))
    return own + [Collecting(home, code, names[code]) for code in DEPARTMENTS if code in names]


def units_that_keep() -> list[Collecting]:
    """Whom a survey is asked of: every township (R044), and each department that keeps employers."""
    keepers = set(Employer.objects.exclude(unit="").values_list("unit", flat=True).distinct())
    return [one for one in collecting_units() if not one.unit or one.unit in keepers]


def names_of(owed: Iterable[Return]) -> Mapping[int, str]:
    """What the unit of each return is called."""
    rows = list(owed)
    names = dict(Unit.objects.filter(code__in={r.unit for r in rows if r.unit}).values_list("code", "name"))
    return {r.pk: names.get(r.unit, r.unit) if r.unit else r.area.name for r in rows}


def entered_in(owed: Return) -> QuerySet[Vacancy]:
    """The vacancies the unit entered in the month of the return and did not keep as a draft."""
    period = owed.round.period
    first, last = (datetime.combine(day, time.min, clock.TZ) for day in (period, next_month(period)))
    own = Q(unit=owed.unit, area_id=owed.area_id)
    found: QuerySet[Vacancy] = Vacancy.objects.filter(own, entered_at__gte=first, entered_at__lt=last)
    return found.exclude(status=Status.DRAFT)


@dataclass
class Part:
    """One unit in a round.

    employers  of its roster: counted or no longer there. answers: of the figures asked of the counted ones, those given
    outcomes   its lines by outcome, "" for not asked yet; holders: who does it there
    """

    owed: Return
    name: str
    employers: Ratio = field(default_factory=Ratio)
    answers: Ratio = field(default_factory=Ratio)
    outcomes: dict[str, int] = field(default_factory=dict)
    holders: str = ""

    @property
    def is_in(self) -> bool:
        return self.owed.status in IN

    @property
    def is_late(self) -> bool:
        return not self.is_in and clock.today() > self.owed.round.due_on


@dataclass
class Progress:
    """A round as a whole, as far as the reader sees it."""

    parts: list[Part]
    returns: Ratio = field(default_factory=Ratio)
    employers: Ratio = field(default_factory=Ratio)
    answers: Ratio = field(default_factory=Ratio)


def progress(asked: Round) -> Progress:
    """How far a round is: four questions of the database, whatever the number of units."""
    owed = list(Return.objects.filter(round=asked).select_related("area", "round").order_by("unit", "area"))
    names, holders = names_of(owed), holders_of(owed)
    parts = {r.pk: Part(r, names[r.pk], holders=holders[r.pk]) for r in owed}
    if asked.kind == RoundKind.SURVEY:
        _count_lines(parts)
    whole = Progress(list(parts.values()))
    for part in whole.parts:
        whole.returns.total += 1
        whole.returns.done += part.is_in
        for own, all_ in ((part.employers, whole.employers), (part.answers, whole.answers)):
            all_.done, all_.total = all_.done + own.done, all_.total + own.total
    return whole


def _count_lines(parts: Mapping[int, Part]) -> None:
    lines = Line.objects.filter(part_of__in=list(parts)).order_by()
    for key, outcome, many in lines.values_list("part_of", "outcome").annotate(many=Count("pk")):
        part = parts[key]
        part.outcomes[outcome] = many
        part.employers.total += many
        part.employers.done += many if outcome in SETTLED else 0
    counted = lines.filter(outcome=Asked.COUNTED).values("part_of")
    answered = counted.annotate(
        many=Count("pk"),
        a=Count("employer__headcount"),
        b=Count("employer__wanted"),
        c=Count("employer__poor_employed"),
    )
    for row in answered:
        answers = parts[row["part_of"]].answers
        answers.total, answers.done = 3 * row["many"], row["a"] + row["b"] + row["c"]


def holders_of(owed: Iterable[Return]) -> Mapping[int, str]:
    """Who does it in each unit, by name: the clerks of the township, the users of the department."""
    rows = list(owed)
    in_force = Grant.objects.in_force(clock.today()).filter(user__is_active=True).select_related("user__unit")
    clerks = in_force.filter(role="township_clerk", area__in={r.area_id for r in rows if not r.unit})
    liaisons = in_force.filter(role="department_liaison", user__unit__code__in={r.unit for r in rows if r.unit})
    found: dict[tuple[str, str], list[str]] = {}
    for grant in clerks:
        found.setdefault((str(grant.area_id), ""), []).append(grant.user.display_name)
    for grant in liaisons:
        found.setdefault(("", grant.user.unit.code), []).append(grant.user.display_name)
    return {r.pk: ", ".join(sorted(found.get(("", r.unit) if r.unit else (str(r.area_id), ""), ()))) for r in rows}


@dataclass(frozen=True, slots=True)
class Missing:
    """Lines of a round that are not settled, or whose figures have gaps. after: where the next page begins, or null."""

    rows: list[Line]
    count: int
    after: int | None


WITH_GAPS = Q(employer__headcount=None) | Q(employer__wanted=None) | Q(employer__poor_employed=None)


def missing_lines(owed: Iterable[Return], what: str, after: int = 0) -> Missing:
    """What a ratio misses, with whom. what: "employers" (not settled) or "answers" (counted, with gaps)."""
    lines = Line.objects.filter(part_of__in=[r.pk for r in owed]).select_related("employer", "part_of", "area")
    has_gaps = Q(WITH_GAPS, outcome=Asked.COUNTED)
    lines = lines.filter(has_gaps if what == "answers" else ~Q(outcome__in=SETTLED))
    page = list(lines.filter(pk__gt=after).order_by("pk")[: LINES_OF_A_PAGE + 1])
    more = page[LINES_OF_A_PAGE - 1].pk if len(page) > LINES_OF_A_PAGE else None
    return Missing(page[:LINES_OF_A_PAGE], lines.count(), more)


def owed_by(actor: Actor, verb: str = "vacancies.hand_in") -> QuerySet[Return]:
    """Open returns that are the actor's own to hand in: of the own township or department, not of everybody below."""
    areas = actor.areas(verb)
    own = Q(unit="", area_id__in=[a for a in areas if len(a) == TOWNSHIP])
    own |= Q(unit__in=[a[1:-1] for a in areas if a.startswith("@")])
    found: QuerySet[Return] = Return.objects.filter(
        own, round__status=RoundStatus.OPEN, status__in=LIVE_RETURNS
    ).select_related("round", "area")
    return found.order_by("round__due_on", "pk")


def units_of(actor: Actor) -> list[str]:
    """The codes of the departments whose officer the actor is."""
    codes = [area[1:-1] for area in actor.areas("vacancies.hand_in") if area.startswith("@")]
    kinds = Unit.objects.filter(code__in=codes, kind=UnitKind.DEPARTMENT)
    return list(kinds.values_list("code", flat=True))
