"""What is brought for a claim: pictures and PDFs, sealed on the disk, opened with a verb of their own; or a promise."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from gangqiao.assistance.policy.workplaces import months_on
from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.kernel import clock, files
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.places.reads import county_path
from gangqiao.subsidies.codes import LISTS
from gangqiao.subsidies.models import Claim, Evidence
from gangqiao.subsidies.policy.claims import NUMBERS
from gangqiao.subsidies.refusals_claims import (
    ClaimIsOver,
    DayAhead,
    DocumentTooLarge,
    EvidenceKind,
    EvidenceMissing,
    NotADocument,
)
from gangqiao.subsidies.states import DEAD, ClaimStatus
from gangqiao.sync.actions.blobs import kind_of
from gangqiao.sync.refusals import NotAPicture

ADD, DELETE = "subsidies.add_evidence", "subsidies.delete_evidence"
MOST_BYTES = 4 * 1024 * 1024
AT_ONCE = 200
PDF = "application/pdf"
# A claim that is paid may still be asked for evidence by a sample; one that came to nothing may not.
OVER = (*DEAD, ClaimStatus.RECOVERED)
ENDED = (*OVER, ClaimStatus.PAID)


def add(
    claim: Claim,
    kind: str,
    *,
    actor: Actor,
    words: str = "",
    picture: bytes = b"",
    promised_on: date | None = None,
    source: str = "screen",
) -> Evidence:
    """Add evidence to a claim. picture: content of a picture or PDF, b"" none; a promise needs the day it was signed.

    Raises NotYourVerb, EvidenceKind, EvidenceMissing, DayAhead, ClaimIsOver, NotADocument, DocumentTooLarge.
    """
    require(actor, ADD, claim)
    if kind not in LISTS["evidence_kind"]:
        raise EvidenceKind
    if kind == "promise":
        if promised_on is None or promised_on > clock.today():
            raise DayAhead("promised_on")
    elif not picture and not words.strip():
        raise EvidenceMissing
    if not picture:
        return _write(claim, kind, actor, words, "", promised_on, source)
    with kept_document(picture) as name:
        return _write(claim, kind, actor, words, name, promised_on, source)


def keep_promise(claim: Claim, promised_on: date, *, actor: Actor) -> Evidence:
    """The signed promise of a claim that is being made; who makes a claim was asked already."""
    return _write(claim, "promise", actor, "", "", promised_on, "screen")


def type_of(content: bytes) -> str:
    """The type of a document by its first bytes, not by what was said of it. Raises NotADocument."""
    if content.startswith(b"%PDF-"):
        return PDF
    try:
        return kind_of(content)
    except NotAPicture as fault:
        raise NotADocument from fault


@contextmanager
def kept_document(content: bytes) -> Iterator[str]:
    """The name of the file a document is kept under; the file goes again when what names it is not written.

    Raises NotADocument, DocumentTooLarge.
    """
    if len(content) > MOST_BYTES:
        raise DocumentTooLarge(MOST_BYTES // 2**20)
    type_of(content)
    name = files.keep(content)
    try:
        yield name
    except BaseException:
        files.drop(name)
        raise


def _write(
    claim: Claim, kind: str, actor: Actor, words: str, name: str, promised_on: date | None, source: str
) -> Evidence:
    with transaction.atomic():
        row: Claim = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
        if row.status in OVER:
            raise ClaimIsOver
        found = Evidence.objects.create(
            area_id=row.area_id, unit=row.unit, party=row.party, person_uuid=row.person_uuid, claim=row, kind=kind,
            picture=name, words=words.strip()[:500] or None, promised_on=promised_on, by=actor.name[:100],
        )  # fmt: skip
        record(ADD, actor=actor, subject=found, person=row.person_uuid, fields=["evidence"], source=source)
    return found


def set_days() -> int:
    """Give the files of ended claims the day on which they are deleted, and say how many got one."""
    today, many = clock.today(), 0
    months = int(NUMBERS.on(today).evidence_months)
    rows = Evidence.objects.filter(claim__status__in=ENDED, picture_until=None).exclude(picture="").order_by("pk")
    dated = rows.annotate(ended=Coalesce(F("claim__ended_on"), F("claim__paid_on"))).exclude(ended=None)
    while found := list(dated.values_list("pk", "ended")[:AT_ONCE]):
        for pk, ended in found:
            Evidence.objects.filter(pk=pk).update(picture_until=months_on(ended, months))
        many += len(found)
    return many


def delete_due() -> int:
    """Delete the files whose day has come and say how many; that they were brought stays. Twice finds nothing left.

    While money is being recovered, or a claim lives again, its files stay.
    """
    due = Evidence.objects.filter(Q(claim__status__in=ENDED), picture_until__lte=clock.today()).exclude(picture="")
    gone = 0
    while names := dict(due.order_by("pk").values_list("pk", "picture")[:AT_ONCE]):
        with transaction.atomic():
            Evidence.objects.filter(pk__in=list(names)).update(picture="")
            record(DELETE, actor=SYSTEM, area=county_path(), reason=f"{len(names)}", source="job")
            for name in names.values():
                transaction.on_commit(partial(files.drop, name))
        gone += len(names)
    return gone
