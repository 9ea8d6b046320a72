"""Checks of the account, and of who may be paid: pay goes to the own card or account only (domain notes 3.3)."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from datetime import timedelta

from gangqiao.kernel.identifiers import mask_name
from gangqiao.people.models import Person
from gangqiao.subsidies.checks.batch import TRANSPORT, Batch, Span, uuid_of
from gangqiao.subsidies.checks.register import NUMBERS, Found, Pair, check, phrase
from gangqiao.subsidies.models import Claim, Payee, Sample
from gangqiao.subsidies.states import DEAD
from gangqiao.transfers.models import Cost, Passenger
from gangqiao.transfers.policy import costs as costs_policy
from gangqiao.transfers.reads.costs import journey_of

OWN = "person"


def payee_subject(claim: Claim) -> str:
    """Whom the claim is paid to, as accounts name it: "employer:UUID"."""
    return f"{claim.payee}:{claim.payee_uuid}"


@check("account")
def account(batch: Batch) -> Found:
    """There is no account, or nobody but who entered it has looked at it, or it is not the person's own."""
    payees = {
        one.subject: one for one in Payee.objects.filter(subject__in={payee_subject(c) for c in batch.claims})
    }  # fmt: skip
    found: Found = {}
    for claim in batch.claims:
        fact = _own_card(claim) if claim.payee == OWN else _unit_account(payees.get(payee_subject(claim)))
        if fact is not None:
            found[claim.pk] = [fact]
    return found


def _own_card(claim: Claim) -> Pair | None:
    person = claim.person
    if person is None or claim.payee_uuid != person.uuid:
        return phrase("payee_is_another")
    if not (person.bank_account or "").strip():
        return phrase("no_card_account")
    return None


def _unit_account(payee: Payee | None) -> Pair | None:
    if payee is None or not (payee.account or "").strip():
        return phrase("no_unit_account")
    if payee.verifier is None:
        return phrase("account_unverified")
    return None


@check("same_account")
def same_account(batch: Batch) -> Found:
    """One account for several, among all who claimed within a year. Accounts are opened and compared in memory only."""
    owners = _owners(batch)
    mine = {key: digest for digest, holders in owners.items() for key in holders}
    found: Found = {}
    for claim in batch.claims:
        key = payee_subject(claim)
        # A claim that waits for longer than the time compared is compared all the same.
        digest = mine.get(key) or (_plain(claim.person.bank_account) if claim.payee == OWN and claim.person else "")
        others = sorted(name for other, name in owners.get(digest, {}).items() if other != key)
        if others:
            said = ", ".join(others[:5]) + (f" … ({len(others)})" if len(others) > 5 else "")
            found[claim.pk] = [phrase("the_same_account", said=said)]
    return found


def _owners(batch: Batch) -> dict[str, dict[str, str]]:
    """By digest of an account, masked names by payee. Read once for a run."""
    key = "owners"
    if key not in batch.county.kept:
        months = int(NUMBERS.on(batch.today).account_months)
        since = batch.today - timedelta(days=months * 31)
        claimed = Claim.objects.filter(made_on__gte=since).exclude(status__in=DEAD)
        people = Person.objects.filter(pk__in=claimed.filter(payee=OWN).values("person_id"))
        owners: dict[str, dict[str, str]] = defaultdict(dict)
        for person in people.only("uuid", "name", "bank_account"):
            if number := _plain(person.bank_account):
                owners[number][f"{OWN}:{person.uuid}"] = mask_name(person.name)
        for payee in Payee.objects.order_by("pk"):
            if number := _plain(payee.account):
                owners[number][payee.subject] = payee.name
        batch.county.kept[key] = owners
    kept: dict[str, dict[str, str]] = batch.county.kept[key]
    return kept


def _plain(number: str | None) -> str:
    digits = "".join((number or "").split())
    return hashlib.sha256(digits.encode()).hexdigest() if digits else ""


@check("barred")
def barred(batch: Batch) -> Found:
    """A decision after a sample bars whoever is paid from claiming, until a day."""
    rows = Sample.objects.filter(barred_until__gte=batch.today, sanction="bar").select_related("claim")
    asked = {c.subject for c in batch.claims} | {payee_subject(c) for c in batch.claims}
    until = {}
    for row in rows.filter(claim__subject__in=asked).order_by("barred_until"):
        until[row.claim.subject] = row.barred_until
    found: Found = {}
    for claim in batch.claims:
        day = until.get(claim.subject) or until.get(payee_subject(claim))
        if day is not None:
            found[claim.pk] = [phrase("makes_no_claim_until", day=day)]
    return found


@check("trip_paid")
def trip_paid(batch: Batch) -> Found:
    """The journey was paid by an organised batch: of a trip that is known around its days, else in the time claimed."""
    claims = batch.about(TRANSPORT)
    if not claims:
        return {}
    kinds = {c.pk: costs_policy.excluded_by(costs_policy.ALLOWANCE, c.decided_for) for c in claims}
    lines = Cost.objects.filter(
        person_uuid__in={c.person_uuid for c in claims}, taken_back_on=None, kind__in=set().union(*kinds.values())
    ).select_related("batch")
    by_person = defaultdict(list)
    for line in lines.order_by("on", "pk"):
        by_person[line.person_uuid].append(line)
    trips = _trips(claims)
    found: Found = defaultdict(list)
    for claim in claims:
        first, last = trips.get(claim.pk) or batch.span(claim)
        if first == last == claim.decided_for:
            first, last = first.replace(month=1, day=1), last.replace(month=12, day=31)
        for line in by_person[claim.person_uuid]:
            if line.kind in kinds[claim.pk] and costs_policy.is_same_journey(journey_of(line.batch), (first, last)):
                said = f"{line.batch.number} {line.on} {line.cents / 100:.2f}"
                found[claim.pk].append(phrase("paid_in_batch", said=said))
    return dict(found)


def _trips(claims: list[Claim]) -> dict[int, Span]:
    """The days of the journey of claims that come from a trip."""
    keys = {c.pk: uuid_of(c.source_key) for c in claims if c.source == "trip"}
    rows = Passenger.objects.filter(uuid__in=[one for one in keys.values() if one]).select_related("batch")
    days = {row.uuid: journey_of(row.batch) for row in rows}
    return {pk: days[one] for pk, one in keys.items() if one in days}
