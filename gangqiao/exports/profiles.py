"""The ways in which an exported ledger can be written, from `profiles.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from django.utils.translation import get_language

SOURCE = Path(__file__).with_name("profiles.yaml")


@dataclass(frozen=True, slots=True)
class Profile:
    """One way of writing; see the head of `profiles.yaml` for what each choice means."""

    key: str
    words: Mapping[str, str]
    about_words: Mapping[str, str]
    layout: str = "house"
    id: str = "masked"
    phone: str = "plain"
    dates: str = "iso"
    codes: str = "words"
    file: str = "xlsx"

    @property
    def label(self) -> str:
        return self.words[_language()]

    @property
    def about(self) -> str:
        return self.about_words[_language()]

    @property
    def is_house(self) -> bool:
        return self.layout == "house"

    @property
    def may_be_sensitive(self) -> bool:
        """A file that cannot be encrypted never holds what is sensitive."""
        return self.file == "xlsx"


def _language() -> str:
    return "zh" if (get_language() or "zh").startswith("zh") else "en"


_ALLOWED = {
    "layout": {"house", "bare"},
    "id": {"plain", "spaced", "masked"},
    "phone": {"plain", "masked"},
    "dates": {"iso", "dots"},
    "codes": {"words", "codes", "both"},
    "file": {"xlsx", "csv"},
}


def load(path: Path = SOURCE) -> dict[str, Profile]:
    """The profiles by key, in their order. Raises ValueError for a choice that does not exist."""
    found = {}
    for key, body in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        label, about = body.pop("label"), body.pop("about")
        for name, value in body.items():
            if value not in _ALLOWED.get(name, ()):
                raise ValueError(f"{path.name}: {key}: {name} cannot be {value!r}")
        found[key] = Profile(key, label, about, **body)
    return found


PROFILES = load()
