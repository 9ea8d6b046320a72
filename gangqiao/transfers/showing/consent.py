"""What a person agrees to before travelling, as it is read out."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gangqiao.kernel import clock
from gangqiao.transfers.policy.registering import ConsentText, consent_text, find_consent_text


def consent_words(employer: str) -> str:
    """The words in force today."""
    return _said(consent_text(clock.today()), employer)


def agreed_words(version: str, employer: str) -> str:
    """The words somebody agreed to; "" when that version is not known."""
    text = find_consent_text(version)
    return _said(text, employer) if text else ""


def _said(text: ConsentText, employer: str) -> str:
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    return text.words[language] % {"employer": employer or _("the employer each returns to")}
