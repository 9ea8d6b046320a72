"""The accounts of employers and providers: entered by one, verified by another. Of a person it is the own card."""

from __future__ import annotations

import re

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.gathering import together
from gangqiao.audit.steps import require
from gangqiao.kernel.actor import Actor
from gangqiao.places.reads import county_path
from gangqiao.subsidies.models import Payee
from gangqiao.subsidies.refusals_money import VerifiedByEnterer, WrongAccount, WrongPayee

KEEP = "subsidies.keep_account"
_SUBJECT = re.compile(r"(employer|provider):[0-9a-f-]{36}")
_ACCOUNT = re.compile(r"[0-9]{8,30}")


def keep(subject: str, name: str, account: str, *, actor: Actor) -> Payee:
    """Enter or change an account; a changed one is verified anew. The same again changes nothing.

    Raises NotYourVerb, WrongPayee, WrongAccount.
    """
    require(actor, KEEP, area=county_path())
    digits = "".join(account.split())
    if not _SUBJECT.fullmatch(subject) or not name.strip():
        raise WrongPayee
    if not _ACCOUNT.fullmatch(digits):
        raise WrongAccount
    with together(), transaction.atomic():
        payee = Payee.objects.select_for_update().filter(subject=subject).first() or Payee(subject=subject)
        if payee.pk and (payee.name, payee.account) == (name.strip()[:100], digits):
            return payee
        payee.name, payee.account, payee.tail = name.strip()[:100], digits, digits[-2:]
        payee.entered_by, payee.enterer = actor.name[:100], actor.user_id
        payee.verified_by, payee.verifier = "", None
        payee.save()
        record(KEEP, actor=actor, subject=payee, area=county_path(), fields=["name", "account"])
    return payee


def verify(payee: Payee, *, actor: Actor) -> Payee:
    """Say that the account is the unit's. Raises NotYourVerb, VerifiedByEnterer."""
    require(actor, KEEP, area=county_path())
    with together(), transaction.atomic():
        row = Payee.objects.select_for_update().get(pk=payee.pk)
        if actor.user_id is None or row.enterer == actor.user_id:
            raise VerifiedByEnterer
        row.verified_by, row.verifier = actor.name[:100], actor.user_id
        row.save(update_fields=["verified_by", "verifier"])
        record(KEEP, actor=actor, subject=row, area=county_path(), fields=["verified_by"])
    return row
