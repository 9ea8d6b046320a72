"""What a person sees of the own claims behind the link on a slip, without an account."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from gangqiao.kernel import clock
from gangqiao.kernel.scope import scope_of
from gangqiao.kernel.tokens import Tokens, WrongToken
from gangqiao.people.models import Person
from gangqiao.places.reads import county_path
from gangqiao.subsidies.models import Claim, Payment

TOKENS = Tokens("subsidies.own")
# A slip lies in a drawer: whoever finds it later sees nothing any more. A new slip gives a new link.
DAYS = 180
MOST = 50


@dataclass(frozen=True, slots=True)
class Own:
    """Claims of one person, the newest first. person: null for those of a unit; tails: by claim, of its last payment.

    until  the last day on which the link opens
    """

    person: Person | None
    claims: list[Claim]
    tails: dict[int, str]
    until: date


def token_of(claim: Claim) -> str:
    """The link of a slip printed today. It names the claim, and nobody."""
    return TOKENS.give(claim.uuid, 0, clock.today())


@contextmanager
def opened(token: str) -> Iterator[Own | None]:
    """The claims of whom the link was printed for, and the scope to show them in; null for no link, or one run out."""
    with scope_of([county_path()]):
        yield _own(token)


def _own(token: str) -> Own | None:
    try:
        uuid, epoch, day = TOKENS.read(token)
    except WrongToken:
        return None
    until = day + timedelta(days=DAYS)
    claim = Claim.objects.select_related("person").filter(uuid=uuid).first()
    if epoch or claim is None or not day <= clock.today() <= until:
        return None
    person = claim.person
    if person is not None and not person.is_live:
        return None
    rows = Claim.objects.filter(person=person, payee="person") if person is not None else Claim.objects.none()
    claims = list(rows.order_by("-pk")[:MOST]) if person is not None and claim.payee == "person" else [claim]
    # The link of a unit's claim shows nothing of the person it is about.
    return Own(person if claim.payee == "person" else None, claims, _tails(claims), until)


def _tails(claims: list[Claim]) -> dict[int, str]:
    rows = Payment.objects.filter(claim__in=[one.pk for one in claims]).exclude(status="cancelled")
    return dict(rows.order_by("attempt").values_list("claim_id", "tail"))


def reasons_of(claim: Claim) -> list[tuple[str, dict[str, str], dict[str, str]]]:
    """What the rule answered: verdict, sentence and article, these in both languages. Empty where nothing is kept."""
    try:
        rows = json.loads(claim.reasons or "[]")
    except ValueError:
        return []
    return [
        (str(v), {"zh": zh, "en": en}, article if isinstance(article, dict) else {"zh": article, "en": article})
        for _key, v, zh, en, article in rows
    ]
