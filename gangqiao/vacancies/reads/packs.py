"""The pack of a village: its lines as they stand at this very moment, what suits whom, policies and services.

A line that closed is struck here at once, by the door of what is published (`reads.postings`), whatever the job that
writes it down has done yet.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext

from gangqiao.kernel import clock
from gangqiao.places.levels import AreaLevel
from gangqiao.places.reads import area_level
from gangqiao.vacancies.models import Leaflet, Pack, Release, ReleaseLine
from gangqiao.vacancies.policy.choosing import Choice, Crowd, Offer, suggest
from gangqiao.vacancies.policy.reasons import said
from gangqiao.vacancies.policy.release import NUMBERS
from gangqiao.vacancies.reads.packs_people import REACHES, Found, trades_of
from gangqiao.vacancies.reads.postings import Posting, still_open
from gangqiao.vacancies.states import Status

# To compare pay by the day with what somebody asks for by the month: the paid days of a month, and hours of a day.
DAYS_OF_MONTH, HOURS_OF_DAY = 22, 8


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One vacancy of a release or pack.

    number   its number in the pack; 0: it stands outside the pack
    why      reasons in the reader's language; fits: people of the village; empty and 0 in a release
    is_open  false: closed since, also when nobody has written it down yet; `struck` says why, if it is known
    """

    number: int
    posting: Posting
    is_open: bool
    struck: str = ""
    struck_on: date | None = None
    why: tuple[str, ...] = ()
    fits: int = 0
    reach: int | None = None

    @property
    def distance(self) -> Any:
        """Where it lies seen from the village, in words; "" when it is not known finely enough."""
        return list(AreaLevel)[self.reach].label if self.reach is not None else ""


def lines_of_release(release: Release) -> list[ShownLine]:
    """Every line of a release, by number."""
    rows = list(release.lines.all())
    opened = still_open(row.vacancy for row in rows if row.struck_at is None)
    return [_shown(row, opened) for row in rows]


def lines_of(pack: Pack) -> list[ShownLine]:
    """The lines of a pack in its order, each as it stands now."""
    chosen = [Choice(one["line"], one["why"], one["fits"]) for one in json.loads(pack.choice)]
    rows = {row.number: row for row in ReleaseLine.objects.filter(release=pack.release_id)}
    kept = [(choice, rows[choice.line]) for choice in chosen if choice.line in rows]
    opened = still_open(row.vacancy for _choice, row in kept if row.struck_at is None)
    return [_shown(row, opened, choice, str(pack.area_id)) for choice, row in kept]


def closed_since(pack: Pack) -> list[ShownLine]:
    """What stood in the village's pack before this one and is not open any more: it is marked in the new one."""
    before = (
        Pack.objects.filter(area=pack.area_id, release__period__lt=pack.release.period)
        .select_related("release")
        .order_by("-release__period")
        .first()
    )
    return [line for line in lines_of(before) if not line.is_open] if before else []


def _shown(row: ReleaseLine, opened: set[Any], choice: Choice | None = None, village: str = "") -> ShownLine:
    posting = Posting.from_facts(json.loads(row.facts))
    is_open = row.struck_at is None and row.vacancy in opened
    return ShownLine(
        number=row.number,
        posting=posting,
        is_open=is_open,
        struck="" if is_open else struck_words(row.struck_reason),
        struck_on=clock.day_of(row.struck_at) if row.struck_at else None,
        why=tuple(said(why) for why in choice.why) if choice else (),
        fits=choice.fits if choice else 0,
        reach=reach_of(village, posting.place) if village else None,
    )


def struck_words(reason: str) -> str:
    """Why a line was struck, in the reader's language."""
    return str(dict(Status.choices).get(reason) or gettext("no longer open"))


def reach_of(village: str, place: str) -> int | None:
    """How far a place lies from a village: 0 own township .. 5 abroad; null: not known finely enough."""
    level = area_level(village, place)
    return REACHES.index(str(level)) if level else None


def offer_of(number: int, posting: Posting, village: str) -> Offer:
    """A posting as the choice sees it from a village."""
    limits = posting.limits
    return Offer(
        line=number,
        reach=reach_of(village, posting.place),
        trades=trades_of(posting.occupation, posting.title),
        suits=frozenset(posting.suits),
        sex=limits.get("sex_limit", ""),
        ethnicity=limits.get("ethnicity_limit", ""),
        age_min=limits.get("age_min"),
        age_max=limits.get("age_max"),
        education=posting.education_min,
        pay=month_pay(posting),
        has_couples_room=posting.couples_room == "yes",
    )


def month_pay(posting: Posting) -> int | None:
    """What it pays at least in a month, in fen; null when nobody said, or by the piece without an amount."""
    if posting.take_home:
        return posting.take_home
    by = {"day": DAYS_OF_MONTH, "hour": DAYS_OF_MONTH * HOURS_OF_DAY}.get(posting.pay_form, 1)
    return posting.pay_min * by if posting.pay_min else None


def crowd_of(found: Sequence[Found], day: date) -> Crowd:
    """The people of a village as the choice sees them."""
    numbers = NUMBERS.on(day)
    return Crowd([one.seeker for one in found], far_until_age=numbers.far_until_age, older_from=numbers.older_from)


Suggested = list[tuple[ShownLine, list[str]]]
Suggester = Callable[[Sequence[ShownLine], Sequence[Found], str, int, bool], dict[int, Suggested]]
_suggesters: list[Suggester] = []
_chosen_anew_after: set[str] = set()


def suggest_by(*verbs: str) -> Callable[[Suggester], Suggester]:
    """Decorator: the function chooses lines for the people of a village, at most so many for each; by primary key.

    Asked for what stands outside the pack as well, it gives such lines the number 0. verbs: after them it chooses anew.
    Whom it does not name is suggested to as here: whoever matches stands above and may not have looked yet.
    """

    def take(suggester: Suggester) -> Suggester:
        if suggester not in _suggesters:
            _suggesters.append(suggester)
        _chosen_anew_after.update(verbs)
        return suggester

    return take


def chosen_anew_after() -> frozenset[str]:
    """The acts after which other lines may suit people than before."""
    return frozenset(_chosen_anew_after)


def suggestions(
    lines: Sequence[ShownLine], found: Iterable[Found], village: str, *, most: int = 0, outside: bool = False
) -> dict[int, Suggested]:
    """What of the open lines suits each person, the best first, with the reasons; by primary key of the person.

    From whoever matches (`suggest_by`), else by the pack's own choice. most: for each; 0: as many as a card names.
    outside: also what is open and stands in no pack of the village.
    """
    people, numbers = list(found), NUMBERS.on(clock.today())
    most, stand = most or numbers.lines_of_person, {line.number: line for line in lines if line.is_open}
    given: dict[int, Suggested] = {}
    for suggester in _suggesters:
        given = suggester(lines, people, village, most, outside) | given
    offers = [offer_of(line.number, line.posting, village) for line in stand.values()]
    # Many ask for the same: a village of 400 has some sixty sorts of wishes.
    of: Callable[[Any], list[Choice]] = cache(
        lambda seeker: suggest(
            seeker, offers, most=most, far_until_age=numbers.far_until_age, older_from=numbers.older_from
        )
    )
    own = {
        one.person: [(stand[choice.line], [said(why) for why in choice.why]) for choice in of(one.seeker)]
        for one in people
        if one.person not in given
    }
    return {one.person: given[one.person] if one.person in given else own[one.person] for one in people}


def people_for(pack: Pack, lines: Sequence[ShownLine], found: Sequence[Found]) -> dict[int, list[int]]:
    """Whom each line suits today, by number: primary keys of persons in walking order; nobody for a closed line."""
    crowd, village = crowd_of(found, clock.today()), str(pack.area_id)
    fits = {
        line.number: crowd.fit(offer_of(line.number, line.posting, village)) if line.is_open else 0 for line in lines
    }
    return {number: [one.person for n, one in enumerate(found) if fit >> n & 1] for number, fit in fits.items()}


def leaflets_on(day: date) -> list[Leaflet]:
    """The policies and services in force on a day, policies first."""
    held = Leaflet.objects.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gt=day))
    return list(held.order_by("kind", "pk"))


def leaflets_for(leaflets: Iterable[Leaflet], categories: Iterable[str]) -> list[Leaflet]:
    """Those for everybody, and those for people of these categories."""
    held = set(categories)
    return [leaflet for leaflet in leaflets if not leaflet.suits or leaflet.suits in held]
