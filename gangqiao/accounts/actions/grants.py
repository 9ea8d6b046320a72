"""Posts: give and end. The giver is never the receiver, and the three administrators stay three persons."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gangqiao.accounts import sessions
from gangqiao.accounts.actions.rights import refuse_own_account, require
from gangqiao.accounts.models import ADMINISTRATOR_ROLES, Grant, User
from gangqiao.accounts.refusals import (
    AdministratorsAreSeparate,
    LastAdministrator,
    PostHasEnded,
    PostHeldAlready,
    UnknownRole,
    WrongArea,
    WrongPeriod,
)
from gangqiao.accounts.roles import ROLES, Role, ScopeKind, find_role
from gangqiao.audit.events import record
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.places.levels import Level
from gangqiao.places.models import Division

LEVEL_OF = {ScopeKind.CITY: Level.COUNTY, ScopeKind.TOWNSHIP: Level.TOWNSHIP, ScopeKind.VILLAGE: Level.VILLAGE}


def grant(
    user_id: int,
    *,
    role: str,
    area: Division | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
    reason: str = "",
    actor: Actor,
) -> Grant:
    """Give a post from a day (today) until a day (open). It acts from the next request on.

    Raises OwnAccount, UnknownRole, WrongArea, WrongPeriod, AdministratorsAreSeparate and PostHeldAlready.
    """
    require(actor, "accounts.grant")
    kind = find_role(role)
    if kind is None:
        raise UnknownRole
    _check_area(kind, area)
    begins = valid_from or clock.today()
    _check_period(begins, valid_to)
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user_id)
        refuse_own_account(actor, user)
        _check_other_posts(user, kind, area, begins, valid_to)
        given = Grant.objects.create(
            user=user,
            role=kind.key,
            area=area,
            valid_from=begins,
            valid_to=valid_to,
            granted_by_id=actor.user_id,
            reason=reason,
        )
        record("accounts.grant", actor=actor, subject=user, area=given.area_id or "", fields=[kind.key], reason=reason)
    return given


def end_grant(grant_id: int, *, actor: Actor, reason: str = "") -> Grant:
    """End a post today and every session of its holder at once. Raises PostHasEnded and LastAdministrator."""
    require(actor, "accounts.end_grant")
    today = clock.today()
    with transaction.atomic():
        ended = Grant.objects.select_for_update().select_related("user").get(pk=grant_id)
        if ended.valid_to is not None and ended.valid_to <= today:
            raise PostHasEnded
        refuse_own_account(actor, ended.user)
        if ended.role in ADMINISTRATOR_ROLES:
            refuse_last_administrator(ended.user)
        # A post that has not begun ends on its first day: it never held.
        ended.valid_to = max(today, ended.valid_from)
        ended.ended_by_id = actor.user_id
        ended.end_reason = reason
        ended.save()
        sessions.end_all(ended.user)
        record(
            "accounts.end_grant",
            actor=actor,
            subject=ended.user,
            area=ended.area_id or "",
            fields=[ended.role],
            reason=reason,
        )
    return ended


def refuse_last_administrator(user: User) -> None:
    """Raise LastAdministrator when the user is the only active holder of an administrator's post."""
    today = clock.today()
    for key in ADMINISTRATOR_ROLES:
        holders = Grant.objects.filter(role=key, user__is_active=True).in_force(today)
        if holders.filter(user=user).exists() and not holders.exclude(user=user).exists():
            raise LastAdministrator(ROLES[key].label)


def _check_area(role: Role, area: Division | None) -> None:
    if role.scope is ScopeKind.NONE:
        if area is not None:
            raise WrongArea(_("This role reads no people and takes no area. Leave the area empty."))
        return
    level = LEVEL_OF[role.scope]
    if area is None or area.level != level:
        said = _("“%(role)s” needs an area of the level “%(level)s”.") % {"role": role.label, "level": level.label}
        raise WrongArea(said)


def _check_period(begins: date, ends: date | None) -> None:
    if ends is not None and ends <= begins:
        raise WrongPeriod(_("The first day without the post must be after its first day."))
    if ends is not None and ends <= clock.today():
        raise WrongPeriod(_("This period is already over. Choose a later day."))


def _check_other_posts(user: User, role: Role, area: Division | None, begins: date, ends: date | None) -> None:
    """Refuse a post beside another one that it may not meet on any day."""
    meeting = Grant.objects.filter(user=user).filter(Q(valid_to=None) | Q(valid_to__gt=begins))
    if ends is not None:
        meeting = meeting.filter(valid_from__lt=ends)
    others = set(meeting.values_list("role", flat=True)) - {role.key}
    if others and (role.is_administrator or others & set(ADMINISTRATOR_ROLES)):
        raise AdministratorsAreSeparate
    if meeting.filter(role=role.key, area=area).exists():
        raise PostHeldAlready
