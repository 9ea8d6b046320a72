"""The page of pictures of assistance, and the people behind a part of one."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.assistance.reads import pictures as reads
from gangqiao.assistance.showing import pictures as showing
from gangqiao.audit.events import looked
from gangqiao.followup.views.areas import row_length
from gangqiao.kernel.actor import is_of_unit
from gangqiao.kernel.links import Link
from gangqiao.kernel.paging import columns_of, key_to_go_on, pager_of
from gangqiao.people.models import Person
from gangqiao.people.reads.masking import name_for, place_names

VIEW, SEES = "assistance.view", "assistance.view_cases"
PER_PAGE = 50


def pictures(request: ActorRequest) -> HttpResponse:
    """Classes by place, what was done for each class, local places of work and public posts by kind."""
    actor = request.actor
    areas = [area for area in actor.areas(VIEW) if not is_of_unit(area)]
    draw = showing.Pictures(opens=actor.may(SEES))
    classes = reads.classes_by_area(row_length(actor, VIEW))
    charts = [
        draw.classes(classes),
        draw.measures(reads.reached_by_class()),
        draw.places(reads.places_by_kind(areas)),
        draw.posts(reads.posts_by_kind(areas)),
    ]
    shown = {
        "charts": [one for one in charts if one.table.rows],
        "is_empty": not classes,
        "courses_href": _courses() if actor.may("training.view") else "",
    }
    return render(request, "assistance/pictures.html", shown)


def _courses() -> str:
    try:
        return reverse("training:pictures")
    except NoReverseMatch:  # an installation without the pages of training
        return ""


def people(request: ActorRequest) -> HttpResponse:
    """The people behind a part, within the scope; who looked at whom is written down."""
    given, actor = request.GET.get, request.actor
    asked = reads.Asked(given("picture", ""), given("area", "")[:40], given("kind", ""), given("part", ""))
    if not showing.is_known(asked):
        raise Http404
    keys, start = reads.people_of(asked), key_to_go_on(request) or 0
    persons = list(Person.objects.filter(pk__in=keys[start : start + PER_PAGE]).order_by("pk"))
    places = place_names({str(one.area_id) for one in persons})
    looked(SEES, actor=actor, persons=[one.uuid for one in persons])
    shown = {
        "list_title": showing.title_of(asked),
        "count": len(keys),
        "is_empty": not keys,
        "rows": [
            (one, name_for(one, actor), places.get(str(one.area_id), ""), actor.may("people.view", str(one.area_id)))
            for one in persons
        ],
        "columns": columns_of([_("Person")]),
        "way": (Link(_("Pictures of assistance"), reverse("assistance:pictures")),),
        **pager_of(request, start + PER_PAGE if start + PER_PAGE < len(keys) else None),
    }
    return render(request, "assistance/workplaces_people.html", shown)
