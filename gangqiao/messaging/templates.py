"""The texts of notices, declared by the apps that send them and said in the language of whoever reads them.

    templates.register(
        "transfers.time", _("Time of departure"), purpose=Purpose.JOURNEY,
        words=_("%(name)s: your coach to %(place)s leaves at %(moment)s."),
        params={"name": Param(20, Level.PERSONAL), "place": Param(12), "moment": Param(kind="moment")},
    )

A text says what each of its values is and how long it can be, so that the longest message is known when it is declared,
and how sensitive it is: what is sensitive (ID number, account, health, disability, why somebody is poor) is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import override

from gangqiao.kernel.actor import Level
from gangqiao.kernel.packing import pack_say, unpack_say
from gangqiao.kernel.words import Say
from gangqiao.messaging.addresses import own_link
from gangqiao.messaging.lengths import parts_of
from gangqiao.messaging.refusals import ForbiddenWords, WrongText, WrongValues
from gangqiao.messaging.states import Purpose
from gangqiao.messaging.writing import as_written

Values = Mapping[str, Any]
_NAMES = re.compile(r"%\((\w+)\)[sd]")
# Numbers of documents, cards and accounts, also written in groups. A mobile number has eleven digits.
_LONG_NUMBER = re.compile(r"(?<!\d)\d(?:[ -]?\d){13,18}[\dXx]?(?!\d)")
_LINK = re.compile(r"://|\bwww\.|\bhttps?:", re.IGNORECASE)
_LENGTHS = {"day": 11, "moment": 17, "number": 9}
KINDS = ("text", "link", *_LENGTHS)


@dataclass(frozen=True, slots=True)
class Param:
    """One value of a text.

    longest  characters at most; a longer text is cut, with an ellipsis. Of a link: of its path
    level    how sensitive it is; above PERSONAL it is refused
    kind     text | link (a path of this installation) | day (date) | moment (aware datetime) | number
    """

    longest: int = 0
    level: Level = Level.PUBLIC
    kind: str = "text"

    @property
    def longest_text(self) -> str:
        """What the value is at its longest."""
        if self.kind == "link":
            return settings.ADDRESS.rstrip("/") + "x" * self.longest
        return "x" * (self.longest or _LENGTHS[self.kind])


@dataclass(frozen=True, slots=True)
class Template:
    """One declared text.

    longest   SMS at most, each paid for and each a chance to arrive in pieces
    on_paper  what cannot go by telephone is handed over by the village's officer
    days      how long what it says holds; then it is not sent any more
    """

    key: str
    label: Any
    words: Any
    purpose: Purpose
    params: Mapping[str, Param] = field(default_factory=dict)
    longest: int = 2
    on_paper: bool = True
    days: int = 7

    @property
    def is_personal(self) -> bool:
        """True when a value tells of a person."""
        return any(param.level >= Level.PERSONAL for param in self.params.values())

    def pack(self, values: Values) -> dict[str, Any]:
        """The values as they are kept. Raises WrongValues, ForbiddenWords and NoAddress."""
        if values.keys() != self.params.keys():
            raise WrongValues(f"{self.key} takes {sorted(self.params)}, not {sorted(values)}")
        return {name: _packed(name, param, values[name]) for name, param in self.params.items()}

    def say(self, kept: Values, language: str | None = None) -> str:
        """The text with the values that were kept, in a language; by itself in the county's own."""
        with override(language or settings.LANGUAGE_CODE):
            said = {name: _said(self.params[name], value) for name, value in kept.items() if name in self.params}
            return str(self.words) % said

    def sms(self, kept: Values) -> str:
        """What goes to a telephone: the county's signature, then the text in the county's language."""
        return settings.SMS_SIGNATURE + self.say(kept)

    def faults(self) -> list[str]:
        """What is wrong with the text as it is translated now. Asked by the system check and by the tests."""
        longest = {name: param.longest_text for name, param in self.params.items()}
        found = []
        for language, _name in settings.LANGUAGES:
            with override(language):
                words = str(self.words)
            if set(_NAMES.findall(words)) != set(self.params):
                found.append(f"{self.key} in {language}: its values are not those declared")
                continue
            # A message goes in the county's language; the other is read on the screen, as long as it likes.
            parts = parts_of(settings.SMS_SIGNATURE + words % longest) if language == settings.LANGUAGE_CODE else 0
            if parts > self.longest:
                found.append(f"{self.key} in {language}: can be {parts} messages long; it may be {self.longest}")
        return found


_TEMPLATES: dict[str, Template] = {}


def register(key: str, label: Any, *, words: Any, purpose: Purpose, **more: Any) -> Template:
    """Declare a text; `more` are the fields of Template. Raises WrongText.

    words  a lazy translation of a sentence with `%(name)s` for each of `params`
    """
    template = Template(key, label, words, purpose, **more)
    if key in _TEMPLATES:
        raise WrongText(f"the text {key} is declared twice")
    _refuse_unfit(template)
    _TEMPLATES[key] = template
    return template


def _refuse_unfit(template: Template) -> None:
    """What can be seen without translations, which are not there while the apps are loaded."""
    key, params = template.key, template.params
    if not isinstance(template.words, Promise):
        raise WrongText(f"{key}: the words must be a lazy translation, said anew for each reader")
    if not re.fullmatch(r"[a-z_]+\.[a-z_]+", key):
        raise WrongText(f"{key}: a text is named app.text")
    for name, param in params.items():
        if param.level > Level.PERSONAL:
            raise WrongText(f"{key}: {name} is sensitive, and no message carries what is")
        if param.kind not in KINDS:
            raise WrongText(f"{key}: {name} is of the unknown kind {param.kind}")
        if param.kind in ("text", "link") and not param.longest:
            raise WrongText(f"{key}: say how long {name} can be")


def get(key: str) -> Template:
    """The declared text. Raises KeyError."""
    return _TEMPLATES[key]


def find(key: str) -> Template | None:
    """The text, or None when no app declares it any more."""
    return _TEMPLATES.get(key)


def all_templates() -> dict[str, Template]:
    """Every declared text by key."""
    return dict(_TEMPLATES)


def _packed(name: str, param: Param, value: Any) -> Any:
    if param.kind == "link":
        return own_link(str(value), name)
    if param.kind == "number":
        return value if isinstance(value, int) else int(value)
    if param.kind in _LENGTHS:
        wanted = datetime if param.kind == "moment" else date
        if not isinstance(value, wanted):
            raise WrongValues(f"{name} is a {param.kind}")
        return value.isoformat()
    packed = {"say": pack_say(value)} if isinstance(value, (Say, Promise)) else str(value)
    text = str(value)
    if _LONG_NUMBER.search(text) or _LINK.search(text):
        raise ForbiddenWords(name)
    return packed


def _said(param: Param, kept: Any) -> Any:
    if param.kind in ("number", "link"):
        return kept
    if param.kind in _LENGTHS:
        return as_written(kept, param.kind)
    text = " ".join(str(unpack_say(kept["say"]) if isinstance(kept, dict) else kept).split())
    return text if len(text) <= param.longest else text[: param.longest - 1] + "\u2026"
