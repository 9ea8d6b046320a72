"""Post holders in words: state, agreement, insurance, what was found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.models import Holder
from gangqiao.assistance.reads.holders_found import SAYS
from gangqiao.assistance.states import HOLDER, LIVE_HOLDER, HolderStatus
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.money import format_yuan
from gangqiao.people.reads.masking import name_for, place_names

H = HolderStatus
TONES = {H.AGREEMENT: "busy", H.ON_DUTY: "good", H.SUSPENDED: "warn", H.ENDED: "calm"}


@dataclass(frozen=True, slots=True)
class Row:
    """A holder in a list. found: what was found and nobody looked into, in sentences."""

    holder: Holder
    name: str
    place: str
    department: str
    status: Any
    tone: str
    why: str
    agreement: str
    insured: str
    is_insured: bool
    pay: str
    found: list[Any]
    may: set[str]


def rows(holders: Iterable[Holder], actor: Actor) -> list[Row]:
    """Holders as rows; persons, posts and quotas must be at hand."""
    found = list(holders)
    places = place_names({str(one.area_id) for one in found})
    return [_row(one, places.get(str(one.area_id), ""), actor) for one in found]


def _row(one: Holder, place: str, actor: Actor) -> Row:
    status = H(one.status)
    return Row(
        holder=one,
        name=name_for(one.person, actor),
        place=place,
        department=LISTS["post_department"].word(one.post.quota.department),
        status=status.label,
        tone=TONES[status],
        why=_why(one),
        agreement=span(one.begins_on, one.ends_on),
        insured=date_format(one.insured_until) if one.insurance_no and one.insured_until else "",
        is_insured=bool(one.insurance_no and one.insured_until and one.insured_until >= clock.today()),
        pay=format_yuan(one.standard),
        found=[SAYS.get(code, code) for code in one.stop_reasons],
        may=acts_of(one, actor),
    )


def acts_of(one: Holder, actor: Actor) -> set[str]:
    """The verbs the reader may use on it now, without the name of the app."""
    may = {
        step.verb.partition(".")[2]
        for step in HOLDER.steps_from(one.status)
        if any(actor.may(step.verb, path) for path in one.paths)
    }
    if one.status in LIVE_HOLDER and any(actor.may("assistance.sign_agreement", path) for path in one.paths):
        may.add("sign_agreement")
    if one.stop_reasons and one.status == H.ON_DUTY and any(actor.may("assistance.resume", p) for p in one.paths):
        may.add("look_into")
    if any(actor.may("assistance.print", path) for path in one.paths):
        may.add("print")
    return may


def span(first: date | None, last: date | None) -> str:
    """From when to when, "" while nothing is agreed."""
    if first is None or last is None:
        return ""
    return _("%(first)s to %(last)s") % {"first": date_format(first), "last": date_format(last)}


def pauses(one: Holder) -> list[tuple[str, str]]:
    """Times of suspension: from when to when, and why."""
    found = []
    for first, last, reason in one.pauses:
        begins = date.fromisoformat(first)
        days = span(begins, date.fromisoformat(last)) if last else _("since %(day)s") % {"day": date_format(begins)}
        found.append((days, LISTS["suspend_reason"].word(reason)))
    return found


def _why(one: Holder) -> str:
    if one.status == H.ENDED:
        return str(LISTS["end_reason"].word(one.end_reason))
    return str(LISTS["suspend_reason"].word(one.suspend_reason)) if one.suspend_reason else ""
