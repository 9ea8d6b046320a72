"""Tells people what was decided about their claims, each thing once, however often its event is followed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from gangqiao.audit.models import Event
from gangqiao.audit.subscriptions import after
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.money import format_yuan
from gangqiao.kernel.scope import scope_of
from gangqiao.messaging.actions.sending import send
from gangqiao.messaging.models import Message
from gangqiao.messaging.templates import Template
from gangqiao.people.reads.masking import place_name
from gangqiao.places.reads import county_path
from gangqiao.subsidies import texts
from gangqiao.subsidies.codes import LISTS
from gangqiao.subsidies.models import Claim, Payment, Recovery
from gangqiao.subsidies.papers.notice_masking import without_numbers
from gangqiao.subsidies.reads.entitled import book_on
from gangqiao.subsidies.showing.rules import said
from gangqiao.subsidies.states import ClaimStatus as C

CLAIM = Claim._meta.label_lower
# What is told, and in which states it still holds: work that comes late tells nothing that has been overtaken.
STILL: Mapping[str, tuple[C, ...]] = {
    texts.APPROVED.key: (C.APPROVED, C.IN_PAYMENT, C.PAID, C.FAILED, C.REISSUED),
    texts.PAID.key: (C.PAID, C.UNDER_RECOVERY),
    texts.RETURNED.key: (C.FAILED, C.REISSUED),
    texts.REJECTED.key: (C.REJECTED,),
    texts.RECOVERING.key: (C.UNDER_RECOVERY,),
}
A_SUBSIDY = _("Your subsidy")
HIDDEN = Path(__file__).parents[1] / "papers/notice_hidden.yaml"


@after("subsidies.approve")
def after_approval(event: Event) -> None:
    """An amount was approved."""
    _tell(event, texts.APPROVED)


@after("subsidies.settle_paid")
def after_payment(event: Event) -> None:
    """The bank has paid."""
    _tell(event, texts.PAID)


@after("subsidies.settle_failed")
def after_return(event: Event) -> None:
    """The bank has sent the money back; each try is told by itself."""
    _tell(event, texts.RETURNED)


@after("subsidies.reject")
def after_rejection(event: Event) -> None:
    """The claim was rejected."""
    _tell(event, texts.REJECTED)


@after("subsidies.start_recovery")
def after_recovery(event: Event) -> None:
    """The money is asked back."""
    _tell(event, texts.RECOVERING)


def _tell(event: Event, text: Template) -> None:
    name, _colon, key = str(event.subject).partition(":")
    if name != CLAIM or not key:
        return
    with scope_of([county_path()]):
        claim = Claim.objects.select_related("person").filter(uuid=UUID(key)).first()
        if claim is not None:
            tell(claim, text)


def tell(claim: Claim, text: Template) -> Message | None:
    """Put the notice of a claim into the queue; null when it concerns no person's own money, or was overtaken.

    A number that takes no SMS gets paper, which the village's officer hands over.
    """
    person = claim.person if claim.payee == "person" else None
    if person is None or not person.is_live or claim.status not in STILL[text.key]:
        return None
    params: dict[str, Any] = {"what": title_for(claim), "code": claim.code, "amount": format_yuan(claim.amount)}
    if text.key == texts.RETURNED.key:
        params["reason"] = _bank_reason(claim)
    return send(
        text.key, params=params, key=key_of(claim, text), area=str(claim.area_id), actor=SYSTEM,
        phone=person.phone or "", recipient=f"{person.name}, {place_name(str(person.area_id))}", subject=claim,
        person=claim.person_uuid,
    )  # fmt: skip


def key_of(claim: Claim, text: Template) -> str:
    """One for a claim and round; of payments one for each try, by the key the bank knows it by; of recoveries each."""
    key = f"{text.key}:{claim.uuid.hex}/{claim.round}"
    states = {texts.PAID.key: "paid", texts.RETURNED.key: "failed"}
    if text.key in states:
        tries = Payment.objects.filter(claim=claim, status=states[text.key]).order_by("-attempt")
        key += "/" + (tries.values_list("key", flat=True).first() or "")
    if text.key == texts.RECOVERING.key:
        recovery = Recovery.objects.filter(claim=claim).order_by("-pk").first()
        key += f"/{recovery.uuid.hex}" if recovery is not None else ""
    return key


def title_for(claim: Claim) -> Any:
    """What the rule is called; without its name where that would say why somebody is poor."""
    with override(settings.LANGUAGE_CODE):
        rule = book_on(claim.decided_for).rules.get(claim.programme)
        title = without_numbers(said(rule.title)) if rule is not None else ""
    return title if title and not any(word in title.lower() for word in hidden_words()) else A_SUBSIDY


@cache
def hidden_words() -> tuple[str, ...]:
    """Words no message carries."""
    return tuple(yaml.safe_load(HIDDEN.read_text(encoding="utf-8"))["words"])


def _bank_reason(claim: Claim) -> str:
    rows = Payment.objects.filter(claim=claim, status="failed").order_by("-attempt")
    code = rows.values_list("reason", flat=True).first() or "other"
    with override(settings.LANGUAGE_CODE):
        return str(LISTS["bank_reason"].word(code))
