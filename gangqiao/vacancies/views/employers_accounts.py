"""The accounts of an employer."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.accounts.models import User
from gangqiao.kernel.buttons import done
from gangqiao.vacancies.actions import employers_accounts as actions
from gangqiao.vacancies.actions.accounts import EMPLOYER
from gangqiao.vacancies.forms.employers import AccountForm
from gangqiao.vacancies.views import accounts
from gangqiao.vacancies.views.employers import employer_or_404, way_to
from gangqiao.vacancies.views.form_pages import form_page


def account(request: ActorRequest, employer: UUID) -> HttpResponse:
    """Give somebody of the employer an account; the password is shown in this one answer."""
    found = employer_or_404(employer)
    form = AccountForm(request.POST or None)
    made: list[tuple[User, str]] = []

    def act() -> None:
        made.append(actions.open_account(found.pk, actor=request.actor, **form.cleaned_data))

    if done(request, form, act, _("The account is made.")):
        return accounts.password_page(request, made[0], way_to(found))
    return form_page(request, form, title=_("Give an account"), back=way_to(found)[-1].href, way=way_to(found))


def renew(request: ActorRequest, employer: UUID) -> HttpResponse:
    """A new one-time password for the user named in the form."""
    found = employer_or_404(employer)
    return accounts.renewed(request, found, EMPLOYER, way_to(found))


def shut(request: ActorRequest, employer: UUID) -> HttpResponse:
    """Close the account of the user named in the form."""
    found = employer_or_404(employer)
    return accounts.shut(request, found, EMPLOYER, way_to(found)[-1].href)
