"""What a person agrees to before travelling: versioned words. No Django."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class ConsentText:
    """One version: words by language ("zh", "en"), with %(employer)s."""

    version: str
    since: date
    words: dict[str, str]


def _texts() -> list[ConsentText]:
    read = yaml.safe_load(Path(__file__).with_name("consent.yaml").read_text(encoding="utf-8"))
    found = [ConsentText(key, one["from"], {"zh": one["zh"], "en": one["en"]}) for key, one in read.items()]
    return sorted(found, key=lambda text: text.since)


CONSENT_TEXTS = _texts()


def consent_text(day: date) -> ConsentText:
    """The version in force on a day; the first one before all of them."""
    return next((text for text in reversed(CONSENT_TEXTS) if text.since <= day), CONSENT_TEXTS[0])


def find_consent_text(version: str) -> ConsentText | None:
    """A version somebody agreed to once."""
    return next((text for text in CONSENT_TEXTS if text.version == version), None)
