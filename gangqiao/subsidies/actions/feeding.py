"""Sheets, classes and journeys make claims by themselves: each record once, and never what is not payable now.

The system is the maker, whoever presses the button: nobody lays a hand on what a sheet says. What a sheet or a class
proves is submitted at once; a journey still waits for its proof, as a draft. Every claim is written in a transaction of
its own, so that a run that is killed has lost nothing and goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor, covers, is_of_unit
from gangqiao.kernel.scope import scope_of
from gangqiao.places.reads import county_path
from gangqiao.subsidies.actions.claims import submit
from gangqiao.subsidies.actions.creating import MAKE, NewClaim, create
from gangqiao.subsidies.models import Claim
from gangqiao.subsidies.reads import facts_feeding_sources as sources
from gangqiao.subsidies.reads.facts_feeding import Fed, Planned, planned
from gangqiao.subsidies.reads.facts_posts import month_before
from gangqiao.subsidies.refusals import AlreadyClaimed
from gangqiao.training.models import Class
from gangqiao.transfers.models import Batch

PROVEN = (sources.POST, sources.CLASS)


@dataclass(slots=True)
class FedNow:
    """What a run made. there: how many records had made their claim before; left: the others, each with its reason."""

    made: list[Claim] = field(default_factory=list)
    there: int = 0
    left: list[Planned] = field(default_factory=list)

    def add(self, other: FedNow) -> None:
        self.made += other.made
        self.there += other.there
        self.left += other.left


def feed_month(month: date, actor: Actor = SYSTEM) -> FedNow:
    """A claim for each line of the final sheets of a month that may be paid now, of the actor's area.

    month: its first day. A second call makes nothing new. Raises NotYourVerb.
    """
    areas = _areas(actor)
    with _whole():
        return _made(sources.of_month(month.replace(day=1)), areas)


def feed_class(held: Class, actor: Actor = SYSTEM) -> FedNow:
    """A claim by each rule about days in class for each learner of a class that was handed over, and for the course to
    the provider where a rule gives that. A class that was not handed over makes none. Raises NotYourVerb."""
    areas = _areas(actor)
    if not sources.is_handed_over(held):
        return FedNow()
    with _whole():
        return _made(sources.of_class(held), areas)


def feed_trip(batch: Batch, actor: Actor = SYSTEM) -> FedNow:
    """A claim for each who travelled on the own account beside a batch, was paid nothing for it, and to whom a rule in
    force today gives something. Raises NotYourVerb."""
    areas = _areas(actor)
    with _whole():
        return _made(sources.of_trip(batch, clock.today()), areas)


def feed_all(actor: Actor = SYSTEM) -> FedNow:
    """All that comes by itself: the sheets of the last three months, the classes and journeys of the last year.

    An event is left by whoever asked for it, and says how many were made. Raises NotYourVerb.
    """
    areas, today, done = _areas(actor), clock.today(), FedNow()
    month = today.replace(day=1)
    for _time in range(3):
        month = month_before(month)
        done.add(feed_month(month, actor))
    for held in sources.classes(today):
        done.add(feed_class(held, actor))
    with _whole():
        found = sources.batches(today)
    for batch in found:
        done.add(feed_trip(batch, actor))
    if actor.user_id is not None:
        record(MAKE, actor=actor, area=areas[0], reason=f"{len(done.made)}")
    return done


def _areas(actor: Actor) -> tuple[str, ...]:
    """Where the actor may make claims; of the system, everywhere. Raises NotYourVerb."""
    if actor.user_id is None and actor.name == SYSTEM.name:
        return (county_path(),)
    own = tuple(one for one in actor.areas(MAKE) if not is_of_unit(one))
    if not own:
        raise NotYourVerb
    return own


@contextmanager
def _whole() -> Iterator[None]:
    """A sheet is true, and a class clear, only as a whole; what is made is cut to the actor's area."""
    with scope_of([county_path()]):
        yield


def _made(feds: Iterable[Fed], areas: tuple[str, ...]) -> FedNow:
    done = FedNow()
    own = (fed for fed in feds if any(covers(area, str(fed.person.area_id)) for area in areas))
    for plan in planned(own):
        if plan.claim:
            done.there += 1
        elif not plan.is_due:
            done.left.append(plan)
        else:
            _make(plan, done)
    return done


def _make(plan: Planned, done: FedNow) -> None:
    fed, decision = plan.fed, plan.decision
    if decision is None:  # never of a plan that is due
        return
    new = NewClaim(
        decision, fed.day, plan.period, fed.source, facts={**plan.facts}, person=fed.person, number=plan.number,
        amount=fed.amount, payee=fed.payee or "person", payee_uuid=fed.payee_uuid, payee_name=fed.payee_name[:100],
        party=fed.party, source_key=fed.key,
    )  # fmt: skip
    try:
        with transaction.atomic():
            claim = create(new, actor=SYSTEM)
            done.made.append(submit(claim, actor=SYSTEM, source="job") if fed.source in PROVEN else claim)
    except AlreadyClaimed:  # somebody else, or another worker, was quicker: the database keeps the one
        done.there += 1
