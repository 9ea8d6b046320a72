"""Which work of the night a replay does at the end of each day: what makes history, or everything, or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from gangqiao.audit import nightly

# The apps whose night's work writes how the day stood. Files that lapse and checks of data make no history.
OF_FIGURES = ("gangqiao.indicators.", "gangqiao.warnings.", "gangqiao.plans.", "gangqiao.headquarters.")
NIGHTS: dict[str, Callable[[str], bool]] = {
    "none": lambda name: False,
    "figures": lambda name: name.startswith(OF_FIGURES),
    "all": lambda name: True,
}


def night_of(which: str) -> Callable[[dt.date], None]:
    """The night's work of a kind, as a function of the day; the clock stands on it already."""
    wanted = NIGHTS[which]

    def night(day: dt.date) -> None:
        for name in nightly.names():
            if wanted(name):
                nightly.do.call(name)

    return night
