"""A session ends by itself after 30 idle minutes or 12 hours, and at once when its user is disabled or changed."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.db.models import F
from django.http import HttpRequest

from gangqiao.accounts.models import User
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Post

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
FRESH = timedelta(minutes=5)
# Writing the session at every request would be one write each; half a minute of error in thirty is none.
SEEN_EVERY = timedelta(seconds=30)

BEGUN, SEEN, EPOCH, POSTS = "begun_at", "seen_at", "epoch", "posts"
HAS_SECOND_FACTOR = "has_second_factor"


def begin(request: HttpRequest, user: User) -> None:
    """Stamp a session at sign-in with its beginning and the user's epoch."""
    now = _now()
    request.session[BEGUN] = request.session[SEEN] = now
    request.session[EPOCH] = user.session_epoch


def end_if_void(request: HttpRequest) -> None:
    """Sign out a session that is too old, was idle too long, or belongs to an ended epoch."""
    user = request.user
    if not user.is_authenticated:
        return
    if _is_void(request.session, user):
        logout(request)
        return
    if _now() - request.session[SEEN] >= SEEN_EVERY.total_seconds():
        request.session[SEEN] = _now()


def renew_key_after_change(request: HttpRequest, posts: tuple[Post, ...]) -> None:
    """Give the session a new key when the user's posts have changed since its last request (control 6)."""
    if not request.user.is_authenticated:
        return
    held = sorted(f"{p.role} {p.area}" for p in posts)
    before = request.session.get(POSTS)
    if held == before:
        return
    request.session[POSTS] = held
    if before is not None:
        old = request.session.session_key
        request.session.cycle_key()
        UserSession.objects.filter(session_key=old).update(session_key=request.session.session_key)


def _is_void(session: Any, user: Any) -> bool:
    begun, seen = session.get(BEGUN), session.get(SEEN)
    if begun is None or seen is None:
        return True
    age, idle = _now() - begun, _now() - seen
    # A clock set back must not prolong a session.
    if age < 0 or idle < 0 or age >= LONGEST.total_seconds() or idle >= IDLE.total_seconds():
        return True
    return not user.is_active or session.get(EPOCH) != user.session_epoch


def _now() -> float:
    return clock.machine_seconds()


def end_all(user: User, *, keep: HttpRequest | None = None) -> None:
    """End every session of the user at once; the one of `keep` goes on in the new epoch.

    The epoch alone already voids them; their rows are deleted too so that the list of devices is true.
    """
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
    kept = keep.session.session_key if keep is not None else None
    others = UserSession.objects.filter(user=user).exclude(session_key=kept or "")
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    for key in others.values_list("session_key", flat=True):
        store.delete(key)
    others.delete()
    if keep is not None:
        keep.session[EPOCH] = user.session_epoch


def is_fresh(request: HttpRequest) -> bool:
    """True when the user gave a password or a code within the last five minutes, in this session."""
    if not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    return bool(records) and 0 <= _now() - records[-1]["at"] < FRESH.total_seconds()
