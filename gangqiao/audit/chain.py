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

from gangqiao.audit.models import Chain, ChainHead, Event, Link, Look

MODEL: dict[str, type[Link]] = {Chain.EVENTS: Event, Chain.LOOKS: Look}
UNCHAINED = {"before", "digest"}


def append(chain: str, links: Iterable[Link]) -> list[Link]:
    """Store links at the end of a chain, in the order given, inside the caller's transaction."""
    links = list(links)
    if not links:
        return []
    with transaction.atomic():
        head = _locked_head(chain)
        for link in links:
            link.seq = head.seq + 1
            link.before = bytes(head.digest)
            link.digest = digest_of(link)
            head.seq, head.digest = link.seq, link.digest
        MODEL[chain]._default_manager.bulk_create(links, batch_size=500)
        head.save(update_fields=["seq", "digest"])
    return links


def _locked_head(chain: str) -> ChainHead:
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
    """What the verifier found. `broken_at` is the first bad link, or null; `fault` says what is wrong with it."""

    checked: int
    broken_at: int | None = None
    fault: str = ""


def verify(chain: str, *, anchor: tuple[int, bytes] | None = None) -> Verdict:
    """Walk a chain from its beginning. With an anchor (number, digest) a cut or rewritten tail shows, too."""
    before, expected = bytes(32), 1
    anchored = anchor is None or anchor[0] == 0
    for link in MODEL[chain]._default_manager.order_by("seq").iterator(chunk_size=5000):
        if link.seq != expected:
            return Verdict(expected - 1, expected, "missing")
        if bytes(link.before) != before or digest_of(link) != bytes(link.digest):
            return Verdict(expected - 1, link.seq, "changed")
        if anchor is not None and link.seq == anchor[0]:
            if bytes(link.digest) != anchor[1]:
                return Verdict(expected - 1, link.seq, "not the anchored one")
            anchored = True
        before, expected = bytes(link.digest), expected + 1
    head = ChainHead.objects.filter(pk=chain).first()
    last = expected - 1
    if not anchored or (head is not None and (head.seq != last or bytes(head.digest) != before)):
        return Verdict(last, expected, "tail cut")
    return Verdict(last)
