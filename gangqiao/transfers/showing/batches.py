"""Batches in words: the list, and the page of one with what blocks its next step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.kernel.actor import Actor
from gangqiao.kernel.links import Link
from gangqiao.kernel.verbs import labels_of_acts
from gangqiao.people.reads.masking import name_for
from gangqiao.places.reads import path_names_of
from gangqiao.transfers.codes import LISTS
from gangqiao.transfers.models import Batch
from gangqiao.transfers.reads import board, board_late, board_list
from gangqiao.transfers.reads.batches_faults import Fault, faults_of
from gangqiao.transfers.reads.board_seeing import VIEW_PEOPLE, reaches, sees_all_people
from gangqiao.transfers.showing.words import batch_state, group_words, mode_words, places_of, who_organises
from gangqiao.transfers.states import BATCH, PassengerStatus, Status

S = Status
COURSE = (S.PLANNED, S.OPEN, S.LIST_LOCKED, S.CLEARED, S.DEPARTED, S.ARRIVED, S.HANDED_OVER, S.CLOSED)
# Steps that the day itself takes, trip by trip; the buttons stand on the page of the trip.
BY_TRIPS = ("transfers.depart", "transfers.arrive", "transfers.hand_over", "transfers.unclear_batch")


def look_words() -> dict[str, str]:
    """The tabs of the list."""
    return {
        "": pgettext("batches", "To come"),
        "open": pgettext("batches", "Open for registration"),
        "under_way": pgettext("batches", "Under way"),
        "over": pgettext("batches", "Arrived and closed"),
        "cancelled": pgettext("batches", "Cancelled"),
    }


def tabs_of(batch: Batch, actor: Actor, here: str = "transfers:batch") -> list[Link]:
    """The parts of a batch's page as far as the reader may open them; here: name of the address shown."""
    parts = (
        ("transfers:batch", pgettext("passengers", "People"), ""),
        ("transfers:ways", _("Vehicles and ways"), "transfers.view_fleet"),
        ("transfers:day", _("The day itself"), VIEW_PEOPLE),
        ("transfers:checks_of", _("Checks"), "transfers.view_checks"),
        ("transfers:costs_of", _("Costs"), "transfers.view_costs"),
        ("transfers:papers", pgettext("transfers", "Papers"), "transfers.print"),
        ("transfers:batch_log", _("History"), ""),
    )
    found = []
    for name, label, verb in parts:
        href = _href(name, batch)
        if href and (not verb or actor.may(verb)):
            found.append(Link(label, href, name == here))
    return found


def _href(name: str, batch: Batch) -> str:
    try:
        return reverse(name, args=[batch.uuid])
    except NoReverseMatch:
        return ""


def head(batch: Batch, actor: Actor, here: str = "transfers:batch") -> dict[str, Any]:
    """What the head of every page of a batch shows: `transfers/batch_head.html`."""
    status, tone = batch_state(batch)
    return {
        "batch": batch,
        "status": status,
        "tone": tone,
        "place": places_of([str(batch.destination_id or "")]).get(str(batch.destination_id or ""), ""),
        "mode": mode_words(batch.mode),
        "kind": LISTS["batch_kind"].word(batch.kind),
        "organised_by": who_organises(batch),
        "open_to": [str(one.name) for one in batch.open_to.order_by("key")],
        "states": course(batch),
        "tabs": tabs_of(batch, actor, here),
    }


def course(batch: Batch) -> list[dict[str, Any]]:
    """The life of a batch with the state it is in."""
    steps: tuple[Any, ...] = (S.CANCELLED,) if batch.status == S.CANCELLED else COURSE
    at = 0 if batch.status == S.CANCELLED else COURSE.index(S(batch.status))
    return [{"label": s.label, "is_past": n < at, "is_now": n == at} for n, s in enumerate(steps)]


def acts_of(batch: Batch, actor: Actor) -> set[str]:
    """What the reader may do with the batch now, without the name of the app."""
    verbs = {step.verb for step in BATCH.steps_from(batch.status) if step.verb not in BY_TRIPS}
    if batch.status in (S.PLANNED, S.OPEN):
        verbs |= {"transfers.change_batch", "transfers.merge_batch"}
    if batch.status in (S.OPEN, S.LIST_LOCKED):
        verbs |= {"transfers.split_batch"}
    found = {verb.partition(".")[2] for verb in verbs if reaches(actor, verb, batch)}
    if may_register(batch, actor):
        found.add("register")
    return found


def may_register(batch: Batch, actor: Actor) -> bool:
    """While the list is open; late joiners by their rule."""
    is_late = batch.status in (S.LIST_LOCKED, S.CLEARED) and batch.late_until is not None
    return (batch.status == S.OPEN or is_late) and batch.free > 0 and actor.may("transfers.register")


# --- what blocks the next step ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Blocker:
    """One thing that is missing, in a sentence; href: where it is mended, "" where the reader may not."""

    words: Any
    href: str
    tone: str = "warn"


# Where each fault is mended: a group of the list of people; all others on the page of the ways.
_GROUPS = {"no_consent": "asked", "held": "held", "not_checked": "agreed", "run_out": "cleared"}
_RED = ("held", "no_vehicle", "no_licence")


def blockers(batch: Batch, actor: Actor) -> list[Blocker]:
    """What the next step waits for, with the way to it; empty when nothing is missing or nothing follows.

    It is the same list that `clear_batch` and `depart` refuse by.
    """
    if batch.status not in (S.OPEN, S.LIST_LOCKED, S.CLEARED):
        return []
    if not batch.taken:
        return [Blocker(_("Nobody is on the list."), "")]
    faults = faults_of(batch)
    if batch.status == S.OPEN:
        faults = [one for one in faults if one.code in _GROUPS]
    return [Blocker(one.says, _mended_at(batch, one, actor), "bad" if one.code in _RED else "warn") for one in faults]


def _mended_at(batch: Batch, fault: Fault, actor: Actor) -> str:
    if group := _GROUPS.get(fault.code, ""):
        return f"{_href('transfers:batch', batch)}?group={group}" if actor.may(VIEW_PEOPLE) else ""
    return _href("transfers:ways", batch) if actor.may("transfers.view_fleet") else ""


# --- the page --------------------------------------------------------------------------------------------------------


def page(batch: Batch, actor: Actor) -> dict[str, Any]:
    """Head, figures, what is missing and what may be done; without the people."""
    (line,) = board.lines_of([batch])
    return head(batch, actor) | {
        "may": acts_of(batch, actor),
        "blockers": blockers(batch, actor),
        "is_part": not sees_all_people(actor, batch),
        "gates": [words for key, words in gate_words().items() if batch.gates.get(key)],
        "vehicles": line.vehicles,
        "sees_people": actor.may(VIEW_PEOPLE),
        "parts": list(batch.parts.all()),
        "late": board_late.notes_of(actor, batch),
    }


def gate_words() -> dict[str, str]:
    """The gates in words."""
    return {"health": _("health check"), "disinfection": _("disinfection of the vehicles")}


def group_tabs(batch: Batch, found: board_list.People, group: str, area: str) -> list[Link]:
    """The groups of the list of people, each with its count; empty ones are left out."""
    here = reverse("transfers:batch", args=[batch.uuid])
    kept = f"&area={area}" if area else ""
    words = {**group_words(), "off": _("Taken off")}
    links = []
    for key in ("all", "asked", "agreed", "cleared", "held", "under_way", "missed", "arrived", "not_started", "off"):
        states: Any = board.GROUPS.get(key, (PassengerStatus.TAKEN_OFF,))
        many = sum(found.counts[state] for state in states)
        if many or key in ("all", group):
            label = pgettext("passengers", "All") if key == "all" else words[key]
            links.append(Link(label, f"{here}?group={key}{kept}", key == group, f"{many:,}"))
    return links


def villages_of(found: board_list.People, area: str) -> list[tuple[str, str, bool]]:
    """The villages of the people listed: key, words, is chosen."""
    names = path_names_of(found.villages)
    return [(key, " ".join(names.get(key, [key])[-2:]), key == area) for key in sorted(found.villages)]


def pairs_of(batch: Batch, found: board_list.People, actor: Actor) -> dict[int, str]:
    """For each passenger who goes together with others, the others' names."""
    marks = {row.together for row in found.rows}
    together = board_list.others_of(batch, marks)
    between = pgettext("between words", ", ")
    names = {row.pk: name_for(row.person, actor) for rows in together.values() for row in rows}
    return {
        row.pk: between.join(names[other.pk] for other in together.get(row.together, ()) if other.pk != row.pk)
        for row in found.rows
    }


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the history."""

    at: Any
    title: Any
    by: str
    reason: str


def history(row: Any) -> list[Happened]:
    """What was done, newest first."""
    labels = labels_of_acts()
    return [
        Happened(one.at, labels.get(one.verb, one.verb), one.actor_name, one.reason) for one in board_list.history(row)
    ]
