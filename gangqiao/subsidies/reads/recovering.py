"""What was paid for a claim, what came back, and which instalments are late. All sums in fen."""

from __future__ import annotations

from django.db.models import QuerySet, Sum

from gangqiao.kernel import clock
from gangqiao.subsidies.models import Claim, Instalment, Payment, Recovery
from gangqiao.subsidies.states import PaymentStatus, RecoveryStatus


def paid_and_back(claim: Claim) -> tuple[int, int]:
    """What the bank paid for a claim, and what came back of it, over all its recoveries."""
    paid = Payment.objects.filter(claim=claim, status=PaymentStatus.PAID).aggregate(fen=Sum("fen"))["fen"] or 0
    back = Recovery.objects.filter(claim=claim).aggregate(fen=Sum("back"))["fen"] or 0
    return paid, back


def late() -> QuerySet[Instalment]:
    """Instalments that are due and not received, the oldest first. Scope of the reader."""
    rows = Instalment.objects.filter(received_on=None, due_on__lt=clock.today(), recovery__status=RecoveryStatus.OPEN)
    return rows.select_related("recovery__claim").order_by("due_on", "pk")
