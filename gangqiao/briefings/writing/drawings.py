"""Charts for paper: SVG for PDF, and the same as PNG for Word, which shows no SVG in its older versions."""

from __future__ import annotations

import re

from gangqiao.kernel.charts import Chart, svg
from gangqiao.kernel.typesetting import set_png

WIDTH = 620  # pixels; a line of text is 156 mm wide
PPI = 180
_WEIGHT = re.compile(r"font: (\d{3}) ")
_PICTURE = (
    b"#set page(width: auto, height: auto, margin: 0pt, fill: white)\n#image(bytes(sys.inputs.svg), width: 442pt)"
)


def drawn(chart: Chart) -> str:
    """The chart as SVG, in the active language. Raises ChartNotDrawn."""
    # Typst takes a weight that is no round hundred for the size of the letters.
    return _WEIGHT.sub(lambda found: f"font: {round(int(found[1]), -2)} ", svg(chart, WIDTH))


def picture(chart: Chart) -> bytes:
    """The chart as PNG. Raises ChartNotDrawn, NotSet."""
    return set_png(_PICTURE, ppi=PPI, svg=drawn(chart))
