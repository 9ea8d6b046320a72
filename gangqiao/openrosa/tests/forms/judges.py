"""The three who judge answers: the server, a form in the engine of ODK Collect, and the phone's own client."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pyxform.validators.odk_validate as odk

from gangqiao.openrosa.forms_compiled.making import xform
from gangqiao.openrosa.forms_compiled.names import ASKED, node_of, shown
from gangqiao.surveys.questions import Question, QuestionSheet, Section, digest, judge
from tools.node import NODE

HERE = Path(__file__).parent
PHONE = HERE.parents[3] / "frontend/src/phone/questions/judging.ts"
XFORMS = "{http://www.w3.org/2002/xforms}"
COUNTS = "{https://gangqiao.example/forms}counts"


@dataclass(frozen=True)
class Verdict:
    """What one of them says: the questions asked, those missing, and the answers that cannot be."""

    asked: frozenset[str]
    missing: frozenset[str]
    wrong: frozenset[str]


def server(section: Section, people: Iterable[Mapping[str, Any]], on: date) -> list[Verdict]:
    return [_verdict(asdict(judge(section, facts, on))) for facts in people]


def phone(section: Section, people: Iterable[Mapping[str, Any]], on: date) -> list[Verdict]:
    """The phone's TypeScript, run as it is."""
    cases = [{"facts": facts, "on": on.isoformat()} for facts in people]
    asked = json.dumps({"section": asdict(section), "cases": cases})
    done = subprocess.run(
        [NODE, HERE / "judge.mjs", PHONE], input=asked, capture_output=True, text=True, check=True, timeout=120
    )
    return [_verdict(one) for one in json.loads(done.stdout)]


def form(sheet: QuestionSheet, people: Iterable[Mapping[str, Any]], on: date, folder: Path) -> list[Verdict]:
    """The form of one person, filled in by the engine of ODK Collect."""
    xml = xform(sheet, digest(sheet.as_json()), "person_update")
    section = sheet.section("person")
    nodes = {q.key: asked_node(q) for q in section.questions}
    typed = []
    for facts in people:
        row = {"on": on.isoformat(), "given_works": str(facts.get("given.works") or "")}
        typed.append(row | {nodes[q.key]: shown(q, facts.get(q.key)) for q in section.questions})
    counted = counted_nodes(xml)
    return [_of_form(filled, nodes, counted) for filled in fill(xml, typed, folder)]


def asked_node(question: Question) -> str:
    """The node into which an answer is typed."""
    return (ASKED if question.level > 2 else "") + node_of(question.key)


def counted_nodes(xml: bytes) -> set[str]:
    """The nodes of questions that must be answered."""
    binds = ET.fromstring(xml).iter(f"{XFORMS}bind")
    return {bind.attrib["nodeset"].rpartition("/")[2] for bind in binds if bind.get(COUNTS)}


def fill(xml: bytes, typed: Iterable[Mapping[str, str]], folder: Path) -> list[dict[str, list[Any]]]:
    """Fill in a form once for each of `typed`: by node whether it is relevant, its text, and whether that may stand.

    folder holds the lists the form names; those that are missing are empty.
    """
    for name in ("persons.csv", "households.csv", "places.csv", "groups.csv"):
        if not (folder / name).exists():
            (folder / name).write_text("name,label,__version,household\n")
    path = folder / "form.xml"
    path.write_bytes(xml)
    lines = "\n".join(json.dumps(one, ensure_ascii=False) for one in typed)
    command = ["java", "-cp", odk.ODK_VALIDATE_PATH, "-Dfile.encoding=UTF-8", HERE / "Fill.java", path, folder]
    done = subprocess.run(command, input=lines.encode(), capture_output=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr.decode()[:2000]
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def _of_form(filled: Mapping[str, list[Any]], nodes: Mapping[str, str], counted: set[str]) -> Verdict:
    asked = {key for key, node in nodes.items() if filled[node][0]}
    empty = {key for key in asked if not filled[nodes[key]][1]}
    missing = {key for key in empty if nodes[key] in counted}
    wrong = {key for key in asked - empty if not filled[nodes[key]][2]}
    return Verdict(frozenset(asked), frozenset(missing), frozenset(wrong))


def _verdict(judged: Mapping[str, Any]) -> Verdict:
    faults = {fault["key"] for fault in judged["faults"]}
    return Verdict(frozenset(judged["asked"]), frozenset(judged["missing"]), frozenset(faults))
