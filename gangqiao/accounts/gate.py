"""The answers of the gate: sign in, choose a password, set up the second factor, confirm it is you, or no."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gangqiao.accounts.sessions import HAS_SECOND_FACTOR
from gangqiao.kernel import clock
from gangqiao.kernel.verbs import Verb

# Addresses a user reaches although something else comes first: the way to do that thing, and the way out.
ALWAYS_OPEN = frozenset({"account_logout", "account_change_password", "account_reauthenticate", "mfa_reauthenticate"})
API = "/api/"
# A piece of a page cannot hold these forms: htmx leads the whole page there.
LED_AWAY = frozenset({"sign_in", "confirm_first"})
TO_SECOND_FACTOR = frozenset({"mfa_activate_totp", "mfa_view_recovery_codes"})


def wants_page(request: HttpRequest) -> bool:
    """True when a whole page can be shown: not for a program, and not for a piece asked by htmx."""
    if request.headers.get("HX-Request") == "true" or request.path.startswith(API):
        return False
    accepts = request.headers.get("Accept", "*/*")
    return "text/html" in accepts or "*/*" in accepts


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead a visitor to sign in; 401 with a sentence where no page can be shown."""
    url = _with_next(reverse("account_login"), request)
    if wants_page(request):
        return HttpResponseRedirect(url)
    return _sentence(request, _("Your session has ended. Sign in again."), 401, "sign_in", url)


def what_comes_first(request: HttpRequest) -> HttpResponse | None:
    """What the user must do before anything else, or None: choose an own password, then set up the second factor."""
    match = request.resolver_match
    name = match.view_name if match else ""
    if name in ALWAYS_OPEN:
        return None
    user: Any = request.user
    if user.must_change_password or _password_is_old(user):
        return _lead(request, "account_change_password", _("Choose your own password first."))
    if name not in TO_SECOND_FACTOR and second_factor_is_missing(request):
        return _lead(request, "mfa_activate_totp", _("Set up your second factor first."))
    return None


def _password_is_old(user: Any) -> bool:
    """True when the installation asks for a change from time to time (PASSWORD_MAX_DAYS; 0 = never) and it is due."""
    days = settings.PASSWORD_MAX_DAYS
    return bool(days and user.password_set_at and clock.now() - user.password_set_at > timedelta(days=days))


def second_factor_is_missing(request: HttpRequest) -> bool:
    """True when the installation asks for a second factor and this user has none yet."""
    if not settings.REQUIRE_SECOND_FACTOR or request.session.get(HAS_SECOND_FACTOR):
        return False
    # Remembered for the session, to save a query at every request. Removing the factor ends the session's memory
    # (sign_in.py), and when an administrator removes it, the sessions themselves.
    found = Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.TOTP).exists()
    if found:
        request.session[HAS_SECOND_FACTOR] = True
    return not found


def refuse(request: HttpRequest, verb: Verb) -> HttpResponse:
    """403 with a sentence: none of the user's posts gives the verb."""
    said = _("None of your posts allows “%(verb)s”. The security administrator gives posts.") % {"verb": verb.label}
    if not wants_page(request):
        return _sentence(request, said, 403, "no_post")
    return render(request, "accounts/refused.html", {"sentence": said}, status=403)


def ask_to_confirm(request: HttpRequest, verb: Verb) -> HttpResponse:
    """Ask for password or code before a sensitive act. A page is led there; an act is refused (403) with the way.

    The act is never stored and replayed: what was typed would lie in the session, and rights may change meanwhile.
    """
    if wants_page(request) and request.method in ("GET", "HEAD"):
        return HttpResponseRedirect(_with_next(reverse("account_reauthenticate"), request))
    came_from = urlsplit(request.headers.get("Referer", ""))
    back = came_from.path if came_from.netloc == request.get_host() else reverse("accounts:me")
    url = f"{reverse('account_reauthenticate')}?{urlencode({'next': back})}"
    said = _("“%(verb)s” needs a fresh confirmation that it is you. Confirm, then do it again.") % {"verb": verb.label}
    if not wants_page(request):
        return _sentence(request, said, 403, "confirm_first", url)
    return render(request, "accounts/confirm_first.html", {"sentence": said, "confirm_url": url}, status=403)


def _lead(request: HttpRequest, url_name: str, said: str) -> HttpResponse:
    url = reverse(url_name)
    if wants_page(request):
        return HttpResponseRedirect(url)
    return _sentence(request, said, 403, url_name, url)


def _sentence(request: HttpRequest, said: str, status: int, code: str, url: str = "") -> HttpResponse:
    """A refusal for a program or a piece of a page: the sentence, a stable code, and where to go.

    `X-Gangqiao-Refusal` carries the code, so that htmx and the offline client can act on it without reading the text.
    """
    if "json" in request.headers.get("Accept", "") or request.path.startswith(API):
        response: HttpResponse = JsonResponse({"code": code, "sentence": said, "url": url}, status=status)
    else:
        response = HttpResponse(said, status=status, content_type="text/plain; charset=utf-8")
    response["X-Gangqiao-Refusal"] = code
    if url and request.headers.get("HX-Request") == "true" and code in LED_AWAY:
        response["HX-Redirect"] = url
    return response


def _with_next(url: str, request: HttpRequest) -> str:
    path = request.get_full_path() if request.method in ("GET", "HEAD") else ""
    return f"{url}?{urlencode({'next': path})}" if path and path != "/" else url
