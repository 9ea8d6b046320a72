"""Whether paying is locked, and the mark outside the database by which a restored copy is recognised.

The mark lies in `<HOME>/paying.mark`. It is a high-water mark: the last movement of money, the bank files sent and the
end of the log. A database behind it is an older copy of one that has paid since.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import Max

from gangqiao.audit.chain import get_head
from gangqiao.audit.models import Chain, Event
from gangqiao.subsidies.models import PayLock, PaymentBatch, Transfer
from gangqiao.sync.models import Epoch
from gangqiao.sync.reads.receipts import FIRST


@dataclass(frozen=True, slots=True)
class Mark:
    """How far the money had come. first: digest of the first event, which tells databases apart; "" none.

    transfers  highest number of a movement; sent: batches given to the bank; seq, head: end of the log
    """

    first: str = ""
    transfers: int = 0
    sent: int = 0
    seq: int = 0
    head: str = ""


def mark_path() -> Path:
    """Where the mark lies: outside of the database, so that a restored one does not bring its own."""
    return Path(settings.HOME) / "paying.mark"


def kept_mark() -> Mark | None:
    """The mark that is kept; null when there is none yet, or it cannot be read."""
    try:
        return Mark(**json.loads(mark_path().read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def mark_now() -> Mark:
    """How far this database has come."""
    head = get_head(Chain.EVENTS)
    return Mark(
        first=_digest_of(1),
        transfers=Transfer.objects.aggregate(last=Max("pk"))["last"] or 0,
        sent=PaymentBatch.objects.exclude(sent_on=None).count(),
        seq=head.seq,
        head=head.digest.hex() if head.seq else "",
    )


def is_behind() -> bool:
    """True when the database is an older copy of the one the mark was made of."""
    kept = kept_mark()
    if kept is None:
        return False
    now = mark_now()
    if now.first != kept.first:
        return False  # another county's database, or a new one: it has nothing to do with the mark
    if now.transfers < kept.transfers or now.sent < kept.sent or now.seq < kept.seq:
        return True
    return _digest_of(kept.seq) != kept.head


def as_text(mark: Mark) -> str:
    """The mark as it is kept."""
    return json.dumps(asdict(mark), sort_keys=True)


def _digest_of(seq: int) -> str:
    found = Event.objects.filter(pk=seq).values_list("digest", flat=True).first()
    return bytes(found).hex() if found else ""


def unlocked_epoch() -> str:
    """The number of the newest epoch that began after a restore, when its lock is not written yet; "" none.

    The lock follows by a job; whoever pays in the seconds before meets it here.
    """
    newest = Epoch.objects.exclude(reason=FIRST).order_by("-pk").first()
    if newest is None or PayLock.objects.filter(epoch=str(newest.uuid)).exists():
        return ""
    return str(newest.uuid)


def lock() -> PayLock | None:
    """The lock that is in force; null: none."""
    return PayLock.objects.filter(lifted_at=None).order_by("-pk").first()


def is_locked() -> bool:
    """True when nothing may be paid: a lock is in force, or there is reason for one that is not written yet."""
    return lock() is not None or is_behind() or bool(unlocked_epoch())
