"""The filter by place that the lists of the follow-up share."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from gangqiao.kernel.actor import Actor, is_of_unit
from gangqiao.kernel.links import Link
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.places.reads import children, townships


def area_filter(area: str, actor: Actor, verb: str, here: str, kept: dict[str, str]) -> dict[str, Any]:
    """Townships for a reader of the county, villages for one of a township; nothing for a village.

    kept  what else the list was asked for
    """
    own = [one for one in actor.areas(verb) if not is_of_unit(one)]
    places: list[Any] = []
    if any(len(one) < KEY_LENGTH[Level.TOWNSHIP] for one in own):
        places = list(townships())
    elif len(own) == 1 and len(own[0]) == KEY_LENGTH[Level.TOWNSHIP]:
        places = list(children(own[0]))
    asked = {key: value for key, value in kept.items() if value}
    clear = f"{here}?{urlencode(asked)}" if asked else here
    chips = [Link(one.name, clear) for one in places if one.key == area]
    return {"areas": places, "area": area, "chips": chips, "clear_href": clear, "kept": asked.items(), "list_url": here}


def row_length(actor: Actor, verb: str) -> int:
    """How long the key of a division is by which figures are told apart: townships for the county, else villages."""
    own = [one for one in actor.areas(verb) if not is_of_unit(one)]
    is_whole = any(len(one) < KEY_LENGTH[Level.TOWNSHIP] for one in own)
    return KEY_LENGTH[Level.TOWNSHIP if is_whole else Level.VILLAGE]
