"""A phone app of its own, written from the OpenRosa and Entities specifications and not from the server: it does what
ODK Collect does. It gets forms and lists, fills forms in, keeps entities with branch and trunk, and sends."""

from __future__ import annotations

import copy
import csv
import hashlib
import io
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

LIST_NS = "{http://openrosa.org/xforms/xformsList}"
MANIFEST_NS = "{http://openrosa.org/xforms/xformsManifest}"
XF = "{http://www.w3.org/2002/xforms}"
SAVETO = "{http://www.opendatakit.org/xforms/entities}saveto"
HEADERS = {"HTTP_X_OPENROSA_VERSION": "1.0", "HTTP_USER_AGENT": "org.odk.collect.android/2026.3.3"}
# Collect's own format writes the hour with 12: a server must never read this.
HEADERS["HTTP_DATE"] = "Thu, 26 Nov 2026 02:10:00 GMT+08:00"


def bare(tag: str) -> str:
    return tag.rpartition("}")[2]


@dataclass
class Local:
    """An entity as the phone has it. trunk: null when the phone itself created it."""

    id: str
    label: str
    version: int
    properties: dict[str, str]
    trunk: int | None = None
    branch: str = field(default_factory=lambda: str(uuid4()))
    is_offline: bool = False


@dataclass
class Filled:
    """A finished form in the outbox. It is sent byte by byte as it is, however often."""

    form: str
    instance: str
    xml: bytes
    files: dict[str, bytes] = field(default_factory=dict)


class Collect:
    """One phone with one project."""

    def __init__(self, base: str, http: Client | None = None, **auth: str) -> None:
        self.base, self.http, self.auth = base.rstrip("/"), http or Client(), auth
        self.device = f"collect:{uuid4().hex[:16]}"
        self.forms: dict[str, ET.Element] = {}
        self.listed: dict[str, dict[str, str]] = {}
        self.lists: dict[str, dict[str, Local]] = {}
        self.hashes: dict[str, str] = {}

    # --- asking ---

    def get(self, url: str, **more: Any) -> Any:
        mark = "&" if "?" in url else "?"
        return self.http.get(f"{url}{mark}deviceID={self.device}", **HEADERS, **self.auth, **more)

    def form_list(self) -> dict[str, dict[str, str]]:
        answer = self.get(f"{self.base}/formList")
        assert answer.status_code == 200, answer.content
        assert answer["X-OpenRosa-Version"] == "1.0"
        assert "text/xml" in answer["Content-Type"]
        root = ET.fromstring(answer.content)
        assert root.tag == f"{LIST_NS}xforms"
        return {f.find(f"{LIST_NS}formID").text: {bare(c.tag): c.text or "" for c in f} for f in root}

    def refresh(self) -> None:
        """Match the server: every form, every file whose hash is new."""
        self.listed = self.form_list()
        for form, said in self.listed.items():
            answer = self.get(said["downloadUrl"])
            assert "md5:" + hashlib.md5(answer.content).hexdigest() == said["hash"]
            self.forms[form] = ET.fromstring(answer.content)
            if said.get("manifestUrl"):
                for one in self.manifest(said["manifestUrl"]):
                    self._file(one)

    def manifest(self, url: str) -> list[dict[str, str]]:
        answer = self.get(url)
        assert answer["X-OpenRosa-Version"] == "1.0"
        root = ET.fromstring(answer.content)
        assert root.tag == f"{MANIFEST_NS}manifest"
        found = [{"type": m.get("type", ""), **{bare(c.tag): c.text or "" for c in m}} for m in root]
        assert all(one["hash"].startswith("md5:") for one in found)
        return found

    def _file(self, one: dict[str, str]) -> None:
        if one["type"] != "entityList" or self.hashes.get(one["filename"]) == one["hash"]:
            return
        answer = self.get(one["downloadUrl"])
        assert answer.status_code == 200
        assert answer["ETag"]
        self.hashes[one["filename"]] = one["hash"]
        self._merge(one["filename"].removesuffix(".csv"), answer.content.decode(), one.get("integrityUrl", ""))

    def _merge(self, name: str, text: str, integrity: str) -> None:
        """Take over a list: the newer wins, offline ones that are missing are asked about."""
        rows = list(csv.DictReader(io.StringIO(text)))
        own = self.lists.setdefault(name, {})
        missing = set(own)
        for row in rows:
            key, label, version = row.pop("name"), row.pop("label"), int(row.pop("__version"))
            missing.discard(key)
            known = own.get(key)
            if known is None or version >= known.version:
                own[key] = Local(key, label, version, dict(row), trunk=version)
            else:
                known.is_offline = False
        asked = [k for k in missing if own[k].is_offline]
        for key in missing - set(asked):
            del own[key]
        if asked and integrity:
            for key, gone in self.integrity(integrity, asked).items():
                if gone:
                    del own[key]

    def integrity(self, url: str, ids: list[str]) -> dict[str, bool]:
        answer = self.get(f"{url}?id={','.join(ids)}")
        assert answer.status_code == 200
        root = ET.fromstring(answer.content)
        return {e.get("id"): e.find("deleted").text == "true" for e in root.find("entities")}

    # --- filling in ---

    def fill(self, form: str, key: str = "", members: list[dict[str, str]] | None = None, **answers: str) -> Filled:
        """Fill a form in: nodes by name. key: the entity that is chosen. Nodes that are not named are not relevant."""
        model = self.forms[form].find(".//{*}model")
        root = copy.deepcopy(next(iter(model.find(f"{XF}instance"))))
        saves = {b.get("nodeset"): b.get(SAVETO) for b in model.findall(f"{XF}bind") if b.get(SAVETO)}
        self._repeat(root, members or [])
        self._prune(root, answers)
        instance = f"uuid:{uuid4()}"
        meta = root.find("{*}meta")
        meta.find("{*}instanceID").text = instance
        self._entities(root, key, saves)
        return Filled(form, instance, ET.tostring(root, encoding="UTF-8", xml_declaration=True))

    def _repeat(self, root: ET.Element, members: list[dict[str, str]]) -> None:
        """One copy of the repeat for each member, in place of the template."""
        groups = [e for e in root if bare(e.tag) == "members"]
        if not groups:
            return
        pattern, place = copy.deepcopy(groups[0]), list(root).index(groups[0])
        for group in groups:
            root.remove(group)
        for attribute in list(pattern.attrib):
            del pattern.attrib[attribute]
        for number, answers in enumerate(members):
            one = copy.deepcopy(pattern)
            self._prune(one, answers)
            root.insert(place + number, one)

    def _prune(self, node: ET.Element, answers: dict[str, str]) -> None:
        """Fill in what is answered and leave out what is not relevant, as forms do when they are finished."""
        for child in list(node):
            name = bare(child.tag)
            if name == "meta" or name == "members":
                continue
            if len(child):
                self._prune(child, answers)
            elif name in answers:
                child.text = answers[name]
            else:
                node.remove(child)

    def _entities(self, root: ET.Element, key: str, saves: dict[str, str]) -> None:
        top = root.find("{*}meta/{*}entity")
        home = ""
        if top is not None:
            home = self._entity(root, top, key, saves, f"/{bare(root.tag)}")
        for member in (e for e in root if bare(e.tag) == "members"):
            entity = member.find("{*}meta/{*}entity")
            if member.find("{*}of") is not None:
                member.find("{*}of").text = home
            self._entity(member, entity, "", saves, f"/{bare(root.tag)}/members")

    def _entity(self, container: ET.Element, entity: ET.Element, key: str, saves: dict[str, str], path: str) -> str:
        """Write what the phone knows of an entity into the form, and the form's answers into what the phone knows."""
        own = self.lists.setdefault(entity.get("dataset"), {})
        said: dict[str, str] = {}
        for place, name in saves.items():
            found = container.find("/".join("{*}" + p for p in place.removeprefix(path + "/").split("/")))
            if place.startswith(path + "/") and found is not None:
                said[name] = found.text or ""
        label = entity.find("{*}label")
        if entity.get("create"):
            key = str(uuid4())
            name = container.find(".//{*}person_name")
            text = name.text if name is not None else said.get("household_address", "") or "new"
            own[key] = Local(key, text, 1, said, is_offline=True)
            entity.set("id", key)
            entity.find("{*}label").text = text
        else:
            known = own[key]
            entity.set("id", key)
            entity.set("baseVersion", str(known.version))
            entity.set("trunkVersion", "" if known.trunk is None else str(known.trunk))
            entity.set("branchId", known.branch)
            known.version += 1
            known.properties |= said
            if label is not None:
                label.text = known.label
        return key

    # --- sending ---

    def send(self, filled: Filled, *, incomplete: bool = False, files: dict[str, bytes] | None = None) -> Any:
        """Send a finished form. 201 and 202 are success; everything else is tried again later."""
        parts: dict[str, Any] = {
            "xml_submission_file": SimpleUploadedFile(f"{filled.form}.xml", filled.xml, content_type="text/xml")
        }
        for name, content in (filled.files if files is None else files).items():
            parts[name] = SimpleUploadedFile(name, content, content_type="image/jpeg")
        if incomplete:
            parts["*isIncomplete*"] = "yes"
        head = self.http.head(f"{self.base}/submission?deviceID={self.device}", **HEADERS, **self.auth)
        assert head.status_code == 204, head.status_code
        assert int(head["X-OpenRosa-Accept-Content-Length"]) > 0
        return self.http.post(f"{self.base}/submission?deviceID={self.device}", parts, **HEADERS, **self.auth)

    def edited(self, filled: Filled, **answers: str) -> Filled:
        """A new edition of a form that was sent: another instance that names the one before."""
        root = ET.fromstring(filled.xml)
        meta = root.find("{*}meta")
        old = meta.find("{*}instanceID")
        deprecated = meta.find("{*}deprecatedID")
        if deprecated is None:
            deprecated = ET.SubElement(meta, old.tag.replace("instanceID", "deprecatedID"))
        deprecated.text, old.text = filled.instance, f"uuid:{uuid4()}"
        for node in root.iter():
            if bare(node.tag) in answers:
                node.text = answers[bare(node.tag)]
        return Filled(filled.form, old.text, ET.tostring(root, encoding="UTF-8", xml_declaration=True))
