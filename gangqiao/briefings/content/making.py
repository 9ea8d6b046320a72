"""From a paper that was asked for to what it says, once in each language of the product."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext, override

from gangqiao.accounts.models import Unit
from gangqiao.briefings.content.blocks import Paper
from gangqiao.briefings.content.composer import Composer, day_text
from gangqiao.briefings.content.gathering import Gathered, gather
from gangqiao.briefings.content.papers import analysis, circular, figures, pack, public
from gangqiao.briefings.content.tracing import known_on, origin
from gangqiao.briefings.models import Briefing, Kind
from gangqiao.headquarters.showing.agenda import meeting_name
from gangqiao.kernel import clock

LANGUAGES = ("zh-hans", "en")
_PUT: dict[str, Callable[[Composer], None]] = {
    Kind.WEEKLY: figures.weekly,
    Kind.MONTHLY: figures.monthly,
    Kind.CIRCULAR: circular.circular,
    Kind.ANALYSIS: analysis.analysis,
}


@dataclass(frozen=True, slots=True)
class Made:
    """What a paper says in each language."""

    papers: dict[str, Paper]
    is_provisional: bool


def make(briefing: Briefing) -> Made:
    """Make what the paper says, in the scope of the moment. Raises NoPlan, DamagedSnapshot."""
    gathered = gather(briefing.area, briefing.begins_on, briefing.day)
    papers = {}
    for language in LANGUAGES:
        with override(language):
            papers[language] = _paper(briefing, gathered, language)
    return Made(papers, gathered.is_provisional)


def _paper(briefing: Briefing, gathered: Gathered, language: str) -> Paper:
    c = Composer(gathered)
    if briefing.is_public:
        public.public(c)
    elif briefing.kind == Kind.MEETING:
        pack.pack(c, briefing.meeting)
    else:
        _PUT[briefing.kind](c)
    return Paper(
        head=gettext("Rural employment support"),
        title=title_of(briefing),
        unit=unit_of(briefing),
        about=about(briefing),
        basis=_basis(gathered),
        blocks=tuple(c.blocks),
        appendix=() if briefing.is_public else c.appendix(),
        is_provisional=gathered.is_provisional,
        is_public=briefing.is_public,
        provisional_words=gettext("Provisional figures") if gathered.is_provisional else "",
        language=language,
        labels=_labels(),
    )


def title_of(briefing: Briefing) -> str:
    """The title as it stands on the paper, in the language of the moment."""
    words: dict[str, Any] = {"area": briefing.area.name}
    if briefing.kind == Kind.MEETING:
        return gettext("%(meeting)s: papers") % {"meeting": meeting_name(briefing.meeting)}
    if briefing.kind == Kind.MONTHLY:
        words["month"] = date_format(briefing.day, "YEAR_MONTH_FORMAT")
        return gettext("%(area)s: monthly figures of rural employment, %(month)s") % words
    return _TITLES[briefing.kind]() % words


def _labels() -> dict[str, str]:
    """Words every document needs around the blocks."""
    return {
        "draft": gettext("Draft, not issued"),
        "number": gettext("No. %(number)d of %(year)d"),
        "text": gettext("Text"),
        "checked": gettext("Checked by"),
        "signed": gettext("Signed by"),
        "colon": gettext(": "),
    }


_TITLES: dict[str, Callable[[], str]] = {
    Kind.WEEKLY: lambda: gettext("%(area)s: weekly figures of rural employment"),
    Kind.CIRCULAR: lambda: gettext("%(area)s: circular on the progress of rural employment"),
    Kind.ANALYSIS: lambda: gettext("%(area)s: analysis of rural employment"),
}


def about(briefing: Briefing) -> str:
    """The days the paper speaks of."""
    if briefing.begins_on == briefing.day:
        return gettext("As of %(day)s") % {"day": day_text(briefing.day)}
    return gettext("%(first)s to %(last)s") % {"first": day_text(briefing.begins_on), "last": day_text(briefing.day)}


def unit_of(briefing: Briefing) -> str:
    """Who issues it: the unit of whoever asked for it."""
    unit = Unit.objects.filter(users__pk=briefing.asked_by_id).first()
    return unit.name if unit else briefing.area.name


def _basis(gathered: Gathered) -> tuple[str, ...]:
    ground = gathered.grounds.on(gathered.day)
    words = {"day": day_text(gathered.day), "source": origin(ground), "known": known_on(ground)}
    lines = [gettext("Figures as of %(day)s, as known on %(known)s. Source: %(source)s.") % words]
    if ground.snapshot is None:
        lines.append(gettext("These figures are provisional: what is recorded later can still change them."))
    lines.append(gettext("Made at %(moment)s.") % {"moment": _now()})
    return tuple(lines)


def _now() -> str:
    return clock.now().astimezone(clock.TZ).isoformat(sep=" ", timespec="minutes")[:16]
