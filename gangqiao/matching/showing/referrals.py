"""Referrals in words: rows of the list, the page of one, the line about who is not named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from gangqiao.audit.models import Event
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.links import Link
from gangqiao.kernel.verbs import labels_of_acts
from gangqiao.matching.codes import LISTS
from gangqiao.matching.models import Consent, Referral
from gangqiao.matching.policy import referrals as policy
from gangqiao.matching.reads import referrals as reads
from gangqiao.matching.states import REFERRAL, Status
from gangqiao.people.codes import LISTS as PEOPLE_LISTS
from gangqiao.people.reads.masking import name_for, place_names
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.places.reads import townships
from gangqiao.vacancies.attributes import VACANCY
from gangqiao.vacancies.reads.postings import Posting

S = Status
TONES = {
    S.SUGGESTED: "calm", S.OFFERED: "busy", S.ACCEPTED: "busy", S.DECLINED: "calm", S.INTRODUCED: "busy",
    S.HIRED: "good", S.NOT_HIRED: "calm", S.REPORTED: "good", S.RETAINED_30: "good", S.RETAINED_90: "good",
    S.RETAINED_180: "good", S.LEFT: "calm", S.EXPIRED: "calm", S.WITHDRAWN: "calm", S.CLOSED_ELSEWHERE: "calm",
}  # fmt: skip
COURSE = (S.OFFERED, S.ACCEPTED, S.INTRODUCED, S.HIRED, S.REPORTED)
# Facts of a vacancy that decide whether somebody goes, in the order in which they are read out.
READ_OUT = ("hours", "shifts", "board", "lodging", "couples_room", "insurance", "contract", "education_min", "skills")


@dataclass(frozen=True, slots=True)
class Row:
    """A referral in a list. due: what happens by when, in words; reason: why it ended."""

    referral: Referral
    name: str
    place: str
    status: Any
    tone: str
    due: str
    reason: str


def look_words(actor: Actor) -> dict[str, str]:
    """What the tabs say; "asked, said no" only for whoever may ask."""
    words = {
        "": pgettext("referrals", "Under way"),
        "to_offer": pgettext("referrals", "To offer"),
        "waiting": _("Offered, no answer yet"),
        "to_introduce": pgettext("referrals", "To introduce"),
        "introduced": _("With the employer"),
        "hired": _("Hired: started?"),
        "at_work": pgettext("referrals", "At work"),
        "still": _("Still there?"),
        "declined": _("Asked, said no"),
        "ended": pgettext("referrals", "Ended"),
    }
    return {key: word for key, word in words.items() if key != "declined" or actor.may(reads.ASKS)}


def list_page(page: reads.Page, asked: reads.Asked, actor: Actor, after: str) -> dict[str, Any]:
    """What the list shows."""
    here = reverse("matching:referrals")
    kept = {"area": asked.area, "vacancy": str(asked.vacancy or "")}
    is_whole = any(len(a) < KEY_LENGTH[Level.TOWNSHIP] for a in actor.areas("matching.view_referrals"))
    areas = list(townships()) if is_whole else []

    def href(**more: Any) -> str:
        wanted = {key: value for key, value in {**kept, **more}.items() if value}
        return f"{here}?{urlencode(wanted)}" if wanted else here

    chips = [Link(area.name, href(area="", look=asked.look)) for area in areas if area.key == asked.area]
    if asked.vacancy:
        title = next((row.title for row in page.rows), _("one vacancy"))
        chips.append(Link(title, href(vacancy="", look=asked.look)))
    labels = (_("Person"), pgettext("referral", "Post"), pgettext("referral", "Employer"), _("State"), _("Next step"))
    return {
        "rows": rows(page.rows, actor),
        "is_empty": not page.rows,
        "looks": [
            Link(words, href(look=key), key == asked.look, f"{page.counts[key]:,}")
            for key, words in look_words(actor).items()
            # Empty for most of the year: not worth its room then.
            if key != "still" or page.counts[key] or asked.look == key
        ],
        "asked": asked,
        "areas": areas,
        "chips": chips,
        "clear_href": f"{here}?look={asked.look}" if asked.look else here,
        "count": page.counts[asked.look],
        "columns": [{"label": label} for label in labels],
        "first_href": href(look=asked.look) if after else "",
        "next_href": href(look=asked.look, after=page.after) if page.after else "",
    }


def rows(referrals: Iterable[Referral], actor: Actor) -> list[Row]:
    """Referrals as rows; their persons must be at hand."""
    found = list(referrals)
    places = place_names({str(row.area_id) for row in found})
    return [_row(row, name_for(row.person, actor), places.get(str(row.area_id), "")) for row in found]


def _row(row: Referral, name: str, place: str) -> Row:
    status = Status(row.status)
    return Row(row, name, place, status.label, TONES[status], due_words(row), reason_words(row))


def due_words(row: Referral) -> str:
    """What is awaited by when, or since when."""
    said: dict[str, tuple[str, Any]] = {
        S.OFFERED: (_("answer by %(day)s"), row.answer_by),
        S.ACCEPTED: (_("said yes on %(day)s"), row.answered_on),
        S.INTRODUCED: (_("introduced on %(day)s"), row.introduced_on),
        S.HIRED: (_("starts on %(day)s"), row.starts_on),
        S.REPORTED: (_("since %(day)s"), row.started_on),
        S.RETAINED_30: (_("since %(day)s"), row.started_on),
        S.RETAINED_90: (_("since %(day)s"), row.started_on),
        S.RETAINED_180: (_("since %(day)s"), row.started_on),
    }
    words, day = said.get(row.status, ("", None))
    return words % {"day": day_words(day)} if day else ""


def day_words(value: Any) -> str:
    """A day as it is written."""
    return str(date_format(value))


def reason_words(row: Referral) -> str:
    """Why not, in words; "" while nothing has ended."""
    listed = {
        S.DECLINED: LISTS["decline_reason"],
        S.NOT_HIRED: LISTS["not_hired_reason"],
        S.LEFT: PEOPLE_LISTS["end_reason"],
    }.get(Status(row.status))
    found = listed.word(row.reason) if listed is not None and row.reason else ""
    return f"{found} \u00b7 {row.words}" if found and row.words else found or row.words


def mask_words(mask: dict[str, Any]) -> str:
    """The line about somebody who is not named: "a woman of 35-39, junior middle school, welder"."""
    age, sex = mask.get("age"), mask.get("sex")
    years = f"{age}\u2013{age + policy.AGE_STEP - 1}" if age is not None else ""
    who = {
        "1": _("a man of %(years)s") if years else _("a man"),
        "2": _("a woman of %(years)s") if years else _("a woman"),
    }.get(str(sex), _("somebody of %(years)s") if years else _("somebody"))
    parts = [who % {"years": years} if years else who]
    if mask.get("education"):
        parts.append(PEOPLE_LISTS["education"].word(mask["education"]))
    parts += [PEOPLE_LISTS["trade"].word(code) for code in mask.get("trades", ())]
    return pgettext("list of facts", ", ").join(parts)


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the history."""

    at: Any
    title: Any
    by: str
    reason: str


def page(referral: Referral, actor: Actor) -> dict[str, Any]:
    """What the page of one referral shows to this reader."""
    area = str(referral.area_id)
    kept = reads.consents(referral)
    live = next((one for one in kept if one.is_live), None)
    return {
        "row": rows([referral], actor)[0],
        "referral": referral,
        "states": _course(referral),
        "facts": read_out(referral),
        "may": acts_of(referral, actor),
        "may_see_person": actor.may("people.view", area),
        "consent": live,
        "consent_way": LISTS["consent_way"].word(live.way) if live else "",
        "consent_words": _agreed(live) if live else "",
        "former_consents": [one for one in kept if one is not live],
        "may_take_consent": _may_consent(referral, live, actor),
        "may_withdraw_consent": live is not None and actor.may("matching.withdraw_consent", area),
        "consent_asked": consent_words(referral),
        "ways": LISTS["consent_way"].choices(),
        "history": [_happened(event) for event in reads.history(referral)],
        "not_hired": LISTS["not_hired_reason"].choices(),
        "end_reasons": [(c, w) for c, w in PEOPLE_LISTS["end_reason"].choices() if c != "died"],
        "employer_sees": bool(referral.party) and referral.is_named_today,
    }


def acts_of(referral: Referral, actor: Actor) -> set[str]:
    """The verbs the reader may use on it now, without the name of the app: from the table of its life."""
    steps = {step.verb for step in REFERRAL.steps_from(referral.status)}
    own = {"matching.expire", "matching.close_elsewhere"}
    return {verb.partition(".")[2] for verb in steps - own if any(actor.may(verb, path) for path in referral.paths)}


def read_out(referral: Referral) -> dict[str, Any]:
    """The facts of the vacancy when it was offered, as they are read out at the door."""
    try:
        posting = Posting.from_facts(referral.posting)
    except (KeyError, ValueError, TypeError):
        return {"pay": "", "place": "", "facts": [], "phone": ""}
    facts = [(VACANCY[key].label, posting.words(key)) for key in READ_OUT]
    return {
        "pay": posting.pay_words,
        "place": "".join(posting.place_words[-2:]) + (posting.address or ""),
        "facts": [(label, words) for label, words in facts if words],
        "phone": posting.contact_phone,
    }


def consent_words(referral: Referral) -> str:
    """What the person would agree to today, to be read out."""
    today = clock.today()
    return _said(policy.consent_text(today), referral.employer, referral.title, policy.consent_until(today))


def _agreed(consent: Consent) -> str:
    text = policy.find_consent_text(consent.text)
    return _said(text, consent.employer, consent.title, consent.until) if text else ""


def _said(text: policy.ConsentText, employer: str, title: str, until: Any) -> str:
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    return text.words[language] % {"employer": employer, "title": title, "until": day_words(until)}


def _may_consent(referral: Referral, live: Consent | None, actor: Actor) -> bool:
    is_time = referral.status in (S.ACCEPTED, S.INTRODUCED, S.HIRED)
    return live is None and is_time and actor.may("matching.take_consent", str(referral.area_id))


def _course(referral: Referral) -> list[dict[str, Any]]:
    status = Status(referral.status)
    if status in COURSE:
        steps, at = list(COURSE), COURSE.index(status)
    elif status == S.SUGGESTED:
        steps, at = [status, *COURSE], 0
    else:
        before = {S.RETAINED_30, S.RETAINED_90, S.RETAINED_180, S.LEFT}
        reached = list(COURSE) if status in before else _reached(referral)
        steps, at = [*reached, status], len(reached)
    return [{"label": s.label, "is_past": n < at, "is_now": n == at} for n, s in enumerate(steps)]


def _reached(referral: Referral) -> list[Status]:
    """How far it had come before it ended."""
    days = (referral.offered_on, referral.answered_on, referral.introduced_on, referral.starts_on)
    passed = [state for state, day in zip(COURSE, days, strict=False) if day]
    return [state for state in passed if not (referral.status == S.DECLINED and state == S.ACCEPTED)]


def _happened(event: Event) -> Happened:
    return Happened(event.at, labels_of_acts().get(event.verb, event.verb), event.actor_name, event.reason)
