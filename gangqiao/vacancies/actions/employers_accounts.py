"""The account of an employer: a unit of its own, one post, and everything it keeps marked as its own affair."""

from __future__ import annotations

from django.db import transaction

from gangqiao.accounts.actions import units, users
from gangqiao.accounts.actions.grants import grant
from gangqiao.accounts.models import Unit, UnitKind, User
from gangqiao.accounts.unit_list import NamedUnit
from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.vacancies.models import Confirmation, Employer, HeadCount, Hires, Stall, Vacancy
from gangqiao.vacancies.refusals.employers import NotVerified, UnknownEmployer
from gangqiao.vacancies.states import EmployerStatus

OPEN = "vacancies.open_account"
ROLE = "employer"


def open_account(
    employer_id: int, *, username: str, display_name: str, office_phone: str = "", actor: Actor
) -> tuple[User, str]:
    """Give somebody of a verified employer an account. Returns it with its one-time password, stored nowhere.

    The employer gets a unit of its own, and its records become its own affair, too. The units and posts are made by
    the product itself: whoever opens accounts of employers holds no verb on other users.
    Raises NotYourVerb, NotVerified, UserNameTaken, WrongUserName.
    """
    with transaction.atomic():
        employer = Employer.objects.select_for_update().get(pk=employer_id)
        require(actor, OPEN, employer)
        if employer.status != EmployerStatus.VERIFIED:
            raise NotVerified
        unit = _unit_of(employer)
        user, password = users.create_user(
            username=username, display_name=display_name, unit=unit, office_phone=office_phone, actor=SYSTEM
        )
        grant(user.pk, role=ROLE, reason=actor.name[:200], actor=SYSTEM)
        record(OPEN, actor=actor, subject=employer)
    return user, password


def renew_password(employer_id: int, user_id: int, *, actor: Actor) -> tuple[User, str]:
    """A new one-time password for a user of the employer. Raises NotYourVerb, UnknownEmployer."""
    employer, user = _user_of(employer_id, user_id, actor)
    with transaction.atomic():
        found = users.reset_password(user.pk, actor=SYSTEM)
        record(OPEN, actor=actor, subject=employer, fields=["password"])
    return found


def close_account(employer_id: int, user_id: int, reason: str, *, actor: Actor) -> User:
    """Shut a user of the employer out. Raises NotYourVerb, UnknownEmployer."""
    employer, user = _user_of(employer_id, user_id, actor)
    with transaction.atomic():
        users.disable_user(user.pk, actor=SYSTEM, reason=reason)
        record(OPEN, actor=actor, subject=employer, fields=["is_active"], reason=reason)
    return user


def _user_of(employer_id: int, user_id: int, actor: Actor) -> tuple[Employer, User]:
    employer = Employer.objects.get(pk=employer_id)
    require(actor, OPEN, employer)
    user = User.objects.filter(pk=user_id, unit__code=employer.party or "-", unit__kind=UnitKind.EMPLOYER).first()
    if user is None:
        raise UnknownEmployer
    return employer, user


def _unit_of(employer: Employer) -> Unit:
    """The employer's own unit, made with the first account."""
    code = employer.party or f"e{employer.pk}"
    unit = units.ensure_unit(NamedUnit(code, str(employer)[:80], UnitKind.EMPLOYER), actor=SYSTEM)
    if not employer.party:
        employer.party = code
        employer.save(update_fields=["party"])
        make_its_own(employer)
    return unit


def make_its_own(employer: Employer) -> None:
    """Mark what the employer may see and write. Not the calls, nor what a survey found: those are about it."""
    Vacancy.objects.filter(employer=employer).update(party=employer.party)
    vacancies = list(Vacancy.objects.filter(employer=employer).values_list("pk", flat=True))
    for model in (Confirmation, Hires):
        model._default_manager.filter(vacancy__in=vacancies).update(party=employer.party)
    for own in (HeadCount, Stall):
        own._default_manager.filter(employer=employer).update(party=employer.party)
