"""The way in: allauth does the work, and here is where the product differs from its defaults."""

from __future__ import annotations

import secrets
from base64 import b64decode, b64encode
from typing import Any
from uuid import UUID, uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.signals import password_changed
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.core import signing
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from gangqiao.accounts import sessions
from gangqiao.accounts.models import User
from gangqiao.accounts.reads import VISITOR, actor_of
from gangqiao.audit.events import record
from gangqiao.kernel import clock
from gangqiao.kernel.crypto.sealing import open_sealed, seal

DEVICE_COOKIE = "__Host-gangqiao-device" if settings.SESSION_COOKIE_SECURE else "gangqiao-device"
_DEVICE_SALT = "gangqiao.accounts.device"
DEVICE_LASTS = 180 * 24 * 3600
COOL_OFF_MINUTES = 15


class OwnBackend(ModelBackend):
    """Name and password. A disabled user and an outdated one-time password answer exactly like a wrong password.

    Not allauth's own backend: that one tells a disabled user with the right password apart.
    """

    def user_can_authenticate(self, user: Any) -> bool:
        if not user.is_active:
            return False
        return not (user.must_change_password and user.one_time_until and user.one_time_until <= clock.now())

    def get_user(self, user_id: Any) -> Any:
        return User.objects.filter(pk=user_id, is_active=True).first()


class AccountAdapter(DefaultAccountAdapter):
    """No e-mail, no self sign-up, one message instead of three, and a cookie for a known device."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("User name or password is wrong."),
        "incorrect_password": _("The password is wrong."),
        "enter_current_password": _("This is not your present password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        # allauth would count failures by user name alone, so that anybody could lock out anybody. Axes counts by
        # user name and address (see `lock_name`).
        self._login_failed_rl_usage = None

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        # A password given two minutes ago at sign-in is fresh too: nobody types it twice to set up the second factor.
        return not sessions.is_fresh(self.request)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        if message_template in SILENT:
            return
        super().add_message(request, level, message_template, *args, **kwargs)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """There is no mail: what happens to an account stands in the audit log and on the user's own page."""

    def get_client_ip(self, request: HttpRequest) -> str:
        # A proxy on a Unix socket gives no address; then all count as one.
        return get_client_ip(request) or "127.0.0.1"

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        if known_device(request, user.username) is None:
            remember_device(response, user.username)
        return response

    def set_password(self, user: Any, password: str) -> None:
        user.must_change_password = False
        user.one_time_until = None
        user.password_set_at = clock.now()
        super().set_password(user, password)


SILENT = frozenset({"account/messages/logged_in.txt", "account/messages/logged_out.txt"})


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of the second factor are encrypted at rest."""

    def get_totp_issuer(self) -> str:
        return settings.MFA_TOTP_ISSUER

    def encrypt(self, text: str) -> str:
        # allauth gives no row to bind to; the random number keeps two equal secrets from looking equal.
        bound_to = uuid4()
        return b64encode(bound_to.bytes + seal("mfa_authenticator", "data", bound_to, text)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        raw = b64decode(encrypted_text)
        return open_sealed("mfa_authenticator", "data", UUID(bytes=raw[:16]), raw[16:])


def known_device(request: HttpRequest, username: str) -> str | None:
    """The number of this device when this user has signed in from it before."""
    try:
        owner, number = signing.loads(request.COOKIES.get(DEVICE_COOKIE, ""), salt=_DEVICE_SALT, max_age=DEVICE_LASTS)
    except (signing.BadSignature, ValueError):
        return None
    return number if owner == username else None


def remember_device(response: HttpResponse, username: str) -> None:
    """Let the browser show next time that this user has signed in from it before."""
    response.set_cookie(
        DEVICE_COOKIE,
        signing.dumps([username, secrets.token_hex(8)], salt=_DEVICE_SALT),
        max_age=DEVICE_LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def lock_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Under which name failures are counted: the user's, or the user's on this known device.

    So whoever guesses, even from the owner's own office, never uses up the tries of the owner's own browser.
    """
    typed = (credentials or {}).get("username") or request.POST.get("login", "")
    username = str(typed).strip().lower()[:64]
    device = known_device(request, username)
    return f"{username}#{device}" if device else username


def client_address(request: HttpRequest) -> str:
    return get_client_ip(request) or "127.0.0.1"


def answer_locked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """429 with the time to wait; the same for a user who exists and one who does not."""
    context = {"minutes": COOL_OFF_MINUTES}
    return render(request, "accounts/locked.html", context, status=429)


@receiver(user_logged_in)
def _stamp_and_record(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    sessions.begin(request, user)
    record("accounts.sign_in", actor=actor_of(user), subject=user)


@receiver(user_login_failed)
def _record_failure(
    sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
) -> None:
    # Only a name that belongs to a user is written: people type their password into the wrong field. But an event is
    # written in any case, else the time to answer would tell which names exist.
    user = User.objects.filter(username=str(credentials.get("username") or "").strip().lower()).first()
    record("accounts.refuse_sign_in", actor=VISITOR, subject=user)


@receiver(user_logged_out)
def _record_sign_out(sender: Any, request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    if user:
        record("accounts.sign_out", actor=actor_of(user), subject=user)


@receiver(password_changed)
def _end_other_sessions(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    sessions.end_all(user, keep=request)
    record("accounts.change_password", actor=actor_of(user), subject=user)


@receiver([authenticator_added, authenticator_removed, authenticator_reset])
def _record_second_factor(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    request.session.pop(sessions.HAS_SECOND_FACTOR, None)
    record("accounts.change_second_factor", actor=actor_of(user), subject=user)
