"""What each department asks of a vacancy beside the common facts: the declared items, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from gangqiao.kernel.policy import WrongPolicyFile

KINDS = ("text", "number", "choice", "date", "yes_no")
OWN = "own_"  # begins the name of an item where it stands beside the common facts: fields of forms, faults, the log
_KNOWN = {"kind", "zh", "en", "required", "public", "help", "unit", "codes", "also", "source"}

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a department's own form.

    label, help, unit  words by language ("zh", "en"); help and unit may be empty
    codes              of a choice: code -> {zh, en, also}; also: other writings in messages and workbooks
    is_public          whoever reads the vacancy sees it; else only the offices do
    """

    key: str
    kind: str
    label: Words
    required: bool = False
    is_public: bool = False
    help: Words = field(default_factory=dict)
    unit: Words = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    source: str = ""

    @property
    def name(self) -> str:
        """Its name beside the common facts of a vacancy."""
        return f"{OWN}{self.key}"

    @property
    def heading(self) -> str:
        """The heading of its column."""
        return self.label["zh"]

    def as_json(self) -> dict[str, Any]:
        """The item as a version of a form keeps it."""
        return {
            "key": self.key,
            "kind": self.kind,
            "label": dict(self.label),
            "required": self.required,
            "public": self.is_public,
            "help": dict(self.help),
            "unit": dict(self.unit),
            "codes": {code: dict(words) for code, words in self.codes.items()},
            "order": list(self.codes),  # a database may keep the keys of an object in an order of its own
            "also": list(self.also),
            "source": self.source,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Item:
        """The item from `as_json`."""
        return cls(
            stored["key"],
            stored["kind"],
            stored["label"],
            stored["required"],
            stored["public"],
            stored["help"],
            stored["unit"],
            {code: stored["codes"][code] for code in stored["order"]},
            tuple(stored["also"]),
            stored["source"],
        )


def read_items(path: Path) -> dict[str, tuple[Item, ...]]:
    """The items of every department of a file, in order. Entries that begin with "_" are parts of others.

    Raises WrongPolicyFile.
    """
    read: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {
        str(unit): tuple(_item(path, str(unit), str(key), entry) for key, entry in entries.items())
        for unit, entries in read.items()
        if not str(unit).startswith("_")
    }


def _item(path: Path, unit: str, key: str, entry: Any) -> Item:
    where = f"{path}: {unit}: {key}"
    if not isinstance(entry, dict) or set(entry) - _KNOWN or not {"kind", "zh", "en", "source"} <= set(entry):
        raise WrongPolicyFile(f"{where} needs kind, zh, en and source, and may have {', '.join(sorted(_KNOWN))}")
    if entry["kind"] not in KINDS or (entry["kind"] == "choice") != ("codes" in entry):
        raise WrongPolicyFile(f"{where}: the kind is one of {', '.join(KINDS)}, and a choice has codes")
    for words in (*(entry[name] for name in ("help", "unit") if name in entry), *entry.get("codes", {}).values()):
        if not {"zh", "en"} <= set(words):
            raise WrongPolicyFile(f"{where}: words need zh and en")
    return Item(
        key,
        entry["kind"],
        {"zh": entry["zh"], "en": entry["en"]},
        bool(entry.get("required")),
        bool(entry.get("public")),
        entry.get("help", {}),
        entry.get("unit", {}),
        entry.get("codes", {}),
        tuple(entry.get("also", ())),
        str(entry["source"]),
    )


DECLARED: Mapping[str, tuple[Item, ...]] = read_items(Path(__file__).with_name("own_items.yaml"))
