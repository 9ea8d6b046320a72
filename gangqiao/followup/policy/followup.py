"""What holds for the follow-up: when somebody is called, who comes first, which proof is stronger. No Django."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from gangqiao.kernel.policy import Parameters

NUMBERS = Parameters.from_yaml(Path(__file__).with_name("followup.yaml"))

GRADES = "ABCDE"  # the strongest first (domain notes 6.6)
CLAIMED = ("A", "B", "C")  # what a township claims to know, and the bureau checks by samples
DUE, SIGNAL, ASKED = "due", "signal", "asked"
OPEN = ("due", "not_reached")
RUNNING = ("departed", "working", "verified")
SELF, FAMILY, EMPLOYER = "self", "family", "employer"
# From whom, and how, it is known that somebody works -> kind of proof.
HEARD = {(SELF, "video"): "video", (SELF, ""): "call", (FAMILY, ""): "family", (EMPLOYER, ""): "employer"}
GRADE_OF = {
    "insurance": "A", "wage_account": "A", "document": "B", "call": "C", "video": "C", "family": "D", "employer": "E",
}  # fmt: skip
# Who takes a case in hand, unless somebody says otherwise.
OWNER_OF = {"arrears": "labour_inspection", "accident": "bureau", "dispute": "station", "other": "station"}
SINCE = date(2015, 1, 1)  # how a form of company is spelled does not depend on the day
ASPECTS = ("pay", "work", "housing")


def days_of_contacts(day: date) -> tuple[int, ...]:
    """After how many days of work somebody is contacted, as it stands on a day."""
    return tuple(int(days) for days in NUMBERS.on(day).contact_days)


def is_followed(*, status: str, kind: str, level: str, day: date) -> bool:
    """True when somebody in this time of work is called: it runs, is paid by another, and lies away from home."""
    return status in RUNNING and kind == "work" and level in NUMBERS.on(day).followed_levels


def marks_to_plan(started_on: date, day: date) -> list[int]:
    """The contacts of a time of work that can still be made on a day or later."""
    earliest = day - timedelta(days=int(NUMBERS.on(day).grace_days))
    return [mark for mark in days_of_contacts(day) if started_on + timedelta(days=mark) >= earliest]


def window(mark: int, day: date) -> tuple[date, date]:
    """First and last day of work begun for which a contact has to stand on the list on a day."""
    numbers = NUMBERS.on(day)
    return (
        day - timedelta(days=mark + int(numbers.grace_days)),
        day - timedelta(days=mark - int(numbers.ahead_days)),
    )


def given_up_before(day: date) -> date:
    """Contacts that were due before this day are given up."""
    return day - timedelta(days=int(NUMBERS.on(day).grace_days))


def stands_at(due_on: date, *, kind: str, mark: int | None, categories: Collection[str]) -> date:
    """The day by which the list is ordered, earliest first: the day it is due, earlier for what matters more.

    So that what waits grows older at the same pace, and an old call stands before a new one that matters a little more.
    """
    numbers = NUMBERS.on(due_on)
    earlier = int(numbers.weight_signal) if kind != DUE else 0
    if set(categories) & set(numbers.protected):
        earlier += int(numbers.weight_protected)
    if mark is not None and mark == min(days_of_contacts(due_on)):
        earlier += int(numbers.weight_first)
    return due_on - timedelta(days=earlier)


def is_protected(categories: Collection[str], day: date) -> bool:
    """True for somebody of a category whose people are called first."""
    return bool(set(categories) & set(NUMBERS.on(day).protected))


def try_again_on(day: date) -> date:
    """When somebody who was not reached is tried again."""
    return day + timedelta(days=int(NUMBERS.on(day).retry_days))


def is_dead(tries: int, day: date) -> bool:
    """True when the number was tried often enough to be taken as dead."""
    return tries >= int(NUMBERS.on(day).tries_dead)


def proof_of(spoke_with: str, way: str) -> str:
    """The kind of proof that a talk is."""
    return HEARD.get((spoke_with, way)) or HEARD[(spoke_with, "")]


def is_stronger(grade: str, than: str) -> bool:
    """True when a grade says more than another; any grade says more than none."""
    return not than or GRADES.index(grade) < GRADES.index(than)


def case_due_on(kind: str, day: date) -> date:
    """The last day to answer a case opened on a day."""
    return day + timedelta(days=int(getattr(NUMBERS.on(day), f"case_days_{kind}")))


def sample_size(claims: int, day: date) -> int:
    """How many claims of a township are checked."""
    numbers = NUMBERS.on(day)
    wanted = max(-(-claims * int(numbers.sample_share) // 100), int(numbers.sample_least))
    return min(wanted, int(numbers.sample_most), claims)


def answer_by(day: date) -> date:
    """The last day to answer for a claim that was doubted on a day."""
    return day + timedelta(days=int(NUMBERS.on(day).answer_days))


def picture_until(day: date) -> date:
    """The day on which a picture kept on a day is deleted."""
    return day + timedelta(days=int(NUMBERS.on(day).keep_picture_days))


def is_same_employer(code: str, name: str, listed_code: str, listed_name: str) -> bool | None:
    """Whether a list names the employer that is on record: by credit code where both have one, else by name.

    Null: nothing can be compared.
    """
    if code.strip() and listed_code.strip():
        return code.strip().upper() == listed_code.strip().upper()
    ours, theirs = _plain_name(name), _plain_name(listed_name)
    return ours == theirs if ours and theirs else None


def _plain_name(name: str) -> str:
    """A name of a firm without spaces, brackets and marks, and with its form of company spelled one way."""
    letters = "".join(one for one in unicodedata.normalize("NFKC", name).upper() if one.isalnum())
    long, short = NUMBERS.on(SINCE).company_form
    return letters.replace(long, short)


def draw(claims: Iterable[UUID], many: int, seed: str) -> list[UUID]:
    """So many of the claims at random: the same ones for the same seed, in whatever order they are given."""
    ordered = sorted(claims, key=lambda one: hashlib.sha256(f"{seed}:{one}".encode()).digest())
    return ordered[:many]
