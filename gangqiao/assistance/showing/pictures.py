"""Pictures of assistance as charts, each number with the way to its people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.reads import pictures as reads
from gangqiao.kernel.charts import Cell, Chart, Made, Table, composition
from gangqiao.places.reads import path_names_of

HOW = "#how"
LEGEND_ROOM = 48  # pixels: on a phone the words above the bars take more lines


def class_words(kind: str) -> str:
    """A class in words."""
    return LISTS["class"].word(kind) if kind else _("not assessed yet")


def class_letters() -> dict[str, str]:
    """The classes as short as a legend takes them."""
    return {
        "far": pgettext("class", "A far"), "near": pgettext("class", "B near"),
        "net": pgettext("class", "C safety net"), "none": pgettext("class", "none of them"),
        "": pgettext("class", "not assessed"),
    }  # fmt: skip


def reached_words() -> dict[str, str]:
    """How far the help has come."""
    return {
        "worked": pgettext("help", "it worked"), "done": pgettext("help", "done, without the aim"),
        "under_way": pgettext("help", "under way"), "planned": pgettext("help", "planned"),
        "nothing": pgettext("help", "no measure yet"),
    }  # fmt: skip


class Pictures:
    """Draws for one reader. opens: whether the reader may open names."""

    def __init__(self, *, opens: bool) -> None:
        self.opens = opens

    def classes(self, found: dict[str, Counter[str]]) -> Chart:
        """Each place as one bar: the share of each class."""
        names = path_names_of(set(found))
        rows = [
            Made(
                names.get(key, [_("not known")])[-1],
                tuple(found[key][kind] for kind in reads.CLASSES),
                tuple(self._href("classes", found[key][kind], area=key, kind=kind) for kind in reads.CLASSES),
            )
            for key in sorted(found)
        ]
        return self._drawn(_("Classes by place"), list(class_letters().values()), rows, pgettext("charts", "Place"))

    def measures(self, found: dict[str, Counter[str]]) -> Chart:
        """Each class as one bar: how far the help of its people has come."""
        rows = [
            Made(
                class_letters()[kind],
                tuple(found[kind][part] for part in reads.REACHED),
                tuple(self._href("measures", found[kind][part], kind=kind, part=part) for part in reads.REACHED),
            )
            for kind in reads.HELPED
        ]
        title = _("What was done for each class, and what came of it")
        return self._drawn(title, list(reached_words().values()), rows, pgettext("assistance", "Class"))

    def places(self, found: Sequence[reads.Filled]) -> Chart:
        """Local places of work by kind: held and not held."""
        return self._filled(_("Places at local places of work"), "places", "workplace_kind", found)

    def posts(self, found: Sequence[reads.Filled]) -> Chart:
        """Public posts by kind: held and not held."""
        return self._filled(_("Places of public posts"), "posts", "post_kind", found)

    def _filled(self, title: str, picture: str, codes: str, found: Sequence[reads.Filled]) -> Chart:
        words = LISTS[codes]
        rows, table = [], []
        for one in found:
            href = self._href(picture, one.persons, kind=one.kind)
            free = max(0, one.places - one.persons)
            rows.append(Made(words.word(one.kind), (one.persons, free), (href, "")))
            table.append(
                (Cell(words.word(one.kind)), Cell(f"{one.places:,}", counts="places"),
                 Cell(f"{one.persons:,}", href, one.persons), Cell(f"{free:,}", counts="places"))
            )  # fmt: skip
        parts = [_("held by people of your area"), _("not held by them")]
        drawn = self._drawn(title, parts, rows, _("Kind"))
        heads = (pgettext("charts", "Kind"), _("Places"), parts[0], parts[1])
        return replace(drawn, table=Table(heads, tuple(table)))

    def _drawn(self, title: str, parts: list[str], rows: list[Made], head: str) -> Chart:
        drawn = composition(title, parts, rows, unit=_("persons"), definition_href=HOW)
        heads = (head, *drawn.table.columns[1:])
        return replace(drawn, table=Table(heads, drawn.table.rows), narrow_height=drawn.height + LEGEND_ROOM)

    def _href(self, picture: str, many: int, **asked: Any) -> str:
        if not self.opens or not many:
            return ""
        return f"{reverse('assistance:picture_people')}?{urlencode({'picture': picture, **asked})}"


def title_of(asked: reads.Asked) -> str:
    """The part of a picture in words."""
    if asked.picture == "places":
        return f"{_('Places at local places of work')} \u00b7 {LISTS['workplace_kind'].word(asked.kind)}"
    if asked.picture == "posts":
        return f"{_('Places of public posts')} \u00b7 {LISTS['post_kind'].word(asked.kind)}"
    said = [class_words(asked.kind)]
    if asked.part:
        said.append(reached_words()[asked.part])
    if asked.area:
        said += path_names_of([asked.area]).get(asked.area, [])[-1:]
    return " \u00b7 ".join(said)


def is_known(asked: reads.Asked) -> bool:
    """True for a part that one of the pictures has."""
    return {
        "classes": asked.kind in reads.CLASSES,
        "measures": asked.kind in reads.HELPED and asked.part in reads.REACHED,
        "places": asked.kind in LISTS["workplace_kind"],
        "posts": asked.kind in LISTS["post_kind"],
    }.get(asked.picture, False)
