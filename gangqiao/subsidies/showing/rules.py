"""Rules and standings in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from gangqiao.subsidies.policy.books import Book, Decision
from gangqiao.subsidies.policy.cases import cases_of
from gangqiao.subsidies.policy.rules import Rule, Standing, shown_as
from gangqiao.training.codes import LISTS as FUND_LINES

TONES = {
    Standing.ENTITLED: "good", Standing.RECEIVING: "calm", Standing.ONE_MISSING: "busy",
    Standing.NOT_ENTITLED: "calm", Standing.NOT_IN_FORCE: "calm",
}  # fmt: skip
MARKS = {"met": "good", "not_met": "bad", "missing": "warn"}


def said(words: Mapping[str, str]) -> str:
    """The words of a file in the reader's language."""
    return words.get("en" if get_language() == "en" else "zh", "")


def standing_words() -> dict[Standing, str]:
    """What a standing is called."""
    return {
        Standing.ENTITLED: pgettext("subsidy", "entitled now"),
        Standing.ONE_MISSING: pgettext("subsidy", "entitled if"),
        Standing.RECEIVING: pgettext("subsidy", "has had it"),
        Standing.NOT_ENTITLED: pgettext("subsidy", "not entitled"),
        Standing.NOT_IN_FORCE: pgettext("subsidy", "not in force"),
    }


def fund_line(key: str) -> str:
    """What a fund line is called; the key itself for one that is not on the list."""
    codes = FUND_LINES["fund_line"]
    return codes.word(key) if key in codes else key


def days_of(rule: Rule) -> str:
    """From when until when a rule holds."""
    first = date_format(rule.first, "Y-m-d")
    if rule.last is None:
        return _("since %(first)s") % {"first": first}
    return _("%(first)s to %(last)s") % {"first": first, "last": date_format(rule.last, "Y-m-d")}


def amount_of(value: float | None, unit: str) -> str:
    """An amount as people read it; "" when there is none."""
    if value is None:
        return ""
    return _("%(n)s yuan") % {"n": shown_as(value, unit)} if unit == "fen" else f"{value:g}"


@dataclass(frozen=True, slots=True)
class Shown:
    """One decision about a person. reasons: (tone, sentence, article); open: those that are not met or not known."""

    title: str
    href: str
    standing: str
    tone: str
    amount: str
    is_confirmed: bool
    reasons: list[tuple[str, str, str]]
    open: list[str]


def decisions(found: list[Decision], day: date) -> dict[str, list[Shown]]:
    """The decisions in three heaps: "now", "soon" (entitled if; has had it) and "not"."""
    heaps: dict[str, list[Shown]] = {"now": [], "soon": [], "not": []}
    words = standing_words()
    for one in found:
        heap = {Standing.ENTITLED: "now", Standing.NOT_ENTITLED: "not"}.get(one.standing, "soon")
        heaps[heap].append(
            Shown(
                said(one.rule.title), reverse("subsidies:rule", args=[one.rule.key]), words[one.standing],
                TONES[one.standing], amount_of(one.amount, one.rule.unit), not one.rule.unconfirmed(day),
                [(MARKS[a.verdict], said(a.says), a.article) for a in one.answers],
                [said(answer.says) for answer in one.open],
            )
        )  # fmt: skip
    return heaps


def numbers_of(rule: Rule) -> list[dict[str, Any]]:
    """The numbers of a rule with their days, the newest first."""
    return [
        {
            "label": said(number.words), "reference": number.reference, "confirmed": number.confirmed,
            "values": [
                (date_format(day, "Y-m-d"), _shown(value, number.unit))
                for day, value in sorted(number.values.items(), reverse=True)
            ],
        }
        for number in rule.numbers.values()
    ]  # fmt: skip


def _shown(value: Any, unit: str) -> str:
    if value is None:
        return pgettext("subsidy", "ended")
    if hasattr(value, "brackets"):
        return "; ".join(f"≥ {threshold:g}: {given:g}" for threshold, given in value.brackets)
    return amount_of(value, unit) if unit == "fen" else f"{shown_as(value, unit)} {_unit(unit)}".strip()


def _unit(unit: str) -> str:
    units = {
        "months": _("months"), "times": pgettext("subsidy", "times"), "years": pgettext("subsidy", "years"),
    }  # fmt: skip
    return units.get(unit, "")


def cases(book: Book, rule: Rule) -> list[dict[str, str]]:
    """The examples beside a rule: what they are called, and what they give."""
    words = standing_words()
    return [
        {
            "name": said(case.name), "day": date_format(case.day, "Y-m-d"),
            "gives": words.get(Standing(case.gives["standing"]), "") if "standing" in case.gives else "",
            "amount": amount_of(case.gives.get("amount"), rule.unit),
        }
        for case in cases_of(book, rule.key)
    ]  # fmt: skip
