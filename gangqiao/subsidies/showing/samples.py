"""Samples of payments, as the list and the page of one show them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format

from gangqiao.kernel.actor import Actor, Level
from gangqiao.kernel.money import format_yuan
from gangqiao.people.reads.masking import name_for, place_names
from gangqiao.subsidies.codes import LISTS
from gangqiao.subsidies.models import Sample
from gangqiao.subsidies.reads.samples import is_late
from gangqiao.subsidies.showing.claims import rule_title
from gangqiao.subsidies.states import SampleStatus

S = SampleStatus
TONES = {S.DRAWN: "busy", S.ASKED: "busy", S.CHECKED: "good", S.HEARING: "warn", S.DECIDED: "calm"}


def rows(found: Iterable[Sample], actor: Actor) -> list[dict[str, Any]]:
    """The rows of the list."""
    listed = list(found)
    places = place_names({str(one.area_id) for one in listed})
    return [row_of(one, places.get(str(one.area_id), ""), actor) for one in listed]


def row_of(one: Sample, place: str, actor: Actor) -> dict[str, Any]:
    """One sample; what was found, said and decided only for who may read personal facts there."""
    claim, may_read = one.claim, actor.level_in(str(one.area_id)) >= Level.PERSONAL
    late = is_late(one)
    return {
        "sample": one, "claim": claim, "href": reverse("subsidies:sample", args=[one.uuid]),
        "claim_href": reverse("subsidies:claim", args=[claim.uuid]), "place": place,
        "name": name_for(claim.person, actor) if claim.person is not None else claim.payee_name,
        "programme": rule_title(claim.programme, claim.decided_for), "amount": format_yuan(claim.amount),
        "paid_on": _day(claim.paid_on), "status": one.get_status_display(),
        "tone": "bad" if late else TONES[SampleStatus(one.status)], "is_late": late,
        "asked_until": _day(one.asked_until), "drawn_on": _day(one.drawn_on), "seed": one.seed,
        "result": _word("sample_result", one.result), "words": (one.words or "") if may_read else "",
        "checked": f"{one.checked_by} · {_day(one.checked_on)}" if one.checked_on else "",
        "heard": (one.heard or "") if may_read else "", "heard_on": _day(one.heard_on),
        "sanction": _word("sanction", one.sanction), "decision": (one.decision or "") if may_read else "",
        "decided": f"{one.decided_by} · {_day(one.decided_on)}" if one.decided_on else "",
        "barred_until": _day(one.barred_until),
    }  # fmt: skip


def _day(day: Any) -> str:
    return date_format(day, "Y-m-d") if day else ""


def _word(name: str, code: str) -> str:
    return LISTS[name].word(code) if code else ""


def evidence_words(kinds: Iterable[str]) -> list[str]:
    """Kinds of evidence in words."""
    return [LISTS["evidence_kind"].word(kind) for kind in kinds]


def doubts() -> list[tuple[str, Any]]:
    """How a payment can be in doubt."""
    return [(code, LISTS["sample_result"].word(code)) for code in ("doubtful", "no_answer")]
