"""Rules brought in as text, and what they change, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.subsidies.models import RuleText
from gangqiao.subsidies.reads.changes import HOW, Effect
from gangqiao.subsidies.reads.rule_texts import Version, parsed
from gangqiao.subsidies.showing import rules as showing


def how_words() -> dict[str, str]:
    """What a kind of change is called."""
    return {
        "gains": pgettext("change of a rule", "Gains"),
        "more": pgettext("change of a rule", "Gets more"),
        "less": pgettext("change of a rule", "Gets less"),
        "loses": pgettext("change of a rule", "Loses"),
    }


def state_of(text: RuleText) -> tuple[str, str]:
    """How a text stands, and its tone."""
    if text.off_on is not None:
        return pgettext("text of a rule", "off since %(day)s") % {"day": date_format(text.off_on, "Y-m-d")}, "calm"
    if text.switched_on is not None:
        return pgettext("text of a rule", "on since %(day)s") % {"day": date_format(text.switched_on, "Y-m-d")}, "good"
    return pgettext("text of a rule", "proposed, not on"), "busy"


def row_of(text: RuleText) -> dict[str, Any]:
    """One text for the list and its page."""
    rule = parsed(text.pk, text.version)[0]
    state, tone = state_of(text)
    return {
        "text": text, "rule": rule, "title": showing.said(rule.title), "days": showing.days_of(rule), "state": state,
        "tone": tone, "fund": showing.fund_line(rule.fund_line),
    }  # fmt: skip


def versions(found: Iterable[Version], current: str) -> list[dict[str, Any]]:
    """The versions of a rule. current: version that counts on the day looked at."""
    rows = []
    for one in found:
        state, tone = (
            state_of(one.text) if one.text is not None else (pgettext("text of a rule", "in the book"), "calm")
        )
        href = reverse("subsidies:rule_change", args=[one.text.uuid]) if one.text is not None else ""
        rows.append({
            "version": one.rule.version, "days": showing.days_of(one.rule), "state": state, "tone": tone, "href": href,
            "is_current": one.rule.version == current,
        })  # fmt: skip
    return rows


def effects(effect: Effect, text: RuleText, day: date, area: str, *, may_open: bool) -> list[dict[str, Any]]:
    """A row for each rule that changes: how many gain, get more, get less, lose, each with the way to the people."""
    counts, words = effect.found.counts(), how_words()
    rows = []
    for key in dict.fromkeys([text.programme, *(rule for rule, _how in counts)]):
        figures = []
        for how in HOW:
            many = counts.get((key, how), 0)
            asked = {"rule": key, "how": how, "day": day.isoformat(), "area": area}
            way = reverse("subsidies:rule_change_people", args=[text.uuid])
            href = f"{way}?{urlencode({k: v for k, v in asked.items() if v})}" if may_open else ""
            figures.append({"many": many, "text": f"{many:,}", "href": href, "label": words[how]})
        rule = effect.after.rules.get(key) or effect.before.rules[key]
        rows.append({
            "title": showing.said(rule.title), "href": reverse("subsidies:rule", args=[key]), "figures": figures,
        })  # fmt: skip
    return rows


def costs(effect: Effect) -> list[dict[str, str]]:
    """By fund line, what it costs before and after, in yuan."""
    lines = sorted({*effect.found.cost_before, *effect.found.cost_after})
    found = []
    for line in lines:
        before, after = effect.found.cost_before.get(line, 0.0), effect.found.cost_after.get(line, 0.0)
        found.append({
            "line": showing.fund_line(line), "before": showing.amount_of(before, "fen"),
            "after": showing.amount_of(after, "fen"), "more": showing.amount_of(after - before, "fen"),
        })  # fmt: skip
    return found


def heads() -> dict[str, list[dict[str, Any]]]:
    """The columns of the tables of a change."""
    words = how_words()
    return {
        "columns": [{"label": pgettext("subsidy", "Rule")}, *({"label": words[h], "is_number": True} for h in HOW)],
        "cost_columns": [
            {"label": _("Fund line")},
            {"label": pgettext("change of a rule", "Cost before"), "is_number": True},
            {"label": pgettext("change of a rule", "Cost after"), "is_number": True},
            {"label": pgettext("change of a rule", "Difference"), "is_number": True},
        ],
    }
