"""The accounts of an employer or an agency, whichever the page is about: a password shown once, renewed, shut out."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.accounts.models import User
from gangqiao.kernel.buttons import pressed
from gangqiao.kernel.links import Link
from gangqiao.kernel.scope import KeptModel
from gangqiao.vacancies.actions import accounts as actions
from gangqiao.vacancies.reads.accounts import users_of


def password_page(request: ActorRequest, made: tuple[User, str], way: tuple[Link, ...]) -> HttpResponse:
    """The one-time password, in this answer only. The last link of the way leads back."""
    user, password = made
    return render(request, "vacancies/account_password.html", {"subject": user, "password": password, "way": way})


def renewed(request: ActorRequest, row: KeptModel, party: actions.Party, way: tuple[Link, ...]) -> HttpResponse:
    """A new one-time password for the user named in the form."""
    made: list[tuple[User, str]] = []
    user = _named(request, row)

    def act() -> None:
        made.append(actions.renew_password(row, party, user.pk, actor=request.actor))

    if pressed(request, act, _("The old password no longer works.")):
        return password_page(request, made[0], way)
    return redirect(way[-1].href)


def shut(request: ActorRequest, row: KeptModel, party: actions.Party, back: str) -> HttpResponse:
    """Close the account of the user named in the form."""
    user, reason = _named(request, row), request.POST.get("reason", "")
    pressed(request, lambda: actions.close_account(row, party, user.pk, reason, actor=request.actor), _("Shut out."))
    return redirect(back)


def _named(request: ActorRequest, row: KeptModel) -> User:
    user = next((one for one in users_of(row) if str(one.pk) == request.POST.get("user", "")), None)
    if user is None:
        raise Http404
    return user
