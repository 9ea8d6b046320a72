"""How public notices and what waits for them look on the pages of those who work with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, Level
from gangqiao.kernel.identifiers import mask_name
from gangqiao.people.reads.masking import place_names
from gangqiao.subsidies.models import Notice, NoticeLine
from gangqiao.subsidies.papers.notice import title_of
from gangqiao.subsidies.papers.notice_masking import PublicLine, public_lines
from gangqiao.subsidies.reads import notices as reads
from gangqiao.subsidies.reads.entitled import book_on
from gangqiao.subsidies.showing.rules import said
from gangqiao.subsidies.states import NOTICE, ClaimStatus, NoticeStatus

TONES = {
    NoticeStatus.DRAFT: "busy", NoticeStatus.PUBLISHED: "good", NoticeStatus.OVER: "calm",
    NoticeStatus.TAKEN_DOWN: "bad",
}  # fmt: skip


def stage_words(stage: str) -> str:
    """Where it is put up."""
    words = {
        "village": pgettext("public notice", "publicity in the village"),
        "city": pgettext("public notice", "publicity by the city"),
    }  # fmt: skip
    return words[stage]


def waiting_rows(found: Sequence[reads.Waiting], actor: Actor) -> list[dict[str, Any]]:
    """What waits to be put up; may_draft: the reader may draft it there."""
    places, rules = place_names({one.area for one in found}), book_on(clock.today()).rules
    return [
        {
            "one": one, "place": places.get(one.area, ""), "stage": stage_words(one.stage),
            "title": said(rules[one.programme].title) if one.programme in rules else one.programme,
            "may_draft": actor.may("subsidies.draft_notice", one.area),
            "is_late": one.since is not None and one.since < clock.today(),
        }
        for one in found
    ]  # fmt: skip


def rows(found: Sequence[Notice]) -> list[dict[str, Any]]:
    """Notices as rows: place, subsidy, state, and how many days are left."""
    places = place_names({str(one.area_id) for one in found})
    return [
        {
            "notice": one, "place": places.get(str(one.area_id), ""), "title": title_of(one),
            "status": NoticeStatus(one.status).label, "tone": TONES[NoticeStatus(one.status)], "left": left_words(one),
        }
        for one in found
    ]  # fmt: skip


def left_words(notice: Notice) -> str:
    """How long it stays up yet; "" when it does not stand there."""
    if notice.status != NoticeStatus.PUBLISHED:
        return ""
    many = reads.days_left(notice, clock.today())
    if many <= 0:
        return _("its days are over: take the sheet off the board")
    return ngettext("%(n)d day left", "%(n)d days left", many) % {"n": many}


def line_rows(notice: Notice, lines: Sequence[NoticeLine], actor: Actor) -> list[dict[str, Any]]:
    """Each line as everybody sees it, with its state for those who work with it."""
    why = reads.why_off(lines)
    return [
        {
            "line": line, "public": _for(public, line, actor), "status": ClaimStatus(line.claim.status).label,
            "is_off": line.taken_off or (notice.status == NoticeStatus.PUBLISHED and not reads.stands(line, notice)),
            "why": why.get(line.pk, ""),
            "may_see": actor.may("subsidies.view_claims", str(line.area_id)),
            "may_object": reads.is_up(notice, clock.today())
            and reads.stands(line, notice)
            and actor.may("subsidies.take_objection", str(line.area_id)),
        }
        for line, public in zip(lines, public_lines(lines), strict=True)
    ]  # fmt: skip


def _for(public: PublicLine, line: NoticeLine, actor: Actor) -> PublicLine:
    """The line for a reader: who reads figures alone sees no name here, because a draft is not public yet."""
    if actor.level_in(str(line.area_id)) >= Level.PERSONAL or not public.number:
        return public
    return replace(public, name=mask_name(public.name), number="")


def acts_of(notice: Notice, actor: Actor) -> list[str]:
    """The steps the reader may take now, by their names without the app."""
    steps = NOTICE.steps_from(notice.status)
    may = [step.verb for step in steps if actor.may(step.verb, str(notice.area_id))]
    if notice.drafter is not None and notice.drafter == actor.user_id:
        may = [verb for verb in may if verb != reads.APPROVE]
    if notice.last is not None and notice.last >= clock.today():
        may = [verb for verb in may if verb != "subsidies.end_notice"]
    return [verb.partition(".")[2] for verb in may]
