"""What comes by itself: records of sheets, classes and journeys put before the rules, and what is claimed of each.

A record makes one claim, or none and the reason why not. Nothing is written here (`actions.feeding` does), so that the
page shows the same answer that is acted upon.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import polars as pl

from gangqiao.kernel.words import Say
from gangqiao.people.models import Person
from gangqiao.subsidies.models import Claim
from gangqiao.subsidies.policy.books import Book, Decision
from gangqiao.subsidies.policy.periods import period_of
from gangqiao.subsidies.policy.rules import Standing
from gangqiao.subsidies.reads.claims_deciding import Decided
from gangqiao.subsidies.reads.claims_facts import facts_of, kept
from gangqiao.subsidies.reads.claims_history import barred
from gangqiao.subsidies.reads.entitled import book_on
from gangqiao.subsidies.reads.facts import county_facts
from gangqiao.subsidies.reads.facts_history import claimed_by, history, nothing
from gangqiao.subsidies.reads.facts_posts import month_before
from gangqiao.subsidies.reads.scanning import PERSON_RULES, with_all
from gangqiao.subsidies.states import DEAD

CHUNK = 300
ROUNDING = 1  # fen: a sheet rounds down, a rule as it says


@dataclass(frozen=True, slots=True)
class Fed:
    """A record that may make a claim.

    source, key  as they are written on the claim; title: of the record, for reading
    period       of the claim; "" the one of the rule on the day
    day          the rule is asked for; facts: what the record says, over what the register says
    programmes   rules that are asked; the first that gives something makes the claim
    amount       fen the record pays; null: what the rule gives. is_whole: the rule must give just that
    payee        "" the person, else "provider" with payee_uuid, payee_name and the unit `party`
    reason       why it makes none, known before any rule was asked; null: the rules are asked
    """

    source: str
    key: str
    title: str
    person: Person
    period: str
    day: date
    programmes: tuple[str, ...]
    facts: Mapping[str, Any] = field(default_factory=dict)
    number: int = 0
    amount: int | None = None
    is_whole: bool = False
    payee: str = ""
    payee_uuid: UUID | None = None
    payee_name: str = ""
    party: str = ""
    reason: Say | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """What becomes of a record.

    claim, claim_uuid  code and uuid of the claim it made; "" and null: none yet
    decision, facts    what a rule says and read; null and {} where none was asked
    reason             why there is no claim; null: there is one, or one is to be made
    period, number     of the claim to be made
    """

    fed: Fed
    claim: str = ""
    claim_uuid: UUID | None = None
    decision: Decision | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    reason: Say | None = None
    period: str = ""
    number: int = 0

    @property
    def is_due(self) -> bool:
        return not self.claim and self.reason is None and self.decision is not None

    @property
    def amount(self) -> int:
        """In fen; 0 when no rule gives anything."""
        if self.fed.amount is not None:
            return self.fed.amount
        return int(self.decision.amount or 0) if self.decision is not None else 0


def reading(book: Book, fact: str, day: date) -> tuple[str, ...]:
    """The rules for persons in force that read a fact: books name their rules as they like."""
    found = [rule.key for rule in book.rules.values() if rule.subject in PERSON_RULES and rule.is_in_force(day)]
    return tuple(key for key in found if fact in facts_of(book, key))


def planned(feds: Iterable[Fed]) -> Iterator[Planned]:
    """What becomes of each record, in portions; the scope must reach every person."""
    wave: list[Fed] = []
    for fed in feds:
        same = {one.person.pk for one in wave}
        if wave and (len(wave) >= CHUNK or fed.day != wave[0].day or fed.person.pk in same):
            yield from _planned(wave)
            wave = []
        wave.append(fed)
    yield from _planned(wave)


def _planned(wave: list[Fed]) -> Iterator[Planned]:
    if not wave:
        return
    there = claims_of(wave)
    subjects = {f"person:{fed.person.uuid}" for fed in wave}
    stopped, others = barred(subjects, wave[0].day), _others(wave, subjects)
    asked = [fed for fed in wave if (fed.source, fed.key) not in there and fed.reason is None and _may(fed, stopped)]
    decided = dict(_asked(asked, wave[0].day))
    for fed in wave:
        if code := there.get((fed.source, fed.key)):
            yield Planned(fed, claim=code[0], claim_uuid=code[1])
        elif fed.reason is not None:
            yield Planned(fed, reason=fed.reason)
        elif not _may(fed, stopped):
            until = stopped[f"person:{fed.person.uuid}"]
            yield Planned(fed, reason=Say("Makes no claim until %(until)s, by the decision on a sample.", until=until))
        else:
            yield _judged(fed, decided.get((fed.source, fed.key), {}), others)


def _may(fed: Fed, stopped: Mapping[str, date]) -> bool:
    return f"person:{fed.person.uuid}" not in stopped


def claims_of(feds: Collection[Fed]) -> dict[tuple[str, str], tuple[str, UUID]]:
    """Code and uuid of the claims these records made and that did not come to nothing, by source and key."""
    rows = Claim.objects.filter(source__in={fed.source for fed in feds}, source_key__in=[fed.key for fed in feds])
    found = rows.exclude(status__in=DEAD).values_list("source", "source_key", "code", "uuid")
    return {(source, key): (code, uuid) for source, key, code, uuid in found}


class Other(NamedTuple):
    """A claim that stands for the same person and rule."""

    source: str
    period: str
    number: int
    code: str
    decided_for: date


Others = Mapping[tuple[str, str], list[Other]]


def _others(wave: list[Fed], subjects: Collection[str]) -> Others:
    """By subject and rule, the claims that stand."""
    rows = Claim.objects.filter(subject__in=subjects, programme__in={key for fed in wave for key in fed.programmes})
    found: dict[tuple[str, str], list[Other]] = {}
    for subject, programme, source, period, number, code, decided_for in rows.exclude(status__in=DEAD).values_list(
        "subject", "programme", "source", "period", "number", "code", "decided_for"
    ):
        found.setdefault((subject, programme), []).append(Other(source, period, number, code, decided_for))
    return found


def _asked(feds: list[Fed], day: date) -> Iterator[tuple[tuple[str, str], dict[str, Decided]]]:
    """By record, what each of its rules says."""
    if not feds:
        return
    book, by_person = book_on(day), {fed.person.pk: fed for fed in feds}
    frame = _with_own(with_all(book, county_facts(day, list(by_person))), by_person)
    claims, found = claimed_by(by_person), dict[int, dict[str, Decided]]()
    for programme in dict.fromkeys(key for fed in feds for key in fed.programmes):
        of_rule = {pk: fed for pk, fed in by_person.items() if programme in fed.programmes}
        now = {pk: fed.period or period_of(book.rules[programme], day) for pk, fed in of_rule.items()}
        whole = _with_had(frame, book, day, claims, programme, now)
        for one in _told(book, programme, day, whole, list(of_rule)):
            found.setdefault(one.person, {})[programme] = one
    for pk, fed in by_person.items():
        yield (fed.source, fed.key), found.get(pk, {})


def _told(book: Book, programme: str, day: date, frame: pl.DataFrame, persons: list[int]) -> Iterator[Decided]:
    """What one rule says about these persons of a frame."""
    result = book.decide(frame, day, [programme])[programme]
    stood, names = book.stood(programme, day), facts_of(book, programme)
    rows = frame.with_row_index("at").filter(pl.col("person").is_in(persons))
    for row in rows.iter_rows(named=True):
        said = result.row(row["at"], named=True)
        answers = stood.answers_of(row, [said[f"is:{c.key}"] for c, _expression in stood.conditions])
        decision = Decision(book.rules[programme], Standing(said["standing"]), said["amount"], answers)
        yield Decided(row["person"], decision, kept(row, names))


def _with_own(frame: pl.DataFrame, by_person: Mapping[int, Fed]) -> pl.DataFrame:
    """The frame with what the records say, over what the register says."""
    names = {name for fed in by_person.values() for name in fed.facts if name in frame.columns}
    for name in sorted(names):
        said = {pk: fed.facts[name] for pk, fed in by_person.items() if name in fed.facts}
        own = pl.DataFrame(
            {"person": list(said), "own": list(said.values()), "is_own": [True] * len(said)},
            schema={"person": pl.Int64, "own": frame.schema[name], "is_own": pl.Boolean},
        )
        joined = frame.join(own, on="person", how="left", maintain_order="left")
        frame = joined.with_columns(
            pl.when(pl.col("is_own")).then(pl.col("own")).otherwise(pl.col(name)).alias(name)
        ).drop("own", "is_own")  # fmt: skip
    return frame


def _with_had(
    frame: pl.DataFrame, book: Book, day: date, claims: pl.DataFrame, programme: str, now: Mapping[int, str]
) -> pl.DataFrame:
    """The frame with what was had before; the period that is claimed now (`now`, by person) does not count itself."""
    own = pl.DataFrame(
        {"person": list(now), "period": list(now.values())}, schema={"person": pl.Int64, "period": pl.String}
    )
    before = claims.join(
        own.with_columns(programme=pl.lit(programme)), on=["person", "programme", "period"], how="anti"
    )
    bare = frame.drop([name for name in frame.columns if ":had_" in name])
    joined = bare.join(history(before, day, book), on="person", how="left", maintain_order="left")
    return joined.with_columns(**nothing(book, joined))


def _judged(fed: Fed, decided: Mapping[str, Decided], others: Others) -> Planned:
    giving = [one for one in decided.values() if one.decision.standing == Standing.ENTITLED]
    if not giving:
        return _nothing(fed, decided)
    one = giving[0]
    rule, gives = one.decision.rule, one.decision.amount or 0.0
    period = fed.period or period_of(rule, fed.day)
    plan = Planned(fed, decision=one.decision, facts=one.facts, period=period, number=fed.number)
    if fed.is_whole and fed.amount is not None and abs(gives - fed.amount) > ROUNDING:
        text = Say("The sheet says %(sheet)s yuan and the rule %(rule)s.", sheet=_yuan(fed.amount), rule=_yuan(gives))
        return replace(plan, reason=text)
    standing = others.get((f"person:{fed.person.uuid}", rule.key), [])
    for one_there in standing:
        if _is_same(fed, one_there, (period, period_of(rule, fed.day))):
            return replace(plan, reason=Say("Claimed already in another way (%(code)s).", code=one_there.code))
    # Of somebody who left one post for another in a month, the second line has a number of its own.
    taken = {other.number for other in standing if other.period == period}
    number = next(n for n in range(fed.number, fed.number + len(taken) + 1) if n not in taken)
    return replace(plan, number=number)


def _is_same(fed: Fed, other: Other, periods: Collection[str]) -> bool:
    """True when a claim that was made otherwise is for what this record pays."""
    if other.source == fed.source and fed.period:
        return False
    # Whoever claims a post by hand claims, in a month, what the sheet of the month before says.
    is_of_sheet = fed.source == "post" and month_before(other.decided_for) == fed.day.replace(day=1)
    return other.period in periods or is_of_sheet


def _nothing(fed: Fed, decided: Mapping[str, Decided]) -> Planned:
    """No rule gives anything: the one that comes nearest says why."""
    if not fed.programmes:
        return Planned(fed, reason=Say("No rule for this was in force on %(day)s.", day=fed.day))
    if not decided:
        return Planned(fed, reason=Say("The person is not on the register any more."))
    nearest = min(decided.values(), key=lambda one: len(one.decision.open))
    return Planned(fed, decision=nearest.decision, facts=nearest.facts, reason=Say("The rule gives nothing here."))


def _yuan(fen: float) -> str:
    return f"{fen / 100:.2f}"
