"""Certificates: what a stranger is told who has number and code, and what stands on the paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hmac import compare_digest

from gangqiao.kernel.scope import everywhere
from gangqiao.people.codes import LISTS as PEOPLE
from gangqiao.training.certificates import code_of, digest_of, path_of
from gangqiao.training.codes import LISTS
from gangqiao.training.models import Certificate, Enrolment

VALID, REVOKED = "valid", "revoked"


@dataclass(frozen=True, slots=True)
class Told:
    """What everybody may know of a certificate. state: VALID or REVOKED."""

    number: str
    state: str
    masked: str
    kind: str
    trade: str
    level: str
    issued_on: date


def tell(number: str, code: str) -> Told | None:
    """What belongs to a number and its code; null when there is no such pair."""
    with everywhere(reason="whoever holds the paper may verify it, wherever its owner lives; the name is masked"):
        found: Certificate | None = Certificate.objects.filter(number=number).first()
    wanted = found.digest if found else "0" * 64
    # Compared also when there is none: how long the answer takes says nothing about the number.
    if not compare_digest(wanted, digest_of(number, code)) or found is None:
        return None
    return Told(
        found.number, REVOKED if found.revoked_on else VALID, found.masked, kind_words(found), trade_words(found),
        level_words(found), found.issued_on,
    )  # fmt: skip


def of_enrolment(row: Enrolment) -> Certificate | None:
    """The certificate of a learner that holds, or the last one that was taken back."""
    rows = Certificate.objects.filter(enrolment=row).order_by("revoked_on", "-pk")
    held: Certificate | None = rows.filter(revoked_on=None).first() or rows.last()
    return held


def address_of(found: Certificate) -> tuple[str, str]:
    """Code and path of the page that verifies a certificate."""
    code = code_of(found.number, found.uuid)
    return code, path_of(found.number, code)


def kind_words(found: Certificate) -> str:
    return str(LISTS["certificate_kind"].word(found.kind))


def trade_words(found: Certificate) -> str:
    return str(PEOPLE["trade"].word(found.trade))


def level_words(found: Certificate) -> str:
    return "" if found.level in ("", "none") else str(PEOPLE["skill_level"].word(found.level))
