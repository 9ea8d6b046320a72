"""Which vacancies came by an agreement: their source begins with its mark."""

from __future__ import annotations

from typing import Any

from django.db.models import Count

from gangqiao.vacancies.models import Agreement, PartnerKey, Vacancy

SHOWN = 100


def mark_of(agreement: Agreement) -> str:
    """How the source of a vacancy begins that came by an agreement."""
    return f"agreement {agreement.pk}: "


def vacancies_of(agreement: Agreement) -> list[Any]:
    """What the partner sent, within the scope, the newest first."""
    found = Vacancy.objects.filter(source__startswith=mark_of(agreement)).select_related("employer")
    return list(found.defer("pasted").order_by("-pk")[:SHOWN])


def keys_of(agreement: Agreement) -> list[Any]:
    """The keys of an agreement, revoked ones too, the newest first; `came`: how many vacancies came by each."""
    return list(PartnerKey.objects.filter(agreement=agreement).annotate(came=Count("taken")))
