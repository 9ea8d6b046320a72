"""Snapshots as the pages show them: words, tones and addresses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, pgettext

from gangqiao.engine.figures import FIGURES, MEASURES, result_of
from gangqiao.indicators.models import Snapshot
from gangqiao.indicators.reads import areas_of
from gangqiao.indicators.showing.addresses import address, area_and_above
from gangqiao.indicators.showing.definitions import figure_of_measure
from gangqiao.indicators.showing.names import file_address, parts_in_words
from gangqiao.indicators.showing.reasons import REASONS
from gangqiao.indicators.showing.takings import takings_shown
from gangqiao.indicators.snapshots.opened import Facts
from gangqiao.indicators.snapshots.reads import SHOWN, Between, People, figures, snapshots
from gangqiao.indicators.snapshots.steps import Reason
from gangqiao.indicators.states import Status
from gangqiao.indicators.wording import said
from gangqiao.kernel.actor import Actor, Level, covers
from gangqiao.kernel.identifiers import mask_name
from gangqiao.kernel.links import Link
from gangqiao.places.models import Division

ALL = "registered"
TONES = {Status.TAKEN: "busy", Status.PUBLISHED: "good", Status.SUPERSEDED: "calm"}


def line(snapshot: Snapshot) -> dict[str, Any]:
    """One snapshot as a row."""
    return {
        "snapshot": snapshot,
        "href": address("indicators:snapshot", str(snapshot.uuid)),
        "kind": snapshot.get_kind_display(),
        "state": snapshot.get_status_display(),
        "tone": TONES[Status(snapshot.status)],
        "taken_by": snapshot.taken_by_name if snapshot.taken_by_id else gettext("the product itself"),
    }


def snapshots_page(actor: Actor, typed: dict[str, str], faults: dict[str, str]) -> dict[str, Any]:
    """The list, and the form for a further one."""
    rows, takings = [line(one) for one in snapshots()[:200]], takings_shown(actor)
    heads = (gettext("As of"), gettext("As known on"), gettext("Version"), gettext("Kind"), gettext("State"))
    return {
        "rows": rows,
        "columns": [{"label": label} for label in (*heads, gettext("Reason"), gettext("Taken by"))],
        "count": ngettext("%(n)s snapshot", "%(n)s snapshots", len(rows)) % {"n": len(rows)},
        "takings": takings,
        "polls": any(one["waits"] for one in takings),
        "may_take": any(actor.may("indicators.take", area.key) for area in areas_of(actor)),
        "typed": typed,
        "faults": faults,
    }


def snapshot_page(facts: Facts, area: Division, actor: Actor) -> dict[str, Any]:
    """One snapshot: what it is, and the figures of an area with its parts."""
    snapshot = facts.snapshot
    opens = _opens(actor, area.key)
    others = [one for one in snapshots() if one.pk != snapshot.pk][:50]
    key = str(snapshot.uuid)
    return {
        **line(snapshot),
        "facts": facts,
        "area": area,
        "way": _way(snapshot, area, actor),
        "registered": facts.sums_of(area.key)[ALL],
        "registered_href": _people_address(key, area.key, ALL) if opens else "",
        "registered_how": _how(ALL, facts.day),
        "columns": [{"label": said(MEASURES[m].name), "definition_href": _how(m, facts.day)} for m in SHOWN],
        "rows": [_row(facts, *row, opens=opens, is_part=n > 0) for n, row in enumerate(figures(facts, area))],
        "figures": [_figure(facts, area, figure_id, opens) for figure_id in _figures(facts)],
        "others": [
            {
                "label": _label(one),
                "href": address("indicators:compare", *_in_order(one, snapshot), area=area.key),
            }
            for one in others
        ],
        "may_publish": snapshot.status == Status.TAKEN and actor.may("indicators.publish", snapshot.area_id),
        "engines": ", ".join(f"{name} {number}" for name, number in facts.manifest["engines"].items()),
    }


def _in_order(*two: Snapshot) -> list[str]:
    """The earlier one first, so that what is new in the later one enters."""
    return [str(one.uuid) for one in sorted(two, key=lambda one: (one.day, one.known_at, one.number))]


def _opens(actor: Actor, area: str) -> bool:
    return actor.may("people.view_list", area)


def _how(measure: str, day: date) -> str:
    """The definition of the figure that counts these persons; "" when none does."""
    figure = figure_of_measure(measure)
    return address("indicators:definition", figure.id, day=day) if figure else ""


def _row(facts: Facts, place: Division, sums: dict[str, int], *, opens: bool, is_part: bool) -> dict[str, Any]:
    """One area of the table; a part of the area shown leads on to itself."""
    key = str(facts.snapshot.uuid)
    return {
        "area": place,
        "href": address("indicators:snapshot", key, area=place.key) if is_part else "",
        "cells": [
            {
                "value": sums.get(m, 0),
                "label": said(MEASURES[m].name),
                "href": _people_address(key, place.key, m) if opens else "",
                "how": _how(m, facts.day),
            }
            for m in SHOWN
        ],
    }


def _figures(facts: Facts) -> list[str]:
    """The figures stored that are still known by name, for the preset at hand."""
    stored = facts.manifest["figures"]
    return [key for key in FIGURES if key in stored and stored[key]["preset"] == facts.preset]


def _figure(facts: Facts, area: Division, figure_id: str, opens: bool) -> dict[str, Any]:
    figure, stored = FIGURES[figure_id], facts.manifest["figures"][figure_id]
    result = result_of(figure, facts.sums_of(area.key))
    share = "" if result.share is None else f"{int(result.share * 1000) / 10:.1f}%"
    return {
        "name": said(figure.wording),
        "version": stored["version"],
        "value": (share or gettext("no rate")) if figure.denominator else f"{result.persons:,}",
        "persons": result.persons,
        "rate": "" if figure.denominator else share,
        "href": _people_address(str(facts.snapshot.uuid), area.key, figure.numerator) if opens else "",
        "definition_href": address("indicators:definition", figure.id, day=facts.day),
    }


def _label(snapshot: Snapshot) -> str:
    said_of = gettext("%(day)s as known on %(known)s, version %(number)s")
    days = {"day": _in_words(snapshot.day), "known": _in_words(snapshot.known_on)}
    return said_of % {**days, "number": snapshot.number}


def _in_words(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _people_address(
    snapshot: str, area: str, measure: str, page: int = 1, where: Mapping[str, str] | None = None
) -> str:
    asked: dict[str, Any] = {"area": area, "measure": measure, **(where or {}), **({"page": page} if page > 1 else {})}
    return address("indicators:snapshot_people", snapshot, **asked)


def _way(snapshot: Snapshot, area: Division, actor: Actor) -> list[Link]:
    steps = _above(area, actor)
    return [Link(d.name, address("indicators:snapshot", str(snapshot.uuid), area=d.key)) for d in steps]


def _above(area: Division, actor: Actor) -> list[Division]:
    """From the reader's own area down to this one."""
    home = next((own.key for own in areas_of(actor) if covers(own.key, area.key)), area.key)
    return [d for d in area_and_above(area) if len(d.key) >= len(home)]


def people_page(
    facts: Facts, area: Division, measure: str, page: People, actor: Actor, where: Mapping[str, str]
) -> dict[str, Any]:
    """The persons behind a number of a snapshot, or behind a part of it."""
    key = str(facts.snapshot.uuid)

    def at(number: int) -> str:
        return _people_address(key, area.key, measure, number, where)

    back = [Link(_label(facts.snapshot), address("indicators:snapshot", key, area=area.key))]
    lead = gettext("%(area)s, as of %(day)s as known on %(known)s.")
    words = {"area": area.name, "day": _in_words(facts.day), "known": _in_words(facts.snapshot.known_on)}
    return _list(page, actor, at) | {
        "title": said(MEASURES[measure].name) if measure in MEASURES else measure,
        "lead": " ".join([lead % words, *parts_in_words(where)]),
        "back": back,
    }


def compare_page(
    first: Snapshot, second: Snapshot, area: Division, measure: str, found: Between, actor: Actor
) -> dict[str, Any]:
    """The difference of two snapshots by reason."""
    opens = _opens(actor, area.key)
    before, after = (_people_address(str(one.uuid), area.key, measure) if opens else "" for one in (first, second))
    keys = str(first.uuid), str(second.uuid)

    def at(place: str, counted: str = measure) -> str:
        return address("indicators:compare", *keys, area=place, measure=counted)

    parts = Division.objects.filter(parent=area).order_by("key")
    return {
        "first": line(first) | {"label": _label(first)},
        "second": line(second) | {"label": _label(second)},
        "area": area,
        "title": said(MEASURES[measure].name),
        "how": _how(measure, second.day),
        "found": found,
        "before_href": before,
        "after_href": after,
        "entered": sum(found.entered.values()),
        "left": sum(found.left.values()),
        "rows": _reasons(keys, area, measure, found, opens=opens),
        "tabs": [Link(said(MEASURES[m].name), at(area.key, m), is_here=m == measure) for m in SHOWN],
        "parts": [Link(part.name, at(part.key)) for part in parts],
        "way": [Link(d.name, at(d.key)) for d in _above(area, actor)],
    }


def _reasons(
    keys: tuple[str, str], area: Division, measure: str, found: Between, *, opens: bool
) -> list[dict[str, Any]]:
    """A row for each reason, its numbers with the way to their people."""

    def opened(reason: Reason, side: str) -> str:
        asked = {"area": area.key, "measure": measure, "reason": reason.value, "side": side}
        persons = getattr(found, side)[reason]
        return address("indicators:compare_people", *keys, **asked) if opens and persons else ""

    return [
        {
            "reason": words,
            "entered": found.entered[reason],
            "left": found.left[reason],
            "entered_href": opened(reason, "entered"),
            "left_href": opened(reason, "left"),
        }
        for reason, words in REASONS.items()
        if found.entered[reason] or found.left[reason]
    ]


def compared_people_page(
    first: Snapshot, second: Snapshot, area: Division, asked: dict[str, str], page: People, actor: Actor
) -> dict[str, Any]:
    """The persons who entered or left a count for one reason."""
    keys = str(first.uuid), str(second.uuid)

    def at(number: int) -> str:
        return address("indicators:compare_people", *keys, area=area.key, **asked, page=number)

    lead = gettext("Entered: %(why)s") if asked["side"] == "entered" else gettext("Left: %(why)s")
    back = address("indicators:compare", *keys, area=area.key, measure=asked["measure"])
    return _list(page, actor, at) | {
        "title": said(MEASURES[asked["measure"]].name),
        "lead": lead % {"why": REASONS[Reason(asked["reason"])]},
        "back": [Link(f"{_label(first)} \u2192 {_label(second)}", back)],
    }


def _list(page: People, actor: Actor, at: Any) -> dict[str, Any]:
    number = page.page
    return {
        "page": page,
        "rows": [_person(person, page, actor) for person in page.people],
        "columns": [
            {"label": label} for label in (gettext("Name"), gettext("Household number"), gettext("Village and group"))
        ],
        "first_href": at(1) if number > 1 else "",
        "back_href": at(number - 1) if number > 1 else "",
        "next_href": at(number + 1) if number < page.pages else "",
    }


def _person(person: Any, page: People, actor: Actor) -> dict[str, Any]:
    is_masked = actor.level_in(person.area_id) < Level.PERSONAL
    sex = gettext("male") if person.sex == "1" else gettext("female") if person.sex == "2" else ""
    return {
        "name": mask_name(person.name) if is_masked else person.name,
        "small": pgettext("between facts", ", ").join(part for part in (sex,) if part),
        "href": file_address(person) if actor.may("people.view", person.area_id) else "",
        "household_no": person.household.household_no if person.household else "",
        "place": page.places.get(person.area_id, ""),
    }
