"""Keys by which the program of a partner sends vacancies: made, revoked."""

from __future__ import annotations

import hashlib
import secrets
from uuid import UUID

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.places.reads import county_path
from gangqiao.vacancies.models import Agreement, PartnerKey
from gangqiao.vacancies.policy.licences import Validity, validity
from gangqiao.vacancies.refusals.cooperation import KeyUnnamed, UnknownPartner

COOPERATE = "vacancies.cooperate"
MAKE, REVOKE = "vacancies.make_partner_key", "vacancies.revoke_partner_key"
BEGINS = "gqp_"  # so that one that was lost in a file is recognised


def digest_of(key: str) -> str:
    """What is stored of a key: 256 bits of chance need no slow hash."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def make_key(agreement: Agreement, *, name: str, actor: Actor) -> tuple[PartnerKey, str]:
    """A new key of an agreement, and its text, which is stored nowhere.

    Raises NotYourVerb, UnknownPartner, KeyUnnamed.
    """
    require(actor, COOPERATE, area=county_path())
    if validity(agreement.valid_to, clock.today()) is Validity.ENDED:
        raise UnknownPartner
    called = " ".join(name.split())[:60]
    if not called:
        raise KeyUnnamed
    key = BEGINS + secrets.token_urlsafe(32)
    with transaction.atomic():
        made = PartnerKey.objects.create(
            agreement=agreement, name=called, digest=digest_of(key), made_by=actor.name[:100]
        )
        record(MAKE, actor=actor, subject=made, area=county_path())
    return made, key


def revoke_key(agreement: Agreement, uuid: UUID, *, actor: Actor) -> PartnerKey:
    """Close a key for good. A second call changes nothing. Raises NotYourVerb, DoesNotExist."""
    require(actor, COOPERATE, area=county_path())
    with transaction.atomic():
        key = PartnerKey.objects.select_for_update().get(agreement=agreement, uuid=uuid)
        if key.revoked_at is None:
            key.revoked_at, key.revoked_by = clock.now(), actor.name[:100]
            key.save(update_fields=["revoked_at", "revoked_by"])
            record(REVOKE, actor=actor, subject=key, area=county_path())
    return key
