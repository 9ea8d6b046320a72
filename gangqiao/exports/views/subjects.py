"""Finds what an address names. What is out of scope answers like what does not exist."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404
from django.urls import reverse

from gangqiao.exports.models import Export
from gangqiao.ledgers.reads.ledgers import LEDGERS, Ledger


def ledger_or_404(key: str) -> Ledger:
    if key not in LEDGERS:
        raise Http404
    return LEDGERS[key]


def export_or_404(uuid: UUID) -> Export:
    found = Export.objects.select_related("asker", "approver").filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def ledger_address(ledger: Ledger, query: Mapping[str, str]) -> str:
    url = reverse(f"ledgers:{ledger.key}")
    return f"{url}?{urlencode(query)}" if query else url
