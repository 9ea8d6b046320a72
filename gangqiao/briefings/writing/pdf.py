"""A paper as PDF, set by Typst with the fonts that are shipped: no network, no font of the machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gangqiao.briefings.content.blocks import Block, Drawing, Grid, Paper, Sentence, _block
from gangqiao.briefings.writing.documents import Imprint
from gangqiao.briefings.writing.drawings import drawn
from gangqiao.briefings.writing.widths import widths
from gangqiao.kernel.typesetting import set_pdf

LAYOUT = Path(__file__).parent.parent / "layouts" / "official.typ"


def write_pdf(paper: Paper, imprint: Imprint) -> bytes:
    """The PDF. Raises NotSet, ChartNotDrawn."""
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
    return set_pdf(LAYOUT, wish)


def _plain(block: Block) -> dict[str, Any]:
    if isinstance(block, Sentence):
        return {"is": "sentence", "text": block.text}
    if isinstance(block, Drawing):
        chart = block.chart
        return {"is": "drawing", "title": chart.title, "label": chart.label, "svg": drawn(chart)}
    if isinstance(block, Grid):
        return {**_block(block), "widths": widths(block)}
    return _block(block)
