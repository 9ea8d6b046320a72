"""Makes claims: of everybody the scan finds entitled, for one person who applies, or for a unit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from gangqiao.audit.steps import NotYourVerb, require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor, is_of_unit, path_of_unit
from gangqiao.kernel.errors import Refusal
from gangqiao.people.models import Person
from gangqiao.places.reads import county_path
from gangqiao.subsidies.actions.creating import MAKE, NewClaim, create
from gangqiao.subsidies.actions.evidence import keep_promise
from gangqiao.subsidies.models import Claim
from gangqiao.subsidies.policy.books import Book, Decision
from gangqiao.subsidies.policy.periods import period_of
from gangqiao.subsidies.policy.rules import Rule, Standing
from gangqiao.subsidies.reads import claims_deciding as deciding
from gangqiao.subsidies.reads.claims import within
from gangqiao.subsidies.reads.claims_facts import PROMISE, facts_of, kept, may_say
from gangqiao.subsidies.reads.claims_history import barred, had_before
from gangqiao.subsidies.reads.claims_units import Applying
from gangqiao.subsidies.reads.entitled import book_on
from gangqiao.subsidies.reads.scanning import PERSON_RULES, comes_by_itself
from gangqiao.subsidies.refusals import AlreadyClaimed, NotEntitled
from gangqiao.subsidies.refusals_claims import (
    Barred,
    ComesByItself,
    DayAhead,
    NoSuchRule,
    NotInForce,
    RegisterKnows,
    UnknownFact,
    WrongApplicant,
)
from gangqiao.subsidies.showing.claims import applicant_words
from gangqiao.subsidies.showing.rules import said
from gangqiao.subsidies.states import DEAD

CHUNK = 300
PEOPLE = ("person", "village")
UNITS = ("employer", "provider")
# Sources people choose; sheets, classes and journeys bring their own facts.
_APPLY_AS = {"person": ("person",), "village": ("village",), "scan": PEOPLE}


@dataclass(slots=True)
class Made:
    """What a run made. there: claimed before; refused: persons with the reason; left: for the next run."""

    made: list[Claim] = field(default_factory=list)
    there: int = 0
    refused: list[tuple[Person, Refusal]] = field(default_factory=list)
    left: int = 0


def make_from_scan(
    programme: str,
    day: date,
    *,
    actor: Actor,
    area: str = "",
    persons: Iterable[Person | int] | None = None,
    most: int | None = None,
) -> Made:
    """A draft for everybody who is entitled on a day: the policy finds the person. A second call makes nothing new.

    area: path of a division, "" all of the actor's; persons: only these, or their keys; most: so many in this
    run, null all. Works in portions, each in a transaction of its own. Raises NotYourVerb, NoSuchRule, NotInForce,
    WrongApplicant.
    """
    rule = _rule(book_on(day), programme, day, "scan")
    keys = None if persons is None else [one.pk if isinstance(one, Person) else one for one in persons]
    areas = _areas(actor, area)
    frame = deciding.frame_of(day, areas, keys)
    found, made = deciding.entitled_in(programme, day, frame, keys), Made(there=_there(rule, day, areas, keys))
    taken = found[:most]
    made.left = len(found) - len(taken)
    for start in range(0, len(taken), CHUNK):
        with transaction.atomic():
            _make_some(taken[start : start + CHUNK], rule, day, actor, made, areas)
    return made


def make_for(
    person: Person,
    programme: str,
    day: date,
    *,
    actor: Actor,
    source: str,
    given: Mapping[str, Any] | None = None,
    promised_on: date | None = None,
) -> Claim:
    """A draft for one person. given: facts the applicant declares, by key of the book, in the type of the fact.

    Only what an applicant gives by its nature, or the register does not know, may be declared. promised_on: day of a
    signed promise, which is kept as evidence. Raises NotYourVerb, NoSuchRule, NotInForce, WrongApplicant, UnknownFact,
    RegisterKnows, DayAhead, Barred, NotEntitled, AlreadyClaimed.
    """
    require(actor, MAKE, person)
    rule = _rule(book_on(day), programme, day, source)
    _promised(promised_on)
    one = _decided(person, rule, day, _with_promise(given or {}, rule, day, promised_on))
    new = NewClaim(one.decision, day, period_of(rule, day), source, facts=one.facts, person=person)
    return _keep(new, actor, promised_on)


def make_for_unit(
    unit: Applying,
    programme: str,
    day: date,
    *,
    actor: Actor,
    given: Mapping[str, Any] | None = None,
    person: Person | None = None,
    promised_on: date | None = None,
) -> Claim:
    """A draft for an employer or provider: by a rule about units for itself, by one about a person for that person.

    Either way the unit is paid. Raises what `make_for` raises.
    """
    if not (unit.party and actor.may(MAKE, path_of_unit(unit.party))):
        require(actor, MAKE, area=unit.area)
    rule = _rule(book_on(day), programme, day, unit.kind)
    _promised(promised_on)
    facts = _with_promise(given or {}, rule, day, promised_on)
    paid: dict[str, Any] = {
        "payee": unit.kind,
        "payee_uuid": UUID(unit.subject.partition(":")[2]),
        "payee_name": unit.name[:100],
    }
    period = period_of(rule, day)
    if rule.subject in PERSON_RULES:
        if person is None:
            raise WrongApplicant(applicant_words(("person",)))
        require(actor, MAKE, person)
        one = _decided(person, rule, day, facts)
        new = NewClaim(one.decision, day, period, unit.kind, one.facts, person, party=unit.party, **paid)
    else:
        decision, read = _decided_unit(unit, rule, day, facts)
        new = NewClaim(
            decision, day, period, unit.kind, read, area=unit.area, subject=unit.subject, party=unit.party, **paid
        )
    return _keep(new, actor, promised_on)


def _keep(new: NewClaim, actor: Actor, promised_on: date | None) -> Claim:
    with transaction.atomic():
        claim = create(new, actor=actor)
        if promised_on is not None:
            keep_promise(claim, promised_on, actor=actor)
    return claim


def _rule(book: Book, programme: str, day: date, source: str) -> Rule:
    """The rule in force whose applicant the source is."""
    rule = book.rules.get(programme)
    if rule is None:
        raise NoSuchRule(programme)
    if not rule.is_in_force(day):
        raise NotInForce(day)
    # An agency is a provider of services: it is paid as one.
    applicants = {"provider" if one == "agency" else one for one in rule.applicants}
    is_for_unit = source in UNITS
    if not applicants & set(_APPLY_AS.get(source, applicants if not is_for_unit else (source,))):
        raise WrongApplicant(applicant_words(rule.applicants))
    if not is_for_unit and rule.subject not in PERSON_RULES:
        raise WrongApplicant(applicant_words(rule.applicants))
    # What a sheet or a class feeds has the period of that; made by hand as well, the same days would be paid twice.
    if not is_for_unit and comes_by_itself(book, programme):
        raise ComesByItself
    return rule


def _areas(actor: Actor, area: str) -> tuple[str, ...]:
    if area:
        require(actor, MAKE, area=area)
        return (area,)
    own = tuple(one for one in actor.areas(MAKE) if not is_of_unit(one))
    if not own and actor is not SYSTEM:
        raise NotYourVerb
    return own or (county_path(),)


def _make_some(
    found: Collection[deciding.Decided], rule: Rule, day: date, actor: Actor, made: Made, areas: tuple[str, ...]
) -> None:
    period, keys = period_of(rule, day), [one.person for one in found]
    persons = {one.pk: one for one in Person.objects.filter(pk__in=keys) if str(one.area_id).startswith(areas)}
    subjects = {f"person:{one.uuid}" for one in persons.values()}
    stopped = barred(subjects, day)
    for one, person in _with_persons(found, persons):
        subject = f"person:{person.uuid}"
        if subject in stopped:
            made.refused.append((person, Barred(stopped[subject])))
        else:
            _make_one(NewClaim(one.decision, day, period, "scan", facts=one.facts, person=person), actor, made)


def _there(rule: Rule, day: date, areas: tuple[str, ...], persons: Collection[int] | None) -> int:
    """How many of those asked for are claimed for already: the rule does not find them entitled a second time."""
    rows = Claim.objects.filter(within(areas), programme=rule.key, period=period_of(rule, day), number=0)
    living = rows.exclude(status__in=DEAD).exclude(person=None)
    return living.count() if persons is None else living.filter(person__in=persons).count()


def _make_one(new: NewClaim, actor: Actor, made: Made) -> None:
    try:
        made.made.append(create(new, actor=actor))
    except AlreadyClaimed:
        made.there += 1
    except Refusal as refusal:
        if new.person is not None:
            made.refused.append((new.person, refusal))


def _with_persons(
    found: Iterable[deciding.Decided], persons: Mapping[int, Person]
) -> Iterator[tuple[deciding.Decided, Person]]:
    return ((one, persons[one.person]) for one in found if one.person in persons)


def _decided(person: Person, rule: Rule, day: date, given: Mapping[str, Any]) -> deciding.Decided:
    """What the rule says about one person with what is declared; refused with its reasons unless "entitled"."""
    subject = f"person:{person.uuid}"
    if until := barred([subject], day).get(subject):
        raise Barred(until)
    book = book_on(day)
    _not_yet(subject, rule, day)
    _may_be_said(book, rule, deciding.known_of(person.pk, day), given)
    frame = deciding.declared(deciding.frame_of(day, (), [person.pk]), book, person.pk, given)
    found = deciding.decide(book, rule.key, day, frame, person.pk)
    if found is None:
        raise NotEntitled("—")
    refuse_unless_entitled(found.decision)
    return found


def _not_yet(subject: str, rule: Rule, day: date) -> None:
    """Said before the rule is asked: it would only say that its limit is reached."""
    rows = Claim.objects.filter(subject=subject, programme=rule.key, period=period_of(rule, day), number=0)
    if (code := rows.exclude(status__in=DEAD).values_list("code", flat=True).first()) is not None:
        raise AlreadyClaimed(code)


def _decided_unit(unit: Applying, rule: Rule, day: date, given: Mapping[str, Any]) -> tuple[Decision, dict[str, Any]]:
    """The same for a unit: the register computes nothing about it, so all is declared, and shown by evidence."""
    if until := barred([unit.subject], day).get(unit.subject):
        raise Barred(until)
    book = book_on(day)
    _may_be_said(book, rule, {}, given)
    _not_yet(unit.subject, rule, day)
    had = had_before(book, rule.key, day, unit.subject)
    decision = next(one for one in book.explain({**given, **had}, day) if one.rule.key == rule.key)
    refuse_unless_entitled(decision)
    return decision, kept(given, facts_of(book, rule.key))


def refuse_unless_entitled(decision: Decision) -> None:
    """Raises NotEntitled with the conditions that are not met or not known."""
    if decision.standing != Standing.ENTITLED:
        raise NotEntitled("; ".join(said(answer.says) for answer in decision.open) or decision.standing)


def _may_be_said(book: Book, rule: Rule, known: Mapping[str, Any], given: Mapping[str, Any]) -> None:
    read = facts_of(book, rule.key)
    for key in given:
        if key not in read:
            raise UnknownFact(key)
        if not may_say(read[key], known.get(key)):
            raise RegisterKnows(said(read[key].words), key)


def _promised(promised_on: date | None) -> None:
    if promised_on is not None and promised_on > clock.today():
        raise DayAhead("promised_on")


def _with_promise(given: Mapping[str, Any], rule: Rule, day: date, promised_on: date | None) -> dict[str, Any]:
    """What is declared; a promise counts as one where the rule asks for it, and only when it was signed."""
    said_ = {key: value for key, value in given.items() if value is not None and key != PROMISE}
    if promised_on is not None and PROMISE in facts_of(book_on(day), rule.key):
        said_[PROMISE] = True
    return said_
