"""The classes in which people of a village learn, as the phone of its officer carries them: sessions and learners."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

from django.db.models import Q

from gangqiao.audit.events import looked
from gangqiao.audit.models import Event
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.paths import upper_bound
from gangqiao.people.reads.masking import place_name
from gangqiao.places.models import Division
from gangqiao.training.models import Attendance, Class, Enrolment, Session
from gangqiao.training.states import IN_CLASS, Status

Json = dict[str, Any]
SIGN_IN = "training.sign_in"
AHEAD, BEHIND = 7, 1  # days: an officer without a signal signs in the next days' sessions, too
MOST = 20  # classes


def section(village: Division, actor: Actor) -> tuple[list[Json], str]:
    """The running classes with learners of the village, and a digest. Who is named is written into the log of looks."""
    found = _classes(village, actor)
    return found, hashlib.sha256(json.dumps(found, ensure_ascii=False).encode()).hexdigest()[:20]


def changed(village: Division, since: int, actor: Actor) -> dict[str, list[Any]]:
    """All classes as they are now, in a list of one, when anything of training has happened since."""
    if not actor.may(SIGN_IN, str(village.key)):
        return {}
    if not Event.objects.filter(seq__gt=since, verb__startswith="training.").exists():
        return {}
    return {"classes": [_classes(village, actor)]}


def _classes(village: Division, actor: Actor) -> list[Json]:
    area = str(village.key)
    if not actor.may(SIGN_IN, area):
        return []
    here = Q(area_id__gte=area, area_id__lt=upper_bound(area))
    rows = list(
        Enrolment.objects.filter(here, status__in=IN_CLASS, held__status=Status.RUNNING).order_by("held_id", "pk")
    )
    keys = list(dict.fromkeys(row.held_id for row in rows))[:MOST]
    classes = {one.pk: one for one in Class.objects.select_related("course").filter(pk__in=keys)}
    if rows:
        looked(SIGN_IN, actor=actor, persons=[row.person_uuid for row in rows], subject=village)
    return [_class(classes[key], [row for row in rows if row.held_id == key]) for key in keys]


def _class(held: Class, rows: list[Enrolment]) -> Json:
    today = clock.today()
    days = (today - timedelta(days=BEHIND), today + timedelta(days=AHEAD))
    sessions = list(Session.objects.filter(held=held, on__range=days, is_online=False).order_by("on", "begins_at"))
    signed: dict[int, list[str]] = {}
    there = Attendance.objects.filter(enrolment__in=rows, session__in=sessions, struck_on=None).order_by("pk")
    for enrolment, session in there.values_list("enrolment_id", "session__uuid"):
        signed.setdefault(enrolment, []).append(str(session))
    place = place_name(str(held.place_id)) if held.place_id else ""
    return {
        "class": str(held.uuid),
        "number": held.number,
        "course": held.course.title,
        "place": f"{place}{held.address}"[:60],
        "sessions": [_session(one) for one in sessions],
        "learners": [
            {"enrolment": str(row.uuid), "name": row.shown_name or "", "signed": signed.get(row.pk, [])}
            for row in sorted(rows, key=lambda one: (one.shown_name or "", one.pk))
        ],
    }


def _session(one: Session) -> Json:
    return {
        "session": str(one.uuid), "on": one.on.isoformat(), "begins": f"{one.begins_at:%H:%M}",
        "ends": f"{one.ends_at:%H:%M}", "topic": one.topic,
    }  # fmt: skip
