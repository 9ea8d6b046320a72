"""The list of a batch of payments, to be signed: accounts by their last digits, names as deep as the reader sees."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.money import format_yuan
from gangqiao.kernel.typesetting import set_pdf
from gangqiao.subsidies.models import Payment, PaymentBatch
from gangqiao.subsidies.showing.money_batches import name_of, tail_of
from gangqiao.subsidies.showing.rules import fund_line
from gangqiao.subsidies.states import BatchStatus, PaymentStatus

LAYOUT = Path(__file__).with_name("batch.typ")


def batch_pdf(batch: PaymentBatch, rows: Sequence[Payment], actor: Actor) -> bytes:
    """The list on A4; every row must have its claim at hand. Raises NotSet."""
    with override(settings.LANGUAGE_CODE):
        return set_pdf(LAYOUT, batch_of(batch, rows, actor))


def batch_of(batch: PaymentBatch, rows: Sequence[Payment], actor: Actor) -> dict[str, Any]:
    """What the list says, in the language of the moment."""
    stands = BatchStatus(batch.status).label
    return {
        "title": _("Batch of payments %(number)s") % {"number": batch.number},
        "sub": f"{fund_line(batch.fund_line)} · {batch.year} · {stands}",
        "columns": [
            pgettext("batch of payments", "No."), pgettext("claim", "Number"), pgettext("payment", "Payee"),
            pgettext("payment", "Key"), pgettext("payment", "Account"), _("Amount (yuan)"), _("State"),
        ],
        "rows": [
            [
                str(n), one.claim.code, name_of(one, actor), one.key, tail_of(one), format_yuan(one.fen),
                str(PaymentStatus(one.status).label),
            ]
            for n, one in enumerate(rows, start=1)
        ],
        "foot": [
            _("Payments: %(lines)d. Sum: %(sum)s yuan.") % {
                "lines": len(rows), "sum": format_yuan(sum(one.fen for one in rows))
            },
            _("Code of what was approved: %(code)s") % {"code": batch.digest[:16]} if batch.digest
            else _("Not approved yet."),
        ],
        "signed": [
            pgettext("line to sign", "Made by"), pgettext("line to sign", "Checked by"),
            pgettext("line to sign", "Approved by"), _("Date"),
        ],
        "mark": _("Printed by %(name)s on %(day)s.") % {"name": actor.name, "day": date_format(clock.today())},
    }  # fmt: skip
