"""What the options of several charts have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

INK, SOFT, LINE = "token:ink", "token:ink-soft", "token:line"
MAIN, BEFORE = "token:chart-main", "token:chart-before"
TEXT = 13
NARROW = 460  # pixels; the front end has the same number
LEGEND_LINE = 24
ROW = 30  # height of a lying bar with its gap

# ECharts reads these characters in a text as its own marks; in a name of a place they are only characters.
_MARKS = str.maketrans({"{": "\uff5b", "}": "\uff5d", "|": "\uff5c"})


def plain(text: str) -> str:
    """A text with nothing in it that ECharts takes for a template."""
    return text.translate(_MARKS)


def grouped(value: int) -> str:
    return f"{value:,}"


def percent_text(share: Fraction | float | None) -> str:
    """A share of 0..1 with one decimal, cut and never rounded up to what it does not reach; "" for no share."""
    return "" if share is None else f"{int(share * 1000) / 10:.1f}%"


def hundredths(share: Fraction | float | None) -> float | None:
    """A share as the number an axis in percent takes."""
    return None if share is None else round(float(share) * 100, 2)


def grid(**sides: Any) -> dict[str, Any]:
    """The place of the axes; their labels lie inside it."""
    return {"left": 0, "right": 0, "top": 8, "bottom": 0, "containLabel": True, **sides}


def names_axis(names: Iterable[str], **more: Any) -> dict[str, Any]:
    """The names of lying bars, the first on top."""
    return {
        "type": "category",
        "data": [plain(name) for name in names],
        "inverse": True,
        "axisLine": {"show": False},
        "axisTick": {"show": False},
        "axisLabel": {"color": INK, "fontSize": TEXT, "interval": 0},
        **more,
    }


def length_axis(*, show: bool = False, **more: Any) -> dict[str, Any]:
    """The axis of numbers: quiet lines, no frame."""
    return {
        "type": "value",
        "show": show,
        "min": 0,
        "splitNumber": 4,
        "splitLine": {"lineStyle": {"color": LINE}},
        "axisLabel": {"color": SOFT, "fontSize": TEXT, "formatter": "fn:round", "hideOverlap": True},
        **more,
    }


def steps_axis(steps: Iterable[str], **more: Any) -> dict[str, Any]:
    """The axis of days or months."""
    return {
        "type": "category",
        "data": list(steps),
        "axisLine": {"lineStyle": {"color": LINE}},
        "axisTick": {"show": False},
        "axisLabel": {
            "color": SOFT,
            "fontSize": TEXT,
            "hideOverlap": True,
            "alignMinLabel": "left",
            "alignMaxLabel": "right",
        },
        **more,
    }


def tooltip(trigger: str = "item") -> dict[str, Any]:
    # Drawn as SVG: the usual box is HTML with styles in it, which the security policy forbids.
    return {
        "trigger": trigger,
        "renderMode": "richText",
        "confine": True,
        "formatter": "fn:says",
        "backgroundColor": "token:sheet",
        "borderColor": "token:line-strong",
        "textStyle": {"color": INK, "fontSize": TEXT},
        **({"axisPointer": {"type": "line", "lineStyle": {"color": "token:line-strong"}}} if trigger == "axis" else {}),
    }


def legend(names: Iterable[str | dict[str, str]]) -> dict[str, Any]:
    return {
        "data": list(names),
        "top": 0,
        "left": 0,
        "itemWidth": 18,
        "itemHeight": 10,
        "itemGap": 16,
        "selectedMode": False,
        "textStyle": {"color": INK, "fontSize": TEXT},
    }


def legend_above(names: Iterable[str | dict[str, str]], **sides: Any) -> dict[str, Any]:
    """A legend, and the axes below as many of its lines as it needs on a page and on a phone."""
    names = list(names)
    words = [name if isinstance(name, str) else name["name"] for name in names]
    return {
        "legend": legend(names),
        "grid": grid(top=room_above(words), **sides),
        "media": when_narrow(grid={"top": room_above(words, narrow=True)}),
    }


def room_above(words: Iterable[str], *, narrow: bool = False) -> int:
    """The height a legend of these words takes."""
    return 10 + LEGEND_LINE * _lines(words, 280 if narrow else 480)


def _lines(words: Iterable[str], width: int) -> int:
    """How many lines a legend takes that is `width` pixels wide, by about how wide letters are."""
    lines, used = 1, 0
    for word in words:
        wide = 40 + sum(TEXT if ord(letter) > 0x2E80 else 8 for letter in word)
        if used and used + wide > width:
            lines, used = lines + 1, 0
        used += wide
    return lines


def point(value: Any, says: str, href: str = "", **more: Any) -> dict[str, Any]:
    """One value with what it says in words and where it leads."""
    return {"value": value, "says": plain(says), **({"href": href} if href else {}), **more}


def option(series: Iterable[Mapping[str, Any]], **parts: Any) -> dict[str, Any]:
    return {"tooltip": tooltip(), **parts, "series": [dict(one) for one in series]}


def when_narrow(**parts: Any) -> list[dict[str, Any]]:
    """What is otherwise in a place as narrow as a phone."""
    return [{"query": {"maxWidth": NARROW}, "option": parts}]


def height_of_rows(rows: int, *, row: int = ROW, beside: int = 20) -> int:
    """Height of a chart of lying bars, never so small that one bar looks like a mistake."""
    return max(rows * row + beside, 96)


def half_of_bars(index: int, name: str, colour: str, data: list[dict[str, Any]]) -> dict[str, Any]:
    """One of two pictures of bars that stand beside each other. index: of its axes; data: its points."""
    return {
        "type": "bar",
        "name": name,
        "xAxisIndex": index,
        "yAxisIndex": index,
        "data": data,
        "barWidth": 13,
        "itemStyle": {"color": colour, "borderRadius": [0, 3, 3, 0]},
        "label": {"show": True, "position": "right", "color": INK, "fontSize": TEXT},
    }
