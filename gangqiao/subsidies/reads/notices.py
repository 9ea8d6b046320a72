"""Public notices: what waits to be put up, what a reader sees of the notices, their lines and their digest."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from gangqiao.audit.events import name_of
from gangqiao.audit.models import Event
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, is_of_unit
from gangqiao.kernel.paths import ancestors_of
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.places.reads import county_path
from gangqiao.subsidies.models import Claim, Notice, NoticeLine
from gangqiao.subsidies.papers.notice_masking import said_by
from gangqiao.subsidies.policy import claims as policy
from gangqiao.subsidies.reads.digests import digest_of
from gangqiao.subsidies.reads.entitled import book_on
from gangqiao.subsidies.states import CHECKING, ClaimStatus, NoticeStatus

VIEW, APPROVE = "subsidies.view_notices", "subsidies.approve_notice"
STAGES = ("village", "city")
STANDS = {"village": ClaimStatus.VILLAGE_PUBLICITY, "city": ClaimStatus.CITY_PUBLICITY}
PUBLISH = {"village": "subsidies.publish_village", "city": "subsidies.publish_city"}
MOST = 1000  # lines of one notice: a sheet nobody can read is no publicity


@dataclass(frozen=True, slots=True)
class Waiting:
    """Claims that wait for one notice: of a village, or of the county. since: the day by which the first is due."""

    stage: str
    programme: str
    area: str
    many: int
    since: date | None


def waiting_claims(stage: str) -> QuerySet[Claim]:
    """The claims in scope that wait for this publicity and stand on no draft."""
    today, at = clock.today(), Q(pk__in=[])
    for route in policy.ROUTES:
        there = [s for s in CHECKING if policy.next_desk(route, s, today) == f"{stage}_publicity"]
        at |= Q(route=route, status__in=there)
    drafted = NoticeLine.objects.filter(notice__status=NoticeStatus.DRAFT, taken_off=False)
    return Claim.objects.filter(at).exclude(pk__in=drafted.values("claim_id"))


def waiting() -> list[Waiting]:
    """What waits to be put up, by stage, programme and place; the longest waiting first."""
    heaps: dict[tuple[str, str, str], list[Any]] = defaultdict(lambda: [0, None])
    for stage in STAGES:
        rows = waiting_claims(stage).order_by().values_list("programme", "area_id", "due_on").annotate(Count("pk"))
        for programme, area, due, many in rows:
            heap = heaps[stage, programme, place_of(stage, area)]
            heap[0] += many
            heap[1] = min(filter(None, (heap[1], due)), default=None)
    found = [Waiting(*key, many, since) for key, (many, since) in heaps.items()]
    return sorted(found, key=lambda one: (one.since or date.max, one.stage, one.programme, one.area))


def place_of(stage: str, area: str) -> str:
    """The village whose board a claim goes up on, or the county."""
    return area[: KEY_LENGTH[Level.VILLAGE]] if stage == "village" else county_path()


def to_publish(stage: str, programme: str, area: str) -> list[Claim]:
    """The claims of one heap of `waiting`, those of the nearest houses together; `MOST` at most."""
    rows = waiting_claims(stage).filter(programme=programme, area__key__startswith=area)
    return list(rows.order_by("area", "person", "pk")[:MOST])


def visible(actor: Actor) -> QuerySet[Notice]:
    """The notices of the reader's areas, and those of the areas around them: they are put up there, too."""
    own = [one for one in actor.areas(VIEW) if not is_of_unit(one)]
    at = Q(pk__in=[])
    for one in own:
        around = Q(area__in=list(ancestors_of(one)), status__in=[NoticeStatus.PUBLISHED, NoticeStatus.OVER])
        at |= Q(area__key__startswith=one) | around
    return Notice.objects.filter(at).select_related("area")


def find(uuid: UUID, actor: Actor) -> Notice | None:
    """The notice, where the reader may see it."""
    return visible(actor).filter(uuid=uuid).first()


def lines_of(notice: Notice) -> list[NoticeLine]:
    """Every line in scope, by its number; those taken off, too."""
    rows = NoticeLine.objects.filter(notice=notice).select_related("claim", "claim__person")
    return list(rows.order_by("place", "pk"))


def is_whole(notice: Notice, actor: Actor) -> bool:
    """True when the reader sees every line: the notice lies in an area of the reader, not around it."""
    return any(str(notice.area_id).startswith(one) for one in actor.areas(VIEW))


def stands(line: NoticeLine, notice: Notice) -> bool:
    """True while the claim is in the publicity of this notice, and says what it said when it was put up."""
    claim = line.claim
    is_here = claim.notice_id == notice.pk and claim.status == STANDS[notice.stage]
    return not line.taken_off and is_here and claim.digest == digest_of(claim)


def is_up(notice: Notice, day: date) -> bool:
    """True on the days of the publicity, whether or not any night job ran."""
    if notice.status != NoticeStatus.PUBLISHED or notice.first is None or notice.last is None:
        return False
    return bool(notice.first <= day <= notice.last)


def digest_of_notice(notice: Notice, lines: Iterable[NoticeLine]) -> str:
    """What a notice says: its masked lines, and of each claim all it says."""
    said = [(notice.number, notice.stage, str(notice.area_id), notice.programme, notice.phone)]
    said += [(*said_by(line), digest_of(line.claim)) for line in lines]
    return hashlib.sha256("\n".join("\x1f".join(one) for one in said).encode()).hexdigest()


def code_of(notice: Notice) -> str:
    """The beginning of the digest, as it is printed and can be read out; "" before the approval."""
    return "-".join(notice.digest[at : at + 4] for at in (0, 4, 8)).upper() if notice.digest else ""


def is_true(notice: Notice, lines: list[NoticeLine]) -> bool:
    """False when the notice, or a claim that stands on it, does not say any more what was approved.

    A claim that went off may say something else by now; then each of the others is compared by its own seal.
    """
    here = [line for line in lines if line.claim.notice_id == notice.pk and not line.taken_off]
    if any(line.claim.digest != digest_of(line.claim) for line in here):
        return False
    return len(here) < len(lines) or not notice.digest or digest_of_notice(notice, lines) == notice.digest


def publicity_days(programme: str, days: Iterable[date]) -> int | None:
    """The longest publicity the rule asks for on any of these days, in working days; null: a day without the rule."""
    rules = [book_on(day).rules.get(programme) for day in set(days)]
    return max((rule.publicity_days for rule in rules if rule is not None), default=None) if all(rules) else None


def why_off(lines: Iterable[NoticeLine]) -> dict[int, str]:
    """Why lines were left out when the notice was approved, by line."""
    names = {name_of(line): line.pk for line in lines if line.taken_off}
    rows = Event.objects.filter(verb=APPROVE, subject__in=list(names)).values_list("subject", "reason")
    return {names[subject]: reason for subject, reason in rows}


def up_today() -> list[Notice]:
    """What everybody may see today, the newest first."""
    today = clock.today()
    rows = Notice.objects.filter(status=NoticeStatus.PUBLISHED, first__lte=today, last__gte=today)
    return list(rows.select_related("area").order_by("-first", "area", "pk")[:500])


def find_up(uuid: UUID) -> Notice | None:
    """One of `up_today`."""
    found = Notice.objects.filter(uuid=uuid).select_related("area").first()
    return found if found is not None and is_up(found, clock.today()) else None


def days_left(notice: Notice, day: date) -> int:
    """Days until the publicity is over, the last one counted."""
    return ((notice.last - day) // timedelta(days=1)) + 1 if notice.last is not None else 0
