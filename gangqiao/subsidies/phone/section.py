"""What the policy finds the people of a village, as a phone carries it: to be read without a signal, not to be changed.

No more than is needed to tell somebody: name, programme, amount, the one thing that is missing, where the claim waits.
Why somebody is entitled, and what is known of the household's poverty, stays at the desk.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils import translation

from gangqiao.audit.events import looked
from gangqiao.audit.models import Event
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.paths import ancestors_of, upper_bound
from gangqiao.places.models import Division
from gangqiao.subsidies.reads.village_lists import VillageList, list_of
from gangqiao.subsidies.showing.desks import desk_words
from gangqiao.subsidies.states import ClaimStatus

Json = dict[str, Any]
VIEW = "subsidies.view_entitled"
# After an act of these somebody of the village may be entitled to something else, or a claim has moved.
OF_VILLAGE = ("subsidies.", "people.")
OF_COUNTY = ("subsidies.switch_rule",)
LANGUAGES = {"zh": "zh-hans", "en": "en"}


def section(village: Division, actor: Actor) -> tuple[Json | None, str]:
    """The list of the village; null for who may not see it, or when it is empty; and a digest."""
    if not actor.may(VIEW, str(village.key)):
        return None, "none"
    found = laid_out(list_of(str(village.key), clock.today()))
    if not found["people"]:
        return None, "none"
    return found, hashlib.sha256(json.dumps(found, ensure_ascii=False).encode()).hexdigest()[:20]


def changed(village: Division, since: int, actor: Actor) -> dict[str, list[Any]]:
    """The section as it stands now, in place of the former one, when something may be otherwise.

    A day that has passed is something: who has stayed three months today was entitled to nothing yesterday.
    """
    area = str(village.key)
    if not actor.may(VIEW, area) or not _may_differ(area, since):
        return {}
    found = laid_out(list_of(area, clock.today()))
    if persons := [one["person"] for one in found["people"]]:
        looked("sync.carry", actor=actor, persons=persons, subject=village)
    return {"money": [found]}


def _may_differ(area: str, since: int) -> bool:
    here = Q(area__gte=area, area__lt=upper_bound(area))
    acts = [Q(verb__startswith=prefix) & here for prefix in OF_VILLAGE]
    acts += [Q(verb=verb, area__in=["", *ancestors_of(area)]) for verb in OF_COUNTY]
    any_of = acts[0]
    for one in acts[1:]:
        any_of |= one
    last = Event.objects.filter(seq=since).values_list("at", flat=True).first()
    is_new_day = last is None or clock.day_of(last) < clock.today()
    return is_new_day or Event.objects.filter(any_of, seq__gt=since).exists()


def laid_out(found: VillageList) -> Json:
    """As it travels: words once, lines short.

    programmes  {key: {zh, en}}; missing: {"programme key": {zh, en}}; states: {"status desk": {zh, en}}
    people      {person, name, lines: [[programme, "now" | "if" | "", fen or null, key of what is missing, state]]}
    """
    rules = found.book.rules
    people: dict[str, Json] = {}
    for line in found.lines:
        key = str(line.person)
        state = f"{line.status} {line.desk}" if line.status else ""
        standing = "now" if line.is_entitled else "if" if line.missing else ""
        is_money = line.status or (line.programme in rules and rules[line.programme].unit == "fen")
        entry = people.setdefault(key, {"person": key, "name": line.name, "lines": []})
        entry["lines"].append([line.programme, standing, line.amount if is_money else None, line.missing, state])
    used = {line.programme for line in found.lines}
    return {
        "people": list(people.values()),
        "programmes": {key: dict(rules[key].title) if key in rules else {"zh": key, "en": key} for key in sorted(used)},
        "missing": {f"{key} {name}": dict(words) for (key, name), words in sorted(found.missing.items())},
        "states": {f"{status} {desk}": _state(status, desk) for status, desk in _states(found)},
    }


def travelling(parts: Mapping[str, Any]) -> Json | None:
    """The section of a package as it travels: persons by their place among those of its households, which the package
    brings anyway; one entry for all who stand the same. A village has thousands of lines, and few that differ.

    groups  [programme, standing, fen, missing, state, gaps between places]; people: those of no household here, whole
    """
    money: Json | None = parts.get("money")
    if money is None:
        return None
    persons = (person for home in parts.get("households", ()) for person in home.get("persons", ()))
    places = {str(person["uuid"]): place for place, person in enumerate(persons)}
    groups: dict[tuple[Any, ...], list[int]] = {}
    for one in money["people"]:
        if one["person"] in places:
            for line in one["lines"]:
                groups.setdefault(tuple(line), []).append(places[one["person"]])
    return {
        **money,
        "groups": [[*line, _gaps(sorted(found))] for line, found in groups.items()],
        "people": [one for one in money["people"] if one["person"] not in places],
    }


def _gaps(places: list[int]) -> list[int]:
    """Ascending numbers as what each adds to the one before it: small ones, which pack well."""
    return [place - before for before, place in zip([0, *places], places, strict=False)]


def _states(found: VillageList) -> list[tuple[str, str]]:
    return sorted({(line.status, line.desk) for line in found.lines if line.status})


def _state(status: str, desk: str) -> dict[str, str]:
    """Where the money is: the state, and the desk it waits at, in both languages."""
    words = {}
    for key, language in LANGUAGES.items():
        with translation.override(language):
            said = str(ClaimStatus(status).label)
            words[key] = f"{said} → {desk_words(desk)}" if desk else said
    return words
