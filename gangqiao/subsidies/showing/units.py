"""Units and the rules about them, and what comes by itself, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.assistance.codes import LISTS as WORKPLACES
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.money import format_yuan
from gangqiao.people.reads.masking import name_for, place_names
from gangqiao.subsidies.policy.rules import Standing
from gangqiao.subsidies.reads.facts_feeding import Planned
from gangqiao.subsidies.reads.units_scan import Stood
from gangqiao.subsidies.showing import rules as showing


def kind_words() -> dict[str, str]:
    """What a unit is: a kind of place of work, or what stands on another list."""
    places = dict(WORKPLACES["workplace_kind"].choices())
    return {key: str(words) for key, words in places.items()} | {
        "broker": pgettext("unit of subsidies", "labour broker"),
        "agency": pgettext("unit of subsidies", "agency"),
        "training": pgettext("unit of subsidies", "training provider"),
    }


def unit_rows(found: Iterable[Stood], may_make: bool) -> list[dict[str, Any]]:
    """The rows of the list of units. may_make: the reader has the button; each act asks once more."""
    listed, words, kinds = list(found), showing.standing_words(), kind_words()
    places = place_names({one.unit.applying.area for one in listed})
    return [
        {
            "name": one.unit.applying.name, "subject": one.unit.applying.subject,
            "kind": ", ".join(dict.fromkeys(kinds.get(kind, kind) for kind in one.unit.kinds)),
            "place": places.get(one.unit.applying.area, ""),
            "rule": one.decision.rule.key, "title": showing.said(one.decision.rule.title),
            "href": reverse("subsidies:rule", args=[one.decision.rule.key]),
            "standing": words[one.decision.standing], "tone": showing.TONES[one.decision.standing],
            "amount": showing.amount_of(one.decision.amount, one.decision.rule.unit),
            "claim": one.claim, "claim_uuid": one.claim_uuid,
            "reasons": [
                (showing.MARKS[a.verdict], showing.said(a.says), showing.said_article(a.article, a.articles))
                for a in one.decision.answers
            ],
            "may_make": may_make and one.decision.standing == Standing.ENTITLED and not one.claim,
        }
        for one in listed
    ]  # fmt: skip


def why_words(plan: Planned) -> str:
    """Why a record makes no claim, in one sentence; "" when it does."""
    if plan.reason is None:
        return ""
    open_ = [showing.said(one.says) for one in plan.decision.open] if plan.decision is not None else []
    return f"{plan.reason} {'; '.join(open_)}".strip()


def feed_rows(plans: Iterable[Planned], actor: Actor) -> list[dict[str, Any]]:
    """The rows of what comes by itself."""
    listed = list(plans)
    places = place_names({str(one.fed.person.area_id) for one in listed})
    return [
        {
            "name": name_for(one.fed.person, actor), "person": one.fed.person.uuid,
            "may_see": actor.may("people.view", str(one.fed.person.area_id)),
            "place": places.get(str(one.fed.person.area_id), ""), "record": one.fed.title,
            "rule": _rules_of(one), "amount": format_yuan(one.amount) if one.amount else "",
            "claim": one.claim, "claim_uuid": one.claim_uuid,
            "why": why_words(one),
        }
        for one in listed
    ]  # fmt: skip


def _rules_of(plan: Planned) -> str:
    return showing.said(plan.decision.rule.title) if plan.decision is not None else ""


def source_words() -> dict[str, str]:
    """What makes claims by itself."""
    return {
        "post": pgettext("claims by themselves", "Public posts"), "class": pgettext("claims by themselves", "Classes"),
        "trip": pgettext("claims by themselves", "Own journeys"),
    }  # fmt: skip


def made_words(made: int, there: int, left: int) -> str:
    """What a run came to."""
    return _("%(made)s claims made; %(there)s were there before; %(left)s not, each with its reason below.") % {
        "made": made, "there": there, "left": left,
    }  # fmt: skip
