"""The door of partners: a program of the other office comes in by the key of its agreement, and acts as the partner."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation

from gangqiao.accounts.doors import Door, open_door
from gangqiao.accounts.reads import VISITOR
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, Level, Post
from gangqiao.places.reads import county_path
from gangqiao.vacancies.actions.partner_keys import digest_of
from gangqiao.vacancies.actions.partners import COOPERATE
from gangqiao.vacancies.models import PartnerKey
from gangqiao.vacancies.policy.licences import Validity, validity
from gangqiao.vacancies.refusals.cooperation import NoPartner
from gangqiao.vacancies.views.public_pace import language_of

# What sending needs and nothing else: a partner verifies, publishes and reads nothing.
VERBS = frozenset({COOPERATE, "vacancies.list_employer", "vacancies.draft", "vacancies.submit"})
SEEN_EVERY = timedelta(minutes=1)


def find(request: HttpRequest, arguments: Mapping[str, Any]) -> PartnerKey | None:
    """The key that was sent, revoked ones too. One query."""
    scheme, _space, key = request.headers.get("Authorization", "").partition(" ")
    key = key.strip()
    if scheme.lower() != "bearer" or not 16 <= len(key) <= 200:
        return None
    return PartnerKey.objects.select_related("agreement").filter(digest=digest_of(key)).first()


def acts_as(key: PartnerKey) -> Actor:
    """The partner, as far as sending goes; nobody once the key is revoked or the agreement has ended."""
    if key.revoked_at is not None or validity(key.agreement.valid_to, clock.today()) is Validity.ENDED:
        return VISITOR
    post = Post(role="partner", unit="", area=county_path(), verbs=VERBS, level=Level.PUBLIC)
    return Actor(user_id=None, name=f"partner {key.agreement.partner}"[:100], posts=(post,))


def seen(key: PartnerKey) -> None:
    """Note that the key was used, at most once a minute."""
    now = clock.now()
    if key.used_at is None or now - key.used_at >= SEEN_EVERY or now < key.used_at:
        PartnerKey.objects.filter(pk=key.pk).update(used_at=now)
        key.used_at = now


def refuse(request: HttpRequest, key: PartnerKey | None) -> HttpResponse:
    """401, the same for no key, a wrong one, a revoked one, and one of an agreement that ended."""
    refusal = NoPartner()
    with translation.override(language_of(request)):
        answer = JsonResponse({"code": refusal.code, "sentence": str(refusal)}, status=401)
    answer["WWW-Authenticate"], answer["Cache-Control"] = "Bearer", "no-store"
    return answer


open_door("partner", Door(find, refuse, acts_as, seen))
