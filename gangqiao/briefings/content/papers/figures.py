"""Weekly and monthly figures: all targets by unit, what is new, quality beside quantity, evidence."""

from __future__ import annotations

from django.utils.translation import gettext

from gangqiao.briefings.content.composer import Composer
from gangqiao.briefings.content.papers import parts


def weekly(c: Composer) -> None:
    _figures(c, gettext("in these seven days"))


def monthly(c: Composer) -> None:
    _figures(c, gettext("in this month"))


def _figures(c: Composer, period: str) -> None:
    c.heading(gettext("Overall"))
    parts.overall(c, period)
    parts.targets_chart(c)
    parts.targets_grid(c)
    if not c.gathered.units:
        return
    c.heading(gettext("By unit"))
    parts.units_grids(c)
    c.heading(gettext("Quality beside quantity"))
    parts.quality(c)
    c.heading(gettext("How well the numbers are known"))
    parts.evidence(c)
