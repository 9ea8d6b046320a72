"""A public post led through its steps as its three offices lead it, for the tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from gangqiao.assistance.actions import applying, choosing, holding, posts, quotas
from gangqiao.assistance.models import Applicant, Holder, PublicPost, Quota
from gangqiao.assistance.tests.made import make_poor
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.scope import everywhere, scope_of

DAY = dt.date(2020, 3, 16)  # a Monday
WRITTEN = {
    "title": "农村保洁员",
    "duties": "打扫村内道路",
    "place": "村内",
    "hours": "每天上午",
    "objection_phone": "0873-6122345",
}
AGREEMENT = {"agreement_no": "2020-1", "insurance_no": "PA-1", "insured_until": dt.date(2021, 3, 31)}


@dataclass(frozen=True)
class Offices:
    """The village, two of the township, two of the city, and the county they work in."""

    village: Actor
    township: Actor
    second: Actor
    city: Actor
    bureau: Actor
    county: Any


@contextmanager
def on(day: dt.date, actor: Actor) -> Iterator[Actor]:
    """It is nine o'clock of a day, and somebody works in the own scope."""
    with clock.frozen_at(dt.datetime.combine(day, dt.time(9), clock.TZ)), scope_of(actor):
        yield actor


def days(many: int, since: dt.date = DAY) -> dt.date:
    return since + dt.timedelta(days=many)


def set_quota(offices: Offices, places: int = 10, **values: Any) -> Quota:
    """A quota of the county."""
    given = {
        "area": offices.county.division, "kind": "cleaning", "department": "hrss", "fund_line": "employment",
        "standard": 50_000, "required_days": 30, "places": places, "begins_on": dt.date(2020, 1, 1),
        "ends_on": dt.date(2021, 12, 31), "document": "弥人社〔2020〕1号",
    }  # fmt: skip
    with on(DAY, offices.city) as actor:
        return quotas.set_quota(given | values, actor=actor)


def announced(offices: Offices, places: int = 2, quota: Quota | None = None, **values: Any) -> PublicPost:
    """A post of the first village that is announced on the first day."""
    quota = quota or set_quota(offices)
    size = {"places": places, "months": 12}
    with on(DAY, offices.village) as actor:
        post = posts.propose(quota, offices.county.villages[0], WRITTEN | size | values, actor=actor)
    with on(DAY, offices.township) as actor:
        posts.check(post.pk, actor=actor)
    with on(DAY, offices.city) as actor:
        posts.approve(post.pk, actor=actor)
    with on(DAY, offices.township) as actor:
        return posts.announce(post.pk, actor=actor)


def entered(offices: Offices, post: PublicPost, person: Any, kin: str = "none", *, poor: bool = True) -> Applicant:
    """Somebody registered poor is on the list, and declares to be no kin."""
    if poor:
        make_poor(person)
    with on(DAY, offices.village) as actor:
        return applying.apply(post, person.uuid, kin=kin, actor=actor)


def selecting(offices: Offices, post: PublicPost) -> PublicPost:
    """The list is closed a week later."""
    with on(days(7), offices.township) as actor:
        return posts.close_list(post.pk, actor=actor)


def published(offices: Offices, post: PublicPost, *chosen: Applicant, words: str = "") -> PublicPost:
    """These are chosen, and the choice is published by another on the eighth day: until 3 April."""
    selecting(offices, post)
    with on(days(7), offices.township) as actor:
        for one in chosen:
            choosing.choose(one.uuid, words, actor=actor)
    with on(days(8), offices.second) as actor:
        return choosing.publish(post.pk, actor=actor)


OVER = DAY + dt.timedelta(days=20)  # the publicity has passed


def over(offices: Offices, post: PublicPost) -> list[Holder]:
    """The publicity is over: who has an agreement to sign."""
    with on(OVER, offices.second) as actor:
        choosing.end_publicity(post.pk, actor=actor)
        return list(Holder.objects.filter(post=post).order_by("pk"))


def begun(offices: Offices, holder: Holder, first: dt.date = OVER, **values: Any) -> Holder:
    """Signed, insured and on duty from a day."""
    with on(first, offices.township) as actor:
        given = {"begins_on": first, "signed_on": first} | AGREEMENT | values
        holding.sign(holder.uuid, given, actor=actor)
        return holding.start(holder.uuid, actor=actor)


def on_duty(offices: Offices, person: Any, post: PublicPost | None = None, first: dt.date = OVER) -> Holder:
    """The whole way of one person."""
    post = post or announced(offices)
    published(offices, post, entered(offices, post, person))
    (holder,) = over(offices, post)
    return begun(offices, holder, first)


def fresh(row: Any) -> Any:
    """The row as it stands now."""
    with everywhere(reason="test"):
        return type(row)._default_manager.get(pk=row.pk)


def uuid_of(row: Any) -> UUID:
    return UUID(str(row.uuid))
