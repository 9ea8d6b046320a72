"""Calls in words: why somebody is called, the number to dial, rows of the list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gangqiao.followup.codes import LISTS
from gangqiao.followup.models import Contact
from gangqiao.followup.policy import followup as policy
from gangqiao.followup.policy.followup import NUMBERS
from gangqiao.followup.states import OPEN, Status
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.people import attributes
from gangqiao.people.models import Person
from gangqiao.people.reads.masking import name_for, place_names, show

TONES = {Status.DUE: "busy", Status.NOT_REACHED: "warn", Status.DONE: "good", Status.DROPPED: "calm"}
RESULT_TONES = {"still": "good", "changed": "calm", "returned": "warn", "complaint": "bad"}


@dataclass(frozen=True, slots=True)
class Row:
    """A call in a list. why: the reasons in words; phone: to dial, "" when unknown or not to be read; work: where."""

    contact: Contact
    name: str
    place: str
    why: str
    due: str
    phone: str
    dial: str
    work: str
    tone: str
    status: Any
    is_overdue: bool


def rows(contacts: Iterable[Contact], actor: Actor) -> list[Row]:
    """Contacts as rows; their persons and times of work must be at hand."""
    found = list(contacts)
    places = place_names({str(one.area_id) for one in found})
    return [_row(one, places.get(str(one.area_id), ""), actor) for one in found]


def _row(one: Contact, place: str, actor: Actor) -> Row:
    phone = phone_of(one.person, actor)
    status = Status(one.status)
    shown = LISTS["result"].word(one.result) if one.result else status.label
    return Row(
        contact=one,
        name=name_for(one.person, actor),
        place=place,
        why=why_words(one),
        due=due_words(one),
        phone=phone,
        dial=phone if phone.isascii() and phone.isdigit() else "",
        work=one.employer,
        tone=RESULT_TONES.get(one.result, TONES[status]),
        status=shown,
        is_overdue=one.status in OPEN and one.due_on < clock.today(),
    )


def phone_of(person: Person, actor: Actor) -> str:
    """The number as deep as the reader may see it; "" when none is recorded."""
    return str(show(attributes.PERSON["phone"], person.phone, actor.level_in(str(person.area_id))).text)


def why_words(one: Contact) -> str:
    """Why somebody is called, the reason first, then what makes it urgent."""
    if one.kind == policy.DUE:
        first = one.mark == min(policy.days_of_contacts(one.due_on))
        words = _("%(n)d days at work") % {"n": one.mark}
        parts = [_("%(n)d days at work: is it as promised?") % {"n": one.mark} if first else words]
    else:
        parts = [str(LISTS["contact_reason"].word(one.reason))]
    if one.status in OPEN:
        parts += _urgent(one)
    return pgettext("list of reasons", "; ").join(parts)


def _urgent(one: Contact) -> list[str]:
    today, parts = clock.today(), []
    late = (today - one.due_on).days
    if late > 0:
        parts.append(ngettext("waits for %(n)d day", "waits for %(n)d days", late) % {"n": late})
    if _is_protected(one):
        parts.append(_("of a protected household"))
    if one.tries:
        parts.append(ngettext("tried %(n)d time", "tried %(n)d times", one.tries) % {"n": one.tries})
    return parts


def _is_protected(one: Contact) -> bool:
    """Read from the day it stands at, which was worked out with the categories."""
    plain = policy.stands_at(one.due_on, kind=one.kind, mark=one.mark, categories=())
    return (plain - one.stands_on).days >= int(NUMBERS.on(one.due_on).weight_protected)


def due_words(one: Contact) -> str:
    """When: due on a day, tried again on a day, done on a day."""
    if one.done_on:
        return date_format(one.done_on)
    if one.status == Status.NOT_REACHED and one.next_on > clock.today():
        return _("again on %(day)s") % {"day": date_format(one.next_on)}
    return _("due on %(day)s") % {"day": date_format(one.due_on)}


def answers(one: Contact) -> list[tuple[Any, Any]]:
    """What was said, as label and words."""
    if one.status != Status.DONE:
        return []
    said = one.said
    lines: list[tuple[Any, Any]] = [
        (_("Spoke with"), LISTS["spoke_with"].word(one.spoke_with)),
        (_("Way"), LISTS["way"].word(one.way)),
    ]
    lines += [(label, LISTS["kept"].word(said["kept"][key])) for key, label in aspects() if said["kept"].get(key)]
    if said.get("wants"):
        lines.append((_("Wants next"), LISTS["wants_next"].word(said["wants"])))
    if said.get("words"):
        lines.append((_("In words"), said["words"]))
    return lines


def aspects() -> list[tuple[str, Any]]:
    """What is compared with what was promised."""
    return [
        ("pay", pgettext("promised", "Pay")),
        ("work", pgettext("promised", "Work and hours")),
        ("housing", pgettext("promised", "Board and lodging")),
    ]
