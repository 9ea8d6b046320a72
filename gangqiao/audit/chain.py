"""Writes links so that none can be changed, taken out or put in between unseen; and finds the first that was.

h(n) = SHA-256(h(n-1) || canonical JSON of link n). A cut tail cannot be seen from the chain alone: the head is printed
on the daily report and can be given to `verify` (security.md, E "Audit").
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gangqiao.audit.models import Chain, ChainHead, Event, Link, Look
from gangqiao.kernel.db import many
from gangqiao.kernel.errors import Refusal

MODEL: dict[str, type[Link]] = {Chain.EVENTS: Event, Chain.LOOKS: Look}
UNCHAINED = {"before", "digest"}


def append(chain: str, links: Iterable[Link]) -> list[Link]:
    """Store links at the end of a chain, in the order given, inside the caller's transaction."""
    links = list(links)
    if not links:
        return []
    # Without a savepoint of its own: a log that fails takes the whole act with it.
    with transaction.atomic(savepoint=False):
        head = locked_head(chain)
        for link in links:
            link.seq = head.seq + 1
            link.before = bytes(head.digest)
            link.digest = digest_of(link)
            head.seq, head.digest = link.seq, link.digest
        many.insert(MODEL[chain], links)
        head.save(update_fields=["seq", "digest"])
    return links


def locked_head(chain: str) -> ChainHead:
    """The end of a chain, locked until the caller's transaction ends: whoever writes next waits."""
    head = ChainHead.objects.select_for_update().filter(pk=chain).first()
    if head is not None:
        return head
    ChainHead.objects.bulk_create([ChainHead(chain=chain)], ignore_conflicts=True)
    return ChainHead.objects.select_for_update().get(pk=chain)


def digest_of(link: Link) -> bytes:
    """The digest a link must have, from its content and the digest before it."""
    content = {
        f.attname: _plain(getattr(link, f.attname)) for f in link._meta.concrete_fields if f.attname not in UNCHAINED
    }
    body = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(bytes(link.before) + body.encode()).digest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if value is None or isinstance(value, (int, str, list, dict)):
        return value
    return str(value)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the verifier found.

    checked    how many links from the beginning are whole
    broken_at  the first bad link; null when all are whole
    fault      what is wrong with it, a key of FAULTS; "" when nothing is
    """

    checked: int
    broken_at: int | None = None
    fault: str = ""

    @property
    def is_whole(self) -> bool:
        return self.broken_at is None

    @property
    def sentence(self) -> Any:
        """The verdict in words."""
        return FAULTS[self.fault] % {"number": self.broken_at, "checked": self.checked}


FAULTS = {
    "": _("All %(checked)s entries are whole and in order."),
    "missing": _("Entry %(number)s is missing."),
    "changed": _("Entry %(number)s was changed, or put in between."),
    "not the anchored one": _("Entry %(number)s is not that of the anchor: the log was written anew here or before."),
    "cut off": _("The end was cut off: entry %(number)s and what followed are gone."),
    "behind the end": _("The recorded end lies before entry %(number)s: the end was set back."),
    "not the last one": _("Entry %(number)s is not the one the recorded end names."),
}


def verify(chain: str, *, anchor: tuple[int, bytes] | None = None) -> Verdict:
    """Walk a chain from its beginning. With an anchor (number, digest) a cut or rewritten tail shows, too.

    What is written while the walk goes on is left for the next one.
    """
    links = MODEL[chain]._default_manager.order_by("seq")
    # In this order: an entry that was there before the head was read is known to the head.
    last = links.values_list("seq", flat=True).last() or 0
    head = get_head(chain)
    if head.seq < last:
        return Verdict(head.seq, head.seq + 1, "behind the end")
    before, seq = bytes(32), 0
    for link in links.filter(seq__lte=head.seq).iterator(chunk_size=5000):
        if link.seq != seq + 1:
            return Verdict(seq, seq + 1, "missing")
        if bytes(link.before) != before or digest_of(link) != bytes(link.digest):
            return Verdict(seq, link.seq, "changed")
        before, seq = bytes(link.digest), link.seq
        if anchor is not None and seq == anchor[0] and before != anchor[1]:
            return Verdict(seq - 1, seq, "not the anchored one")
    if head.seq != seq or (anchor is not None and anchor[0] > seq):
        return Verdict(seq, seq + 1, "cut off")
    if head.digest != before:
        return Verdict(seq - 1, seq, "not the last one")
    return Verdict(seq)


@dataclass(frozen=True, slots=True)
class Anchor:
    """The end of a chain at a moment. Printed and kept elsewhere, it proves later that nothing was cut off."""

    chain: str
    seq: int
    digest: bytes

    def __str__(self) -> str:
        return f"{self.chain}:{self.seq}:{self.digest.hex()}"


def get_head(chain: str) -> Anchor:
    """The end of a chain now; number 0 before the first entry."""
    head = ChainHead.objects.filter(pk=chain).first()
    return Anchor(chain, head.seq, bytes(head.digest)) if head else Anchor(chain, 0, bytes(32))


def parse_anchor(text: str) -> Anchor:
    """The anchor as it was printed. Raises WrongAnchor."""
    parts = text.strip().lower().split(":")
    try:
        chain, seq, digest = parts[0], int(parts[1]), bytes.fromhex(parts[2])
    except (ValueError, IndexError):
        raise WrongAnchor from None
    if len(parts) != 3 or chain not in MODEL or seq < 0 or len(digest) != 32:
        raise WrongAnchor
    return Anchor(chain, seq, digest)


class WrongAnchor(Refusal):
    """What was typed is no anchor."""

    def __init__(self) -> None:
        super().__init__(
            _("This is not an anchor. Type it as printed: the chain, a number and 64 digits, with colons between."),
            field="anchor",
        )
