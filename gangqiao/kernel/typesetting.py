"""Sets paper by Typst with the fonts that are shipped: no network, no font of the machine."""

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

FAMILIES = ("Noto Serif SC", "Noto Sans SC")


class NotSet(Refusal):
    """The typesetter refused, or its fonts are not there."""

    def __init__(self) -> None:
        super().__init__(Say("The paper could not be set. Tell the administrator of the installation."))


def set_pdf(layout: Path, wish: dict[str, Any], *, after: Path | None = None) -> bytes:
    """The PDF of a layout, which reads the wish as the input `paper`. Its date is the county's. Raises NotSet.

    after  a layout it goes on from: what several papers share
    """
    shared = after.read_bytes() + b"\n" if after else b""
    content = _compiler(shared + layout.read_bytes(), paper=json.dumps(wish))
    return _set(content, format="pdf", timestamp=int(clock.now().timestamp()))


def set_png(layout: bytes, *, ppi: int, **inputs: str) -> bytes:
    """The picture of a layout of one page. Raises NotSet."""
    return _set(_compiler(layout, **inputs), format="png", ppi=ppi)


def _compiler(layout: bytes, **inputs: str) -> typst.Compiler:
    return typst.Compiler(layout, font_paths=_fonts(), sys_inputs=inputs)


def _set(compiler: typst.Compiler, **how: Any) -> bytes:
    try:
        content = compiler.compile(**how)
    except typst.TypstError as fault:
        raise NotSet from fault
    assert isinstance(content, bytes)  # a list only for several pages of pictures
    return content


@cache
def _fonts() -> typst.Fonts:
    folders = {str(shipped.serif_path().parent), str(shipped.sans_path().parent)}
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=sorted(folders))
    # Without its font Typst sets nothing at all where words should be, and says nothing.
    if not set(FAMILIES) <= set(found.families()):
        raise NotSet
    return found


def qr_code(text: str, *, border: int = 0) -> str:
    """A QR code as SVG."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=border, xmldecl=False, scale=4)
    return out.getvalue().decode()
