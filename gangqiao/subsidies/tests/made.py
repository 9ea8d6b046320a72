"""People of the register as the rules of subsidies meet them, for the tests. Nothing here is real."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from gangqiao.kernel import clock
from gangqiao.kernel.scope import ScopedModel, everywhere
from gangqiao.people.models import Category, EmploymentSpell, Person
from gangqiao.subsidies.models import (
    Claim,
    ClaimObjection,
    Evidence,
    Finding,
    Hand,
    Instalment,
    Notice,
    NoticeLine,
    Payment,
    PaymentBatch,
    Recovery,
    Sample,
)
from gangqiao.subsidies.reads.digests import digest_of


def make_work(person: Person, **values: Any) -> None:
    """Work in another province since the first of March 2020, seen by contract or pay slip."""
    given = {
        "area_id": person.area_id, "person": person, "status": "working", "spell_kind": "work", "mode": "self",
        "started_on": date(2020, 3, 1), "area_level": "other_province", "evidence": "B",
    }  # fmt: skip
    with everywhere(reason="test data"):
        EmploymentSpell.objects.create(**given | values)


def make_poor(person: Person, **values: Any) -> None:
    """The person is a registered-poor one."""
    given = {"area_id": person.area_id, "person": person, "kind": "registered_poor", "valid_from": date(2015, 1, 1)}
    with everywhere(reason="test data"):
        Category.objects.create(**given | values)


def make_claim(person: Person, **values: Any) -> Claim:
    """A claim of the reward for work elsewhere, submitted, made by the scan; sealed when it is past the publicity."""
    given = {
        "area_id": person.area_id, "person": person, "person_uuid": person.uuid, "subject": f"person:{person.uuid}",
        "code": uuid4().hex[:12], "status": "submitted", "programme": "outgoing_work_reward", "rule_version": "test",
        "decided_for": clock.today(), "period": str(clock.today().year), "fund_line": "employment", "amount": 100_000,
        "payee_uuid": person.uuid, "payee_name": person.name, "reasons": "[]", "facts": "{}", "source": "scan",
        "route": "person", "due_on": clock.today(), "made_by": "test",
    }  # fmt: skip
    with everywhere(reason="test data"):
        claim = Claim(**given | values)
        if claim.status in ("city_publicity", "approved", "in_payment", "paid", "failed", "reissued"):
            claim.digest = digest_of(claim)
        claim.save()
        return claim


def make_batch(**values: Any) -> PaymentBatch:
    """A draft of a batch of the employment fund."""
    given = {
        "number": f"F{uuid4().hex[:10]}", "fund_line": "employment", "year": clock.today().year, "drafted_by": "test",
    }  # fmt: skip
    return PaymentBatch.objects.create(**given | values)


def subsidies_of(person: Person) -> list[ScopedModel]:
    """One row of every table about the person."""
    claim, today, by = make_claim(person), clock.today(), "test"
    own = {"area_id": person.area_id, "person_uuid": person.uuid}
    mine = {**own, "claim": claim}
    with everywhere(reason="test data"):
        notice = Notice.objects.create(
            number=f"N{uuid4().hex[:10]}", stage="village", area_id=person.area_id, programme=claim.programme,
            phone="0873-0000000", drafted_by=by,
        )  # fmt: skip
        recovery = Recovery.objects.create(**mine, fen=100, reason="test", started_by=by)
        return [
            claim,
            Hand.objects.create(**mine, hand="make", by=1, by_name=by),
            Evidence.objects.create(**mine, kind="ticket", by=by),
            ClaimObjection.objects.create(**mine, words="test", taken_by=by, due_on=today),
            Finding.objects.create(**mine, check_key="dead", severity="block", evidence="[]", digest="test"),
            Sample.objects.create(**mine, seed="test"),
            NoticeLine.objects.create(**mine, notice=notice, place=1),
            Payment.objects.create(**mine, batch=make_batch(), key=uuid4().hex[:16], fen=claim.amount,
                                   claim_subject=claim.subject, programme=claim.programme, period=claim.period,
                                   account="6200000000000000000", account_name=person.name, tail="00"),
            recovery,
            Instalment.objects.create(**own, recovery=recovery, number=1, due_on=today, fen=100),
        ]  # fmt: skip
