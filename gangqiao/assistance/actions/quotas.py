"""The quota of public posts: set by the city, shared out to townships and villages, and never overdrawn.

What is given away (shares, and posts that are proposed or live) is counted with the quota's row locked; the database
refuses more than there is. A share says nothing of its own about kind, fund and pay: fund lines never mix.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.models import Quota
from gangqiao.assistance.refusals import AnswerOfList
from gangqiao.assistance.refusals_posts import (
    QuotaDays,
    QuotaElsewhere,
    QuotaOverdrawn,
    QuotaSetAlready,
    QuotaTaken,
    TooManyAsked,
)
from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.kernel.actor import Actor, covers

SET = "assistance.set_quota"
LISTED = {"kind": "post_kind", "department": "post_department", "fund_line": "fund_line"}
OF_PARENT = ("kind", "department", "fund_line", "standard", "required_days", "document")


def set_quota(values: Mapping[str, Any], *, actor: Actor) -> Quota:
    """Set a quota: area, places, days, pay a month in fen, and what `LISTED` names.

    Raises NotYourVerb, AnswerOfList, TooManyAsked, QuotaDays, QuotaSetAlready.
    """
    require(actor, SET, area=str(values["area"].pk))
    for field, name in LISTED.items():
        if values[field] not in LISTS[name]:
            raise AnswerOfList(field)
    if int(values["standard"]) < 1:
        raise TooManyAsked("standard")
    quota = Quota(**{name: values[name] for name in (*LISTED, "area", "standard", "places", "begins_on", "ends_on")})
    quota.required_days, quota.document = int(values.get("required_days", 30)), str(values.get("document", "")).strip()
    _check(quota)
    quota.set_by = actor.name[:100]
    with transaction.atomic():
        _keep(quota)
        record(SET, actor=actor, subject=quota)
    return quota


def share_out(parent_uuid: UUID, area: Any, places: int, begins_on: date, ends_on: date, *, actor: Actor) -> Quota:
    """Give a part of a quota to an area below it. Raises NotYourVerb, QuotaElsewhere, QuotaDays, QuotaOverdrawn."""
    with transaction.atomic():
        parent = lock_quota(parent_uuid)
        require(actor, SET, parent)
        if not covers(str(parent.area_id), str(area.pk)) or str(area.pk) == str(parent.area_id):
            raise QuotaElsewhere
        if begins_on < parent.begins_on or ends_on > parent.ends_on:
            raise QuotaDays(parent.begins_on, parent.ends_on)
        share = Quota(parent=parent, area=area, places=places, begins_on=begins_on, ends_on=ends_on)
        for name in OF_PARENT:
            setattr(share, name, getattr(parent, name))
        _check(share)
        share.set_by = actor.name[:100]
        _keep(share)
        draw(parent, places)
        record(SET, actor=actor, subject=share)
    return share


def change_places(uuid: UUID, places: int, *, actor: Actor, document: str | None = None) -> Quota:
    """Raise or lower a quota, and name its document. Raises NotYourVerb, QuotaTaken, QuotaOverdrawn, TooManyAsked."""
    found = Quota.objects.get(uuid=uuid)
    require(actor, SET, found)
    if places < 1:
        raise TooManyAsked("places")
    with transaction.atomic():
        # The wider quota first: who shares out locks it before the share.
        parent = lock_quota(found.parent.uuid) if found.parent is not None else None
        quota = lock_quota(uuid)
        if places < quota.taken:
            raise QuotaTaken(quota.taken)
        if parent is not None:
            draw(parent, places - quota.places)
        quota.places = places
        quota.save(update_fields=["places"])
        if document is not None:
            _name_document(quota, document.strip()[:60])
        record(SET, actor=actor, subject=quota, fields=["places"] if document is None else ["places", "document"])
    return quota


def _name_document(quota: Quota, document: str) -> None:
    """What stands behind the amounts of a quota stands behind those of its shares."""
    Quota.objects.filter(pk=quota.pk).update(document=document)
    quota.document = document
    for share in quota.shares.order_by("pk"):
        _name_document(share, document)


def lock_quota(uuid: UUID) -> Quota:
    """The quota, locked: whoever gives places away stands in line."""
    return Quota.objects.select_for_update(of=("self",)).get(uuid=uuid)


def draw(quota: Quota, places: int) -> None:
    """Give places of a locked quota away; fewer than none gives them back. Raises QuotaOverdrawn."""
    if places > quota.free:
        raise QuotaOverdrawn(quota.free)
    quota.taken = max(quota.taken + places, 0)
    quota.save(update_fields=["taken"])


def _check(quota: Quota) -> None:
    if quota.places < 1:
        raise TooManyAsked("places")
    if not 1 <= quota.required_days <= 31:
        raise TooManyAsked("required_days")
    if quota.ends_on < quota.begins_on:
        raise QuotaDays(quota.begins_on, quota.ends_on)


def _keep(quota: Quota) -> None:
    try:
        with transaction.atomic():
            quota.save(force_insert=True)
    except IntegrityError as error:
        raise QuotaSetAlready from error
