"""Put together what was read: which fact belongs to which post, what is missing, what needs a reason."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from gangqiao.kernel.words import Say
from gangqiao.vacancies.occupations import guess
from gangqiao.vacancies.pasting.employers import find_contact, find_employer
from gangqiao.vacancies.pasting.found import Draft, Found, Limit, Reading
from gangqiao.vacancies.pasting.money import Pay, find_pay, is_by_piece
from gangqiao.vacancies.pasting.owning import Owners
from gangqiao.vacancies.pasting.people import find_people
from gangqiao.vacancies.pasting.places import find_place
from gangqiao.vacancies.pasting.posts import Post, find_posts
from gangqiao.vacancies.pasting.terms import find_fees, find_terms
from gangqiao.vacancies.pasting.units import Message, message

# What no vacancy can do without; asked for when the message does not say it.
REQUIRED = ("title", "number", "pay_form", "pay_min", "place", "valid_until", "contact_phone", "employer_name")
# Facts that may differ from post to post; all others hold for the whole message.
OWN = frozenset({"number", "sex_limit", "age_min", "age_max", "education_min", "skills", "suits_over_50"})
PlaceKey = Callable[[str], str | None]


def read(text: str, *, today: dt.date, find_place_key: PlaceKey | None = None) -> Reading:
    """Read a pasted message. Never raises for a text, whatever it holds; an empty one gives no draft.

    find_place_key  gives the key of the division a text names, or None; without it the place stays a text
    """
    said = message(text)
    if not said.text.strip():
        return Reading(text, (), (), (Say("There is nothing to read. Paste the message first."),))
    shared = _shared(said, today, find_place_key)
    people = find_people(said)
    masked = _spans(shared, ("contact_phone", "contact_name", "employer_name", "pay_day", "starts_on", "valid_until"))
    posts = find_posts(said, masked)
    taken = [*masked, *((f.start, f.end) for f in people if f.key.startswith("age_")), *_seat_spans(posts)]
    taken += _spans(shared, ("hours", "trial_days"))
    drafts = _drafts(said, posts, shared, people, find_pay(said, taken))
    return Reading(text, tuple(drafts), tuple(find_fees(said)))


def _shared(said: Message, today: dt.date, find_place_key: PlaceKey | None) -> dict[str, Found]:
    shared = {found.key: found for found in reversed(find_terms(said, today))}
    shared |= find_contact(said)
    employer = find_employer(said)
    if employer:
        shared["employer_name"] = employer
    if place := find_place(said, employer):
        shared["place"] = place
        if find_place_key and (key := find_place_key(place.value)):
            shared["place_key"] = place.keyed("place_key", key)
    return shared


def _drafts(
    said: Message, posts: list[Post], shared: dict[str, Found], people: list[Found], pays: list[Pay]
) -> list[Draft]:
    owners = Owners(said, posts)
    count = max(1, len(posts))
    sums = owners.share(pays, where=lambda pay: pay.start)
    facts = owners.share([f for f in people if f.key in OWN], where=lambda f: f.start, kind=lambda f: f.key)
    return [_draft(said, posts[at] if posts else None, shared, people, facts[at], sums[at]) for at in range(count)]


def _draft(
    said: Message, post: Post | None, shared: dict[str, Found], people: list[Found], own: list[Found], pays: list[Pay]
) -> Draft:
    fields = {key: found for key, found in shared.items() if key != "pay_negotiable"}
    fields |= {f.key: f for f in people if f.key not in OWN}
    fields |= _merged(own)
    if post:
        fields |= _of_post(said, post)
    fields |= _pay(said, post, pays)
    if "pay_min" not in fields and "pay_max" not in fields and "pay_negotiable" in shared:
        fields["pay_form"] = _negotiable(shared["pay_negotiable"])
    missing = tuple(key for key in REQUIRED if key not in fields or fields[key].value in ("", None))
    return Draft(fields, missing, tuple(_limits(fields)))


def _negotiable(found: Found) -> Found:
    doubt = Say("Pay is “to be agreed”. A vacancy is published only with what is paid: ask for it.")
    return Found("pay_form", "", found.start, found.end, found.text, 0.4, doubt)


def _merged(own: list[Found]) -> dict[str, Found]:
    """The facts of one post. Said twice in different ways, the wider one holds and is doubtful."""
    merged: dict[str, Found] = {}
    for found in own:
        known = merged.get(found.key)
        if known is None:
            merged[found.key] = found
        elif known.value != found.value:
            merged[found.key] = _wider(known, found)
    return merged


def _wider(known: Found, found: Found) -> Found:
    doubt = Say("The message says this twice and differently. Ask which holds.")
    choice: dict[str, Any] = {
        "age_min": lambda: min(known.value, found.value),
        "age_max": lambda: max(known.value, found.value),
        "sex_limit": lambda: "",
        "skills": lambda: f"{known.value}\u3001{found.value}",
    }
    value = choice.get(found.key, lambda: known.value)()
    if found.key == "skills":
        return Found("skills", value, known.start, found.end, f"{known.text}\u3001{found.text}", known.confidence)
    return Found(found.key, value, known.start, known.end, known.text, 0.6, doubt)


def _of_post(said: Message, post: Post) -> dict[str, Found]:
    fields = {"title": post.title}
    if post.seats:
        fields["number"] = post.seats
    guessed = guess(post.title.value, 1)
    if guessed:
        occupation, sure = guessed[0]
        title = post.title
        doubt = Say("The occupation is a guess from the title.") if sure < 0.6 else None
        fields["occupation"] = Found("occupation", occupation.code, title.start, title.end, title.text, sure, doubt)
    return fields


def _pay(said: Message, post: Post | None, pays: list[Pay]) -> dict[str, Found]:
    if not pays:
        return {}
    best = max(pays, key=lambda pay: (pay.confidence, -pay.start))
    fields = best.found()
    others = [pay for pay in pays if pay.form == best.form and pay.start != best.start and pay.confidence > 0.9]
    if others and best.low is not None and best.form in ("day", "hour"):
        # "Women 90, men 110": one post with two rates has both as its bounds.
        every = [best, *others]
        low, high = min(p.low or 0 for p in every), max(p.high or p.low or 0 for p in every)
        doubt = Say("Two rates are named for one post. Equal work is paid equally: ask.")
        fields["pay_min"] = Found("pay_min", int(low), best.start, best.end, best.text, 0.6, doubt)
        fields["pay_max"] = Found("pay_max", int(high), best.start, best.end, best.text, 0.6, doubt)
    if best.form != "hour" and _is_piece(said, best):
        form = fields["pay_form"]
        doubt = Say("Paid by the piece; the sums are what people are said to earn.")
        fields["pay_form"] = Found("pay_form", "piece", form.start, form.end, form.text, 0.85, doubt)
    return fields


def _is_piece(said: Message, pay: Pay) -> bool:
    """Pieces are paid when the statement of the sum, or one that is about no other sum, says so."""
    unit = said.unit_at(pay.start)
    if is_by_piece(unit.text):
        return True
    return any(is_by_piece(u.text) and not re.search(r"\d{4}", u.text) for u in said.units)


def _limits(fields: dict[str, Found]) -> list[Limit]:
    sentences = {
        "sex_limit": Say(
            "Only one sex is looked for. That may stand only where the law keeps the work from the other."
        ),
        "age_min": Say("A lowest age above 16 needs a legal reason."),
        "age_max": Say("An upper age limit needs a legal reason; without one, leave it out."),
        "ethnicity_limit": Say("An ethnic group is refused or preferred. That is unlawful but for a support policy."),
    }
    return [
        Limit(key, fields[key], sentence)
        for key, sentence in sentences.items()
        if key in fields and (fields[key].value or key == "ethnicity_limit") and fields[key].value != 16
    ]


def _spans(found: dict[str, Found], keys: tuple[str, ...]) -> list[tuple[int, int]]:
    return [(found[key].start, found[key].end) for key in keys if key in found]


def _seat_spans(posts: list[Post]) -> list[tuple[int, int]]:
    return [(post.seats.start, post.seats.end) for post in posts if post.seats]
