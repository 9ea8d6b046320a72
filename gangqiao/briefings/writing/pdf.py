"""A paper as PDF, set by Typst with the fonts that are shipped: no network, no font of the machine."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst

from gangqiao.briefings.content.blocks import Block, Drawing, Grid, Paper, Sentence, _block
from gangqiao.briefings.refusals import NotMade
from gangqiao.briefings.writing.documents import Imprint
from gangqiao.briefings.writing.drawings import drawn, fonts
from gangqiao.briefings.writing.widths import widths
from gangqiao.kernel import clock

LAYOUT = Path(__file__).parent.parent / "layouts" / "official.typ"


def write_pdf(paper: Paper, imprint: Imprint) -> bytes:
    """The PDF. Raises NotMade, ChartNotDrawn."""
    wish = {
        "language": paper.language,
        "head": paper.head,
        "title": paper.title,
        "unit": paper.unit,
        "about": paper.about,
        "status": imprint.status(paper),
        "day": imprint.day(paper),
        "provisional_words": paper.provisional_words,
        "basis": list(paper.basis),
        "colon": paper.labels["colon"],
        "signatures": [paper.labels["checked"], paper.labels["signed"]],
        "blocks": [_plain(one) for one in paper.blocks],
        "appendix": [_plain(one) for one in paper.appendix],
    }
    compiler = typst.Compiler(LAYOUT.read_bytes(), font_paths=fonts(), sys_inputs={"paper": json.dumps(wish)})
    try:
        content = compiler.compile(format="pdf", timestamp=int(clock.now().timestamp()))
    except typst.TypstError as fault:
        raise NotMade from fault
    assert isinstance(content, bytes)
    return content


def _plain(block: Block) -> dict[str, Any]:
    if isinstance(block, Sentence):
        return {"is": "sentence", "text": block.text}
    if isinstance(block, Drawing):
        chart = block.chart
        return {"is": "drawing", "title": chart.title, "label": chart.label, "svg": drawn(chart)}
    if isinstance(block, Grid):
        return {**_block(block), "widths": widths(block)}
    return _block(block)
