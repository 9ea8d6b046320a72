"""The records that make claims by themselves: lines of final sheets, learners of a class, travellers on their own."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.models import DutyLine, DutySheet
from gangqiao.assistance.policy.duty import last_day
from gangqiao.assistance.reads import sheets
from gangqiao.assistance.reads.holders_found import SAYS
from gangqiao.assistance.states import SheetStatus
from gangqiao.audit.events import name_of
from gangqiao.audit.models import Event
from gangqiao.kernel import clock
from gangqiao.kernel.actor import covers
from gangqiao.kernel.scope import scope_of
from gangqiao.kernel.words import Say
from gangqiao.places.reads import county_path
from gangqiao.subsidies.models import Claim
from gangqiao.subsidies.policy.books import Book
from gangqiao.subsidies.reads.entitled import book_on
from gangqiao.subsidies.reads.facts_feeding import Fed, Planned, planned, reading
from gangqiao.subsidies.states import DEAD
from gangqiao.training.models import Class, Enrolment
from gangqiao.training.reads.claims import Claimable, claimable
from gangqiao.training.states import FINISHED, EnrolmentStatus, Status
from gangqiao.transfers.models import Batch, Passenger
from gangqiao.transfers.policy.costs import ALLOWANCE
from gangqiao.transfers.reads.costs import journey_of, paid_for

POST, CLASS, TRIP = "post", "class", "trip"
SOURCES = (POST, CLASS, TRIP)
# Which rules a record is put before, by a fact they cannot do without.
OF_POST, OF_CLASS, OF_COST, OF_TRIP = "post_days", "days_attended", "course_cost", "rode_organised"
DONE = (*FINISHED, EnrolmentStatus.FAILED)
ARRIVED = ("arrived", "started")
CLAIM_CLASS = "training.claim_class"
LOOK_BACK = timedelta(days=366)
DIED = Say("The person has died. What is owed for days before is paid to the heirs, outside this product.")
MEND = Say(
    "Fewer days stand marked now than the sheet says, so the line is held whole. Mark the days that are missing, or"
    " put a correction on the next sheet."
)


def plans_of(source: str, month: date, today: date, areas: Collection[str]) -> list[Planned]:
    """What becomes of the records of a kind about people of these areas; month: of sheets, the others are of a year.

    A sheet is true, and a class clear, only as a whole: read over the county, and cut to the areas.
    """
    with scope_of([county_path()]):
        if source == POST:
            feds = of_month(month)
        elif source == CLASS:
            feds = [fed for held in classes(today) for fed in of_class(held)]
        else:
            feds = [fed for batch in batches(today) for fed in of_trip(batch, today)]
        return list(planned(fed for fed in feds if any(covers(area, str(fed.person.area_id)) for area in areas)))


# --- lines of monthly sheets -----------------------------------------------------------------------------------------


def of_month(month: date) -> list[Fed]:
    """Every line of the final sheets of a month: what was claimed or may be paid, and the rest with why not."""
    found, rows = list[Fed](), list[tuple[DutyLine, bool, str]]()
    for sheet in DutySheet.objects.filter(month=month, status=SheetStatus.FINAL).order_by("area_id", "department"):
        lines = sheets.lines_of(sheet)
        is_true, there = sheets.is_sealed_true(sheet, lines), _claimed(lines)
        found += [_of_line(line, None) for line in lines if str(line.uuid) in there]
        open_ = [line for line in lines if str(line.uuid) not in there]
        against = sheets.against_of([one for one in open_ if not one.blocked]) if is_true else {}
        rows += [(line, is_true, against.get(line.pk, "")) for line in open_]
    # The one source of payments is asked only while a line is left about which it can say yes.
    is_asked = any(line.amount and not line.blocked for line, _is_true, _against in rows)
    payable = {line.pk for line in sheets.payable_lines(month)} if is_asked else set()
    found += [
        _of_line(line, None if line.pk in payable else _why_not(line, against, is_true))
        for line, is_true, against in rows
    ]
    return sorted(found, key=lambda one: (one.day, str(one.person.area_id), one.key))


def _claimed(lines: list[DutyLine]) -> set[str]:
    rows = Claim.objects.filter(source=POST, source_key__in=[str(line.uuid) for line in lines]).exclude(status__in=DEAD)
    return set(rows.values_list("source_key", flat=True))


def _of_line(line: DutyLine, reason: Say | None) -> Fed:
    day, person = last_day(line.month), line.holder.person
    facts = {
        "holds_public_post": True, "post_kind": line.holder.post.quota.kind, "post_standard": line.standard,
        "post_required_days": line.required_days, "post_days": float(line.days), "post_is_payable": True,
    }  # fmt: skip
    if reason is None and person.life == "dead":
        reason = DIED
    return Fed(
        POST, str(line.uuid), f"{line.month:%Y-%m}", person, f"{line.month:%Y-%m}", day,
        reading(book_on(day), OF_POST, day), facts, line.number, line.amount, line.number == 0, reason=reason,
    )  # fmt: skip


def _why_not(line: DutyLine, against: str, is_true: bool) -> Say:
    if not is_true:
        return Say("The sheet does not say any more what was published. Look at the log; nothing of it is paid.")
    code = line.blocked or against
    if code == "less_days":
        return MEND
    if code:
        return Say("Held back on the sheet: %(why)s", why=BlockWords(code))
    return Say("The sheet pays nothing for this month.")


class BlockWords:
    """The words of a code of the sheet, said in the reader's language when they are shown."""

    def __init__(self, code: str) -> None:
        self.code = code

    def __str__(self) -> str:
        words = LISTS["sheet_block"]
        return words.word(self.code) if self.code in words else str(SAYS.get(self.code, self.code))


# --- classes ---------------------------------------------------------------------------------------------------------


def classes(today: date) -> list[Class]:
    """Classes of the last year that were handed over for their subsidy, the last to end first."""
    rows = Class.objects.filter(status__in=[Status.CLAIMED, Status.CLOSED], ends_on__gte=today - LOOK_BACK)
    return [one for one in rows.select_related("provider", "course").order_by("-ends_on", "-pk") if is_handed_over(one)]


def is_handed_over(held: Class) -> bool:
    """True when somebody handed the class over; one that was closed without is not claimed for."""
    if held.status == Status.CLAIMED:
        return True
    events = Event.objects.filter(verb=CLAIM_CLASS, subject=name_of(held))
    return held.status == Status.CLOSED and bool(events.exists())


def of_class(held: Class) -> list[Fed]:
    """Every learner with every rule about days in class, and about the cost of the course."""
    day = held.ends_on
    book, clear = book_on(day), {one.enrolment: one for one in claimable(held)}
    rules = [(key, False) for key in reading(book, OF_CLASS, day)]
    rules += [(key, True) for key in reading(book, OF_COST, day)]
    rows = Enrolment.objects.filter(held=held, status__in=DONE).select_related("person").order_by("pk")
    enrolments = list(rows)
    found = []
    for key, to_provider in rules:
        found += [_of_learner(row, held, key, clear.get(row.pk), book if to_provider else None) for row in enrolments]
    return found


def _of_learner(row: Enrolment, held: Class, programme: str, one: Claimable | None, paid_by: Book | None) -> Fed:
    reason = None
    if one is None and row.objected_on is not None:
        reason = Say("The learner objected: did not enrol.")
    elif one is None:
        reason = Say("A doubt is open or confirmed, or no day was attended. Settle it on the page of the class.")
    elif row.person.life == "dead":
        reason = DIED
    facts = {} if one is None else {
        "is_trained": one.has_passed, "is_class_clear": True, "days_attended": one.days, "course_form": held.form,
    }  # fmt: skip
    provider: Mapping[str, Any] = {}
    if paid_by is not None and "provider" in paid_by.rules[programme].applicants:
        provider = {
            "payee": "provider", "payee_uuid": held.provider.uuid, "payee_name": held.provider.name,
            "party": held.provider.unit,
        }  # fmt: skip
    return Fed(
        CLASS, f"{row.uuid}/{programme}"[:60], held.number, row.person, f"class:{held.number}", held.ends_on,
        (programme,), facts, reason=reason, **provider,
    )  # fmt: skip


# --- journeys on the own account -------------------------------------------------------------------------------------


def batches(today: date) -> list[Batch]:
    """Batches of the last year beside which somebody travelled on the own account."""
    alone = Passenger.objects.filter(alone=True, status__in=ARRIVED).values_list("batch_id", flat=True)
    since = today - LOOK_BACK
    rows = Batch.objects.filter(pk__in=set(alone)).order_by("-departs_at", "-pk")
    return [one for one in rows if clock.day_of(one.departed_at or one.departs_at) >= since]


def of_trip(batch: Batch, today: date) -> list[Fed]:
    """Who travelled to the work on the own account, before the rules about such journeys that are in force today."""
    programmes = reading(book_on(today), OF_TRIP, today)
    rows = Passenger.objects.filter(batch=batch, alone=True, status__in=ARRIVED).select_related("person")
    return [_of_passenger(row, batch, today, programmes) for row in rows.order_by("pk")]


def _of_passenger(row: Passenger, batch: Batch, today: date, programmes: tuple[str, ...]) -> Fed:
    first, _last = journey_of(batch)
    paid = paid_for(row.person_uuid, first, ALLOWANCE)
    reason = None
    if paid:
        reason = Say("Paid for this journey already, by batch %(batch)s.", batch=paid[0].batch)
    elif row.person.life == "dead":
        reason = DIED
    return Fed(
        TRIP, str(row.uuid), batch.number, row.person, "", today, programmes, {"rode_organised": False}, reason=reason,
    )  # fmt: skip
