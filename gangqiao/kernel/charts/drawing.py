"""The same charts as pictures, drawn by ECharts inside this process: for Word and PDF, where no browser is.

One engine is kept and shared: starting one costs about 50 ms, a chart 10 to 40. It has no access to files or network,
and a limit of time and memory, so that a chart gone wrong costs a sentence and not the worker.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from threading import Lock

import yaml
from django.conf import settings
from django.utils.translation import get_language
from py_mini_racer import JSEvalException, JSOOMException, JSTimeoutException, MiniRacer

from gangqiao.kernel.charts import pieces
from gangqiao.kernel.charts.chart import Chart
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say

SECONDS = 5
MEMORY_BYTES = 256 * 1024 * 1024
MAX_PIXELS = 4000
MAX_OPTION_BYTES = 2_000_000
# The fonts the papers are set in (package pylopdf-fonts-zh-cn), then what an office PC has.
FONT = "Noto Sans SC, Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, sans-serif"
TOKENS = Path(__file__).with_name("tokens.yaml")

_LOCK = Lock()
_ENGINE: list[MiniRacer] = []


class ChartNotDrawn(Refusal):
    """The engine could not draw the chart, or has not been built."""


def svg(chart: Chart, width: int = 640, height: int | None = None) -> str:
    """The chart as SVG text, `width` by `height` pixels (its own height when none is given), in the active language.

    Raises ChartNotDrawn when it takes too long, is too large, or the front end was never built. Threads wait in line.
    """
    own = (chart.narrow_height or chart.height) if width <= pieces.NARROW else chart.height
    size = min(width, MAX_PIXELS), min(height or own, MAX_PIXELS)
    wish = _wish(chart, *size)
    if len(wish) > MAX_OPTION_BYTES:
        raise ChartNotDrawn(Say("The chart “%(title)s” has too many points to be drawn.", title=chart.title))
    with _LOCK:
        try:
            drawn = _engine().call("drawChart", wish, timeout_sec=SECONDS, max_memory=MEMORY_BYTES)
        except (JSEvalException, JSOOMException, JSTimeoutException) as fault:
            # What the engine holds after a fault is not known: the next chart gets a new one.
            _ENGINE.clear()
            sentence = Say(
                "The chart “%(title)s” could not be drawn; its numbers stand in its table.", title=chart.title
            )
            raise ChartNotDrawn(sentence) from fault
    return str(drawn)


def _wish(chart: Chart, width: int, height: int) -> str:
    return json.dumps(
        {
            "option": chart.option,
            "width": width,
            "height": height,
            "language": get_language() or settings.LANGUAGE_CODE,
            "font": FONT,
            "tokens": _tokens(),
        },
        ensure_ascii=False,
    )


@cache
def _tokens() -> dict[str, str]:
    """The colours of the theme; a test keeps them equal to the style sheets'."""
    return {str(name): str(colour) for name, colour in yaml.safe_load(TOKENS.read_text(encoding="utf-8")).items()}


def _engine() -> MiniRacer:
    if not _ENGINE:
        # The front end's build writes it beside the manifest.
        script = Path(str(settings.DJANGO_VITE["default"]["manifest_path"])).with_name("charts-server.js")
        if not script.exists():
            raise ChartNotDrawn(Say("The program that draws charts is not built: `make install` builds it."))
        engine = MiniRacer()
        engine.eval(script.read_text(encoding="utf-8"), timeout_sec=SECONDS * 2)
        _ENGINE.append(engine)
    return _ENGINE[0]
