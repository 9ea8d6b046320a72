"""What does not fit about a class, and what stops its claim. In the scope of the moment as far as names are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.kernel.words import Say
from gangqiao.training.codes import LISTS
from gangqiao.training.models import Class, Doubt, Enrolment
from gangqiao.training.policy import guards as policy
from gangqiao.training.reads import whole

FALSE_ALARM, MENDED, CONFIRMED = "false_alarm", "mended", "confirmed"
OPEN_CALLS = ("", "not_reached")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not fit. enrolment, session: keys; null: it is about the class as a whole."""

    guard: str
    enrolment: int | None
    session: int | None
    facts: dict[str, Any]

    @property
    def key(self) -> tuple[int | None, str, int | None]:
        return self.enrolment, self.guard, self.session


def findings_of(held: Class) -> list[Finding]:
    """Everything that does not fit about a class as it stands now, whatever was said of it before."""
    return _read(policy.look(whole.frames_of_class(held), clock.today()))


def against(held: Class, persons: Collection[int]) -> dict[int, list[Finding]]:
    """What speaks against putting these people on the list, by person; absent: nothing."""
    frames = whole.frames_of_candidates(held, persons)
    found: dict[int, list[Finding]] = {}
    for one in _read(policy.look(frames, clock.today(), policy.AT_THE_DOOR)):
        if one.enrolment is not None:
            found.setdefault(one.enrolment, []).append(one)
    return found


def _read(rows: Any) -> list[Finding]:
    """Findings, one for each guard of a learner and session: the first of several days, and how many more."""
    found: dict[tuple[int | None, str, int | None], Finding] = {}
    for row in rows.iter_rows(named=True):
        facts = {
            name: value.isoformat() if isinstance(value, date) else value
            for name in ("day", "other", "number")
            if (value := row[name]) is not None
        }
        one = Finding(row["guard"], row["enrolment"], row["session"], facts)
        if one.key in found:
            kept = found[one.key].facts
            kept["more"] = kept.get("more", 0) + 1
        else:
            found[one.key] = one
    return list(found.values())


def doubts_of(held: Class) -> list[Doubt]:
    """The doubts about a class and its learners, in the scope of the moment; the open ones first."""
    return sorted(Doubt.objects.filter(held=held).order_by("-pk"), key=lambda one: bool(one.outcome))


def unsettled(held: Class) -> list[Finding]:
    """What stands in the way now: open doubts that block, and findings nobody has settled.

    A false alarm holds while the same is found; what was put right must not be found any more; what was confirmed
    takes the learner out of the claim, and a class as a whole with it.
    """
    with everywhere(reason=whole.REASON):
        rows = list(Doubt.objects.filter(held=held, blocks=True).order_by("pk"))
    gone = {row.enrolment_id for row in rows if row.outcome == CONFIRMED and row.enrolment_id}
    alarms = {(row.enrolment_id, row.guard, row.session_id): row.facts for row in rows if row.outcome == FALSE_ALARM}
    open_ones = [
        Finding(row.guard, row.enrolment_id, row.session_id, row.facts)
        for row in rows
        if not row.outcome or (row.outcome == CONFIRMED and row.enrolment_id is None)
    ]
    known = {one.key for one in open_ones}
    fresh = [
        one for one in findings_of(held) if one.key not in known and alarms.get(one.key, _NOTHING) != one.facts
    ]  # fmt: skip
    return [one for one in [*open_ones, *fresh] if one.enrolment not in gone]


_NOTHING: dict[str, Any] = {"": None}


def confirmed_in(held: Class) -> set[int]:
    """Whose doubt was found to be true: no subsidy, no certificate."""
    with everywhere(reason=whole.REASON):
        rows = Doubt.objects.filter(held=held, outcome=CONFIRMED, enrolment__isnull=False)
        return set(rows.values_list("enrolment_id", flat=True))


def calls_missing(held: Class) -> Say | None:
    """Why the second evidence is not there yet; null when it is."""
    signed = whole.signed_ways(held)
    learners = {pk for pk, _way in signed}
    if not learners:
        return Say("Nobody has signed in.")
    drawn = whole.calls_of(held)
    numbers = policy.NUMBERS.on(clock.today())
    asked = [result for _pk, kind, result in drawn if kind == "call"]
    if len(asked) < to_draw(len(learners), int(numbers.call_share), int(numbers.call_least)):
        return Say("No learners were drawn for the call-backs, or too few. Draw them.")
    on_paper = {pk for pk, way in signed if way == "paper"}
    hands = [result for _pk, kind, result in drawn if kind == "hand"]
    if on_paper and len(hands) < to_draw(len(on_paper), int(numbers.hand_share), int(numbers.hand_least)):
        return Say("Nobody was drawn to have the handwriting of the sheet compared. Draw them.")
    waiting = Counter(result in OPEN_CALLS for result in [*asked, *hands])[True]
    if waiting:
        return Say("%(n)d learners drawn were not asked yet. The township asks them.", n=waiting)
    return None


def to_draw(many: int, share: int, least: int) -> int:
    """How many of so many are drawn: a share, rounded up, and no fewer than a least number as far as there are any."""
    return min(many, max(least, -(-many * share // 100)))


def what_stops_claim(held: Class) -> list[Say]:
    """Why the class cannot be handed over for its subsidy, each naming whom it is about; empty: nothing stops it."""
    found = unsettled(held)
    names = names_of(one.enrolment for one in found)
    said = [_told(one, names) for one in found]
    missing = calls_missing(held)
    return [*said, missing] if missing is not None else said


def names_of(enrolments: Iterable[int | None]) -> dict[int, str]:
    """Names by enrolment, as far as the scope of the moment opens them."""
    rows = Enrolment.objects.filter(pk__in={pk for pk in enrolments if pk is not None})
    return {row.pk: row.shown_name or "" for row in rows}


def _told(one: Finding, names: dict[int, str]) -> Say:
    what = LISTS["guard"].word(one.guard)
    if one.enrolment is None:
        return Say("The class: %(what)s. Settle the doubt first.", what=what)
    who = names.get(one.enrolment) or Say("a learner of another area")
    return Say("%(who)s: %(what)s. Settle the doubt first.", who=who, what=what)


def reason_words(one: Finding) -> Say:
    """Why somebody cannot join, for the clerk who would enrol."""
    day = one.facts.get("day", "")
    if one.guard in ("at_work", "away"):
        return Say("%(what)s: in work since %(day)s.", what=LISTS["guard"].word(one.guard), day=day)
    if one.guard in ("two_classes", "same_trade"):
        number = Class.objects.filter(pk=one.facts.get("other", 0)).values_list("number", flat=True).first() or ""
        return Say("%(what)s: class %(number)s.", what=LISTS["guard"].word(one.guard), number=number)
    return Say("%(what)s.", what=LISTS["guard"].word(one.guard))


def open_doubts(area: str = "") -> Any:
    """The doubts of the scope that wait for an outcome, the oldest first."""
    rows = Doubt.objects.filter(outcome="").select_related("held", "enrolment")
    if area:
        rows = rows.filter(area_id__startswith=area)
    return rows.order_by("found_on", "pk")


def blocked(enrolment: Enrolment) -> list[Finding]:
    """What stands in the way of one learner alone: unsettled doubts about the learner or the class as a whole."""
    return [one for one in unsettled(enrolment.held) if one.enrolment in (None, enrolment.pk)]


def live_classes() -> Any:
    """The classes the night looks through."""
    return Class.objects.filter(status__in=("enrolling", "running", "assessed")).order_by("pk")
