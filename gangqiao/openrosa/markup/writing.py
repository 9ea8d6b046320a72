"""Writes the documents of OpenRosa."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True, slots=True)
class Listed:
    """One form of the list. manifest: "" when it needs no file."""

    id: str
    name: str
    version: str
    hash: str
    href: str
    manifest: str


@dataclass(frozen=True, slots=True)
class MediaFile:
    """One file of a manifest. integrity: where an entity list tells what became of single entries; "": a plain file."""

    name: str
    hash: str
    href: str
    integrity: str = ""


def form_list(forms: Iterable[Listed]) -> str:
    """The list of forms (Form List API)."""
    rows = "".join(
        "<xform>"
        f"<formID>{escape(f.id)}</formID><name>{escape(f.name)}</name><version>{escape(f.version)}</version>"
        f"<hash>md5:{f.hash}</hash><downloadUrl>{escape(f.href)}</downloadUrl>"
        + (f"<manifestUrl>{escape(f.manifest)}</manifestUrl>" if f.manifest else "")
        + "</xform>"
        for f in forms
    )
    return f'{HEAD}<xforms xmlns="http://openrosa.org/xforms/xformsList">{rows}</xforms>'


def manifest(files: Iterable[MediaFile]) -> str:
    """The files of a form (Form Manifest API, with lists of entities)."""
    rows = "".join(
        ('<mediaFile type="entityList">' if f.integrity else "<mediaFile>")
        + f"<filename>{escape(f.name)}</filename><hash>md5:{f.hash}</hash><downloadUrl>{escape(f.href)}</downloadUrl>"
        + (f"<integrityUrl>{escape(f.integrity)}</integrityUrl>" if f.integrity else "")
        + "</mediaFile>"
        for f in files
    )
    return f'{HEAD}<manifest xmlns="http://openrosa.org/xforms/xformsManifest">{rows}</manifest>'


def integrity(found: Iterable[tuple[str, bool]]) -> str:
    """Whether entities are gone: (id, gone)."""
    rows = "".join(
        f"<entity id={quoteattr(key)}><deleted>{'true' if gone else 'false'}</deleted></entity>" for key, gone in found
    )
    return f"{HEAD}<data><entities>{rows}</entities></data>"


def answer(words: str, *, is_error: bool) -> str:
    """What became of a submission, in words (OpenRosaResponse)."""
    nature = "error" if is_error else "submit_success"
    return (
        f'{HEAD}<OpenRosaResponse xmlns="http://openrosa.org/http/response" items="0">'
        f'<message nature="{nature}">{escape(words)}</message></OpenRosaResponse>'
    )
