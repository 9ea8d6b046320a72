"""Accounts of employers and providers as pages show them: by their last digits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from gangqiao.kernel.actor import Actor
from gangqiao.subsidies.models import Claim, Payee
from gangqiao.subsidies.states import DEAD, ClaimStatus
from gangqiao.training.models import Provider
from gangqiao.vacancies.models import Agency, Employer

MOST = 2_000  # names to choose from; a county has a few hundred


def rows(payees: Iterable[Payee], actor: Actor) -> list[dict[str, Any]]:
    """The accounts; who entered one does not verify it."""
    return [
        {
            "payee": one, "kind": kind_words(one.subject), "tail": f"**{one.tail}",
            "is_verified": bool(one.verified_by),
            "may_verify": not one.verified_by and (one.enterer is None or one.enterer != actor.user_id),
        }
        for one in payees
    ]  # fmt: skip


def kind_words(subject: str) -> str:
    """Whether it is an employer or a provider."""
    return _("employer") if subject.startswith("employer:") else _("provider or agency")


def subjects() -> list[tuple[str, str]]:
    """Whose account may be entered, within the reader's scope: units with claims first, then all others by name."""
    claimed = Claim.objects.exclude(payee="person").exclude(status__in=DEAD).exclude(payee_uuid=None)
    first = dict.fromkeys(
        (f"{kind}:{uuid}", name)
        for kind, uuid, name in claimed.order_by("payee_name").values_list("payee", "payee_uuid", "payee_name")
    )
    known = {key for key, _name in first}
    employers = Employer.objects.exclude(status="closed").order_by("name").values_list("uuid", "name")[:MOST]
    providers = Provider.objects.order_by("name").values_list("uuid", "name")[:MOST]
    agencies = Agency.objects.filter(ended_on=None).order_by("name").values_list("uuid", "name")[:MOST]
    others = [(f"provider:{uuid}", name) for uuid, name in (*providers, *agencies)]
    others += [(f"employer:{uuid}", name) for uuid, name in employers]
    return [*first, *(one for one in others if one[0] not in known)]


def without_account() -> list[str]:
    """Names of units whose claims are approved or returned, and that have no verified account."""
    verified = set(Payee.objects.exclude(verified_by="").values_list("subject", flat=True))
    waits = Claim.objects.exclude(payee="person").filter(status__in=[ClaimStatus.APPROVED, ClaimStatus.FAILED])
    found = waits.order_by("payee_name").values_list("payee", "payee_uuid", "payee_name")
    return list(dict.fromkeys(name for kind, uuid, name in found if f"{kind}:{uuid}" not in verified))
