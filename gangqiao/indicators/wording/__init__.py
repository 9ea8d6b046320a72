"""The engine's words in the reader's language. The engine knows no Django, so its texts are collected here.

They stand letter for letter; a test fails when one is missing here or no longer used there.
"""

from __future__ import annotations

from django.utils.translation import gettext

from gangqiao.indicators.wording.figures import FIGURES
from gangqiao.indicators.wording.measures import MEASURES
from gangqiao.indicators.wording.outcomes import OUTCOMES
from gangqiao.indicators.wording.parameters import PARAMETERS

COLLECTED = FIGURES | MEASURES | OUTCOMES | PARAMETERS


def said(text: str) -> str:
    """A text of the engine in the reader's language."""
    return gettext(text)
