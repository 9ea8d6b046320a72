"""Makes one claim from what a rule decided; the scan, forms, sheets and classes all come through here."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.kernel.actor import Actor, path_of_unit
from gangqiao.people.models import Person
from gangqiao.subsidies.actions.moving import lay_hand
from gangqiao.subsidies.models import Claim
from gangqiao.subsidies.policy import claims as policy
from gangqiao.subsidies.policy.books import Decision
from gangqiao.subsidies.policy.rules import Standing
from gangqiao.subsidies.refusals import AlreadyClaimed, NotEntitled

MAKE = "subsidies.make_claim"


@dataclass(frozen=True, slots=True)
class NewClaim:
    """What is claimed. decision: of the rule, "entitled"; day: it was asked for; facts: that were read, for the record.

    person   null for a unit's own claim, whose area and subject are then given
    amount   null: that of the rule; else of the sheet it comes from, in fen
    payee_*  null and "": the person
    """

    decision: Decision
    day: date
    period: str
    source: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    person: Person | None = None
    area: str = ""
    subject: str = ""
    number: int = 0
    amount: int | None = None
    payee: str = "person"
    payee_uuid: UUID | None = None
    payee_name: str = ""
    party: str = ""
    source_key: str = ""


def create(new: NewClaim, *, actor: Actor) -> Claim:
    """Write a draft with its reasons. Whoever is not "entitled" gets none, whatever the amount.

    Raises NotYourVerb, NotEntitled, AlreadyClaimed.
    """
    area = str(new.person.area_id) if new.person is not None else new.area
    if not (new.party and actor.may(MAKE, path_of_unit(new.party))):
        require(actor, MAKE, area=area)
    if new.decision.standing != Standing.ENTITLED:
        raise NotEntitled(new.decision.standing)
    amount = new.amount if new.amount is not None else int(new.decision.amount or 0)
    if amount <= 0:
        raise NotEntitled("0")
    subject = new.subject or f"person:{new.person.uuid if new.person else ''}"
    try:
        with transaction.atomic():
            claim = Claim.objects.create(**_values(new, area, subject, amount, actor))
            if actor.user_id is not None:
                lay_hand(claim, "make", actor)
            record(MAKE, actor=actor, subject=claim, person=claim.person_uuid, fields=["amount", "reasons"])
    except IntegrityError as fault:
        raise AlreadyClaimed(_code_of(subject, new)) from fault
    return claim


def _values(new: NewClaim, area: str, subject: str, amount: int, actor: Actor) -> dict[str, Any]:
    rule, person = new.decision.rule, new.person
    answers = [
        [a.key, str(a.verdict), a.says["zh"], a.says["en"], dict(a.articles) or a.article] for a in new.decision.answers
    ]
    return {
        "area_id": area, "party": new.party, "person": person, "person_uuid": person.uuid if person else None,
        "subject": subject, "programme": rule.key, "rule_version": rule.version, "decided_for": new.day,
        "period": new.period, "number": new.number, "fund_line": rule.fund_line, "amount": amount,
        "payee": new.payee, "payee_uuid": new.payee_uuid or (person.uuid if person else None),
        "payee_name": new.payee_name or (person.name if person else ""),
        "reasons": json.dumps(answers, ensure_ascii=False), "facts": facts_text(new.facts), "source": new.source,
        "source_key": new.source_key, "route": policy.route_for(new.source), "code": new_code(new.day),
        "maker": actor.user_id, "made_by": actor.name[:100],
    }  # fmt: skip


def facts_text(facts: Mapping[str, Any]) -> str:
    """Facts as they are kept: sorted, days as text; the same facts give the same text."""
    return json.dumps(dict(sorted(facts.items())), ensure_ascii=False, default=str)


def new_code(day: date) -> str:
    """A number a person can read out: the year and eight letters and digits that are not mistaken for each other."""
    return f"{day:%y}-" + "".join(secrets.choice("23456789ABCDEFGHJKMNPQRSTUVWXYZ") for _place in range(8))


def _code_of(subject: str, new: NewClaim) -> str:
    rows = Claim.objects.filter(
        subject=subject, programme=new.decision.rule.key, period=new.period, number=new.number
    ).exclude(status__in=["rejected", "withdrawn"])  # fmt: skip
    return rows.values_list("code", flat=True).first() or new.source_key
