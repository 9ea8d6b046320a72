"""What the policy finds the people of a village: entitled now, or "if", and where the claims that are made stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gangqiao.kernel.paths import upper_bound
from gangqiao.people.models import Person
from gangqiao.subsidies.models import Claim
from gangqiao.subsidies.policy import claims as way
from gangqiao.subsidies.policy.books import Book
from gangqiao.subsidies.policy.rules import Standing, Words
from gangqiao.subsidies.reads.entitled import scanned
from gangqiao.subsidies.reads.scanning import Scanned
from gangqiao.subsidies.states import DEAD

# What ended in nothing is told for so long, and what was paid for a year: the officer is asked about it.
DAYS_TOLD = 366


@dataclass(frozen=True, slots=True)
class Line:
    """One programme of one person.

    amount    in the unit of the rule; null: not reckoned; of a claim, in fen, what was claimed
    missing   key of the one condition that is not met or not known, "" for none
    status    of the newest claim, "" for none; desk: where it waits ("" nowhere), as `policy.claims.next_desk`
    """

    person: UUID
    name: str
    programme: str
    is_entitled: bool
    amount: int | None
    missing: str
    status: str = ""
    desk: str = ""


@dataclass(frozen=True, slots=True)
class VillageList:
    """lines by name, then programme; missing: by programme and key, the sentence of the condition."""

    book: Book
    lines: list[Line]
    missing: Mapping[tuple[str, str], Words]


def list_of(area: str, day: date) -> VillageList:
    """The list of a village (path), on a day: the people of the village against every rule, and their claims."""
    found = scanned(day, [area])
    claims = _claims(area, day)
    here = Person.objects.filter(area_id__gte=area, area_id__lt=upper_bound(area), record="live").exclude(life="dead")
    names = {person.pk: person for person in here}
    lines: list[Line] = []
    missing: dict[tuple[str, str], Words] = {}
    for key in found.decided:
        lines += _lines_of(found, key, names, claims)
        stood = found.book.stood(key, day)
        missing |= {(key, c.key): stood.filled(c.says) for c, _met in stood.conditions}
    told = {(line.programme, line.missing) for line in lines}
    # Claims of rules that give nothing any more, or for which nobody stands so now: the money is still on its way.
    for (pk, key), claim in claims.items():
        if pk in names:
            person = names[pk]
            lines.append(Line(person.uuid, person.name, key, False, claim.amount, "", claim.status, _desk(claim, day)))
    lines.sort(key=lambda line: (line.name, str(line.person), line.programme))
    return VillageList(found.book, lines, {pair: words for pair, words in missing.items() if pair in told})


def _lines_of(
    found: Scanned, key: str, names: Mapping[int, Person], claims: dict[tuple[int, str], Claim]
) -> list[Line]:
    """Who is entitled, now or "if". Takes the claims it has told out of `claims`."""
    lines = []
    for standing in (Standing.ENTITLED, Standing.ONE_MISSING):
        for row in found.people_of(key, standing).iter_rows(named=True):
            person = names.get(row["person"])
            if person is None:
                continue
            claim = claims.pop((person.pk, key), None)
            amount = row["amount"] if claim is None else claim.amount
            lines.append(
                Line(
                    person.uuid, person.name, key, standing == Standing.ENTITLED,
                    None if amount is None else int(amount), row["missing"] or "",
                    claim.status if claim else "", _desk(claim, found.day) if claim else "",
                )
            )  # fmt: skip
    return lines


def _claims(area: str, day: date) -> dict[tuple[int, str], Claim]:
    """The newest claim of each person and programme, by these; those that came to nothing long ago are left out."""
    rows = Claim.objects.filter(area_id__gte=area, area_id__lt=upper_bound(area)).exclude(person=None)
    newest: dict[tuple[int, str], Claim] = {}
    for claim in rows.order_by("pk"):
        ended = claim.paid_on or (claim.ended_on if claim.status in DEAD else None)
        if claim.person_id is not None and (ended is None or (day - ended).days <= DAYS_TOLD):
            newest[(claim.person_id, claim.programme)] = claim
    return newest


def _desk(claim: Claim, day: date) -> str:
    return way.next_desk(claim.route, claim.status, day)
