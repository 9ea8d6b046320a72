"""Questions to the papers: which there are, what one says, which is due."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max, QuerySet
from django.utils.translation import get_language

from gangqiao.briefings.content.blocks import Paper, from_json
from gangqiao.briefings.models import Briefing, Kind
from gangqiao.briefings.refusals import Damaged
from gangqiao.briefings.states import Status
from gangqiao.headquarters.models import Meeting
from gangqiao.kernel.actor import Actor, covers
from gangqiao.kernel.files import FileGone, open_kept
from gangqiao.places.levels import Level
from gangqiao.places.models import Division
from gangqiao.places.reads import county

FORMS = (Level.COUNTY, Level.TOWNSHIP)
DUE_DAY = 5  # of the month after: ours, no document of the county names a day


def briefings(*, kind: str = "", status: str = "") -> QuerySet[Briefing]:
    """The papers of the scope, the newest first."""
    found = Briefing.objects.select_related("area", "asked_by", "issued_by", "meeting").order_by("-day", "-pk")
    if kind:
        found = found.filter(kind=kind)
    return found.filter(status=status) if status else found


def find_briefing(uuid: UUID) -> Briefing | None:
    """A paper of the scope, or None."""
    return briefings().filter(uuid=uuid).first()


def areas_to_choose(actor: Actor, verb: str = "briefings.make") -> list[Division]:
    """The county and the townships the actor may make papers for."""
    home = county().key
    keys = {home if covers(area, home) else area for area in actor.areas(verb)}
    found: dict[str, Division] = {}
    for key in sorted(keys):
        own = Division.objects.filter(key=key).first()
        if own is None:
            continue
        found[own.key] = own
        if own.level == Level.COUNTY:
            found |= {part.key: part for part in Division.objects.filter(parent=own).order_by("key")}
    return [area for area in found.values() if area.level in FORMS]


def find_area(actor: Actor, key: str) -> Division | None:
    """An area papers are made for, when the actor may make them; None for another's exactly as for none."""
    if not key or not actor.may("briefings.make", key):
        return None
    return Division.objects.filter(key=key, level__in=FORMS).first()


def meetings_to_choose() -> list[Meeting]:
    return list(Meeting.objects.order_by("-day", "-pk")[:20])


# --- what a paper says -----------------------------------------------------------------------------------------------


def paper_of(briefing: Briefing, language: str | None = None) -> Paper | None:
    """What it says in a language, the active one when none is given; None before it is made. Raises Damaged."""
    if not briefing.content:
        return None
    papers = papers_of(briefing)
    wanted = (language or get_language() or "").lower()
    return next((p for name, p in papers.items() if wanted.startswith(name)), next(iter(papers.values())))


def papers_of(briefing: Briefing) -> dict[str, Paper]:
    """What it says in every language. Raises Damaged."""
    try:
        kept = json.loads(open_kept(briefing.content))
    except FileGone as gone:
        raise Damaged from gone
    return {language: from_json(one) for language, one in kept.items()}


def document_of(briefing: Briefing, language: str, form: str) -> bytes | None:
    """A kept document, checked against its digest; None when there is none like it. Raises Damaged."""
    kept = next((f for f in briefing.files if (f["language"], f["format"]) == (language, form)), None)
    if kept is None:
        return None
    try:
        content = open_kept(kept["file"])
    except FileGone as gone:
        raise Damaged from gone
    if hashlib.sha256(content).hexdigest() != kept["sha256"]:
        raise Damaged
    return content


def next_number(briefing: Briefing, year: int) -> int:
    """The next number of its kind and area in a year."""
    same = Briefing.objects.filter(area=briefing.area_id, kind=briefing.kind, year=year)
    return int(same.aggregate(last=Max("number"))["last"] or 0) + 1


# --- what is due -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Due:
    """Monthly figures that nobody has made. day: the last day of their month; late_on: from when they are late."""

    area: Division
    day: date
    late_on: date


def monthly_due(actor: Actor, today: date) -> list[Due]:
    """For the actor's own areas, last month's figures where no paper was made or is being made."""
    last = today.replace(day=1) - timedelta(days=1)
    own = [a for a in areas_to_choose(actor) if any(covers(a.key, p) or a.key == p for p in _own(actor))]
    made = set(
        Briefing.objects.filter(kind=Kind.MONTHLY, day=last, is_public=False)
        .filter(status__in=(Status.WAITS, Status.DRAFT, Status.ISSUED))
        .values_list("area_id", flat=True)
    )
    return [Due(area, last, today.replace(day=DUE_DAY)) for area in own if area.key not in made]


def _own(actor: Actor) -> set[str]:
    home = county().key
    return {home if covers(area, home) else area for area in actor.areas("briefings.make")}


def to_issue(actor: Actor) -> list[Briefing]:
    """Drafts that wait for a second person, who may be the actor."""
    drafts = briefings(status=Status.DRAFT).exclude(asked_by=actor.user_id)
    return [one for one in drafts if actor.may("briefings.issue", one.area_id)]
