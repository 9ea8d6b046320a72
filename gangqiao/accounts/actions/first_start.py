"""The first three administrators come in by links that work once; no password is ever shipped."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from gangqiao.accounts.actions.units import ensure_units
from gangqiao.accounts.actions.users import clean_username, save_new
from gangqiao.accounts.models import ADMINISTRATOR_ROLES, Grant, Invitation, User
from gangqiao.accounts.refusals import AlreadyStarted, LinkNotValid, WeakPassword
from gangqiao.accounts.unit_list import OFFICE
from gangqiao.audit.events import record
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM

LINK_LASTS = timedelta(hours=24)


def invite_administrators() -> dict[str, str]:
    """Make one link for each of the three administrators that does not exist yet. Returns tokens by role.

    Earlier unused links of these roles stop working. Only the hash of a token is stored. Raises AlreadyStarted.
    """
    missing = missing_administrators()
    if not missing:
        raise AlreadyStarted
    tokens = {role: secrets.token_urlsafe(32) for role in missing}
    with transaction.atomic():
        Invitation.objects.filter(role__in=missing, used_at=None).delete()
        for role, token in tokens.items():
            made = Invitation.objects.create(role=role, token_hash=_hash(token), expires_at=clock.now() + LINK_LASTS)
            record("accounts.invite_administrator", actor=SYSTEM, subject=made, fields=[role], source="command")
    return tokens


def missing_administrators() -> list[str]:
    """The administrator's posts nobody holds."""
    held = Grant.objects.filter(user__is_active=True).in_force(clock.today()).values_list("role", flat=True)
    return [role for role in ADMINISTRATOR_ROLES if role not in set(held)]


def find_invitation(token: str) -> Invitation | None:
    """The open invitation of a token, or None."""
    found = Invitation.objects.filter(token_hash=_hash(token)).first()
    return found if found and found.is_open(clock.now()) else None


def accept_invitation(token: str, *, username: str, display_name: str, password: str) -> User:
    """Make the administrator of the link with the name and password they chose, and use the link up.

    Raises LinkNotValid, WrongUserName, UserNameTaken and WeakPassword.
    """
    with transaction.atomic():
        invitation = Invitation.objects.select_for_update().filter(token_hash=_hash(token)).first()
        if invitation is None or not invitation.is_open(clock.now()):
            raise LinkNotValid
        unit = ensure_units(actor=SYSTEM)[OFFICE.code]
        user = User(username=clean_username(username), display_name=display_name.strip(), unit=unit)
        try:
            validate_password(password, user)
        except ValidationError as fault:
            raise WeakPassword(" ".join(fault.messages)) from fault
        user.set_password(password)
        user.password_set_at = clock.now()
        save_new(user)
        Grant.objects.create(user=user, role=invitation.role, valid_from=clock.today())
        invitation.user, invitation.used_at = user, clock.now()
        invitation.save()
        record("accounts.accept_invitation", actor=SYSTEM, subject=user, fields=[invitation.role])
    return user


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
