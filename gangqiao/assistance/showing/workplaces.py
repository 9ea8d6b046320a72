"""Local places of work in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.models import Seat, Workplace
from gangqiao.assistance.policy import workplaces as policy
from gangqiao.assistance.reads import workplaces as reads
from gangqiao.assistance.reads.workplaces_candidates import Candidate
from gangqiao.assistance.states import WORKPLACE, WorkplaceStatus
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, covers
from gangqiao.kernel.charts import percent_text
from gangqiao.people.codes import LISTS as PEOPLE
from gangqiao.people.reads.masking import name_for, place_names
from gangqiao.places.reads import county_path

W = WorkplaceStatus
TONES = {W.LISTED: "calm", W.RECOGNISED: "good", W.EXPIRED: "warn", W.WITHDRAWN: "bad", W.CLOSED: "calm"}
HOW = "#how"


@dataclass(frozen=True, slots=True)
class Row:
    """A place of work in a list. placed: people of the reader's area with a place there; until: of the recognition."""

    workplace: Workplace
    kind: str
    place: str
    status: str
    tone: str
    until: str
    until_tone: str
    places: int
    free: int
    placed: int
    placed_href: str


def rows(found: Iterable[reads.Standing], actor: Actor) -> list[Row]:
    """Places of work as rows; figures open for who may see names."""
    listed = list(found)
    places = place_names({str(one.workplace.area_id) for one in listed})
    return [_row(one, places.get(str(one.workplace.area_id), ""), actor) for one in listed]


def _row(one: reads.Standing, place: str, actor: Actor) -> Row:
    workplace = one.workplace
    status = W(workplace.status)
    stands = policy.recognition(workplace.expires_on, clock.today())
    return Row(
        workplace=workplace,
        kind=kind_words(workplace.kind),
        place=place,
        status=str(status.label),
        tone=TONES[status],
        until=date_format(workplace.expires_on) if workplace.expires_on and status is W.RECOGNISED else "",
        until_tone="warn" if stands == policy.SOON else "",
        places=one.places,
        free=one.free,
        placed=one.placed,
        placed_href=people_href(workplace, "placed", actor) if one.placed else "",
    )


def kind_words(kind: str) -> str:
    """What kind of place of work it is."""
    return LISTS["workplace_kind"].word(kind)


def people_href(workplace: Workplace, what: str, actor: Actor) -> str:
    """Where the people behind a figure are listed; "" for who may not see names."""
    if not actor.may("assistance.view_cases"):
        return ""
    return f"{reverse('assistance:workplace_people', args=[workplace.uuid])}?{urlencode({'what': what})}"


def acts_of(workplace: Workplace, actor: Actor) -> set[str]:
    """The verbs the reader may use on it now, without the name of the app."""
    verbs = {step.verb for step in WORKPLACE.steps_from(workplace.status)} - {"assistance.expire"}
    if workplace.kind not in policy.RECOGNISED_KINDS:
        verbs -= {"assistance.recognise"}
    if workplace.status != W.CLOSED:
        verbs.add("assistance.correct_workplace")
    found = {verb.partition(".")[2] for verb in verbs if any(actor.may(verb, path) for path in workplace.paths)}
    if workplace.status != W.CLOSED and actor.may("assistance.place"):
        found.add("place")
    return found


@dataclass(frozen=True, slots=True)
class Poor:
    """The registered poor who work there, of the reader's area; the share only for who sees all of them.

    headcount  of everybody employed, as it was told on a day; "" when nobody asked
    """

    many: int
    href: str
    headcount: str
    counted: str
    is_due: bool
    share: str
    is_enough: bool | None
    is_whole: bool


def poor_of(workplace: Workplace, actor: Actor) -> Poor:
    """How many of those employed are registered poor, by their names."""
    many, count, today = len(reads.poor_at(workplace)), workplace.headcount, clock.today()
    is_whole = any(covers(area, county_path()) for area in actor.areas("assistance.view"))
    share = percent_text(Fraction(many, count)) if is_whole and count and many <= count else ""
    return Poor(
        many=many,
        href=people_href(workplace, "poor", actor) if many else "",
        headcount=f"{count:,}" if count is not None else "",
        counted=date_format(workplace.counted_on) if workplace.counted_on else "",
        is_due=policy.is_count_due(workplace.counted_on, today),
        share=share,
        is_enough=policy.has_share(many, count, today) if share else None,
        is_whole=is_whole,
    )


@dataclass(frozen=True, slots=True)
class SeatRow:
    """Somebody with a place. by: how the person works there; seat: null for a time of work without a pledge."""

    person: Any
    name: str
    place: str
    since: str
    work: str
    said: str
    until: str
    why: str
    seat: Seat | None
    may_leave: bool
    may_see: bool


def seat_rows(seats: Iterable[Seat], actor: Actor) -> list[SeatRow]:
    """Places that are held, or were, with their people."""
    found = list(seats)
    places = place_names({str(seat.area_id) for seat in found})
    return [_seat_row(seat, places.get(str(seat.area_id), ""), actor) for seat in found]


def _seat_row(seat: Seat, place: str, actor: Actor) -> SeatRow:
    area, ways = str(seat.area_id), LISTS["said_way"]
    return SeatRow(
        person=seat.person,
        name=name_for(seat.person, actor),
        place=place,
        since=date_format(seat.since),
        work=seat.pledge.trade,
        said=f"{date_format(seat.said_on)} \u00b7 {ways.word(seat.said_way)}",
        until=date_format(seat.until) if seat.until else "",
        why=PEOPLE["end_reason"].word(seat.left_why) if seat.left_why else "",
        seat=seat,
        may_leave=seat.until is None and actor.may("assistance.unplace", area),
        may_see=actor.may("people.view", area),
    )


def why_candidate(one: Candidate) -> list[str]:
    """Why somebody stands on the list of who may be asked, in short sentences."""
    said = [_("Class B: can go out, not far")]
    if one.workless:
        said.append(_("nobody of the household is in work"))
    if one.is_relocated:
        said.append(_("relocated"))
    if one.km is None:
        said.append(_("how far it is, is not known"))
    else:
        said.append(pgettext("way to work", "about %(km)s km by road") % {"km": f"{one.km:g}"})
    return said


def leave_reasons() -> list[tuple[str, Any]]:
    """Why somebody leaves, as the register says it; a death is recorded on the person's file."""
    return [(code, words) for code, words in PEOPLE["end_reason"].choices() if code != "died"]
