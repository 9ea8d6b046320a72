"""The monthly sheet: drawn up from the marks, submitted, checked by another, published, final.

A final sheet never changes. What came late, or was held back and is cleared up, stands on the next sheet as a line of
its own that says why.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import IntegrityError, transaction

from gangqiao.assistance.actions.posts import UNITS
from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.models import DutyLine, DutySheet, Holder
from gangqiao.assistance.policy import duty as policy
from gangqiao.assistance.reads import sheets as reads
from gangqiao.assistance.reads.sheets_building import Drawn, lines_for
from gangqiao.assistance.refusals import AnswerOfList
from gangqiao.assistance.refusals_duty import (
    CheckedByAnother,
    DayAhead,
    MonthNotOver,
    NobodyOnSheet,
    PhoneNeeded,
    SheetIsFixed,
    StillPublished,
)
from gangqiao.assistance.states import SheetStatus
from gangqiao.audit.events import record
from gangqiao.audit.steps import require, step
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.scope import scope_of
from gangqiao.places.reads import county_path

SUBMIT, CHECK, PUBLISH = "assistance.submit_sheet", "assistance.check_sheet", "assistance.publish_sheet"
FINISH, SEND_BACK = "assistance.finish_sheet", "assistance.send_back_sheet"


def draw_up(area: str, department: str, month: date, *, actor: Actor) -> DutySheet:
    """Draw up the sheet of a month from the marks, or draw the draft up anew. Twice gives the same lines.

    Raises NotYourVerb, AnswerOfList, DayAhead, SheetIsFixed, NobodyOnSheet.
    """
    require(actor, SUBMIT, area=area)
    month = policy.month_of(month)
    if department not in LISTS["post_department"]:
        raise AnswerOfList("department")
    if month > clock.today():
        raise DayAhead("month")
    with transaction.atomic():
        sheet, is_new = DutySheet.objects.get_or_create(
            area_id=area, department=department, month=month, defaults={"unit": UNITS.get(department, "")}
        )
        locked = DutySheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
        if locked.status != SheetStatus.DRAFT:
            raise SheetIsFixed
        many = _write(locked)
        if not many:
            raise NobodyOnSheet
        record(SUBMIT, actor=actor, subject=locked, fields=["drawn"], reason=f"{many}" if is_new else "")
    return locked


def submit(sheet_id: int, *, actor: Actor, phone: str = "") -> DutySheet:
    """Submit a draft: its lines are drawn up once more, and from then on stand still.

    Raises NotYourVerb, NotAllowedNow, MonthNotOver, PhoneNeeded, NobodyOnSheet.
    """
    with step(DutySheet, sheet_id, SUBMIT, actor=actor) as sheet:
        today = clock.today()
        if not policy.may_be_submitted(sheet.month, today):
            raise MonthNotOver(policy.last_day(sheet.month))
        if not (said := phone.strip()[:20]):
            raise PhoneNeeded
        if not _write(sheet):
            raise NobodyOnSheet
        sheet.phone, sheet.filled_by, sheet.filler, sheet.filled_on = said, actor.name[:100], actor.user_id, today
    return sheet


def check(sheet_id: int, *, actor: Actor, note: str = "") -> DutySheet:
    """Check a submitted sheet, as another person than who filled it. Raises NotAllowedNow, CheckedByAnother."""
    with step(DutySheet, sheet_id, CHECK, actor=actor, note=note) as sheet:
        if actor.user_id is not None and sheet.filler == actor.user_id:
            raise CheckedByAnother
        sheet.checked_by, sheet.checker = actor.name[:100], actor.user_id
    return sheet


def publish(sheet_id: int, *, actor: Actor) -> DutySheet:
    """Begin the publicity; what the sheet says is fixed by its code. Raises NotAllowedNow."""
    with step(DutySheet, sheet_id, PUBLISH, actor=actor) as sheet:
        sheet.publicity_from = clock.today()
        sheet.publicity_until = policy.published_until(sheet.publicity_from)
        with whole():
            sheet.paper = reads.digest_of(sheet, reads.lines_of(sheet))
    return sheet


def finish(sheet_id: int, *, actor: Actor) -> DutySheet:
    """End the publicity: the sheet is final. A line against which something stands is held back, the others are not.

    Raises NotAllowedNow, StillPublished, SheetIsFixed when the lines are not those that were published.
    """
    with step(DutySheet, sheet_id, FINISH, actor=actor) as sheet:
        if sheet.publicity_until is None or clock.today() <= sheet.publicity_until:
            raise StillPublished(sheet.publicity_until or clock.today())
        with whole():
            lines = reads.lines_of(sheet)
            if reads.digest_of(sheet, lines) != sheet.paper:
                raise SheetIsFixed
            against = reads.against_of(lines)
            for line in lines:
                line.blocked = line.blocked or against[line.pk]
                line.save(update_fields=["blocked"])
            sheet.finished_on, sheet.seal = clock.today(), reads.digest_of(sheet, lines)
    return sheet


def send_back(sheet_id: int, note: str, *, actor: Actor) -> DutySheet:
    """Send a sheet back to be filled anew, with a reason. A final one is never sent back. Raises NotAllowedNow."""
    with step(DutySheet, sheet_id, SEND_BACK, actor=actor, note=note) as sheet:
        sheet.filled_by, sheet.checked_by, sheet.paper = "", "", ""
        sheet.filler = sheet.checker = None
        sheet.filled_on = sheet.publicity_from = sheet.publicity_until = None
    return sheet


def _write(sheet: DutySheet) -> int:
    """Bring the lines of a locked draft to what has to stand there today; returns how many there are.

    The holders are locked in the order of their keys: two sheets that are drawn up at once never pay one month twice.
    """
    with whole():
        return _write_all(sheet)


@contextmanager
def whole() -> Iterator[None]:
    """The holders of the posts of a sheet, wherever they live now; only after the actor was asked for the sheet."""
    with scope_of([county_path()]):
        yield


def _write_all(sheet: DutySheet) -> int:
    first = lines_for(sheet)
    keys = sorted({one.holder.pk for one in first})
    list(Holder.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk").values_list("pk"))
    drawn = lines_for(sheet)
    there = {(line.holder_id, line.month): line for line in DutyLine.objects.filter(sheet=sheet)}
    wanted = {(one.holder.pk, one.month): one for one in drawn}
    gone = [line.pk for key, line in there.items() if key not in wanted]
    DutyLine.objects.filter(pk__in=gone).delete()
    try:
        with transaction.atomic():
            for key, one in wanted.items():
                _put(there.get(key), one, sheet)
    except IntegrityError as fault:  # another sheet took a line in the same moment: drawn up again it is left out
        raise SheetIsFixed from fault
    return len(wanted)


def _put(line: DutyLine | None, one: Drawn, sheet: DutySheet) -> None:
    holder = one.holder
    line = line or DutyLine(sheet=sheet, holder=holder, month=one.month, person_uuid=holder.person_uuid)
    line.area_id, line.unit, line.number = holder.area_id, holder.unit, one.number
    line.days, line.covered_days, line.amount = one.days, one.covered_days, one.amount
    line.standard, line.required_days = one.standard, one.required_days
    line.blocked, line.remarks = one.blocked, one.remarks
    line.save()
