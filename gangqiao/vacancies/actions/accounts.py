"""Accounts of those who are no office: an employer, an agency. A unit of its own, one post, its records its own affair.

The units and posts are made by the product itself: whoever opens such accounts holds no verb on other users.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from gangqiao.accounts.actions import units, users
from gangqiao.accounts.actions.grants import grant
from gangqiao.accounts.models import UnitKind, User
from gangqiao.accounts.unit_list import NamedUnit
from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.kernel.scope import KeptModel
from gangqiao.vacancies.reads.accounts import users_of
from gangqiao.vacancies.refusals.accounts import NoSuchUser


@dataclass(frozen=True, slots=True)
class Party:
    """A kind of those who are no office. first: letter of the codes of their units; verb: who opens accounts."""

    kind: UnitKind
    first: str
    role: str
    verb: str


EMPLOYER = Party(UnitKind.EMPLOYER, "e", "employer", "vacancies.open_account")
AGENCY = Party(UnitKind.AGENCY, "a", "agency", "vacancies.license_agency")


def open_account(
    row: KeptModel, party: Party, *, username: str, display_name: str, office_phone: str = "", actor: Actor
) -> tuple[User, str]:
    """Give somebody an account, in the caller's transaction, the row locked. The one-time password is stored nowhere.

    With the first account the row gets its own unit as `party`; the caller marks what hangs on it.
    Raises NotYourVerb, UserNameTaken, WrongUserName.
    """
    require(actor, party.verb, row)
    code = row.party or f"{party.first}{row.pk}"
    unit = units.ensure_unit(NamedUnit(code, str(row)[:80], party.kind), actor=SYSTEM)
    user, password = users.create_user(
        username=username, display_name=display_name, unit=unit, office_phone=office_phone, actor=SYSTEM
    )
    grant(user.pk, role=party.role, reason=actor.name[:200], actor=SYSTEM)
    if not row.party:
        row.party = code
        row.save(update_fields=["party"])
    record(party.verb, actor=actor, subject=row, fields=["party"])
    return user, password


def renew_password(row: KeptModel, party: Party, user_id: int, *, actor: Actor) -> tuple[User, str]:
    """A new one-time password for one of its users. Raises NotYourVerb, NoSuchUser."""
    user = _user_of(row, party, user_id, actor)
    with transaction.atomic():
        found = users.reset_password(user.pk, actor=SYSTEM)
        record(party.verb, actor=actor, subject=row, fields=["password"])
    return found


def close_account(row: KeptModel, party: Party, user_id: int, reason: str, *, actor: Actor) -> User:
    """Shut one of its users out. Raises NotYourVerb, NoSuchUser, and what closing an account refuses."""
    user = _user_of(row, party, user_id, actor)
    with transaction.atomic():
        users.disable_user(user.pk, actor=SYSTEM, reason=reason)
        record(party.verb, actor=actor, subject=row, fields=["is_active"], reason=reason)
    return user


def shut_all_out(row: KeptModel, reason: str) -> None:
    """Close every account of it, in the caller's transaction: it works here no more."""
    for user in users_of(row):
        if user.is_active:
            users.disable_user(user.pk, actor=SYSTEM, reason=reason)


def _user_of(row: KeptModel, party: Party, user_id: int, actor: Actor) -> User:
    require(actor, party.verb, row)
    user = next((one for one in users_of(row) if one.pk == user_id), None)
    if user is None:
        raise NoSuchUser
    return user
