"""The account of an employer: given, its password renewed, closed."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.accounts.models import User
from gangqiao.kernel.buttons import pressed
from gangqiao.vacancies.actions import employers_accounts as actions
from gangqiao.vacancies.forms.employers import AccountForm
from gangqiao.vacancies.models import Employer
from gangqiao.vacancies.reads.employers import users_of
from gangqiao.vacancies.views.employers import _done, _form, employer_or_404


def account(request: ActorRequest, employer: UUID) -> HttpResponse:
    """Give somebody of the employer an account; the password is shown in this one answer."""
    found = employer_or_404(employer)
    form = AccountForm(request.POST or None)
    made: list[tuple[User, str]] = []

    def act() -> None:
        made.append(actions.open_account(found.pk, actor=request.actor, **form.cleaned_data))

    if _done(request, form, act, _("The account is made.")):
        return _password(request, found, *made[0])
    back = reverse("vacancies:employer", args=[found.uuid])
    return _form(request, form, title=_("Give an account"), back=back, employer=found)


def renew(request: ActorRequest, employer: UUID) -> HttpResponse:
    """A new one-time password for the user named in the form."""
    found, user = _named(request, employer)
    made: list[tuple[User, str]] = []

    def act() -> None:
        made.append(actions.renew_password(found.pk, user.pk, actor=request.actor))

    if pressed(request, act, _("The old password no longer works.")):
        return _password(request, found, *made[0])
    return redirect("vacancies:employer", found.uuid)


def shut(request: ActorRequest, employer: UUID) -> HttpResponse:
    """Close the account of the user named in the form."""
    found, user = _named(request, employer)
    reason = request.POST.get("reason", "")
    pressed(request, lambda: actions.close_account(found.pk, user.pk, reason, actor=request.actor), _("Shut out."))
    return redirect("vacancies:employer", found.uuid)


def _named(request: ActorRequest, uuid: UUID) -> tuple[Employer, User]:
    found = employer_or_404(uuid)
    user = next((one for one in users_of(found) if str(one.pk) == request.POST.get("user", "")), None)
    if user is None:
        raise Http404
    return found, user


def _password(request: ActorRequest, employer: Employer, user: User, password: str) -> HttpResponse:
    answer = render(
        request, "vacancies/employers_password.html", {"employer": employer, "subject": user, "password": password}
    )
    answer["Cache-Control"] = "no-store"
    return answer
