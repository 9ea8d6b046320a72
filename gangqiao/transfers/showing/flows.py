"""From where to where people go, as a map of bands: townships on the left, prefectures on the right."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.kernel.actor import Actor, covers
from gangqiao.kernel.charts import Chart, FlowBand, FlowPlace, flow_map
from gangqiao.kernel.links import Link
from gangqiao.places.reads import path_names_of, townships
from gangqiao.transfers.reads.board_people import NOWHERE
from gangqiao.transfers.reads.board_seeing import VIEW
from gangqiao.transfers.showing.board import HOW, people_href
from gangqiao.transfers.showing.words import group_words

# The stages one may look at, in the order of the way.
STAGES = ("all", "on_list", "under_way", "arrived", "started", "not_started")
Ways = Counter[tuple[str, str]]


def page(ways: dict[str, Ways], stage: str, actor: Actor) -> dict[str, Any]:
    """The page of the flows: a tab for each stage, the map of one."""
    here, words = reverse("transfers:flows"), group_words()
    return {
        "stages": [
            Link(words[key], f"{here}?stage={key}", key == stage, f"{sum(ways[key].values()):,}") for key in STAGES
        ],
        "chart": flow_chart(ways[stage], actor, stage) if ways[stage] else None,
        "lead_words": words[stage],
    }


def flow_chart(ways: Ways, actor: Actor, stage: str = "all") -> Chart:
    """The map. Each band, tile and end leads to its people; townships without any are drawn pale."""
    names = path_names_of({key for pair in ways for key in pair if key})
    towns = {str(one.key): str(one.name) for one in townships() if _is_seen(actor, str(one.key))}
    towns |= {town: _name(names, town) for town, _end in ways}
    ends = {end for _town, end in ways}
    asked = {"group": stage, "window": "both"}
    return flow_map(
        _("From where to where"),
        [FlowPlace(key, name, people_href(actor, **asked, area=key)) for key, name in towns.items()],
        [FlowPlace(key, _place(names, key), people_href(actor, **asked, to=key or NOWHERE)) for key in sorted(ends)],
        [
            FlowBand(town, end, many, people_href(actor, **asked, area=town, to=end or NOWHERE))
            for (town, end), many in ways.items()
        ],
        county_code=settings.COUNTY_CODE,
        unit=_("persons"),
        rest=_("elsewhere"),
        definition_href=HOW,
    )


def _is_seen(actor: Actor, town: str) -> bool:
    return any(covers(area, town) or area.startswith(town) for area in actor.areas(VIEW))


def _name(names: dict[str, list[str]], key: str) -> str:
    return names[key][-1] if names.get(key) else _("not known")


def _place(names: dict[str, list[str]], key: str) -> str:
    """Province and prefecture; the province alone where no more is known."""
    return "".join(names[key][-2:]) if names.get(key) else pgettext("destination", "not said")
