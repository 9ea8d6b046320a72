"""The accounts of employers and providers: which wait for a second person."""

from __future__ import annotations

from django.db.models import QuerySet

from gangqiao.subsidies.models import Claim, Payee


def all_payees() -> QuerySet[Payee]:
    """All accounts, those that are not verified first."""
    return Payee.objects.order_by("verified_by", "name", "pk")


def unverified() -> QuerySet[Payee]:
    """Accounts that nobody has verified yet: nothing is paid to them."""
    return Payee.objects.filter(verifier=None).order_by("name", "pk")


def missing() -> list[tuple[str, str]]:
    """(subject, name) of units with approved claims and no account at all. Scope of the reader."""
    rows = Claim.objects.filter(status="approved").exclude(payee="person").order_by("payee_name")
    wanted = {f"{kind}:{uuid}": name for kind, uuid, name in rows.values_list("payee", "payee_uuid", "payee_name")}
    there = set(Payee.objects.filter(subject__in=list(wanted)).values_list("subject", flat=True))
    return [(subject, name) for subject, name in wanted.items() if subject not in there]
