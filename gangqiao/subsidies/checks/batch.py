"""What the cross-matches read about many claims at once: each thing by one question, only when a check asks for it."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from gangqiao.assistance.models import Holder
from gangqiao.kernel import clock
from gangqiao.kernel.policy import WrongPolicyFile
from gangqiao.people.models import EmploymentSpell, Membership
from gangqiao.subsidies.models import Claim, Evidence, Hand
from gangqiao.subsidies.policy.books import Book
from gangqiao.subsidies.policy.formulas import names_in
from gangqiao.subsidies.policy.rules import Rule
from gangqiao.subsidies.reads.entitled import book_on
from gangqiao.subsidies.states import DEAD
from gangqiao.training.models import Class, Enrolment

Span = tuple[date, date]
CLASS = "class:"
# Which kind of subsidy a rule gives, by a fact it cannot do without: books name their rules as they like.
TRAINING, POST, TRANSPORT, WORK = "days_attended", "post_days", "rode_organised", "months_at_work"


class County:
    """What does not depend on which claims are looked at, kept for the batches of one run."""

    def __init__(self) -> None:
        self._books: dict[date, Book] = {}
        self._reads: dict[tuple[str, str], frozenset[str]] = {}
        self.kept: dict[Any, Any] = {}  # of checks that answer for a whole class, or the whole county

    def book(self, day: date) -> Book:
        """The book of a day. Raises WrongPolicyFile when there is none."""
        if day not in self._books:
            self._books[day] = book_on(day)
        return self._books[day]

    def reads_of(self, book: Book, rule: Rule) -> frozenset[str]:
        """The facts, steps and numbers the formulas of a rule speak of, through the steps they name."""
        key = (rule.key, rule.version)
        if key not in self._reads:
            formulas = [rule.amount, *(c.met for c in rule.conditions), *rule.steps.values()]
            found: set[str] = set().union(*map(names_in, formulas))
            for _deep in range(len(book.steps) + 1):
                found |= set().union(*(names_in(book.steps[name]) for name in found if name in book.steps))
            self._reads[key] = frozenset(found)
        return self._reads[key]


class Batch:
    """Claims to be looked at together, with what the checks compare them with. In the scope of the moment."""

    def __init__(self, claims: Iterable[Claim], county: County | None = None) -> None:
        keys = [claim.pk for claim in claims]
        rows = Claim.objects.filter(pk__in=keys).select_related("person", "person__household")
        self.claims: list[Claim] = list(rows.order_by("pk"))
        self.county = county or County()
        self.today = clock.today()
        self.with_person = [claim for claim in self.claims if claim.person is not None]
        self.persons: set[int] = {claim.person_id for claim in self.with_person}

    def rule(self, claim: Claim) -> Rule | None:
        """The rule of a claim as the book of its day has it; null: there is none."""
        try:
            return self.county.book(claim.decided_for).rules.get(claim.programme)
        except WrongPolicyFile:
            return None  # a day before every book: one such claim does not stop the others from being looked at

    def is_about(self, claim: Claim, *facts: str) -> bool:
        """True when the rule of a claim reads one of these facts."""
        rule = self.rule(claim)
        if rule is None:
            return False
        read = self.county.reads_of(self.county.book(claim.decided_for), rule)
        return any(fact in read for fact in facts)

    def about(self, *facts: str) -> list[Claim]:
        """The claims of persons whose rule reads one of these facts."""
        return [claim for claim in self.with_person if self.is_about(claim, *facts)]

    def span(self, claim: Claim) -> Span:
        """First and last day a claim is for. What is given once is for the day it was decided for."""
        held = self.class_of(claim)
        if held is not None:
            return held.begins_on, held.ends_on
        return span_of(claim.period, claim.decided_for)

    def class_of(self, claim: Claim) -> Class | None:
        """The class a claim is for; null when it is for none, or for one nobody knows."""
        return self.classes.get(claim.period.removeprefix(CLASS)) if claim.period.startswith(CLASS) else None

    @cached_property
    def classes(self) -> dict[str, Class]:
        """Classes by number, of the claims for one."""
        asked = {c.period.removeprefix(CLASS) for c in self.claims if c.period.startswith(CLASS)}
        rows = Class.objects.filter(number__in=asked).select_related("provider", "course") if asked else []
        return {row.number: row for row in rows}

    @cached_property
    def enrolments(self) -> dict[tuple[int, int], Enrolment]:
        """Places in the classes claimed for, by class and person."""
        held = {one.pk for one in self.classes.values()}
        rows = Enrolment.objects.filter(held__in=held, person__in=self.persons) if held else []
        return {(row.held_id, row.person_id): row for row in rows}

    @cached_property
    def evidence(self) -> dict[int, list[str]]:
        """Kinds of evidence by claim."""
        found: dict[int, list[str]] = defaultdict(list)
        for claim, kind in Evidence.objects.filter(claim__in=[c.pk for c in self.claims]).values_list(
            "claim_id", "kind"
        ):
            found[claim].append(kind)
        return found

    @cached_property
    def hands(self) -> dict[int, list[Hand]]:
        """The hands of the present round, by claim, the first one first."""
        rounds, found = {c.pk: c.round for c in self.claims}, defaultdict(list)
        for hand in Hand.objects.filter(claim__in=list(rounds)).order_by("at", "pk"):
            if hand.round == rounds[hand.claim_id]:
                found[hand.claim_id].append(hand)
        return found

    @cached_property
    def spells(self) -> dict[int, list[EmploymentSpell]]:
        """Times of work as believed now, by person; planned ones are none."""
        found: dict[int, list[EmploymentSpell]] = defaultdict(list)
        rows = EmploymentSpell.objects.filter(person__in=self.persons, recorded_to=None).exclude(status="planned")
        for row in rows.order_by("started_on", "pk"):
            found[row.person_id].append(row)
        return found

    @cached_property
    def holders(self) -> dict[int, list[Holder]]:
        """Places in public posts that began, by person."""
        found: dict[int, list[Holder]] = defaultdict(list)
        rows = Holder.objects.filter(person__in=self.persons, begins_on__isnull=False).exclude(status="agreement")
        for row in rows.order_by("pk"):
            found[row.person_id].append(row)
        return found

    @cached_property
    def homes(self) -> dict[int, set[int]]:
        """The households of the persons, now and before."""
        found: dict[int, set[int]] = defaultdict(set)
        for row in Membership.objects.filter(person__in=self.persons, recorded_to=None):
            found[row.person_id].add(row.household_id)
        for claim in self.with_person:
            if claim.person.household_id:
                found[claim.person_id].add(claim.person.household_id)
        return found

    @cached_property
    def others(self) -> dict[str, list[Claim]]:
        """All claims of the same subjects that did not come to nothing, by subject; those of the batch among them."""
        found: dict[str, list[Claim]] = defaultdict(list)
        rows = Claim.objects.filter(subject__in={c.subject for c in self.claims}).exclude(status__in=DEAD)
        for row in rows.order_by("pk"):
            found[row.subject].append(row)
        return found


def span_of(period: str, day: date) -> Span:
    """First and last day of a period: "2020", "2020-03"; "once" and what nobody knows is the day itself."""
    year, _dash, month = period.partition("-")
    if year.isascii() and year.isdigit() and len(year) == 4 and int(year):
        if not month:
            return date(int(year), 1, 1), date(int(year), 12, 31)
        if month.isascii() and month.isdigit() and 1 <= int(month) <= 12:
            return date(int(year), int(month), 1), date(int(year), int(month), monthrange(int(year), int(month))[1])
    return day, day


def overlap(one: Span, other: Span) -> bool:
    """True when two times share a day."""
    return one[0] <= other[1] and other[0] <= one[1]


def runs_on(begun: date | None, ended: date | None, span: Span) -> bool:
    """True when a time with a first and a last day (null: it still runs) shares a day with a span."""
    return begun is not None and begun <= span[1] and (ended is None or ended >= span[0])


def uuid_of(text: str) -> UUID | None:
    """The uuid a text is, or ends in behind a colon; null for none."""
    try:
        return UUID(text.rpartition(":")[2])
    except ValueError:
        return None
