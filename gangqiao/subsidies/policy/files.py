"""Reads policy files: one rule a file, in YAML. Whatever is wrong is said with file, place and how to mend it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from gangqiao.kernel.policy import NothingTwice, WrongPolicyFile
from gangqiao.subsidies.policy.formulas import WrongFormula, names_in
from gangqiao.subsidies.policy.numbers import SCALES, DatedNumber, Scale
from gangqiao.subsidies.policy.parts import (
    Tried,
    day_of,
    entries_of,
    is_number,
    list_of,
    mapping_of,
    name_of,
    one_of,
    truth_of,
    whole_of,
    with_keys,
    words_of,
)
from gangqiao.subsidies.policy.rules import (
    LIMITS,
    PERIODS,
    ROUNDINGS,
    SUBJECTS,
    Condition,
    Document,
    Limit,
    Rule,
)

NEEDED = {"rule", "title", "document", "fund_line", "for", "from", "conditions", "amount"}
MAY = {"until", "area", "period", "applicants", "publicity_days", "evidence", "excludes", "limits", "numbers", "steps",
       "uses", "remarks"}  # fmt: skip
APPLICANTS = ("person", "employer", "provider", "village", "agency")


def read_rule(path: Path) -> Rule:
    """The rule of a file. Raises WrongPolicyFile."""
    text = path.read_text(encoding="utf-8")
    return rule_of(loaded(text, path.name), path.name, version_of(text))


def rule_of(read: Any, where: str, version: str) -> Rule:
    """The rule a mapping describes. Raises WrongPolicyFile with everything that is wrong, a line each."""
    tried = Tried()
    tried(with_keys, read, where, NEEDED, MAY)
    tried.end()
    amount = tried(mapping_of, read["amount"], f"{where}: amount", {"is", "unit"}, {"round"}) or {"is": "0", "unit": ""}
    numbers = tried(entries_of, read.get("numbers", {}), f"{where}: numbers") or {}
    steps = tried(entries_of, read.get("steps", {}), f"{where}: steps") or {}
    values = {
        **_head_of(read, where, tried),
        "limits": tried.each(_limit, read.get("limits", []), f"{where}: limits"),
        "numbers": {str(k): tried(_number, str(k), e, f"{where}: numbers: {k}") for k, e in numbers.items()},
        "steps": {tried(name_of, k, f"{where}: steps"): str(v) for k, v in steps.items()},
        "conditions": tried.each(_condition, read["conditions"], f"{where}: conditions"),
        "amount": str(amount["is"]),
        "unit": str(amount["unit"]),
        "rounding": tried(one_of, amount.get("round", "nearest"), ROUNDINGS, f"{where}: amount: round"),
        "uses": tuple(map(str, tried(list_of, read.get("uses", []), f"{where}: uses") or [])),
        "remarks": tried(words_of, read["remarks"], f"{where}: remarks") if "remarks" in read else {},
    }
    tried.end()
    rule = Rule(version=version, **values)
    _fits(rule, where)
    return rule


def _head_of(read: Mapping[str, Any], where: str, tried: Tried) -> dict[str, Any]:
    """What a rule is called, where it stands, for whom it is and when."""
    until, excludes = read.get("until"), tried(list_of, read.get("excludes", []), f"{where}: excludes") or []
    return {
        "key": tried(name_of, read["rule"], f"{where}: rule"),
        "title": tried(words_of, read["title"], f"{where}: title"),
        "document": tried(_document, read["document"], f"{where}: document"),
        "fund_line": str(read["fund_line"]),
        "subject": tried(one_of, read["for"], SUBJECTS, f"{where}: for"),
        "applicants": tried.each(_applicant, read.get("applicants", ["person"]), f"{where}: applicants"),
        "area": str(read.get("area", "")),
        "first": tried(day_of, read["from"], f"{where}: from"),
        "last": None if until is None else tried(day_of, until, f"{where}: until"),
        "period": tried(one_of, read.get("period", "once"), PERIODS, f"{where}: period"),
        "publicity_days": tried(whole_of, read.get("publicity_days", 7), f"{where}: publicity_days"),
        "evidence": tried.each(words_of, read.get("evidence", []), f"{where}: evidence"),
        "excludes": tuple(map(str, excludes)),
    }


def _fits(rule: Rule, where: str) -> None:
    """What only the whole rule can show."""
    faults = []
    if rule.last is not None and rule.last < rule.first:
        faults.append(f"{where}: until: {rule.last} lies before the first day, {rule.first}")
    keys = [condition.key for condition in rule.conditions]
    if twice := {key for key in keys if keys.count(key) > 1}:
        faults.append(f"{where}: conditions: {', '.join(sorted(twice))} is given twice")
    for place, formula in [("amount", rule.amount), *rule.steps.items(), *((c.key, c.met) for c in rule.conditions)]:
        try:
            names_in(formula)
        except WrongFormula as error:
            faults.append(f"{where}: {place}: {error}")
    for limit in rule.limits:
        if isinstance(limit.most, str) and limit.most not in (*rule.numbers, *rule.steps):
            faults.append(f"{where}: limits: “{limit.most}” is no number or step of the rule; declare it there")
    if faults:
        raise WrongPolicyFile("\n".join(faults))


def loaded(text: str, where: str) -> Any:
    """YAML with nothing given twice in one mapping. Raises WrongPolicyFile, which names file and line."""
    return _read(text, where, NothingTwice)[0]


def rule_with_cases(text: str, where: str) -> tuple[Rule, list[Any]]:
    """A rule brought in as text, and the cases that stand behind it, after a line `---`; [] for none.

    Raises WrongPolicyFile with everything that is wrong, a line each. The version is the digest of the whole text.
    """
    parts = _read(text, where, _Brought)
    if len(parts) > 2:
        raise WrongPolicyFile(
            f"{where}: one rule, and behind `---` its cases, are asked for; here are {len(parts)} parts"
        )
    cases = parts[1] if len(parts) == 2 and parts[1] is not None else []
    rule = rule_of(parts[0], where, version_of(text))
    if not isinstance(cases, list):
        raise WrongPolicyFile(f"{where}: cases: a list is asked for, each beginning with `- name:`")
    return rule, cases


def version_of(text: str) -> str:
    """The digest by which a version of a rule is known. 16 letters and digits."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _read(text: str, where: str, loader: type[NothingTwice]) -> list[Any]:
    try:
        return list(yaml.load_all(text, Loader=loader)) or [None]
    except yaml.YAMLError as error:
        raise WrongPolicyFile(f"{where}: the file is no YAML: {' '.join(str(error).split())}") from error
    except (WrongPolicyFile, ValueError) as error:
        raise WrongPolicyFile(f"{where}: {error}") from error


class _Brought(NothingTwice):
    """Of what comes from outside: names for parts of a text (`&`, `*`) can blow a few lines up to gigabytes."""

    def compose_node(self, parent: Any, index: int) -> Any:
        if self.check_event(yaml.AliasEvent):
            line = self.peek_event().start_mark.line + 1  # type: ignore[no-untyped-call]  # PyYAML names no types
            raise WrongPolicyFile(f"line {line}: `*` stands for another part of the text; write that part out")
        return super().compose_node(parent, index)


# --- parts of a file --------------------------------------------------------------------------------------------------


def _document(read: Any, where: str) -> Document:
    entry = mapping_of(read, where, {"number", "source"}, {"title", "issued_on", "confirmed"})
    return Document(
        number=str(entry["number"] or ""),
        title=words_of(entry["title"], f"{where}: title") if "title" in entry else {},
        issued_on=None if entry.get("issued_on") is None else day_of(entry["issued_on"], f"{where}: issued_on"),
        source=str(entry["source"]),
        confirmed=truth_of(entry.get("confirmed", False), f"{where}: confirmed"),
    )


def _number(key: str, read: Any, where: str) -> DatedNumber:
    entry = mapping_of(read, where, {"words", "unit", "reference", "confirmed", "values"}, {"table"})
    if not isinstance(entry["values"], Mapping) or not entry["values"]:
        raise WrongPolicyFile(f"{where}: values: give the first day and the number, as `2020-03-28: 100000`")
    table = entry.get("table")
    if table is not None:
        one_of(table, SCALES, f"{where}: table")
    return DatedNumber(
        key=name_of(key, where),
        words=words_of(entry["words"], f"{where}: words"),
        unit=str(entry["unit"]),
        reference=str(entry["reference"]),
        confirmed=truth_of(entry["confirmed"], f"{where}: confirmed"),
        values={
            day_of(d, f"{where}: values"): _value(v, table, f"{where}: values: {d}")
            for d, v in sorted(entry["values"].items(), key=lambda pair: str(pair[0]))
        },
    )


def _value(value: Any, table: str | None, where: str) -> Any:
    if value is None or table is None:
        if isinstance(value, dict) or (value is not None and not isinstance(value, int | float | str | bool | list)):
            raise WrongPolicyFile(f"{where}: a number, a word or a list of words is asked for")
        return value
    pairs = value if isinstance(value, list) else []
    is_table = bool(pairs) and all(isinstance(p, list) and len(p) == 2 and all(map(is_number, p)) for p in pairs)
    if not is_table or [p[0] for p in pairs] != sorted({p[0] for p in pairs}):
        raise WrongPolicyFile(f"{where}: a table is a list of [threshold, rate or amount], the thresholds ascending")
    return Scale(table, tuple((float(a), float(b)) for a, b in pairs))


def _condition(read: Any, where: str) -> Condition:
    entry = mapping_of(read, where, {"key", "met", "says", "article"}, {"can_come", "from", "until"})
    name, article = name_of(entry["key"], where), entry["article"]
    articles = words_of(article, f"{where}: {name}: article") if isinstance(article, dict) else {}
    return Condition(
        key=name,
        met=str(entry["met"]),
        says=words_of(entry["says"], f"{where}: {name}: says"),
        article=articles["zh"] if articles else str(article),
        articles=articles,
        can_come=truth_of(entry.get("can_come", False), f"{where}: {name}: can_come"),
        first=None if entry.get("from") is None else day_of(entry["from"], f"{where}: {name}: from"),
        last=None if entry.get("until") is None else day_of(entry["until"], f"{where}: {name}: until"),
    )


def _limit(read: Any, where: str) -> Limit:
    entry = mapping_of(read, where, {"of", "per", "most"}, {"says"})
    if (entry["of"], entry["per"]) not in LIMITS:
        raise WrongPolicyFile(f"{where}: of is times, months or amount; per is year or life")
    most = entry["most"]
    if not isinstance(most, str | int) or isinstance(most, bool):
        raise WrongPolicyFile(f"{where}: most: a whole number, or the key of one of the rule's numbers")
    says = words_of(entry["says"], f"{where}: says") if "says" in entry else {}
    return Limit(str(entry["of"]), str(entry["per"]), most, says)


def _applicant(read: Any, where: str) -> str:
    return one_of(read, APPLICANTS, where)
