"""The pack of a village as a phone carries it: jobs with reasons, leaflets, who is offered what, and what was done."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext

from gangqiao.audit.events import looked
from gangqiao.audit.models import Event
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.paths import ancestors_of, upper_bound
from gangqiao.places.models import Division
from gangqiao.vacancies.models import Delivery, Pack
from gangqiao.vacancies.phone.carrying import leaflets_of, lines_of, people_of, texts_of
from gangqiao.vacancies.policy.delivering import due_at_doors
from gangqiao.vacancies.reads import delivering, packs

Json = dict[str, Any]
# Kind of what is due at a household: the phone takes it away when it records the visit.
DUE = "delivery"
# After these another pack lies on the phone: it fetches the village anew.
ANEW = (
    "vacancies.make_packs", "vacancies.issue", "vacancies.close_release", "vacancies.close_answers",
    "vacancies.write_leaflet",
)  # fmt: skip
BESIDE = ("vacancies.deliver", "vacancies.respond", "vacancies.strike")


def section(village: Division, actor: Actor) -> tuple[Json | None, str]:
    """The pack of the village, null when it has none; and a digest. Persons are named by their numbers alone."""
    pack = delivering.pack_of(str(village.key)) if actor.may("vacancies.deliver", str(village.key)) else None
    if pack is None:
        return None, "none"
    found = _pack(pack) | {"people": people_of(pack)} | _done(pack)
    return found, hashlib.sha256(json.dumps(found, ensure_ascii=False).encode()).hexdigest()[:20]


def changed(village: Division, since: int, actor: Actor) -> dict[str, list[Any]] | None:
    """The pack as it is now when something of it changed; who is offered what only when that was chosen anew.

    None: the phone starts anew.
    """
    area = str(village.key)
    here = Q(area__gte=area, area__lt=upper_bound(area)) | Q(area__in=["", *ancestors_of(area)])
    chosen_anew = packs.chosen_anew_after()
    after = Event.objects.filter(here, seq__gt=since, verb__in={*ANEW, *BESIDE, *chosen_anew})
    verbs = set(after.values_list("verb", flat=True).distinct())
    if verbs.intersection(ANEW):
        return None
    if not verbs or not actor.may("vacancies.deliver", area):
        return {}
    pack = delivering.pack_of(area)
    if pack is None:
        return None
    return {"carry": [_pack(pack) | _seen(pack, actor, with_people=bool(verbs & chosen_anew))]}


def _seen(pack: Pack, actor: Actor, *, with_people: bool) -> Json:
    """What of a change is about people, and the note that it was looked at."""
    found = {"people": people_of(pack)} if with_people else {}
    done = _done(pack)
    persons = {*done["answers"], *(found["people"]["jobs"] if found else ())}
    if persons:
        looked("sync.carry", actor=actor, persons=[UUID(person) for person in sorted(persons)], subject=pack)
    return found | done


def due(village: Division, actor: Actor) -> dict[UUID, list[Json]]:
    """Where somebody seeks work and has not been told of this month's pack: a visit within days of the issue."""
    area = str(village.key)
    pack = delivering.pack_of(area) if actor.may("vacancies.deliver", area) else None
    if pack is None or pack.release.issued_at is None:
        return {}
    until = due_at_doors(clock.day_of(pack.release.issued_at))
    entry = {"kind": DUE, "title": gettext("Carry this month's jobs"), "until": until.isoformat()}
    return {uuid: [dict(entry)] for uuid in delivering.due_households(pack).values_list("uuid", flat=True)}


def _pack(pack: Pack) -> Json:
    return {
        "pack": str(pack.uuid),
        "period": pack.release.period.isoformat(),
        "issued_on": clock.day_of(pack.release.issued_at).isoformat() if pack.release.issued_at else None,
        "note": pack.release.note,
        "households": pack.households,
        "lines": lines_of(pack),
        "leaflets": leaflets_of(pack),
        **texts_of(pack),
    }


def _done(pack: Pack) -> Json:
    """What was recorded of it: by this phone, by another one, at the desk."""
    rows = Delivery.objects.filter(pack=pack).select_related("household").order_by("pk")
    return {
        "deliveries": [
            {
                "id": str(row.change_id),
                "household": str(row.household.uuid) if row.household else None,
                "way": row.way,
                "on": row.on.isoformat(),
                "reached": row.reached,
                "what": [name for name in ("jobs", "policies", "services") if getattr(row, name)],
            }
            for row in rows
            # A household that was carried to another village took its visits out of sight.
            if row.household or row.household_id is None
        ],
        "answers": {str(who): said for who, said in delivering.answers_in(str(pack.area_id)).items()},
    }
