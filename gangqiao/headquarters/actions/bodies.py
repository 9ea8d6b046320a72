"""Members, liaison officers and institutions: each change ends what was and begins what is, in one act."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from gangqiao.accounts.models import Unit, User
from gangqiao.audit.events import record
from gangqiao.audit.steps import NotYourVerb, require
from gangqiao.headquarters.filing import NOTHING, Sent, kept
from gangqiao.headquarters.models import Funds, Institution, Member, Officer, Staffing
from gangqiao.headquarters.models.people import ONE_HOLDER, Dated
from gangqiao.headquarters.reads.bodies import may_name, may_name_in, may_record
from gangqiao.headquarters.refusals import (
    DayIsAhead,
    EndsBeforeItBegan,
    NotForYou,
    TakenAlready,
    WordsMissing,
    WrongPhone,
)
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.places.models import Division

_PHONE = re.compile(r"1\d{10}|0\d{2,3}-?\d{7,8}")


# --- members ---------------------------------------------------------------------------------------------------------


def appoint(
    post: str,
    name: str,
    unit: Unit,
    valid_from: date,
    *,
    actor: Actor,
    title: str = "",
    basis: str = "",
    source: str = "screen",
) -> Member:
    """Record who takes a seat from a day on. The seats with one holder change hands: the holder before ends that day.

    Raises WordsMissing, DayIsAhead, EndsBeforeItBegan.
    """
    require(actor, "headquarters.appoint")
    _check(name, valid_from)
    with transaction.atomic():
        if post in ONE_HOLDER:
            _end_live(Member.objects.select_for_update().live().filter(post=post), valid_from)
        member = Member.objects.create(
            post=post,
            name=name.strip()[:40],
            unit=unit,
            valid_from=valid_from,
            title=title.strip()[:60],
            basis=basis.strip()[:120],
            recorded_by_id=actor.user_id,
        )
        record("headquarters.appoint", actor=actor, subject=member, source=source)
    return member


def end_member(member_id: int, valid_to: date, *, actor: Actor) -> Member:
    """End a seat on a day. Raises EndsBeforeItBegan, DayIsAhead."""
    require(actor, "headquarters.appoint")
    if valid_to > clock.today():
        raise DayIsAhead("valid_to")
    with transaction.atomic():
        member = Member.objects.select_for_update().get(pk=member_id)
        if member.valid_to is not None:
            raise TakenAlready
        _end(member, valid_to, "valid_to")
        record("headquarters.appoint", actor=actor, subject=member, fields=["valid_to"])
    return member


# --- liaison officers ------------------------------------------------------------------------------------------------


def name_officer(
    place: Unit | Division,
    name: str,
    phone: str,
    valid_from: date,
    *,
    actor: Actor,
    title: str = "",
    user: User | None = None,
    reason: str = "",
    source: str = "screen",
) -> Officer:
    """Name the one officer of a unit or village from a day on; the officer before ends on that day, in the same act.

    Raises NotForYou, WordsMissing, WrongPhone, DayIsAhead, EndsBeforeItBegan.
    """
    is_unit = isinstance(place, Unit)
    verb = "headquarters.name_officer" if is_unit else "headquarters.name_village_officer"
    area = "" if is_unit else str(place.pk)
    _allow(actor, verb, may_name(actor, place) if isinstance(place, Unit) else may_name_in(actor, place))
    _check(name, valid_from)
    with transaction.atomic():
        here = {"unit": place} if is_unit else {"village": place}
        for before in _end_live(Officer.objects.select_for_update().live().filter(**here), valid_from):
            record(
                "headquarters.end_officer", actor=actor, subject=before, area=area, fields=["valid_to"], source=source
            )
        officer = Officer.objects.create(
            **here,
            name=name.strip()[:40],
            phone=clean_phone(phone),
            valid_from=valid_from,
            title=title.strip()[:60],
            user=user,
            reason=reason.strip()[:200],
            recorded_by_id=actor.user_id,
        )
        record(verb, actor=actor, subject=officer, area=area, source=source)
    return officer


def clean_phone(phone: str) -> str | None:
    """The number without blanks; null when none was given. Raises WrongPhone."""
    digits = re.sub(r"\s", "", phone)
    if not digits:
        return None
    if not _PHONE.fullmatch(digits):
        raise WrongPhone
    return digits


# --- institutions, staff, funds --------------------------------------------------------------------------------------


def record_institution(
    unit: Unit,
    name: str,
    document: str,
    head: str,
    valid_from: date,
    *,
    actor: Actor,
    head_title: str = "",
    sent: Sent = NOTHING,
    source: str = "screen",
) -> Institution:
    """Record the body a unit has set up; the one before ends that day. Raises NotForYou, WordsMissing, DayIsAhead."""
    verb = "headquarters.record_institution"
    _allow(actor, verb, may_record(actor, unit))
    _check(name, valid_from)
    for field, text in (("document", document), ("head", head)):
        if not text.strip():
            raise WordsMissing(field)
    with kept(sent) as file, transaction.atomic():
        _end_live(Institution.objects.select_for_update().live().filter(unit=unit), valid_from)
        body = Institution.objects.create(
            unit=unit,
            name=name.strip()[:80],
            document=document.strip()[:80],
            head=head.strip()[:40],
            head_title=head_title.strip()[:60],
            valid_from=valid_from,
            recorded_by_id=actor.user_id,
            **file,
        )
        record(verb, actor=actor, subject=body, source=source)
    return body


def record_staff(
    unit: Unit, as_of: date, full_time: int, part_time: int, *, actor: Actor, posts: str = "", source: str = "screen"
) -> Staffing:
    """Record how many work for the programme in a unit as of a day. Raises NotForYou, DayIsAhead."""
    verb = "headquarters.record_institution"
    _allow(actor, verb, may_record(actor, unit))
    if as_of > clock.today():
        raise DayIsAhead("as_of")
    with transaction.atomic():
        row = Staffing.objects.create(
            unit=unit,
            as_of=as_of,
            full_time=full_time,
            part_time=part_time,
            posts=posts.strip()[:300],
            recorded_by_id=actor.user_id,
        )
        record(verb, actor=actor, subject=row, source=source)
    return row


def record_funds(
    unit: Unit,
    year: int,
    line: str,
    amount: int,
    *,
    actor: Actor,
    document: str = "",
    sent: Sent = NOTHING,
    source: str = "screen",
) -> Funds:
    """Record the money of a year and line, in fen; the number before stays in the history. Raises NotForYou."""
    verb = "headquarters.record_institution"
    _allow(actor, verb, may_record(actor, unit))
    with kept(sent) as file, transaction.atomic():
        row = Funds.objects.create(
            unit=unit,
            year=year,
            line=line,
            amount=amount,
            document=document.strip()[:80],
            recorded_by_id=actor.user_id,
            **file,
        )
        record(verb, actor=actor, subject=row, source=source)
    return row


# --- what they share -------------------------------------------------------------------------------------------------


def _allow(actor: Actor, verb: str, may: bool) -> None:
    if actor == SYSTEM:
        return
    if not actor.may(verb):
        raise NotYourVerb
    if not may:
        raise NotForYou


def _check(name: str, day: date) -> None:
    if not name.strip():
        raise WordsMissing("name")
    if day > clock.today():
        raise DayIsAhead("valid_from")


def _end_live(rows: Iterable[Any], day: date) -> list[Any]:
    """End the live rows on the day; those that were ended. Raises EndsBeforeItBegan."""
    ended = list(rows)
    for row in ended:
        _end(row, day)
    return ended


def _end(row: Dated, day: date, field: str = "valid_from") -> None:
    if day < row.valid_from:
        raise EndsBeforeItBegan(field)
    row.valid_to = day
    row.save()
