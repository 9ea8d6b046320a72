"""What the style guide shows: sample words in both languages, from `styleguide.json`, nobody real."""

from __future__ import annotations

import json
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.utils.translation import get_language

from gangqiao.kernel import charts

SAMPLES = Path(__file__).with_name("styleguide.json")


def context() -> dict[str, Any]:
    """The samples in the reader's language, shaped as the components take them."""
    words = _samples()["zh-hans" if (get_language() or "").startswith("zh") else "en"]
    return {
        "s": words,
        "columns": [_column(label, position) for position, label in enumerate(words["columns"])],
        "chosen": [
            SimpleNamespace(key=f"c{n}", label=label, is_chosen=n != 2) for n, label in enumerate(words["columns"])
        ],
        "filters": [SimpleNamespace(label=words[key], href="#ledger") for key in ("chip1", "chip2")],
        "tabs": [
            SimpleNamespace(label=label, href="#file", is_here=n == 0, count="3" if n == 1 else "")
            for n, label in enumerate(words["tabs"])
        ],
        "cycle": [SimpleNamespace(label=label, is_past=n < 2, is_now=n == 2) for n, label in enumerate(words["cycle"])],
        "areas": [SimpleNamespace(label=label, href="#") for label in words["areas"]],
        "charts": _charts(words),
        "below": [SimpleNamespace(label=label, href="#") for label in words["below"]],
    }


def _charts(words: dict[str, Any]) -> list[charts.Chart]:
    """A chart of bars with states, and one with nothing to draw."""
    unit, name = words["unit"], words["figures"]
    standings = [
        charts.Standing(
            words["f1"], f"155,321 {unit}", "200,000", Fraction(155, 200), Fraction(1, 5), "good", words["met"]
        ),
        charts.Standing(
            words["f4"], f"98 {unit}", "9,800", Fraction(1, 100), Fraction(5, 6), "bad", words["behind"], "#"
        ),
    ]
    places = [charts.Flow(place, 90 // (n + 1), "#ledger") for n, place in enumerate(words["areas"])]
    return [
        charts.progress(name, standings, definition_href="#"),
        charts.flows(name, places, rest="", unit=unit),
        charts.flows(name, [], rest="", unit=unit),
    ]


def _column(label: str, position: int) -> SimpleNamespace:
    return SimpleNamespace(
        label=label,
        href="#ledger" if position in (0, 4) else "",
        sorted="ascending" if position == 0 else "",
        is_number=position == 4,
    )


@cache
def _samples() -> dict[str, Any]:
    return dict(json.loads(SAMPLES.read_text(encoding="utf-8")))
