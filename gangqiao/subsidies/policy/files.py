"""Reads policy files: one rule a file, in YAML. Whatever is wrong is said with file, place and how to mend it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from gangqiao.kernel.policy import WrongPolicyFile
from gangqiao.subsidies.policy.formulas import WrongFormula, names_in
from gangqiao.subsidies.policy.numbers import SCALES, DatedNumber, Scale
from gangqiao.subsidies.policy.rules import (
    LIMITS,
    PERIODS,
    ROUNDINGS,
    SUBJECTS,
    Condition,
    Document,
    Limit,
    Rule,
    Words,
)

LANGUAGES = ("zh", "en")
NEEDED = {"rule", "title", "document", "fund_line", "for", "from", "conditions", "amount"}
MAY = {"until", "area", "period", "applicants", "publicity_days", "evidence", "excludes", "limits", "numbers", "steps",
       "uses", "remarks"}  # fmt: skip
APPLICANTS = ("person", "employer", "provider", "village", "agency")


def read_rule(path: Path) -> Rule:
    """The rule of a file. Raises WrongPolicyFile."""
    text = path.read_text(encoding="utf-8")
    return rule_of(loaded(text, path.name), path.name, hashlib.sha256(text.encode()).hexdigest()[:16])


def rule_of(read: Any, where: str, version: str) -> Rule:
    """The rule a mapping describes. Raises WrongPolicyFile."""
    _keys(read, where, NEEDED, MAY)
    amount = _mapping(read["amount"], f"{where}: amount", {"is", "unit"}, {"round"})
    rule = Rule(
        key=_name(read["rule"], f"{where}: rule"),
        version=version,
        title=_words(read["title"], f"{where}: title"),
        document=_document(read["document"], f"{where}: document"),
        fund_line=str(read["fund_line"]),
        subject=_one_of(read["for"], SUBJECTS, f"{where}: for"),
        applicants=tuple(_one_of(a, APPLICANTS, f"{where}: applicants") for a in read.get("applicants", ["person"])),
        area=str(read.get("area", "")),
        first=_day(read["from"], f"{where}: from"),
        last=None if read.get("until") is None else _day(read["until"], f"{where}: until"),
        period=_one_of(read.get("period", "once"), PERIODS, f"{where}: period"),
        publicity_days=_whole(read.get("publicity_days", 7), f"{where}: publicity_days"),
        evidence=tuple(_words(e, f"{where}: evidence") for e in read.get("evidence", [])),
        excludes=tuple(map(str, read.get("excludes", []))),
        limits=tuple(_limit(entry, f"{where}: limits") for entry in read.get("limits", [])),
        numbers={str(k): _number(str(k), e, f"{where}: numbers: {k}") for k, e in read.get("numbers", {}).items()},
        steps={_name(k, f"{where}: steps"): str(v) for k, v in read.get("steps", {}).items()},
        conditions=tuple(_condition(entry, f"{where}: conditions") for entry in read["conditions"]),
        amount=str(amount["is"]),
        unit=str(amount["unit"]),
        rounding=_one_of(amount.get("round", "nearest"), ROUNDINGS, f"{where}: amount: round"),
        uses=tuple(map(str, read.get("uses", []))),
        remarks=_words(read["remarks"], f"{where}: remarks") if "remarks" in read else {},
    )
    _fits(rule, where)
    return rule


def _fits(rule: Rule, where: str) -> None:
    """What only the whole rule can show."""
    if rule.last is not None and rule.last < rule.first:
        raise WrongPolicyFile(f"{where}: until: {rule.last} lies before the first day, {rule.first}")
    keys = [condition.key for condition in rule.conditions]
    if twice := {key for key in keys if keys.count(key) > 1}:
        raise WrongPolicyFile(f"{where}: conditions: {', '.join(sorted(twice))} is given twice")
    for place, formula in [("amount", rule.amount), *rule.steps.items(), *((c.key, c.met) for c in rule.conditions)]:
        try:
            names_in(formula)
        except WrongFormula as error:
            raise WrongPolicyFile(f"{where}: {place}: {error}") from error
    for limit in rule.limits:
        if isinstance(limit.most, str) and limit.most not in (*rule.numbers, *rule.steps):
            raise WrongPolicyFile(f"{where}: limits: “{limit.most}” is no number or step of the rule; declare it there")


def loaded(text: str, where: str) -> Any:
    """YAML with nothing given twice in one mapping. Raises WrongPolicyFile."""
    try:
        return yaml.load(text, Loader=_NothingTwice)  # noqa: S506  a SafeLoader
    except yaml.YAMLError as error:
        raise WrongPolicyFile(f"{where}: the file is no YAML: {error}") from error


class _NothingTwice(yaml.SafeLoader):
    """YAML lets the last of two equal keys win; in a policy the first would vanish without a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _value in node.value]
        if twice := {key for key in keys if keys.count(key) > 1}:
            raise WrongPolicyFile(f"line {node.start_mark.line + 1}: {', '.join(map(str, twice))} is given twice")
        return super().construct_mapping(node, deep)


# --- parts of a file --------------------------------------------------------------------------------------------------


def _document(read: Any, where: str) -> Document:
    entry = _mapping(read, where, {"number", "source"}, {"title", "issued_on", "confirmed"})
    return Document(
        number=str(entry["number"] or ""),
        title=_words(entry["title"], f"{where}: title") if "title" in entry else {},
        issued_on=None if entry.get("issued_on") is None else _day(entry["issued_on"], f"{where}: issued_on"),
        source=str(entry["source"]),
        confirmed=_truth(entry.get("confirmed", False), f"{where}: confirmed"),
    )


def _number(key: str, read: Any, where: str) -> DatedNumber:
    entry = _mapping(read, where, {"words", "unit", "reference", "confirmed", "values"}, {"table"})
    if not isinstance(entry["values"], Mapping) or not entry["values"]:
        raise WrongPolicyFile(f"{where}: values: give the first day and the number, as `2020-03-28: 100000`")
    table = entry.get("table")
    if table is not None:
        _one_of(table, SCALES, f"{where}: table")
    return DatedNumber(
        key=_name(key, where),
        words=_words(entry["words"], f"{where}: words"),
        unit=str(entry["unit"]),
        reference=str(entry["reference"]),
        confirmed=_truth(entry["confirmed"], f"{where}: confirmed"),
        values={
            _day(d, f"{where}: values"): _value(v, table, f"{where}: values: {d}")
            for d, v in sorted(entry["values"].items(), key=lambda pair: str(pair[0]))
        },
    )


def _value(value: Any, table: str | None, where: str) -> Any:
    if value is None or table is None:
        if isinstance(value, dict) or (value is not None and not isinstance(value, int | float | str | bool | list)):
            raise WrongPolicyFile(f"{where}: a number, a word or a list of words is asked for")
        return value
    pairs = value if isinstance(value, list) else []
    is_table = bool(pairs) and all(isinstance(p, list) and len(p) == 2 and all(map(_is_number, p)) for p in pairs)
    if not is_table or [p[0] for p in pairs] != sorted({p[0] for p in pairs}):
        raise WrongPolicyFile(f"{where}: a table is a list of [threshold, rate or amount], the thresholds ascending")
    return Scale(table, tuple((float(a), float(b)) for a, b in pairs))


def _condition(read: Any, where: str) -> Condition:
    entry = _mapping(read, where, {"key", "met", "says", "article"}, {"can_come", "from", "until"})
    name = _name(entry["key"], where)
    return Condition(
        key=name,
        met=str(entry["met"]),
        says=_words(entry["says"], f"{where}: {name}: says"),
        article=str(entry["article"]),
        can_come=_truth(entry.get("can_come", False), f"{where}: {name}: can_come"),
        first=None if entry.get("from") is None else _day(entry["from"], f"{where}: {name}: from"),
        last=None if entry.get("until") is None else _day(entry["until"], f"{where}: {name}: until"),
    )


def _limit(read: Any, where: str) -> Limit:
    entry = _mapping(read, where, {"of", "per", "most"}, {"says"})
    if (entry["of"], entry["per"]) not in LIMITS:
        raise WrongPolicyFile(f"{where}: of is times, months or amount; per is year or life")
    most = entry["most"]
    if not isinstance(most, str | int) or isinstance(most, bool):
        raise WrongPolicyFile(f"{where}: most: a whole number, or the key of one of the rule's numbers")
    says = _words(entry["says"], f"{where}: says") if "says" in entry else {}
    return Limit(str(entry["of"]), str(entry["per"]), most, says)


def _keys(read: Any, where: str, needed: set[str], may: set[str]) -> None:
    if not isinstance(read, dict):
        raise WrongPolicyFile(f"{where}: has no entries")
    if missing := needed - read.keys():
        raise WrongPolicyFile(f"{where}: {', '.join(sorted(missing))} is missing")
    if strange := read.keys() - needed - may:
        raise WrongPolicyFile(f"{where}: {', '.join(sorted(map(str, strange)))} means nothing here")


def _mapping(read: Any, where: str, needed: set[str], may: set[str]) -> dict[str, Any]:
    _keys(read, where, needed, may)
    found: dict[str, Any] = read
    return found


def _words(read: Any, where: str) -> Words:
    if not isinstance(read, dict) or set(read) != set(LANGUAGES) or not all(str(v).strip() for v in read.values()):
        raise WrongPolicyFile(f"{where}: give the words in both languages, as `{{zh: …, en: …}}`")
    return {language: str(read[language]) for language in LANGUAGES}


def _name(read: Any, where: str) -> str:
    text = str(read)
    if not text.isidentifier() or text != text.lower():
        raise WrongPolicyFile(f"{where}: “{text}” is no name; small letters, digits and _ make one")
    return text


def _day(read: Any, where: str) -> date:
    if type(read) is not date:
        raise WrongPolicyFile(f"{where}: {read!r} is not a day like 2020-03-28")
    return read


def _one_of(read: Any, among: tuple[str, ...], where: str) -> str:
    if read not in among:
        raise WrongPolicyFile(f"{where}: “{read}” is none of {', '.join(among)}")
    return str(read)


def _truth(read: Any, where: str) -> bool:
    if not isinstance(read, bool):
        raise WrongPolicyFile(f"{where}: must be true or false")
    return read


def _whole(read: Any, where: str) -> int:
    if not isinstance(read, int) or isinstance(read, bool) or read < 0:
        raise WrongPolicyFile(f"{where}: a whole number is asked for")
    return read


def _is_number(read: Any) -> bool:
    return isinstance(read, int | float) and not isinstance(read, bool)
