"""Training providers: listed, corrected, barred and admitted again; accounts of their own (R074-R077)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from gangqiao.accounts.actions import units, users
from gangqiao.accounts.actions.grants import grant
from gangqiao.accounts.models import UnitKind, User
from gangqiao.accounts.unit_list import NamedUnit
from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.kernel.identifiers import WrongCreditCode, parse_credit_code
from gangqiao.training.actions.keeping import OF_ENROLMENT
from gangqiao.training.actions.reach import whole
from gangqiao.training.models import Class, Enrolment, Provider
from gangqiao.training.reads.providers import users_of
from gangqiao.training.refusals_classes import ListedAlready, NoSuchUser, ReasonNeeded, WrongCode
from gangqiao.training.states import Status

LIST, CORRECT = "training.list_provider", "training.correct_provider"
BAR, ACCOUNT = "training.bar_provider", "training.open_account"
FACTS = ("name", "kind", "credit_code", "licence_no", "licence_until", "trades", "place", "contact", "phone")


def list_provider(values: dict[str, Any], *, actor: Actor, source: str = "screen", made: bool = False) -> Provider:
    """Put a provider on the list: `values` by name of the column. Raises NotYourVerb, WrongCode, ListedAlready."""
    require(actor, LIST)
    with transaction.atomic():
        provider = Provider(made=made)
        _set(provider, values)
        record(LIST, actor=actor, subject=provider, source=source)
    return provider


def correct_provider(uuid: UUID, values: dict[str, Any], *, actor: Actor) -> Provider:
    """Put a provider right. Raises NotYourVerb, WrongCode, ListedAlready."""
    require(actor, CORRECT)
    with transaction.atomic():
        provider = Provider.objects.select_for_update().get(uuid=uuid)
        changed = _set(provider, values)
        record(CORRECT, actor=actor, subject=provider, fields=changed)
    return provider


def bar_provider(uuid: UUID, reason: str, *, actor: Actor) -> Provider:
    """Bar a provider, with a reason: no class of it is approved, opened or begun; those that run go on.

    Raises NotYourVerb, ReasonNeeded.
    """
    require(actor, BAR)
    if not reason.strip():
        raise ReasonNeeded
    return _barred(uuid, reason.strip()[:200], actor)


def admit_provider(uuid: UUID, reason: str, *, actor: Actor) -> Provider:
    """Admit a barred provider again, with a reason. Raises NotYourVerb, ReasonNeeded."""
    require(actor, BAR)
    if not reason.strip():
        raise ReasonNeeded
    return _barred(uuid, "", actor, said=reason.strip())


def _barred(uuid: UUID, why: str, actor: Actor, said: str = "") -> Provider:
    with transaction.atomic():
        provider = Provider.objects.select_for_update().get(uuid=uuid)
        provider.barred_on, provider.barred_why = (clock.today() if why else None), why
        provider.save(update_fields=["barred_on", "barred_why"])
        record(BAR, actor=actor, subject=provider, fields=["barred_on", "barred_why"], reason=why or said)
    return provider


def open_account(
    uuid: UUID, *, username: str, display_name: str, office_phone: str = "", actor: Actor
) -> tuple[User, str]:
    """Give somebody of the provider an account. The one-time password is stored nowhere.

    With the first account the provider gets its own unit, and its classes become its own affair.
    Raises NotYourVerb, UserNameTaken, WrongUserName.
    """
    require(actor, ACCOUNT)
    with whole():
        provider = Provider.objects.select_for_update().get(uuid=uuid)
        code = provider.unit or f"p{provider.pk}"
        unit = units.ensure_unit(NamedUnit(code, provider.name[:80], UnitKind.PROVIDER), actor=SYSTEM)
        user, password = users.create_user(
            username=username, display_name=display_name, unit=unit, office_phone=office_phone, actor=SYSTEM
        )
        grant(user.pk, role="training_provider", reason=actor.name[:200], actor=SYSTEM)
        if not provider.unit:
            provider.unit = code
            provider.save(update_fields=["unit"])
            _hand_over(provider)
        record(ACCOUNT, actor=actor, subject=provider, fields=["unit"])
    return user, password


def close_account(uuid: UUID, user_id: int, reason: str, *, actor: Actor) -> User:
    """Shut one of its users out. Raises NotYourVerb, NoSuchUser, and what closing an account refuses."""
    require(actor, ACCOUNT)
    with transaction.atomic():
        provider = Provider.objects.select_for_update().get(uuid=uuid)
        user = next((one for one in users_of(provider) if one.pk == user_id), None)
        if user is None:
            raise NoSuchUser
        users.disable_user(user.pk, actor=SYSTEM, reason=reason)
        record(ACCOUNT, actor=actor, subject=provider, fields=["is_active"], reason=reason)
    return user


def _hand_over(provider: Provider) -> None:
    """The classes of a provider that now has users are its own affair, with everything about their learners."""
    Class.objects.filter(provider=provider).exclude(status=Status.CANCELLED).update(unit=provider.unit)
    rows = Enrolment.objects.filter(held__provider=provider)
    keys = list(rows.values_list("pk", flat=True))
    rows.update(party=provider.unit)
    for model in OF_ENROLMENT:
        kept: Any = model._default_manager
        kept.filter(enrolment__in=keys).update(party=provider.unit)


def _set(provider: Provider, values: dict[str, Any]) -> list[str]:
    changed = [name for name in FACTS if name in values and getattr(provider, name) != values[name]]
    for name in changed:
        setattr(provider, name, values[name])
    if provider.credit_code:
        try:
            provider.credit_code = parse_credit_code(provider.credit_code)
        except WrongCreditCode as error:
            raise WrongCode(error.sentence) from error
    try:
        with transaction.atomic():
            provider.save()
    except IntegrityError as error:
        raise ListedAlready from error
    return changed
