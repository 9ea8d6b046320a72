"""Sentences kept in the database: as msgid and parameters, so that they are said in the language of who reads them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import override

from gangqiao.kernel.words import Say


def pack_say(sentence: Any) -> list[Any]:
    """A sentence as [msgid, {parameters}], so that it is said in the language of whoever reads it later."""
    if isinstance(sentence, Say):
        return [sentence.msgid, {name: _pack(value) for name, value in sentence.values.items()}]
    if isinstance(sentence, Promise):
        return [_msgid(sentence), {}]
    return [str(sentence), {}]


def unpack_say(packed: Any) -> Say:
    """The sentence again; `str()` says it."""
    msgid, values = packed
    return Say(msgid, **{name: _unpack(value) for name, value in values.items()})


def _pack(value: Any) -> Any:
    if isinstance(value, (Say, Promise)):
        return {"say": pack_say(value)}
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return value if isinstance(value, (int, float)) else str(value)


def _unpack(value: Any) -> Any:
    return unpack_say(value["say"]) if isinstance(value, dict) else value


def _msgid(lazy: Promise) -> str:
    """What a lazy translation is called in the code: its text when nothing translates it."""
    with override(None):
        return str(lazy)
