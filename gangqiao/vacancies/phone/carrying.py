"""The parts of a pack in words, as a phone shows them: it knows no code lists of vacancies and speaks for itself.

Only public facts of employers and vacancies, and the numbers of persons whom the package names anyway.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Level
from gangqiao.people.codes import LISTS
from gangqiao.people.models import Category
from gangqiao.people.reads import as_of
from gangqiao.vacancies.attributes import VACANCY
from gangqiao.vacancies.models import Leaflet, Pack
from gangqiao.vacancies.reads import packs
from gangqiao.vacancies.reads import packs_texts as texts
from gangqiao.vacancies.reads.delivering import within
from gangqiao.vacancies.reads.packs import ShownLine
from gangqiao.vacancies.reads.packs_people import seekers_of

Json = dict[str, Any]
# What people ask at the door, in the order in which they ask.
TERMS = (
    "take_home", "pay_day", "hours", "shifts", "board", "lodging", "couples_room", "transport", "insurance", "contract",
    "trial_days", "sex_limit", "age_min", "age_max", "ethnicity_limit", "limit_reason", "education_min", "skills",
    "certificate", "starts_on", "valid_until", "suits", "description",
)  # fmt: skip

MOST = 10  # vacancies for each person who seeks work (R052)
FURTHER = 1001  # far above the lines of any pack


def lines_of(pack: Pack) -> list[Json]:
    """The vacancies of the pack in its order. `struck`: why it is not open any more, "" while it is."""
    return [_line(line) for line in packs.lines_of(pack)]


def _line(line: ShownLine) -> Json:
    posting = line.posting
    terms = [(str(VACANCY[key].label), posting.words(key)) for key in TERMS] + posting.own_words
    return {
        "number": line.number,
        "vacancy": str(posting.uuid),
        "title": posting.title,
        "employer": posting.employer_name,
        "place": texts.place_words(posting, line.reach),
        "distance": str(line.distance),
        "pay": posting.pay_words,
        "seats": posting.open_seats,
        "terms": [term for term in terms if term[1]],
        "contact": posting.contact_name,
        "phone": posting.contact_phone,
        "why": list(line.why),
        "fits": line.fits,
        "struck": "" if line.is_open else line.struck,
    }


def leaflets_of(pack: Pack) -> list[Json]:
    """The policies and services of the day. `everybody`: not only for people of one category."""
    return [
        {
            "leaflet": str(one.uuid),
            "kind": one.kind,
            "title": one.title,
            "words": one.words,
            "document": one.document,
            "phone": one.phone,
            "everybody": not one.suits,
        }
        for one in packs.leaflets_on(clock.today())
    ]


def texts_of(pack: Pack) -> Json:
    """What the chat group is sent, and what is read aloud, sentence by sentence."""
    lines = packs.lines_of(pack)
    titles = [one.title for one in packs.leaflets_on(clock.today())]
    return {
        "chat": texts.chat_text(pack, lines, texts.address_of(pack)),
        "aloud": texts.loudspeaker(pack, lines, titles),
    }


def people_of(pack: Pack) -> Json:
    """Who is offered what, with the reasons, and whom a leaflet is meant for.

    {"whys": [sentence], "jobs": {person: [[number of the line, place in whys, ...]]}, "leaflets": {person: [leaflet]},
    "further": [line outside the pack, numbered from FURTHER]}
    """
    village = str(pack.area_id)
    found = seekers_of(village)
    offered = packs.suggestions(packs.lines_of(pack), found, village, most=MOST, outside=True)
    further = _further(offered.values())
    places: dict[str, int] = {}
    jobs = {
        str(one.uuid): [
            [_number(line, further), *(places.setdefault(why, len(places)) for why in whys)]
            for line, whys in offered[one.person]
        ]
        for one in found
        if offered.get(one.person)
    }
    lines = [_line(line) for line in further.values()]
    return {"whys": list(places), "jobs": jobs, "leaflets": _meant_for(village), "further": lines}


def _further(offered: Iterable[packs.Suggested]) -> dict[UUID, ShownLine]:
    """What is offered to somebody and stands outside the pack, by vacancy, with a number the phone knows it by."""
    lines = {line.posting.uuid: line for one in offered for line, _why in one if not line.number}
    ordered = sorted(lines, key=str)
    return {uuid: replace(lines[uuid], number=FURTHER + n) for n, uuid in enumerate(ordered)}


def _number(line: ShownLine, further: Mapping[UUID, ShownLine]) -> int:
    return line.number or further[line.posting.uuid].number


def _meant_for(village: str) -> dict[str, list[str]]:
    """Leaflets for one category, by the people who hold it. What a phone may not know of them leads to none."""
    special = [one for one in packs.leaflets_on(clock.today()) if one.suits]
    hidden = set(LISTS["category"].above(Level.PERSONAL))
    wanted = {one.suits for one in special} - hidden
    if not wanted:
        return {}
    held = as_of.rows(Category, on=clock.today()).filter(within(village), kind__in=wanted)
    found: dict[str, list[str]] = {}
    for person, kind in held.order_by("person").values_list("person__uuid", "kind"):
        found.setdefault(str(person), []).extend(_named(special, kind))
    return found


def _named(leaflets: Iterable[Leaflet], kind: str) -> list[str]:
    return [str(one.uuid) for one in leaflets if one.suits == kind]
