"""Vacancies a partner's program sends: each line is judged as one of a workbook, and taken once by its reference."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from gangqiao.kernel.actor import Actor
from gangqiao.kernel.attributes import MultiChoice
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.kernel.sheets import text_of
from gangqiao.vacancies.actions.partners import take_from
from gangqiao.vacancies.attributes import VACANCY
from gangqiao.vacancies.models import Agreement, PartnerKey, PartnerReference, Vacancy
from gangqiao.vacancies.reads.partners import mark_of
from gangqiao.vacancies.refusals.cooperation import NotALine, ReferenceMissing, ReferenceUsed, WrongKind
from gangqiao.vacancies.workbooks import EMPLOYER_CODE, EMPLOYER_NAME, Line

REFERENCE, LONGEST = "reference", 60
FILE = "API"
TAKEN, KNOWN, REFUSED = "taken", "known", "refused"


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a line. says: (key of the fact, "" for the line; sentence); vacancy: null when refused."""

    reference: str
    outcome: str
    vacancy: UUID | None = None
    says: list[tuple[str, str]] = field(default_factory=list)


class _Wrong(Exception):
    """Takes back what a line with faults has written so far."""


def send_in(key: PartnerKey, given: Sequence[Any], *, actor: Actor) -> list[Answer]:
    """Judge each line and take those that are right, each in a transaction of its own.

    A line taken before under its reference is known and changes nothing, however often and however many send it.
    Needs an actor with the verbs of sending and its scope (`partner_door`).
    """
    return [_answered(key, raw, actor) for raw in given]


def _answered(key: PartnerKey, raw: Any, actor: Actor) -> Answer:
    reference = _reference_of(raw)
    try:
        if not isinstance(raw, Mapping):
            raise NotALine
        if not 0 < len(reference) <= LONGEST:
            raise ReferenceMissing(LONGEST)
        line = _line_of(raw, reference)
    except (Refusal, Refusals) as refusal:
        return Answer(reference[:LONGEST], REFUSED, says=_says(refusal))
    try:
        with transaction.atomic():
            return _taken(key, line, _content_of(raw), actor)
    except _Wrong:
        return Answer(reference, REFUSED, says=[(name, words) for name, _label, words in line.faults])
    except (Refusal, Refusals) as refusal:
        return Answer(reference, REFUSED, says=_says(refusal))


def _taken(key: PartnerKey, line: Line, content: str, actor: Actor) -> Answer:
    """Take the line, in the transaction that is open; lines of one agreement wait for each other here."""
    agreement = Agreement.objects.select_for_update().get(pk=key.agreement_id)
    before = PartnerReference.objects.filter(agreement=agreement, reference=line.sheet).first()
    if before is not None:
        if before.content != content:
            raise ReferenceUsed
        return Answer(line.sheet, KNOWN, before.vacancy)
    made = PartnerReference.objects.create(agreement=agreement, key=key, reference=line.sheet, content=content)
    line.line = made.pk  # the source names the row: no two references share one
    if not take_from(agreement, [line], file=FILE, mark=content, actor=actor)["taken"]:
        raise _Wrong
    source = f"{mark_of(agreement)}{FILE} / {line.sheet[:20]} / {made.pk} #{content[:8]}"
    made.vacancy = Vacancy.objects.values_list("uuid", flat=True).get(source=source)
    made.save(update_fields=["vacancy"])
    return Answer(line.sheet, TAKEN, made.vacancy)


def _reference_of(raw: Any) -> str:
    found = raw.get(REFERENCE) if isinstance(raw, Mapping) else None
    is_one = isinstance(found, str) or (isinstance(found, int) and not isinstance(found, bool))
    # Without what a database does not store, and does not tell apart.
    return "".join(c for c in str(found) if c.isprintable()).strip() if is_one else ""


def _line_of(raw: Mapping[str, Any], reference: str) -> Line:
    """The line as the judge of workbooks takes it; faults name the key in place of a column. Raises Refusals."""
    faults = [WrongKind(key) for key, value in raw.items() if key != REFERENCE and not _is_fit(key, value)]
    if faults:
        raise Refusals(list(faults))
    facts = {k: v if isinstance(v, list) else text_of(v) for k, v in raw.items() if k != REFERENCE and v is not None}
    code, name = facts.pop(EMPLOYER_CODE, ""), facts.pop(EMPLOYER_NAME, "")
    letters = {key: (key, "") for key in (*(a.key for a in VACANCY), *facts, EMPLOYER_NAME, EMPLOYER_CODE)}
    return Line(reference, 0, facts, str(code or name), letters, employer_name=str(name))


def _is_fit(key: str, value: Any) -> bool:
    if isinstance(value, list):
        is_many = key in VACANCY and isinstance(VACANCY[key], MultiChoice)
        return is_many and all(isinstance(one, str) for one in value)
    return value is None or (isinstance(value, (str, int, float)) and not isinstance(value, bool))


def _content_of(raw: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(raw, sort_keys=True).encode()).hexdigest()


def _says(refusal: Refusal | Refusals) -> list[tuple[str, str]]:
    told = refusal.refusals if isinstance(refusal, Refusals) else [refusal]
    return [(one.field, str(one.sentence)) for one in told]
