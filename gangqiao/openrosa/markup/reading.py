"""Reads XML of strangers: no DTD, no entities of XML, at most 64 levels and so many nodes (security.md, control 51)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from gangqiao.openrosa.refusals import NoInstance, NotXml, TooDeep

MOST_BYTES = 2 * 1024 * 1024
MOST_LEVELS = 64
MOST_NODES = 50_000
SAVETO = "{http://www.opendatakit.org/xforms/entities}saveto"


class _Bounded(TreeBuilder):
    """Builds the tree and gives up at a depth and a number no form of ours has."""

    def __init__(self) -> None:
        super().__init__()
        self._level = self._nodes = 0

    def start(self, tag: Any, attrs: Any, /) -> Element:
        self._level += 1
        self._nodes += 1
        if self._level > MOST_LEVELS or self._nodes > MOST_NODES:
            raise TooDeep
        return super().start(tag, attrs)

    def end(self, tag: Any, /) -> Element:
        self._level -= 1
        return super().end(tag)


def read(xml: bytes) -> Element:
    """The root of a document. Raises NotXml, TooDeep."""
    if len(xml) > MOST_BYTES:
        raise TooDeep
    try:
        xml.decode()  # it is kept as text; UTF-8 is what the protocol has
    except UnicodeDecodeError as error:
        raise NotXml from error
    parser = DefusedXMLParser(target=_Bounded(), forbid_dtd=True, forbid_entities=True, forbid_external=True)
    try:
        # In pieces: a depth that is refused is refused before the rest is looked at.
        for start in range(0, len(xml), 65536):
            parser.feed(xml[start : start + 65536])
        root: Element | None = parser.close()
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise NotXml from error
    if root is None:
        raise NotXml
    return root


def local(element: Element) -> str:
    """The name without its namespace: phones write `orx:meta` and `meta`, `entities:entity` and `entity`."""
    return str(element.tag).rpartition("}")[2]


def child(element: Element | None, name: str) -> Element | None:
    """The first child of a local name; null when there is none."""
    return None if element is None else next((e for e in element if local(e) == name), None)


def text_of(element: Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""


@dataclass(frozen=True, slots=True)
class Declared:
    """An entity as a submission declares it, as text; label null: no element, so the old one stays.

    properties  of saved nodes that are there: "" takes the value away, an absent one keeps it
    nodes       every node of the entity's part of the form, by its name; those of entities within are theirs
    inside      the place of the entity around it (the household of a member); null at the top
    """

    list: str
    key: str
    creates: bool
    updates: bool
    base: str
    trunk: str
    branch: str
    label: str | None
    properties: dict[str, str] = field(default_factory=dict)
    nodes: dict[str, str] = field(default_factory=dict)
    inside: int | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """A submission as read. form, version: of its root; deprecated: the instance this is an edition of, or ""."""

    form: str
    version: str
    instance: str
    deprecated: str
    entities: list[Declared]
    nodes: dict[str, str]  # text of every node by its local name, the last of several


def read_submission(xml: bytes, saved: dict[str, str] | None = None) -> Sent:
    """Read a submission. saved: property by path of the node ("/data/person/name"), from the form's binds.

    Raises NotXml, TooDeep, NoInstance.
    """
    root = read(xml)
    meta = child(root, "meta")
    instance = text_of(child(meta, "instanceID"))
    if not instance or len(instance) > 200:
        raise NoInstance
    found: list[Declared] = []
    _walk(root, f"/{local(root)}", None, saved or {}, found)
    nodes = {local(e): text_of(e) for e in root.iter() if len(e) == 0}
    return Sent(
        root.get("id") or local(root),
        root.get("version") or "",
        instance,
        text_of(child(meta, "deprecatedID")),
        found,
        nodes,
    )


def _walk(node: Element, path: str, inside: int | None, saved: dict[str, str], found: list[Declared]) -> None:
    """Collect the entities of a container and of those within it, in the order of the document."""
    declared = child(child(node, "meta"), "entity")
    if declared is not None:
        found.append(_declared(declared, inside))
        inside = len(found) - 1
    for element in node:
        name = local(element)
        if name == "meta":
            continue
        here = f"{path}/{name}"
        if inside is not None and not len(element):
            found[inside].nodes[name] = text_of(element)
            if here in saved:
                found[inside].properties[saved[here]] = text_of(element)
        if len(element):
            _walk(element, here, inside, saved, found)


def _declared(entity: Element, inside: int | None) -> Declared:
    label = child(entity, "label")
    return Declared(
        list=entity.get("dataset", ""),
        key=entity.get("id", ""),
        creates=entity.get("create") in ("1", "true"),
        updates=entity.get("update") in ("1", "true"),
        base=entity.get("baseVersion", "").strip(),
        trunk=entity.get("trunkVersion", "").strip(),
        branch=entity.get("branchId", "").strip(),
        label=None if label is None else text_of(label),
        inside=inside,
    )


HYPHENED = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def uuid_of(text: str) -> UUID | None:
    """A UUID as phones write it, also behind "uuid:"; null when it is none."""
    text = text.strip().removeprefix("uuid:")
    return UUID(text) if HYPHENED.fullmatch(text) else None


# --- of a form -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FormRead:
    """What a form says of itself. saved: property by path of the node; files: names it needs beside it."""

    id: str
    version: str
    title: str
    saved: dict[str, str]
    files: tuple[str, ...]


def read_form(xml: bytes) -> FormRead:
    """Read an XForm of ours: its id and version, its saved nodes and its files."""
    root = read(xml)
    nodes = list(root.iter())
    title = next((text_of(e) for e in nodes if local(e) == "title"), "")
    first = next(e for e in nodes if local(e) == "instance")
    instance = next(iter(first))
    saved = {e.get("nodeset", ""): e.get(SAVETO, "") for e in nodes if local(e) == "bind" and e.get(SAVETO)}
    return FormRead(
        instance.get("id", ""), instance.get("version", ""), title, saved, tuple(dict.fromkeys(_files(nodes)))
    )


def _files(nodes: list[Element]) -> Iterator[str]:
    for element in nodes:
        source = element.get("src", "") if local(element) == "instance" else ""
        if source.startswith(("jr://file-csv/", "jr://file/")):
            yield source.rpartition("/")[2]
