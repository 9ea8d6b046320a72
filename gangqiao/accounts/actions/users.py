"""Accounts: add, change, disable, and let in again."""

from __future__ import annotations

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from gangqiao.accounts import sessions
from gangqiao.accounts.actions.grants import refuse_last_administrator
from gangqiao.accounts.actions.rights import refuse_own_account, require
from gangqiao.accounts.models import USERNAME_RULE, Unit, User
from gangqiao.accounts.passwords import make_one_time_password
from gangqiao.accounts.refusals import UserNameTaken, WrongUserName
from gangqiao.audit.events import record
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor

ONE_TIME_LASTS = timedelta(days=7)


def create_user(
    *, username: str, display_name: str, unit: Unit, office_phone: str = "", actor: Actor
) -> tuple[User, str]:
    """Add an account without any post. Returns it with its one-time password, which is stored nowhere.

    Raises WrongUserName and UserNameTaken.
    """
    require(actor, "accounts.create_user")
    user = User(
        username=clean_username(username),
        display_name=display_name.strip(),
        unit=unit,
        office_phone=office_phone.strip(),
        created_by_id=actor.user_id,
    )
    password = _give_one_time_password(user)
    with transaction.atomic():
        save_new(user)
        record("accounts.create_user", actor=actor, subject=user)
    return user, password


def change_user(user_id: int, *, display_name: str, unit: Unit, office_phone: str, actor: Actor) -> User:
    """Correct the name, unit or telephone of an account. The user name never changes."""
    require(actor, "accounts.change_user")
    wanted = {"display_name": display_name.strip(), "unit_id": unit.pk, "office_phone": office_phone.strip()}
    with transaction.atomic():
        user = locked(user_id)
        changed = [name for name, value in wanted.items() if getattr(user, name) != value]
        for name in changed:
            setattr(user, name, wanted[name])
        if changed:
            user.save(update_fields=changed)
            record("accounts.change_user", actor=actor, subject=user, fields=changed)
    return user


def disable_user(user_id: int, *, actor: Actor, reason: str = "") -> User:
    """Close an account and end its sessions at once. A second call changes nothing. Raises LastAdministrator."""
    require(actor, "accounts.disable_user")
    with transaction.atomic():
        user = locked(user_id)
        refuse_own_account(actor, user)
        if user.is_active:
            refuse_last_administrator(user)
            user.is_active = False
            user.save(update_fields=["is_active"])
            sessions.end_all(user)
            record("accounts.disable_user", actor=actor, subject=user, reason=reason)
    return user


def enable_user(user_id: int, *, actor: Actor) -> tuple[User, str]:
    """Open a closed account again, with a new one-time password. Returns the password."""
    require(actor, "accounts.enable_user")
    with transaction.atomic():
        user = locked(user_id)
        refuse_own_account(actor, user)
        user.is_active = True
        password = _give_one_time_password(user)
        user.save()
        sessions.end_all(user)
        record("accounts.enable_user", actor=actor, subject=user)
    return user, password


def reset_password(user_id: int, *, actor: Actor) -> tuple[User, str]:
    """Replace a forgotten password by a one-time one and end the sessions. The second factor stays.

    So the system administrator alone cannot take an account over: removing the second factor is another's work.
    """
    require(actor, "accounts.reset_password")
    with transaction.atomic():
        user = locked(user_id)
        refuse_own_account(actor, user)
        password = _give_one_time_password(user)
        user.save()
        sessions.end_all(user)
        record("accounts.reset_password", actor=actor, subject=user)
    return user, password


def reset_second_factor(user_id: int, *, actor: Actor, reason: str = "") -> User:
    """Remove a lost second factor; the user sets up a new one at the next sign-in. The password stays."""
    require(actor, "accounts.reset_second_factor")
    with transaction.atomic():
        user = locked(user_id)
        refuse_own_account(actor, user)
        Authenticator.objects.filter(user=user).delete()
        sessions.end_all(user)
        record("accounts.reset_second_factor", actor=actor, subject=user, reason=reason)
    return user


def end_sessions(user_id: int, *, actor: Actor, reason: str = "") -> User:
    """Sign the user out everywhere, for example when a phone was lost."""
    require(actor, "accounts.end_sessions")
    with transaction.atomic():
        user = locked(user_id)
        sessions.end_all(user)
        record("accounts.end_sessions", actor=actor, subject=user, reason=reason)
    return user


def locked(user_id: int) -> User:
    """The user, locked until the transaction ends. Raises User.DoesNotExist."""
    return User.objects.select_for_update().get(pk=user_id)


def clean_username(username: str) -> str:
    """The user name in its stored form. Raises WrongUserName."""
    cleaned = username.strip().lower()
    try:
        USERNAME_RULE(cleaned)
    except ValidationError as fault:
        raise WrongUserName(fault.messages[0]) from fault
    return cleaned


def save_new(user: User) -> None:
    """Store a new account. Raises UserNameTaken."""
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as fault:
        raise UserNameTaken(user.username) from fault


def _give_one_time_password(user: User) -> str:
    password = make_one_time_password()
    user.set_password(password)
    user.must_change_password = True
    user.one_time_until = clock.now() + ONE_TIME_LASTS
    user.password_set_at = None
    return password
