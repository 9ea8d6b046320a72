"""The check of employers, providers and agencies: barred, closed, or never verified."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from gangqiao.subsidies.checks.batch import Batch, uuid_of
from gangqiao.subsidies.checks.register import Found, Pair, check, pair, phrase
from gangqiao.training.models import Provider
from gangqiao.vacancies.models import Agency, Employer

STATES = {
    "barred": phrase("employer_barred"),
    "closed": phrase("employer_closed"),
    "listed": phrase("employer_unverified"),
}


@check("unit_barred")
def unit_barred(batch: Batch) -> Found:
    """What the registers of employers, providers and agencies say of who claims, is paid, or taught the class."""
    asked: dict[int, set[tuple[str, UUID]]] = defaultdict(set)
    for claim in batch.claims:
        for kind, uuid in (
            (claim.payee, claim.payee_uuid),
            (claim.subject.partition(":")[0], uuid_of(claim.subject)),
        ):
            if kind in ("employer", "provider") and uuid is not None:
                asked[claim.pk].add((kind, uuid))
        held = batch.class_of(claim)
        if held is not None:
            asked[claim.pk].add(("provider", held.provider.uuid))
    faults = _faults({one for ones in asked.values() for one in ones}, batch)
    found: Found = {}
    for pk, ones in asked.items():
        if facts := [faults[one] for one in sorted(ones, key=str) if one in faults]:
            found[pk] = facts
    return found


def _faults(asked: set[tuple[str, UUID]], batch: Batch) -> dict[tuple[str, UUID], Pair]:
    employers = {uuid for kind, uuid in asked if kind == "employer"}
    providers = {uuid for kind, uuid in asked if kind == "provider"}
    found: dict[tuple[str, UUID], Pair] = {}
    if employers:
        known = dict(Employer.objects.filter(uuid__in=employers).values_list("uuid", "status"))
        for uuid in employers:
            status = known.get(uuid, "closed")
            if status in STATES:
                found["employer", uuid] = pair(*STATES[status])
    if providers:
        said = _of_providers(providers, batch)
        unknown = phrase("unit_unlisted")
        for uuid in providers:
            fact = said.get(uuid, unknown)
            if fact is not None:
                found["provider", uuid] = fact
    return found


def _of_providers(uuids: set[UUID], batch: Batch) -> dict[UUID, Pair | None]:
    """Null for one in order; whoever is on no list is absent."""
    found: dict[UUID, Pair | None] = {}
    for uuid, barred_on in Provider.objects.filter(uuid__in=uuids).values_list("uuid", "barred_on"):
        found[uuid] = phrase("barred_since", barred_on=barred_on) if barred_on else None
    for one in Agency.objects.filter(uuid__in=uuids):
        ended = one.ended_on or (one.licence_to if one.licence_to and one.licence_to <= batch.today else None)
        found[one.uuid] = phrase("ended_since", ended=ended) if ended else None
    return found
