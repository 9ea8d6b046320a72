"""Households of the registered poor in which somebody could work and nobody does."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.assistance.models import WorklessHousehold
from gangqiao.assistance.reads import workless
from gangqiao.audit.events import looked
from gangqiao.followup.views.areas import area_filter
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.links import Link
from gangqiao.kernel.paging import columns_of, key_to_go_on, pager_of
from gangqiao.people.models import Person
from gangqiao.people.reads.masking import name_for, place_names

VIEW = "assistance.view_cases"
PARTS: dict[str, bool | None] = {"": None, "relocated": True, "others": False}


def workless_list(request: ActorRequest) -> HttpResponse:
    """The households by village, relocated ones apart."""
    actor, area = request.actor, request.GET.get("area", "")[:40]
    part = request.GET.get("part", "")
    part = part if part in PARTS else ""
    rows, total, more = workless.page_of(area, PARTS[part], key_to_go_on(request) or 0)
    heads = workless.heads_of(rows)
    looked(VIEW, actor=actor, persons=[one.uuid for one in heads.values()])
    here = reverse("assistance:workless")
    shown = {
        "rows": _rows(rows, heads, actor),
        "is_empty": not rows,
        "count": total,
        "looks": _looks(here, part, area),
        "columns": columns_of((_("Head of the household"), _("Able to work"), _("Relocated"), _("Without work since"))),
        **area_filter(area, actor, VIEW, here, {"part": part}),
        **pager_of(request, more),
    }
    return render(request, "assistance/workless.html", shown)


def _looks(here: str, part: str, area: str) -> list[Link]:
    words = {
        "": pgettext("households", "All"),
        "relocated": pgettext("households", "Relocated"),
        "others": pgettext("households", "Not relocated"),
    }
    return [
        Link(said, f"{here}?{urlencode({k: v for k, v in (('part', key), ('area', area)) if v})}", key == part,
             f"{workless.of_scope(area, relocated=PARTS[key]).count():,}")
        for key, said in words.items()
    ]  # fmt: skip


def _rows(rows: list[WorklessHousehold], heads: dict[int, Person], actor: Actor) -> list[dict[str, Any]]:
    places = place_names({str(row.area_id) for row in rows})
    return [
        {
            "found": row,
            "household": row.household,
            "name": name_for(heads[row.household_id], actor) if row.household_id in heads else str(row.household),
            "place": places.get(str(row.area_id), ""),
            "may_see": actor.may("people.view", str(row.area_id)),
        }
        for row in rows
    ]
