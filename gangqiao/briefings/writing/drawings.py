"""Charts for paper: SVG for PDF, and the same as PNG for Word, which shows no SVG in its older versions."""

from __future__ import annotations

import re
from functools import cache

import pylopdf_fonts_zh_cn as shipped
import typst

from gangqiao.briefings.refusals import NotMade
from gangqiao.kernel.charts import Chart, svg

WIDTH = 620  # pixels; a line of text is 156 mm wide
PPI = 180
_WEIGHT = re.compile(r"font: (\d{3}) ")
FAMILIES = ("Noto Serif SC", "Noto Sans SC")
_PICTURE = (
    b"#set page(width: auto, height: auto, margin: 0pt, fill: white)\n#image(bytes(sys.inputs.svg), width: 442pt)"
)


@cache
def fonts() -> typst.Fonts:
    """The two fonts that are shipped; nothing of the machine. Raises NotMade when they are not there."""
    folders = {str(shipped.serif_path().parent), str(shipped.sans_path().parent)}
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=sorted(folders))
    # Without its font Typst sets nothing at all where words should be, and says nothing.
    if not set(FAMILIES) <= set(found.families()):
        raise NotMade
    return found


def drawn(chart: Chart) -> str:
    """The chart as SVG, in the active language. Raises ChartNotDrawn."""
    # Typst takes a weight that is no round hundred for the size of the letters.
    return _WEIGHT.sub(lambda found: f"font: {round(int(found[1]), -2)} ", svg(chart, WIDTH))


def picture(chart: Chart) -> bytes:
    """The chart as PNG. Raises ChartNotDrawn, NotMade."""
    compiler = typst.Compiler(_PICTURE, font_paths=fonts(), sys_inputs={"svg": drawn(chart)})
    try:
        png = compiler.compile(format="png", ppi=PPI)
    except typst.TypstError as fault:
        raise NotMade from fault
    assert isinstance(png, bytes)
    return png
