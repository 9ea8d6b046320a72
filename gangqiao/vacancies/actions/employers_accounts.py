"""The accounts of an employer: given while it is verified, and everything it keeps marked as its own affair."""

from __future__ import annotations

from django.db import transaction

from gangqiao.accounts.models import User
from gangqiao.kernel.actor import Actor
from gangqiao.vacancies.actions import accounts
from gangqiao.vacancies.models import Confirmation, Employer, HeadCount, Hires, Stall, Vacancy
from gangqiao.vacancies.refusals.employers import NotVerified
from gangqiao.vacancies.states import EmployerStatus


def open_account(
    employer_id: int, *, username: str, display_name: str, office_phone: str = "", actor: Actor
) -> tuple[User, str]:
    """Give somebody of a verified employer an account. Returns it with its one-time password, stored nowhere.

    Raises NotYourVerb, NotVerified, UserNameTaken, WrongUserName.
    """
    with transaction.atomic():
        employer = Employer.objects.select_for_update().get(pk=employer_id)
        if employer.status != EmployerStatus.VERIFIED:
            raise NotVerified
        had_none = not employer.party
        made = accounts.open_account(
            employer,
            accounts.EMPLOYER,
            username=username,
            display_name=display_name,
            office_phone=office_phone,
            actor=actor,
        )
        if had_none:
            make_its_own(employer)
    return made


def make_its_own(employer: Employer) -> None:
    """Mark what the employer may see and write. Not the calls, nor what a survey found: those are about it."""
    Vacancy.objects.filter(employer=employer).update(party=employer.party)
    vacancies = list(Vacancy.objects.filter(employer=employer).values_list("pk", flat=True))
    for model in (Confirmation, Hires):
        model._default_manager.filter(vacancy__in=vacancies).update(party=employer.party)
    for own in (HeadCount, Stall):
        own._default_manager.filter(employer=employer).update(party=employer.party)
