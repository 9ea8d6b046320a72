"""Employers: listed by whoever meets them, corrected, verified with evidence, barred, closed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require, step
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.files import drop, keep
from gangqiao.vacancies.actions import accounts, employers_counting, rounds_roster
from gangqiao.vacancies.actions.posts_keeping import end_all_of
from gangqiao.vacancies.attributes import EMPLOYER
from gangqiao.vacancies.models import Employer
from gangqiao.vacancies.reads.employers_keeping import Keeper, bearer_of_code, keeper_for
from gangqiao.vacancies.refusals.employers import (
    ArrearsOpen,
    CodeMissing,
    DayAhead,
    EvidenceTooLarge,
    ListedAlready,
    NotAnEvidence,
    VerifiedFact,
)
from gangqiao.vacancies.states import EmployerStatus

LIST, CORRECT, VERIFY = "vacancies.list_employer", "vacancies.correct_employer", "vacancies.verify_employer"
NEEDED = ("name", "kind", "place")
COUNTED = ("headcount", "wanted", "wanted_trades", "poor_employed")
WHAT_WAS_VERIFIED = ("name", "credit_code")
NEEDS_CODE = ("licence", "register")
MEGABYTES = 10
# How the kinds of evidence begin; nothing else is kept, and no name from outside is believed.
BEGINNINGS = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG": "png"}


def list_employer(raw: dict[str, Any], *, actor: Actor, source: str = "screen", made: bool = False) -> Employer:
    """Put an employer on the list, kept by the township in which it works, by the actor's department, or by the bureau.

    raw     what was typed, by attribute key; figures among it become its first count
    made    made up for a demonstration
    Raises Refusals, NotYourVerb, KeptByAnother, ListedAlready.
    """
    values = EMPLOYER.read(raw, needed=NEEDED)
    keeper: Keeper = keeper_for(actor, values["place"])
    figures = {key: values.pop(key) for key in COUNTED}
    employer = Employer(
        area_id=keeper.area, unit=keeper.unit, listed_by=actor.name[:100], made=made, listed_at=clock.now(), **values
    )
    require(actor, LIST, employer)
    with transaction.atomic():
        with _one_bearer(employer):
            employer.save()
        record(LIST, actor=actor, subject=employer, source=source)
        rounds_roster.add_to_open(employer)
        if any(value not in (None, "") for value in figures.values()):
            employers_counting.store_count(employer, clock.today(), figures, actor=actor)
    return employer


def correct_employer(employer_id: int, raw: dict[str, Any], *, actor: Actor, source: str = "screen") -> Employer:
    """Correct what is recorded. The figures have an act of their own (`count_employer`).

    Name and credit code of a verified employer change only by whoever verifies. An employer that moves within the
    county stays with its keeper. Raises Refusals, NotYourVerb, VerifiedFact, ListedAlready.
    """
    values = EMPLOYER.read({k: v for k, v in raw.items() if k not in COUNTED}, partial=True, needed=NEEDED)
    with transaction.atomic():
        employer = Employer.objects.select_for_update().get(pk=employer_id)
        require(actor, CORRECT, employer)
        changed = [key for key, value in values.items() if getattr(employer, key) != value]
        held = [key for key in WHAT_WAS_VERIFIED if key in changed]
        if held and employer.status == EmployerStatus.VERIFIED and not _may(actor, VERIFY, employer):
            raise VerifiedFact(held[0])
        for key in changed:
            setattr(employer, key, values[key])
        if changed:
            with _one_bearer(employer):
                employer.save()
            record(CORRECT, actor=actor, subject=employer, fields=changed, source=source)
    return employer


def verify_employer(
    employer_id: int, evidence: str, *, on: date | None = None, content: bytes = b"", note: str = "", actor: Actor
) -> Employer:
    """Say that the employer is what it says, and how that was seen; a scan is kept sealed.

    Also lifts a bar. Raises CodeMissing, ArrearsOpen, DayAhead, EvidenceTooLarge, NotAnEvidence, NotYourVerb.
    """
    day = on or clock.today()
    if day > clock.today():
        raise DayAhead
    with _kept(content) as name, step(Employer, employer_id, VERIFY, actor=actor, note=note) as employer:
        facts: Any = employer
        if evidence in NEEDS_CODE and not facts.credit_code:
            raise CodeMissing
        if facts.arrears == "open":
            raise ArrearsOpen
        employer.evidence, employer.verified_on, employer.verified_by = evidence, day, actor.name[:100]
        if name:
            before, employer.evidence_file = employer.evidence_file, name
            transaction.on_commit(lambda: drop(before))
    return employer


def bar_employer(employer_id: int, reason: str, *, actor: Actor) -> Employer:
    """Nobody is sent there any more, for a reason that is written down; its vacancies are withdrawn with it.

    Verifying it again opens none of them. Raises NoteNeeded.
    """
    with step(Employer, employer_id, "vacancies.bar_employer", actor=actor, note=reason) as employer:
        employer.verified_on, employer.verified_by = None, ""
        end_all_of(employer, "barred", reason, actor=actor)
    return employer


def close_employer(employer_id: int, reason: str, *, actor: Actor) -> Employer:
    """It is no longer there: its vacancies are withdrawn, its users shut out, its credit code free for a new record.

    Raises NoteNeeded.
    """
    with step(Employer, employer_id, "vacancies.close_employer", actor=actor, note=reason) as employer:
        employer.verified_on, employer.verified_by = None, ""
        end_all_of(employer, "gone", reason, actor=actor)
        accounts.shut_all_out(employer, reason)
    return employer


def reopen_employer(employer_id: int, *, actor: Actor) -> Employer:
    """It is there after all; it is verified anew. Raises ListedAlready."""
    with transaction.atomic():
        with step(Employer, employer_id, "vacancies.reopen_employer", actor=actor) as employer:
            _refuse_second(employer)
        rounds_roster.add_to_open(employer)
    return employer


def kind_of_file(content: bytes) -> str:
    """pdf, jpg or png by its first bytes; "" for anything else."""
    return next((kind for begins, kind in BEGINNINGS.items() if content.startswith(begins)), "")


def _may(actor: Actor, verb: str, employer: Employer) -> bool:
    return any(actor.may(verb, path) for path in employer.paths)


def _refuse_second(employer: Employer) -> None:
    facts: Any = employer
    if other := bearer_of_code(facts.credit_code, but=employer.pk):
        raise ListedAlready(other.name, other.keeper)


@contextmanager
def _one_bearer(employer: Employer) -> Iterator[None]:
    """Refuse a credit code that another live record has. The database says so, too, when two come at once."""
    _refuse_second(employer)
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        _refuse_second(employer)
        raise


@contextmanager
def _kept(content: bytes) -> Iterator[str]:
    """Keep the file for the act inside; dropped again when the act is refused. "" without a file."""
    if not content:
        yield ""
        return
    if len(content) > MEGABYTES * 2**20:
        raise EvidenceTooLarge(MEGABYTES)
    if not kind_of_file(content):
        raise NotAnEvidence
    name = keep(content)
    try:
        yield name
    except BaseException:
        drop(name)
        raise
