"""Sets a paper by Typst with the font that is shipped: no network, nothing of the machine."""

from __future__ import annotations

import io
import json
from functools import cache
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn as shipped
import segno
import typst

from gangqiao.kernel import clock
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say

FAMILY = "Noto Sans SC"


class NotSet(Refusal):
    """The typesetter refused, or its font is not there."""

    def __init__(self) -> None:
        super().__init__(Say("The paper could not be set. Tell the administrator of the installation."))


def set_paper(layout: str, wish: dict[str, Any]) -> bytes:
    """The PDF of a layout of this folder, filled with what it asks for. Raises NotSet."""
    source = (Path(__file__).parent / layout).read_bytes()
    compiler = typst.Compiler(source, font_paths=_fonts(), sys_inputs={"paper": json.dumps(wish)})
    try:
        content = compiler.compile(format="pdf", timestamp=int(clock.now().timestamp()))
    except typst.TypstError as fault:
        raise NotSet from fault
    assert isinstance(content, bytes)
    return content


@cache
def _fonts() -> typst.Fonts:
    folder = str(shipped.sans_path().parent)
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    # Without its font Typst sets nothing at all where words should be, and says nothing.
    if FAMILY not in found.families():
        raise NotSet
    return found


def code_for(text: str, *, border: int = 0) -> str:
    """A QR code as SVG."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=border, xmldecl=False, scale=4)
    return out.getvalue().decode()
