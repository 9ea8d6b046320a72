"""Doubts and counts as the pages show them: words, tones and addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import resolve, reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.actor import Actor
from gangqiao.kernel.addresses import rule_of
from gangqiao.kernel.words import Say
from gangqiao.people.reads.masking import name_for, place_name
from gangqiao.quality.models import Doubt
from gangqiao.quality.policy import About, Owner, Rule, Severity
from gangqiao.quality.reads.doubts import age_tone, days_open
from gangqiao.quality.states import DOUBT, OPEN, Status

SEVERITIES: dict[str, tuple[Any, str]] = {
    Severity.WRONG: (_("wrong"), "bad"),
    Severity.DOUBT: (_("doubtful"), "warn"),
    Severity.HINT: (_("to be completed"), "calm"),
}
OWNERS: dict[str, Any] = {Owner.VILLAGE: _("village"), Owner.TOWNSHIP: _("township"), Owner.CITY: _("city office")}
TONES = {
    Status.FOUND: "calm",
    Status.SENT: "busy",
    Status.CONFIRMED: "warn",
    Status.REFUTED: "calm",
    Status.MENDED: "good",
    Status.CLOSED: "calm",
}
# Why a record may be right although a check finds it remarkable; the words stand in the log.
REASONS: dict[str, Any] = {
    "seen": _("Seen on the document: it is so"),
    "asked": _("Asked the person or the family: it is so"),
    "special": _("A special case, described below"),
}


@dataclass(frozen=True, slots=True)
class DoubtShown:
    """One doubt as one reader sees it. Addresses are "" where the reader may not go."""

    doubt: Doubt
    title: Any
    sentence: Any
    name: str
    place: str
    file_href: str
    mend_href: str
    severity: Any
    severity_tone: str
    owner: Any
    age: str
    age_tone: str
    status: Any
    status_tone: str
    may: frozenset[str]


def show_all(doubts: list[Doubt], actor: Actor) -> list[DoubtShown]:
    """Doubts in words, in their order."""
    places = {key: place_name(key) for key in {d.area_id for d in doubts}}
    return [show(d, actor, place=places[d.area_id]) for d in doubts]


def show(doubt: Doubt, actor: Actor, *, place: str = "") -> DoubtShown:
    """A doubt in words. A check that is no longer made is named by its key."""
    rule = doubt.check_made
    severity, tone = SEVERITIES.get(doubt.severity, (doubt.severity, "calm"))
    is_open = doubt.status in OPEN
    return DoubtShown(
        doubt=doubt,
        title=rule.label if rule else doubt.rule,
        sentence=sentence_of(rule, doubt) if rule else "",
        name=_name(doubt, actor),
        place=place or place_name(doubt.area_id),
        file_href=_file(doubt, actor),
        mend_href=_mending(rule, doubt, actor) if rule and is_open else "",
        severity=severity,
        severity_tone=tone,
        owner=OWNERS[rule.owner] if rule else "",
        age=age_words(days_open(doubt.found_on)) if is_open else "",
        age_tone=age_tone(doubt.found_on),
        status=Status(doubt.status).label,
        status_tone=TONES[Status(doubt.status)],
        may=frozenset(
            s.verb.partition(".")[2] for s in DOUBT.steps_from(doubt.status) if actor.may(s.verb, doubt.area_id)
        ),
    )


def sentence_of(rule: Rule, doubt: Doubt) -> Say:
    """The sentence of the check with what it names."""
    return Say(rule.says.msgid, **doubt.named)


def age_words(days: int) -> str:
    if days == 0:
        return gettext("since today")
    return ngettext("open for %(days)d day", "open for %(days)d days", days) % {"days": days}


def _name(doubt: Doubt, actor: Actor) -> str:
    if doubt.person is not None:
        return name_for(doubt.person, actor)
    return str(doubt.household) if doubt.household else ""


def _file(doubt: Doubt, actor: Actor) -> str:
    if not actor.may("people.view", doubt.area_id):
        return ""
    is_home = doubt.check_made is not None and doubt.check_made.about is About.HOUSEHOLD
    if doubt.household is not None and (is_home or doubt.person is None):
        return reverse("people:household", args=[doubt.household.uuid])
    return reverse("people:person", args=[doubt.person.uuid]) if doubt.person else ""


def _mending(rule: Rule, doubt: Doubt, actor: Actor) -> str:
    """The page on which it is mended, when the reader's post opens it over this area."""
    key = {
        About.PERSON: doubt.person.uuid if doubt.person else None,
        About.SPELL: doubt.record,
        About.HOUSEHOLD: doubt.household.uuid if doubt.household else None,
    }[rule.screen.of]
    if key is None:
        return ""
    href = reverse(rule.screen.url_name, args=[key])
    asked = rule_of(resolve(href).func)
    return href if asked is not None and actor.may(asked.who, doubt.area_id) else ""
