"""Pages about users, posts and units, the own account, and the first start."""

from __future__ import annotations

from typing import Any

from allauth.account import views as allauth_views
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from gangqiao.accounts import actions
from gangqiao.accounts.actions.first_start import find_invitation
from gangqiao.accounts.forms import GrantForm, InvitationForm, NewUnitForm, NewUserForm, UnitForm, UserForm
from gangqiao.accounts.line import place_in_line
from gangqiao.accounts.models import Grant, Unit, User
from gangqiao.accounts.reads import has_second_factor, posts_of, users_page
from gangqiao.accounts.refusals import LinkNotValid
from gangqiao.accounts.roles import ROLES
from gangqiao.kernel.errors import Refusal

SECONDS_TO_RETRY = 5


@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """allauth's sign-in, behind a line: when it is full, 503 and a time to come back."""
    if request.method != "POST":
        return allauth_views.login(request)
    with place_in_line() as admitted:
        if admitted:
            return allauth_views.login(request)
    answer = render(request, "accounts/busy.html", {"seconds": SECONDS_TO_RETRY}, status=503)
    answer["Retry-After"] = str(SECONDS_TO_RETRY)
    return answer


def me(request: Any) -> HttpResponse:
    """The reader's own account: posts, devices, second factor, password."""
    shown = {
        "posts": posts_of(request.user),
        "devices": UserSession.objects.purge_and_list(request.user),
        "has_second_factor": has_second_factor(request.user),
    }
    return render(request, "accounts/me.html", shown)


def users(request: Any) -> HttpResponse:
    """The list of users, with filters."""
    asked = {key: request.GET.get(key, "").strip() for key in ("q", "unit", "state", "after")}
    page, more, count = users_page(**asked)
    rows = [
        {"user": u, "posts": [(ROLES[g.role].label, g.area) for g in u.grants.all() if g.role in ROLES]} for u in page
    ]
    query = request.GET.copy()
    query["after"] = more
    start = request.GET.copy()
    start.pop("after", None)
    shown = {
        "rows": rows,
        "count": count,
        "next_href": f"?{query.urlencode()}" if more else "",
        "first_href": f"?{start.urlencode()}" if asked["after"] else "",
        "asked": asked,
        "units": Unit.objects.all(),
        "may_create": request.actor.may("accounts.create_user"),
    }
    return render(request, "accounts/users.html", shown)


def user(request: Any, user_id: int) -> HttpResponse:
    """One user: account, posts with their days, and what the reader may do about them."""
    subject = get_object_or_404(User.objects.select_related("unit", "created_by"), pk=user_id)
    is_self = subject.pk == request.actor.user_id
    may = {
        verb: request.actor.may(f"accounts.{verb}") and not is_self
        for verb in (
            "change_user",
            "disable_user",
            "enable_user",
            "reset_password",
            "reset_second_factor",
            "end_sessions",
            "grant",
            "end_grant",
        )
    }
    shown = {
        "subject": subject,
        "posts": posts_of(subject),
        "may": may,
        "is_self": is_self,
        "has_second_factor": has_second_factor(subject),
        "sessions": UserSession.objects.filter(user=subject).count(),
    }
    return render(request, "accounts/user.html", shown)


@never_cache
def create_user(request: Any) -> HttpResponse:
    """Add a user; the page that follows shows the one-time password, once."""
    form = NewUserForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made, password = actions.create_user(**form.cleaned_data, actor=request.actor)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return _show_password(request, made, password)
    return render(request, "accounts/user_form.html", {"form": form})


def change_user(request: Any, user_id: int) -> HttpResponse:
    """Correct name, unit or telephone."""
    subject = get_object_or_404(User, pk=user_id)
    before = {"display_name": subject.display_name, "unit": subject.unit_id, "office_phone": subject.office_phone}
    form = UserForm(request.POST or None, initial=before)
    if request.method == "POST" and form.is_valid():
        actions.change_user(user_id, **form.cleaned_data, actor=request.actor)
        messages.success(request, _("Saved."))
        return redirect("accounts:user", user_id)
    return render(request, "accounts/user_form.html", {"form": form, "subject": subject})


def disable_user(request: Any, user_id: int) -> HttpResponse:
    """Close the account and end its sessions."""
    done = _("The account is disabled and its sessions have ended.")
    return _act(request, user_id, actions.disable_user, done, reason=request.POST.get("reason", ""))


@never_cache
def enable_user(request: Any, user_id: int) -> HttpResponse:
    """Open the account again with a one-time password."""
    return _act_with_password(request, user_id, actions.enable_user)


@never_cache
def reset_password(request: Any, user_id: int) -> HttpResponse:
    """Replace the password by a one-time one."""
    return _act_with_password(request, user_id, actions.reset_password)


def reset_second_factor(request: Any, user_id: int) -> HttpResponse:
    """Remove a lost second factor."""
    done = _("The second factor is removed; the user sets up a new one at the next sign-in.")
    return _act(request, user_id, actions.reset_second_factor, done, reason=request.POST.get("reason", ""))


def end_sessions(request: Any, user_id: int) -> HttpResponse:
    """Sign the user out everywhere."""
    done = _("All sessions of the user have ended.")
    return _act(request, user_id, actions.end_sessions, done, reason=request.POST.get("reason", ""))


def grant(request: Any, user_id: int) -> HttpResponse:
    """Give a post."""
    subject = get_object_or_404(User.objects.select_related("unit__area"), pk=user_id)
    form = GrantForm(request.POST or None, initial={"area": subject.unit.area_id or ""})
    if request.method == "POST" and form.is_valid():
        try:
            actions.grant(user_id, **form.cleaned_data, actor=request.actor)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The post is given. It acts from the user's next step on."))
            return redirect("accounts:user", user_id)
    return render(request, "accounts/grant_form.html", {"form": form, "subject": subject, "roles": ROLES.values()})


def end_grant(request: Any, grant_id: int) -> HttpResponse:
    """End a post today."""
    ending = get_object_or_404(Grant, pk=grant_id)
    try:
        actions.end_grant(grant_id, actor=request.actor, reason=request.POST.get("reason", "")[:200])
    except Refusal as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, _("The post has ended, and so have the user's sessions."))
    return redirect("accounts:user", ending.user_id)


def units(request: Any) -> HttpResponse:
    """All units with their users counted."""
    rows = Unit.objects.select_related("area", "parent").annotate(user_count=Count("users"))
    may_manage = request.actor.may("accounts.manage_units")
    return render(request, "accounts/units.html", {"units": rows, "may_manage": may_manage})


def create_unit(request: Any) -> HttpResponse:
    """Add a unit."""
    form = NewUnitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.create_unit(**form.cleaned_data, actor=request.actor)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts:units")
    return render(request, "accounts/unit_form.html", {"form": form})


def change_unit(request: Any, unit_id: int) -> HttpResponse:
    """Change a unit."""
    unit = get_object_or_404(Unit, pk=unit_id)
    before = {"name": unit.name, "kind": unit.kind, "area": unit.area_id or "", "parent": unit.parent_id}
    form = UnitForm(request.POST or None, initial=before)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_unit(unit_id, **form.cleaned_data, actor=request.actor)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts:units")
    return render(request, "accounts/unit_form.html", {"form": form, "unit": unit})


@never_cache
@sensitive_post_parameters("password", "password_again")
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Let one of the first administrators choose a name and a password."""
    invitation = find_invitation(token)
    if invitation is None:
        return render(request, "accounts/link_not_valid.html", {"sentence": LinkNotValid().sentence}, status=404)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = {key: form.cleaned_data[key] for key in ("username", "display_name", "password")}
        try:
            actions.accept_invitation(token, **chosen)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Your account is ready. Sign in."))
            return redirect("account_login")
    return render(request, "accounts/first_start.html", {"form": form, "role": ROLES[invitation.role].label})


def _act(request: Any, user_id: int, act: Any, done: str, **given: str) -> HttpResponse:
    get_object_or_404(User, pk=user_id)
    try:
        act(user_id, actor=request.actor, **{key: value[:200] for key, value in given.items()})
    except Refusal as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, done)
    return redirect("accounts:user", user_id)


def _act_with_password(request: Any, user_id: int, act: Any) -> HttpResponse:
    get_object_or_404(User, pk=user_id)
    try:
        subject, password = act(user_id, actor=request.actor)
    except Refusal as refusal:
        messages.error(request, str(refusal.sentence))
        return redirect("accounts:user", user_id)
    return _show_password(request, subject, password)


def _show_password(request: HttpRequest, subject: User, password: str) -> HttpResponse:
    # Shown in this answer only: neither the session nor a message may hold it.
    return render(request, "accounts/one_time_password.html", {"subject": subject, "password": password})
