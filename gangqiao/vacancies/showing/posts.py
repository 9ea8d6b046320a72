"""Vacancies as rows of the list and as a page: words, tones and links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.audit.models import Event
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, is_of_unit
from gangqiao.kernel.links import Link
from gangqiao.kernel.verbs import labels_of_acts
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.places.reads import path_names, path_names_of, townships
from gangqiao.vacancies.actions.posts import may, unfit
from gangqiao.vacancies.attributes import VACANCY
from gangqiao.vacancies.codes import LISTS
from gangqiao.vacancies.models import Vacancy
from gangqiao.vacancies.occupations import find as find_occupation
from gangqiao.vacancies.own_items import said
from gangqiao.vacancies.policy.freshness import NUMBERS, Facts, Freshness, freshness, why_not_published
from gangqiao.vacancies.reads import posts as reads
from gangqiao.vacancies.reads.employers_keeping import keeper_words
from gangqiao.vacancies.reads.own_items import answered, departments, form_of, items_by
from gangqiao.vacancies.reads.paywords import pay_words
from gangqiao.vacancies.reads.seats import open_seats
from gangqiao.vacancies.reads.verifying import is_own, may_alone
from gangqiao.vacancies.states import ENDED, Status

S = Status
TONES = {
    S.DRAFT: "calm", S.SUBMITTED: "busy", S.VERIFIED: "busy", S.PUBLISHED: "good", S.PAUSED: "warn", S.FILLED: "calm",
    S.EXPIRED: "calm", S.WITHDRAWN: "calm",
}  # fmt: skip
COURSE = (S.DRAFT, S.SUBMITTED, S.VERIFIED, S.PUBLISHED, S.FILLED)
FRESH_TONES = {Freshness.FRESH: "good", Freshness.DUE: "warn", Freshness.STALE: "bad", Freshness.NEVER: "calm"}
# Shown at the head of the page, or in words of their own.
ELSEWHERE = ("title", "number", "pay_form", "pay_min", "pay_max", "place", "occupation", "limit_reason", "limit_note")
BUTTONS = ("submit", "verify", "publish", "send_back", "pause", "fill", "open_seats", "withdraw")
ONLY_WITH_SOME = ("alone",)
BY_ITSELF = ("filled", "barred", "gone")  # reasons that follow from another act
OTHER_ACTS = ("confirm", "correct", "record_hires")


@dataclass(frozen=True, slots=True)
class Row:
    """A vacancy in the list."""

    vacancy: Any
    occupation: str
    place: str
    pay: str
    seats: int
    status: Any
    tone: str
    freshness: str
    fresh_tone: str


def look_words() -> dict[str, str]:
    """What the tabs say."""
    return {
        "": _("All that run"),
        "verify": _("To verify"),
        "publish": _("To publish"),
        "open": pgettext("vacancies", "Open"),
        "stale": _("To confirm"),
        "short": _("Short of people"),
        "drafts": _("Drafts"),
        "ended": pgettext("vacancies", "Ended"),
        "alone": _("Verified by one alone"),
    }


def list_page(page: reads.Page, asked: reads.Asked, actor: Actor, after: str) -> dict[str, Any]:
    """What the list shows."""
    here = reverse("vacancies:vacancies")
    kept = {key: value for key, value in (("q", asked.text), ("area", asked.area)) if value}
    is_whole = any(not is_of_unit(a) and len(a) < KEY_LENGTH[Level.TOWNSHIP] for a in actor.areas("vacancies.view"))
    areas = list(townships()) if is_whole else []

    def href(**more: Any) -> str:
        asked_for = {k: v for k, v in {**kept, **more}.items() if v}
        return f"{here}?{urlencode(asked_for)}" if asked_for else here

    looks = [
        Link(words, href(look=key), key == asked.look, f"{page.counts[key]:,}")
        for key, words in look_words().items()
        if key not in ONLY_WITH_SOME or page.counts[key] or key == asked.look
    ]
    chips = [Link(asked.text, href(q="", look=asked.look))] if asked.text else []
    chips += [Link(area.name, href(area="", look=asked.look)) for area in areas if area.key == asked.area]
    return {
        "rows": rows(page.rows),
        "query": href(look=asked.look).removeprefix(here),
        "is_empty": not page.rows,
        "looks": looks,
        "asked": asked,
        "areas": areas,
        "chips": chips,
        "clear_href": f"{here}?look={asked.look}" if asked.look else here,
        "count": page.counts[asked.look],
        "columns": _columns(),
        "first_href": href(look=asked.look) if after else "",
        "next_href": href(look=asked.look, after=page.after) if page.after else "",
        "may_enter": actor.may("vacancies.draft"),
    }


def _columns() -> list[dict[str, Any]]:
    labels = (
        pgettext("vacancies", "Post"),
        pgettext("vacancies", "Employer"),
        pgettext("vacancies", "Place of work"),
        _("Pay"),
        _("Seats free"),
        _("Confirmed"),
        _("State"),
    )
    return [{"label": label, "is_number": n == 4} for n, label in enumerate(labels)]


def rows(vacancies: list[Any]) -> list[Row]:
    """Vacancies as rows; places and seats are asked once for all."""
    seats, today = open_seats(vacancies), clock.today()
    names = path_names_of({v.place_id for v in vacancies if v.place_id})
    return [
        Row(
            v,
            occupation_words(v.occupation),
            "".join(names.get(v.place_id, [])[-2:]),
            pay_words(v.pay_form, v.pay_min, v.pay_max),
            seats[v.pk],
            v.get_status_display(),
            TONES[S(v.status)],
            fresh_words(v.confirmed_on),
            FRESH_TONES[freshness(v.confirmed_on, today)] if v.status not in ENDED else "calm",
        )
        for v in vacancies
    ]


def occupation_words(code: str) -> str:
    """The name of an occupation, "" when none or an unknown one is recorded."""
    found = find_occupation(code) if code else None
    return found.name if found else ""


def fresh_words(confirmed_on: Any) -> str:
    """How long ago it was confirmed."""
    if confirmed_on is None:
        return _("not yet")
    days = (clock.today() - confirmed_on).days
    return _("today") if days <= 0 else _("%(days)d days ago") % {"days": days}


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the history. fields: what was changed, as the forms call it."""

    at: Any
    title: Any
    by: str
    fields: str
    reason: str


def page(vacancy: Any, actor: Actor) -> dict[str, Any]:
    """What the page of one vacancy shows to this reader."""
    today, status = clock.today(), S(vacancy.status)
    state = freshness(vacancy.confirmed_on, today)
    why = why_not_published(Facts.of(vacancy), today) if status in (S.VERIFIED, S.PAUSED, S.PUBLISHED) else None
    acts = _acts(vacancy, actor)
    is_office = may(actor, "vacancies.verify", vacancy)
    own_names = {item.name: said(item.label) for item in (*form_of(vacancy.unit).items, *items_by(vacancy).values())}
    return {
        "vacancy": vacancy,
        "status": vacancy.get_status_display(),
        "status_tone": TONES[status],
        "states": _course(status),
        "occupation": occupation_words(vacancy.occupation),
        "place": "".join(path_names(vacancy.place_id)) if vacancy.place_id else "",
        "pay": pay_words(vacancy.pay_form, vacancy.pay_min, vacancy.pay_max),
        "seats": open_seats([vacancy])[vacancy.pk],
        "keeper": keeper_words([vacancy])[vacancy.pk],
        "fresh": fresh_words(vacancy.confirmed_on),
        "fresh_tone": FRESH_TONES[state],
        "is_asked": status in (S.PUBLISHED, S.PAUSED) and state is not Freshness.FRESH,
        "confirm_every": NUMBERS.on(today).confirm_every,
        "why_not": why,
        "faults": [str(one) for one in unfit(vacancy)] if status == S.DRAFT else [],
        "closed_reason": LISTS["closed_reason"].word(vacancy.closed_reason) if vacancy.closed_reason else "",
        "facts": [(a.label, a.show(getattr(vacancy, a.key))) for a in VACANCY if a.key not in ELSEWHERE],
        "limit": _limit(vacancy),
        "own": answered(vacancy),
        "own_department": departments().get(vacancy.unit, "") if vacancy.unit else "",
        "is_own_entry": status == S.SUBMITTED and is_own(vacancy, actor) and "verify" not in acts,
        "may": acts,
        "reasons": [(code, word) for code, word in LISTS["closed_reason"].choices() if code not in BY_ITSELF],
        "hires": reads.hires(vacancy),
        "confirmations": [(one, way_words(one.way)) for one in reads.confirmations(vacancy)],
        "history": [_happened(e, own_names) for e in reads.history(vacancy)] if is_office or acts else [],
        "who_looked": reads.looks(vacancy) if is_office else [],
    }


def way_words(way: str) -> str:
    """How somebody said it."""
    return {
        "link": _("by the link"),
        "phone": _("by phone"),
        "office": _("at the desk"),
        "employer": _("by itself"),
    }.get(way, way)


def _acts(vacancy: Vacancy, actor: Actor) -> set[str]:
    """The verbs the reader may use on it now, without the name of the app."""
    steps = {step.verb.partition(".")[2] for step in Vacancy.LIFE_CYCLE.steps_from(vacancy.status)}
    found = {name for name in BUTTONS if name in steps and may(actor, f"vacancies.{name}", vacancy)}
    if "verify" in found and is_own(vacancy, actor) and not may_alone(actor):
        found.discard("verify")
    if vacancy.status not in (*ENDED, S.DRAFT) and may(actor, "vacancies.confirm", vacancy):
        found.add("confirm")
    if vacancy.status not in ENDED and may(actor, "vacancies.correct", vacancy):
        found.add("correct")
    if vacancy.status in (S.PUBLISHED, S.PAUSED, S.FILLED) and may(actor, "vacancies.record_hires", vacancy):
        found.add("record_hires")
    return found


def _course(status: Status) -> list[dict[str, Any]]:
    if status in COURSE:
        steps, at = COURSE, COURSE.index(status)
    else:
        steps = (*COURSE[:4], status) if status == S.PAUSED else (*COURSE[:1], status)
        at = len(steps) - 1
    return [{"label": s.label, "is_past": n < at, "is_now": n == at} for n, s in enumerate(steps)]


def _limit(vacancy: Any) -> str:
    """Why a limit is lawful, in words; "" when nothing is limited."""
    reason = VACANCY["limit_reason"].show(vacancy.limit_reason)
    return f"{reason} \u00b7 {vacancy.limit_note}" if reason and vacancy.limit_note else reason


def _happened(event: Event, own: Mapping[str, str]) -> Happened:
    names = {a.key: str(a.label) for a in VACANCY} | {"hired": _("Hired")} | own
    fields = [names[key] for key in event.fields if key in names]
    title = labels_of_acts().get(event.verb, event.verb)
    return Happened(event.at, title, event.actor_name, ", ".join(fields), event.reason)
