"""How figures are called where the plan names them."""

from __future__ import annotations

from django.utils.translation import gettext

from gangqiao.engine.figures import FIGURES
from gangqiao.indicators.wording import said


def figure_name(key: str) -> str:
    """The name of a figure in the reader's language; the key itself when it is no longer counted."""
    return said(FIGURES[key].wording) if key in FIGURES else key


def figure_unit(key: str) -> str:
    if key not in FIGURES:
        return ""
    return "%" if FIGURES[key].denominator else gettext("persons")
