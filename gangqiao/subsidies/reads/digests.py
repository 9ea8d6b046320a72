"""What a claim and a batch say, each as one number; and the key by which the bank knows a payment."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gangqiao.subsidies.models import Claim, Payment


def digest_of(claim: Claim) -> str:
    """Whoever changes what a claim gives, to whom, for what or why, changes this."""
    said = (
        claim.subject, claim.programme, claim.rule_version, claim.decided_for.isoformat(), claim.period, claim.number,
        claim.fund_line, claim.amount, claim.payee, claim.payee_uuid or "", claim.reasons, claim.facts, claim.source,
        claim.source_key,
    )  # fmt: skip
    return hashlib.sha256("\x1f".join(map(str, said)).encode()).hexdigest()


def digest_of_payments(rows: Iterable[Payment]) -> str:
    """What a batch says: its keys, sums and accounts; the order does not matter."""
    said = sorted(f"{row.key}|{row.fen}|{row.account}|{row.account_name}" for row in rows)
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def payment_key(claim: Claim, attempt: int) -> str:
    """The key of one try to pay a claim: the same whoever computes it, also after a restore. 16 letters and digits."""
    said = "\x1f".join(map(str, (claim.subject, claim.programme, claim.period, claim.number, attempt)))
    return base64.b32encode(hashlib.sha256(said.encode()).digest()[:10]).decode()
