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
from gangqiao.subsidies.policy.confirmable import DOCUMENT
from gangqiao.subsidies.policy.rules import Rule, Standing, shown_as
from gangqiao.subsidies.reads.confirming import confirmations_of, confirmed, open_of
from gangqiao.training.codes import LISTS as FUND_LINES

TONES = {
    Standing.ENTITLED: "good", Standing.RECEIVING: "calm", Standing.ONE_MISSING: "busy",
    Standing.NOT_ENTITLED: "calm", Standing.NOT_IN_FORCE: "calm",
}  # fmt: skip
MARKS = {"met": "good", "not_met": "bad", "missing": "warn"}


def said(words: Mapping[str, str]) -> str:
    """The words of a file in the reader's language."""
    return words.get("en" if get_language() == "en" else "zh", "")


def kept_article(article: str | Mapping[str, str]) -> str:
    """The article of a reason as a claim keeps it: text, or its words in both languages."""
    return article if isinstance(article, str) else said(article)


def said_article(article: str, articles: Mapping[str, str]) -> str:
    """Where a condition stands, in the reader's language; as the file has it where it gives one text for both."""
    return said(articles) or article


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
    words, known = standing_words(), confirmed()
    for one in found:
        heap = {Standing.ENTITLED: "now", Standing.NOT_ENTITLED: "not"}.get(one.standing, "soon")
        heaps[heap].append(
            Shown(
                said(one.rule.title), reverse("subsidies:rule", args=[one.rule.key]), words[one.standing],
                TONES[one.standing], amount_of(one.amount, one.rule.unit), not open_of(one.rule, day, known),
                [(MARKS[a.verdict], said(a.says), said_article(a.article, a.articles)) for a in one.answers],
                [said(answer.says) for answer in one.open],
            )
        )  # fmt: skip
    return heaps


def numbers_of(rule: Rule, day: date) -> list[dict[str, Any]]:
    """The numbers of a rule with their days, the newest first; by which document each is confirmed, or that it is not.

    The document of the rule stands first, without values, when its file does not call it confirmed.
    """
    found, open_ = confirmations_of(rule), open_of(rule, day, confirmed(rule.key))
    rows = [] if rule.document.confirmed else [
        {"item": DOCUMENT, "label": _("Document of the rule"), "reference": rule.document.source, "values": []}
    ]  # fmt: skip
    rows += [
        {
            "item": number.key, "label": said(number.words), "reference": number.reference,
            "values": [
                (date_format(since, "Y-m-d"), _shown(value, number.unit))
                for since, value in sorted(number.values.items(), reverse=True)
            ],
        }
        for number in rule.numbers.values()
    ]  # fmt: skip
    return [
        row | {"confirmed": row["item"] not in open_, "by": found.get(row["item"])}
        for row in rows
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
    """The examples beside a rule: what they are called, and what they give; [] for a rule without any."""
    words = standing_words()
    if rule.key not in book.cases and not (book.where / f"{rule.key}.cases.yaml").is_file():
        return []
    return [
        {
            "name": said(case.name), "day": date_format(case.day, "Y-m-d"),
            "gives": words.get(Standing(case.gives["standing"]), "") if "standing" in case.gives else "",
            "amount": amount_of(case.gives.get("amount"), rule.unit),
        }
        for case in cases_of(book, rule.key)
    ]  # fmt: skip
