"""Employers as rows of the list and as a page: words, tones and links."""

from __future__ import annotations

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
from gangqiao.places.models import Division
from gangqiao.places.reads import path_names, path_names_of, townships
from gangqiao.vacancies.attributes import EMPLOYER
from gangqiao.vacancies.codes import LISTS
from gangqiao.vacancies.forms.employers import ASPECT_WORDS
from gangqiao.vacancies.models import Employer, FoundCall
from gangqiao.vacancies.policy.collecting import is_old_count
from gangqiao.vacancies.policy.score import ASPECTS, Score, is_poor
from gangqiao.vacancies.reads import employers as reads
from gangqiao.vacancies.reads.accounts import users_of
from gangqiao.vacancies.reads.employers_keeping import keeper_words
from gangqiao.vacancies.states import EmployerStatus, Kept, Status

E = EmployerStatus
TONES = {E.LISTED: "busy", E.VERIFIED: "good", E.BARRED: "bad", E.CLOSED: "calm"}
COURSE = (E.LISTED, E.VERIFIED)
FIGURES = ("headcount", "wanted", "wanted_trades", "poor_employed")
CONTACT = ("contact_name", "contact_phone")
OF_OFFICES = ("arrears", "arrears_note")


@dataclass(frozen=True, slots=True)
class Row:
    """An employer in the list. place: the last names of its way; kept: "" while too few have spoken."""

    employer: Any
    kind: str
    place: str
    keeper: str
    status: Any
    tone: str
    kept: str
    is_poor: bool
    is_old_count: bool


def areas_below(actor: Actor) -> list[Division]:
    """The townships among which the reader may choose; none for whoever has one or none."""
    county_wide = any(
        len(area) < KEY_LENGTH[Level.TOWNSHIP]
        for area in actor.areas("vacancies.view_employers")
        if not is_of_unit(area)
    )
    return list(townships().order_by("key")) if county_wide else []


def rows_of(page: reads.Page) -> list[Row]:
    ways = path_names_of({str(e.place_id) for e in page.rows if e.place_id})
    keepers, today = keeper_words(page.rows), clock.today()
    return [_row(e, ways.get(str(e.place_id), []), keepers[e.pk], today) for e in page.rows]


def _row(employer: Any, way: list[str], keeper: str, today: Any) -> Row:
    return Row(
        employer=employer,
        kind=LISTS["employer_kind"].word(employer.kind),
        place=" ".join(way[-2:]),
        keeper=keeper,
        status=E(employer.status).label,
        tone=TONES[E(employer.status)],
        kept=kept_words(employer.kept_share),
        is_poor=is_poor(employer.kept_share, today),
        is_old_count=is_old_count(employer.counted_on, today),
    )


def kept_words(share: int | None) -> str:
    return "" if share is None else f"{share}%"


def list_page(page: reads.Page, asked: reads.Asked, actor: Actor, after: str) -> dict[str, Any]:
    """What the list shows."""
    labels = (
        pgettext("vacancies", "Employer"),
        _("Where it works"),
        _("Kept by"),
        _("Employed"),
        _("Wanted"),
        _("Promises kept"),
        _("State"),
    )
    query = {"q": asked.text, "status": asked.status, "kind": asked.kind, "look": asked.look, "area": asked.area}
    here = reverse("vacancies:employers")
    return {
        "rows": rows_of(page),
        "count": page.count,
        "is_empty": not page.rows,
        "columns": [{"label": label, "is_number": 3 <= n <= 5} for n, label in enumerate(labels)],
        "asked": asked,
        "looks": _looks(asked, query, here),
        "chips": _chips(query, here),
        "clear_href": here,
        "statuses": E.choices,
        "kinds": LISTS["employer_kind"].choices(),
        "areas": areas_below(actor),
        "first_href": _with(here, query) if after else "",
        "next_href": _with(here, {**query, "after": str(page.after)}) if page.after else "",
        "may_list": actor.may("vacancies.list_employer"),
    }


def _looks(asked: reads.Asked, query: dict[str, str], here: str) -> list[Link]:
    """The looks at the list as tabs: all, and each question one may ask it."""
    links = [Link(_("All employers"), _with(here, {**query, "look": ""}), not asked.look)]
    return links + [
        Link(label, _with(here, {**query, "look": key}), asked.look == key) for key, label in reads.LOOKS.items()
    ]


def _chips(query: dict[str, str], here: str) -> list[Link]:
    words = {
        "q": lambda v: _("contains “%(text)s”") % {"text": v},
        "status": lambda v: str(E(v).label),
        "kind": lambda v: LISTS["employer_kind"].word(v),
        "area": lambda v: path_names(v)[-1],
    }
    return [Link(say(query[key]), _with(here, {**query, key: ""})) for key, say in words.items() if query[key]]


def _with(here: str, query: dict[str, str]) -> str:
    said = {key: value for key, value in query.items() if value}
    return f"{here}?{urlencode(said)}" if said else here


# --- one employer ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FactShown:
    label: Any
    value: str


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the history. fields: what was changed, as the forms call it."""

    at: Any
    title: Any
    by: str
    fields: str
    reason: str


@dataclass(frozen=True, slots=True)
class CallShown:
    """One call. answers: (words, tone) of what was asked."""

    call: FoundCall
    answers: list[tuple[str, str]]


def page(employer: Any, actor: Actor) -> dict[str, Any]:
    """What the page of one employer shows to this reader."""
    status, today = E(employer.status), clock.today()
    is_own = reads.is_own_affair(actor, employer)
    return {
        "employer": employer,
        "kind": LISTS["employer_kind"].word(employer.kind),
        "place": "".join(path_names(employer.place_id)) if employer.place_id else "",
        "keeper": keeper_words([employer])[employer.pk],
        "status": status.label,
        "status_tone": TONES[status],
        "states": _course(status),
        "facts": _facts(employer, actor, is_own),
        "is_own": is_own,
        "is_old_count": is_old_count(employer.counted_on, today),
        "counts": reads.counts_over_time(employer),
        "count_columns": _heads(
            _("Day"), _("Employed now"), pgettext("employer", "People wanted"), _("Registered poor"), _("Trades")
        ),
        "vacancies": [(v, Status(v.status).label) for v in reads.vacancies_of(employer)],
        "vacancy_columns": _heads(
            pgettext("vacancies", "Post"), _("People wanted"), _("Hired"), _("Valid until"), _("State")
        ),
        "evidence": LISTS["evidence_kind"].word(employer.evidence) if employer.evidence else "",
        "may": _may(employer, actor),
        "many_live": reads.many_live(employer),
        "users": users_of(employer) if _holds(actor, "vacancies.open_account", employer) else [],
        **_promises(employer, is_own),
        **({} if is_own else {"history": [_happened(e) for e in reads.history(employer)]}),
    }


def _course(status: EmployerStatus) -> list[dict[str, Any]]:
    steps = COURSE if status in COURSE else (*COURSE, status)
    at = steps.index(status)
    return [{"label": s.label, "is_past": n < at, "is_now": n == at} for n, s in enumerate(steps)]


def _heads(*labels: Any) -> list[dict[str, Any]]:
    return [{"label": label, "is_number": 0 < n < 4} for n, label in enumerate(labels)]


def _facts(employer: Any, actor: Actor, is_own: bool) -> list[FactShown]:
    """The declared facts the reader may see, figures apart: those stand in the table of counts."""
    sees_contact = reads.sees_contact(actor, employer)
    shown = []
    for one in EMPLOYER:
        if one.key in (*FIGURES, "name", "place", "kind") or (is_own and one.key in OF_OFFICES):
            continue
        value = getattr(employer, one.key)
        words = one.show(value) if one.key not in CONTACT or sees_contact else one.mask(value)
        shown.append(FactShown(one.label, words))
    return shown


def _holds(actor: Actor, verb: str, employer: Employer) -> bool:
    return any(actor.may(verb, path) for path in employer.paths)


def _may(employer: Employer, actor: Actor) -> set[str]:
    """What the reader may do now, by the name of the verb."""
    steps = {step.verb for step in Employer.LIFE_CYCLE.steps_from(employer.status)}
    always = {"vacancies.correct_employer", "vacancies.count_employer", "vacancies.record_call"}
    if employer.status == E.CLOSED:
        always = set()
    if employer.status == E.VERIFIED:
        always |= {"vacancies.open_account", "vacancies.draft"}
    return {verb.partition(".")[2] for verb in steps | always if _holds(actor, verb, employer)}


def _promises(employer: Employer, is_own: bool) -> dict[str, Any]:
    found: Score = reads.score_of(employer)
    today = clock.today()
    return {
        "kept": kept_words(employer.kept_share),
        "calls": employer.calls,
        "is_poor": is_poor(employer.kept_share, today),
        "is_fee_asked": found.is_fee_asked,
        "broken": [(ASPECT_WORDS[a], found.broken[a]) for a in ASPECTS if found.broken[a]],
        "found_calls": [] if is_own else [_call(call) for call in reads.calls_of(employer)],
    }


def _call(call: FoundCall) -> CallShown:
    tones = {Kept.YES: "good", Kept.NO: "bad"}
    answers = [(ASPECT_WORDS[a], Kept(getattr(call, a))) for a in ASPECTS]
    return CallShown(call, [(_says(words, k), tones[k]) for words, k in answers if k in tones])


def _says(aspect: Any, kept: Kept) -> str:
    return _("%(aspect)s: %(answer)s") % {"aspect": aspect, "answer": kept.label}


def _happened(event: Event) -> Happened:
    names = {a.key: str(a.label) for a in EMPLOYER}
    fields = [names[key] for key in event.fields if key in names]
    title = labels_of_acts().get(event.verb, event.verb)
    return Happened(event.at, title, event.actor_name, ", ".join(fields), event.reason)
