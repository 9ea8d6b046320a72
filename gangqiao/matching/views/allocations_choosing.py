"""Picking for an allocation by hand: single vacancies, and people who go together."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel.buttons import pressed
from gangqiao.kernel.paging import columns_of, key_to_go_on, pager_of
from gangqiao.matching.actions import allocations as actions
from gangqiao.matching.models import Allocation, Companions
from gangqiao.matching.policy.allocations import Wishes
from gangqiao.matching.views.allocations import allocation_or_404
from gangqiao.people.models import Person
from gangqiao.people.reads.masking import name_for
from gangqiao.places.levels import Level
from gangqiao.places.models import Division
from gangqiao.places.reads import Node, path_names_of, tree_of
from gangqiao.vacancies.reads.packs_people import seekers_of
from gangqiao.vacancies.reads.postings import published

PER_PAGE = 50
LONGEST = 60


def vacancies(request: ActorRequest, allocation: UUID) -> HttpResponse:
    """Open vacancies to pick from; with none picked all those chosen otherwise take part."""
    row = allocation_or_404(request, allocation)
    picked = set(Wishes.from_json(row.wishes).vacancies)
    if request.method == "POST":
        return _pick(request, row, picked)
    words, only = request.GET.get("q", "").strip()[:LONGEST], request.GET.get("only") == "picked"
    found = [
        one
        for one in published()
        if (not words or words in f"{one.title} {one.employer_name} {one.place_line}")
        and (not only or str(one.uuid) in picked)
    ]
    start = key_to_go_on(request) or 0
    more = start + PER_PAGE if len(found) > start + PER_PAGE else None
    shown = pager_of(request, more) | {
        "row": row, "words": words, "count": len(found), "picked": len(picked), "only": only,
        "rows": [(one, str(one.uuid) in picked) for one in found[start : start + PER_PAGE]],
        "columns": columns_of([pgettext("vacancies", "Post"), pgettext("vacancies", "Employer"),
                               pgettext("vacancies", "Place of work"), pgettext("allocation", "Seats"), _("Picked")]),
    }  # fmt: skip
    return render(request, "matching/allocation_vacancies.html", shown)


def _pick(request: ActorRequest, row: Allocation, picked: set[str]) -> HttpResponse:
    given = {one for one in request.POST.getlist("pick") if _is_uuid(one)}
    act = request.POST.get("act", "")
    wanted = {"add": picked | given, "remove": picked - given, "clear": set[str]()}.get(act)
    if wanted is None:
        raise Http404
    wishes = replace(Wishes.from_json(row.wishes), vacancies=tuple(sorted(wanted)))
    pressed(request, lambda: actions.change(row.pk, row.name, wishes, actor=request.actor), _("Changed."))
    return redirect("matching:allocation_vacancies", row.uuid)


def _is_uuid(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def together(request: ActorRequest, allocation: UUID) -> HttpResponse:
    """Who goes together, village by village, and the seekers of a village to tick."""
    row = allocation_or_404(request, allocation)
    towns = _villages(tree_of([str(row.area_id)]))
    asked = request.GET.get("village", "")
    village = next((one for _name, villages in towns for one in villages if one.key == asked), None)
    shown: dict[str, Any] = {
        "row": row, "towns": towns, "village": village, "groups": _groups(request, row),
        "may_change": row.is_resting and request.actor.may(actions.PLAN, str(row.area_id)),
    }  # fmt: skip
    if village is not None:
        shown["seekers"] = _seekers(request, row, village)
    return render(request, "matching/allocation_together.html", shown)


def _villages(nodes: list[Node]) -> list[tuple[str, list[Division]]]:
    """The villages below some divisions, by the division above them."""
    found: list[tuple[str, list[Division]]] = []
    for node in nodes:
        own = [one.division for one in node.below if one.division.level == Level.VILLAGE]
        found += [(node.division.name, own)] if own else []
        found += _villages([one for one in node.below if one.division.level != Level.VILLAGE])
    return found


def _groups(request: ActorRequest, row: Allocation) -> list[tuple[Any, str, list[str]]]:
    kept = list(Companions.objects.filter(allocation=row.uuid).order_by("area_id", "pk"))
    persons = Person.objects.in_bulk({pk for one in kept for pk in one.persons})
    places = path_names_of({str(one.area_id) for one in kept})
    looked("matching.view_allocations", actor=request.actor, persons=[one.uuid for one in persons.values()])
    return [
        (
            one.uuid,
            "".join(places.get(str(one.area_id), [])[-2:]),
            [name_for(persons[pk], request.actor) for pk in one.persons if pk in persons],
        )
        for one in kept
    ]


def _seekers(request: ActorRequest, row: Allocation, village: Division) -> list[tuple[Any, str, str]]:
    taken = actions.taken(row)
    keys = [one.person for one in seekers_of(village.key) if one.person not in taken]
    persons = list(Person.objects.filter(pk__in=keys).order_by("area_id", "pk"))
    places = path_names_of({person.area_id for person in persons})
    looked("matching.view_allocations", actor=request.actor, persons=[one.uuid for one in persons])
    return [(p.uuid, name_for(p, request.actor), places.get(p.area_id, [""])[-1]) for p in persons]


def put_together(request: ActorRequest, allocation: UUID) -> HttpResponse:
    """Put people down as going together, or take a group apart."""
    row = allocation_or_404(request, allocation)
    if apart := request.POST.get("apart", ""):
        if not _is_uuid(apart) or not Companions.objects.filter(uuid=apart, allocation=row.uuid).exists():
            raise Http404
        pressed(request, lambda: actions.take_apart(UUID(apart), actor=request.actor), _("They need not go together."))
        return redirect("matching:allocation_together", row.uuid)
    persons = [UUID(one) for one in request.POST.getlist("person") if _is_uuid(one)]
    pressed(
        request,
        lambda: actions.put_together(row.pk, persons, actor=request.actor),
        _("They go together, or not at all, from the next run on."),
    )
    return redirect("matching:allocation_together", row.uuid)
