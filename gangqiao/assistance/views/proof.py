"""Each class got its own measures: the table, and the people behind each number."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.models import AssistCase, Measure
from gangqiao.assistance.policy.classes import CLASSES
from gangqiao.assistance.policy.measures import may_have
from gangqiao.assistance.reads import cases, proof
from gangqiao.assistance.showing import proof as showing
from gangqiao.assistance.showing.cases import class_words, due_words
from gangqiao.audit.events import looked
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.paging import columns_of, key_to_go_on, pager_of
from gangqiao.people.reads.masking import name_for, place_names

NAMES = 50
VIEW = "assistance.view_cases"


def proof_page(request: ActorRequest) -> HttpResponse:
    """Classes, measures, and what must not be."""
    shown = {
        "classes": showing.class_rows(request.actor),
        "gaps": showing.gap_figures(request.actor),
        "columns": [
            *columns_of((pgettext("assistance", "Measure"),)),
            *({"label": words, "is_number": True} for words in showing.states().values()),
        ],
    }
    return render(request, "assistance/proof.html", shown)


def proof_people(request: ActorRequest) -> HttpResponse:
    """The people behind one number."""
    actor, start = request.actor, key_to_go_on(request) or 0
    title, rows = _behind(request.GET)
    total, some = rows.count(), list(rows[start : start + NAMES])
    looked(VIEW, actor=actor, persons=[_person(one).uuid for one in some])
    places = place_names({str(one.area_id) for one in some})
    shown = {
        "title": title,
        "total": total,
        "rows": [_row(one, places, actor) for one in some],
        "columns": columns_of((_("Person"), pgettext("assistance", "Class"), _("Next day"))),
        **pager_of(request, start + NAMES if total > start + NAMES else None),
    }
    return render(request, "assistance/proof_people.html", shown)


def _behind(asked: Any) -> tuple[str, QuerySet[Any]]:
    gap, kind, measure = (asked.get(name, "")[:20] for name in ("gap", "kind", "measure"))
    if gap:
        return _gap(gap)
    if measure:
        return _measure(kind, measure, asked.get("state", "")[:10])
    part = asked.get("part", "")[:10]
    if kind not in (*CLASSES, "none") or part not in ("", *proof.PARTS):
        raise Http404
    rows = proof.cases_of(kind, part).select_related("person").order_by("area", "pk")
    words = {"": "", "helped": _("with a measure, also done ones"), "live": _("with a measure that runs"),
             "relocated": _("relocated")}  # fmt: skip
    return " \u00b7 ".join(part for part in (class_words(kind), words[part]) if part), rows


def _gap(gap: str) -> tuple[str, QuerySet[Any]]:
    words = showing.gaps_words()
    if gap == "no_case":
        return words[gap], cases.without_case().order_by("area", "pk")
    if gap not in cases.GAPS:
        raise Http404
    return words[gap], cases.GAPS[gap]().select_related("person").order_by("next_on", "area", "pk")


def _measure(kind: str, measure: str, state: str) -> tuple[str, QuerySet[Any]]:
    if not may_have(kind, measure) or state not in proof.STATES:
        raise Http404
    rows = proof.measures_of(kind, measure, state).select_related("person", "case").order_by("area", "pk")
    said = (class_words(kind), str(LISTS["measure"].word(measure)), showing.states()[state])
    return " \u00b7 ".join(said), rows


def _person(one: Any) -> Any:
    return one.person if isinstance(one, (AssistCase, Measure)) else one


def _row(one: Any, places: dict[str, str], actor: Actor) -> dict[str, Any]:
    case = one.case if isinstance(one, Measure) else one if isinstance(one, AssistCase) else None
    day = one.due_on if isinstance(one, Measure) else case.next_on if case is not None else None
    person = _person(one)
    return {
        "person": person,
        "case": case,
        "name": name_for(person, actor),
        "place": places.get(str(one.area_id), ""),
        "kind": class_words(case.kind, case.none_reason) if case is not None else "",
        "due": due_words(day)[0],
        "may_see": actor.may("people.view", str(one.area_id)),
    }
