"""Spot-checks as pages and the printed list show them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import pgettext

from gangqiao.assistance.actions.spots import RECORD, RESULTS
from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.models import SpotCheck
from gangqiao.assistance.reads.spots import DOUBTS
from gangqiao.assistance.showing.sheets import month_words
from gangqiao.kernel.actor import Actor, Level
from gangqiao.people.reads.masking import name_for, phone_for, place_names
from gangqiao.places.reads import path_names_of

TONES = {"on_duty": "good", "got_it": "good", "not_reached": "calm"}


def kind_words(kind: str) -> str:
    """A visit or a call, in words."""
    return pgettext("spot-check", "visit") if kind == "visit" else pgettext("spot-check", "call")


def rows(found: Iterable[SpotCheck], actor: Actor) -> list[dict[str, Any]]:
    """The rows of the list."""
    checks = list(found)
    places = place_names({str(one.holder.post.area_id) for one in checks})
    return [_row(one, places, actor) for one in checks]


def _row(one: SpotCheck, places: dict[str, str], actor: Actor) -> dict[str, Any]:
    area, person = str(one.area_id), one.holder.person
    phone = phone_for(person.phone or "", actor.level_in(area))
    may = actor.may(RECORD, area)
    return {
        "check": one,
        "name": name_for(person, actor),
        "place": places.get(str(one.holder.post.area_id), ""),
        "post": one.holder.post.title,
        "duty_place": one.holder.post.place,
        "hours": one.holder.post.hours,
        "kind": kind_words(one.kind),
        "month": month_words(one.month),
        "phone": phone,
        "dial": phone if phone.isascii() and phone.isdigit() else "",
        "result": LISTS["spot_result"].word(one.result) if one.result else "",
        "tone": TONES.get(one.result, "warn"),
        "words": (one.words or "") if actor.level_in(area) >= Level.PERSONAL else "",
        "is_doubt": one.result in DOUBTS and one.settled_on is None,
        "settled": (one.settled_words or "") if actor.level_in(area) >= Level.PERSONAL else "",
        "may_record": may and not one.result,
        "may_settle": may and one.result in DOUBTS and one.settled_on is None,
        "results": [(code, LISTS["spot_result"].word(code)) for code in RESULTS[one.kind]],
        "may_see": actor.may("people.view", area),
    }


def results(found: dict[str, dict[str, int]], kind: str) -> list[dict[str, Any]]:
    """What was found, a line for each township: drawn, then each result of the kind."""
    names = path_names_of(set(found))
    return [
        {
            "name": names[key][-1] if key in names else key,
            "area": key,
            "drawn": sum(counts.values()),
            "counts": [(code, counts.get(code, 0)) for code in RESULTS[kind]],
        }
        for key, counts in found.items()
    ]
