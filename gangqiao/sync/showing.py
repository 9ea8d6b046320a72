"""Phones and entries as pages show them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import segno
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.identifiers import mask_id
from gangqiao.sync.kinds import find_kind
from gangqiao.sync.models import Op, Phone
from gangqiao.sync.reads.phones import SILENT_FOR
from gangqiao.sync.states import Result

TONES = {Result.REJECTED: "bad", Result.WAITING: "warn", Result.CONFLICT: "warn", Result.APPLIED: "good"}
DAYS_UNTIL_BAD = 3
# Numbers of documents, phones and accounts: longer than anything else a questionnaire asks.
_LONG_NUMBER = re.compile(r"\d{10,}[\dXx]?")
# Digests of what the phone saw: nothing to read. And what only the health office reads.
_HIDDEN_KEYS = {"base", "questions", "temperature"}


@dataclass(frozen=True, slots=True)
class PhoneShown:
    """One phone. `unsent` and `skew` are claims of the phone, in words; "" when there is nothing to say."""

    phone: Phone
    state: str
    tone: str
    unsent: str
    skew: str
    is_silent: bool


def phone_shown(phone: Phone) -> PhoneShown:
    device = phone.device
    seen = device.seen_at or device.made_at
    is_silent = not device.is_revoked and clock.now() - seen > SILENT_FOR
    if device.is_revoked:
        state, tone = _("phone revoked"), "bad"
    elif not device.user.is_active:
        state, tone = _("officer disabled"), "bad"
    elif is_silent:
        state, tone = _("not heard of lately"), "warn"
    else:
        state, tone = _("phone in use"), "good"
    return PhoneShown(phone, state, tone, unsent_words(phone), skew_words(phone.skew_seconds), is_silent)


def unsent_words(phone: Phone) -> str:
    """What the phone said it still held after its last batch."""
    if phone.unsent is None:
        return ""
    if not phone.unsent:
        return _("nothing")
    many = ngettext("%(many)s entry", "%(many)s entries", phone.unsent) % {"many": phone.unsent}
    if phone.unsent_since is None:
        return many
    return _("%(many)s, the first of %(age)s ago") % {"many": many, "age": age_words(clock.now() - phone.unsent_since)}


def skew_words(seconds: int | None) -> str:
    """How far a clock is off, when it is off by more than ten minutes; else ""."""
    if seconds is None or not Phone(skew_seconds=seconds).is_skewed:
        return ""
    away = age_words(timedelta(seconds=abs(seconds)))
    return _("%(time)s fast") % {"time": away} if seconds > 0 else _("%(time)s slow") % {"time": away}


def age_words(age: timedelta) -> str:
    """An age in its largest unit: minutes, hours or days."""
    minutes = max(0, int(age.total_seconds() // 60))
    if minutes < 60:
        return ngettext("%(many)d minute", "%(many)d minutes", minutes) % {"many": minutes}
    if minutes < 48 * 60:
        return ngettext("%(many)d hour", "%(many)d hours", minutes // 60) % {"many": minutes // 60}
    days = minutes // (24 * 60)
    return ngettext("%(many)d day", "%(many)d days", days) % {"many": days}


@dataclass(frozen=True, slots=True)
class EntryShown:
    """One entry of the work queue. `lines`: label and value; `persons`: whose records it shows."""

    op: Op
    kind: str
    title: str
    state: str
    tone: str
    age: str
    age_tone: str
    says: str
    faults: list[dict[str, str]]
    href: str = ""
    skew: str = ""
    lines: list[tuple[str, str]] = field(default_factory=list)
    persons: tuple[UUID, ...] = ()


def entry_shown(op: Op, actor: Actor, *, with_lines: bool = False) -> EntryShown:
    """An entry for a reader, whose scope is open. The content is read only where it is asked for."""
    kind, said = find_kind(op.kind), op.said()
    label = str(kind.label) if kind else op.kind
    about = kind.about(op, actor) if kind and kind.about else None
    lines = [(str(a), str(b)) for a, b in about.lines] if about else []
    return EntryShown(
        op=op,
        kind=label,
        title=str(about.title) if about else label,
        state=op.get_result_display(),
        tone=TONES[Result(op.result)],
        age=age_words(op.age),
        age_tone="bad" if op.age.days >= DAYS_UNTIL_BAD else "warn",
        says=_masked(said["say"]),
        faults=[{**fault, "sentence": _masked(fault["sentence"])} for fault in said["faults"]],
        href=about.href if about else "",
        skew=skew_words(op.skew_seconds),
        lines=[*lines, *content_lines(op.content)] if with_lines else lines,
        persons=tuple(about.persons) if about else (),
    )


def content_lines(content: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """What the phone sent, one line a value, by its keys; long numbers are masked."""
    if isinstance(content, dict):
        for key, value in content.items():
            if key not in _HIDDEN_KEYS:
                yield from content_lines(value, f"{path}.{key}" if path else key)
    elif isinstance(content, list):
        yield path, ", ".join(_masked(str(value)) for value in content)
    elif content not in (None, ""):
        yield path, _masked(str(content))


def _masked(text: str) -> str:
    return _LONG_NUMBER.sub(lambda found: mask_id(found[0], birthday_shown=True), text)


def qr_of(text: str) -> str:
    """A QR code as the address of a picture: it stands in an <img>, where nothing in it can act."""
    return str(segno.make(text, error="m", micro=False).svg_data_uri(scale=6, border=2, xmldecl=False))


def code_shown(code: str) -> str:
    """A code in two halves, easier to read and to type."""
    half = len(code) // 2
    return f"{code[:half]} {code[half:]}"
