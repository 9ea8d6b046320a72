"""What days, sheets and spot-checks put on the list of work."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext

from gangqiao.assistance.actions.sheets import CHECK, FINISH, SUBMIT
from gangqiao.assistance.actions.spots import DRAW, RECORD
from gangqiao.assistance.models import DutySheet
from gangqiao.assistance.policy import duty as policy
from gangqiao.assistance.reads import duty_waiting as reads
from gangqiao.assistance.reads import spots
from gangqiao.assistance.showing.sheets import month_words
from gangqiao.assistance.states import SheetStatus
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.queue import QueueEntry, Urgency, register
from gangqiao.places.reads import county_path


@register("assistance.sheets_to_fill", verb=SUBMIT)
def to_fill(actor: Actor) -> Iterable[QueueEntry]:
    """The month is over, and holders of the own area stand on no submitted sheet of it."""
    month = policy.months_before(policy.month_of(clock.today()), 1)
    if many := reads.on_no_sheet(month):
        title = ngettext("%(many)d holder stands on no sheet of %(month)s",
                         "%(many)d holders stand on no sheet of %(month)s", many)  # fmt: skip
        yield QueueEntry(
            title=title % {"many": many, "month": month_words(month)},
            reason=gettext("The month is over. Without a sheet nobody is paid."),
            act=gettext("Draw it up"),
            href=f"{reverse('assistance:sheets')}?month={month:%Y-%m}",
            urgency=Urgency.DUE,
            since=policy.last_day(month),
            count=many,
        )


@register("assistance.sheets_to_check", verb=CHECK)
def to_check(actor: Actor) -> Iterable[QueueEntry]:
    """Sheets that wait for the second person, and those whose publicity is over."""
    yield from _waiting(actor, CHECK, SheetStatus.SUBMITTED, None)
    yield from _waiting(actor, FINISH, SheetStatus.PUBLICITY, clock.today())


def _waiting(actor: Actor, verb: str, status: str, over: date | None) -> Iterable[QueueEntry]:
    found: list[DutySheet] = reads.waiting(actor, verb, status, over)
    if not found:
        return
    many = len(found)
    if over is None:
        title = ngettext("%(many)d monthly sheet to check", "%(many)d monthly sheets to check", many)
        reason, act = gettext("Who filled it does not check it."), pgettext("monthly sheet", "Check")
    else:
        title = ngettext("%(many)d monthly sheet: the publicity is over",
                         "%(many)d monthly sheets: the publicity is over", many)  # fmt: skip
        reason, act = gettext("It becomes final, and its lines are paid."), pgettext("monthly sheet", "Finish")
    yield QueueEntry(
        title=title % {"many": many}, reason=reason, act=act,
        href=f"{reverse('assistance:sheets')}?look={status}", urgency=Urgency.DUE,
        since=min((one.filled_on for one in found if one.filled_on), default=None), count=many,
    )  # fmt: skip


@register("assistance.late_days", verb=CHECK)
def late_days(actor: Actor) -> Iterable[QueueEntry]:
    """Days came in after their sheet was submitted: kept, and to be paid with the next one."""
    if many := reads.late_holders():
        title = ngettext("Days of %(many)d holder came late", "Days of %(many)d holders came late", many)
        yield QueueEntry(
            title=title % {"many": many},
            reason=gettext("Their sheet was submitted already. They stand on the next one as a line of their own."),
            act=pgettext("duty", "Look"),
            href=f"{reverse('assistance:sheets')}?look=final",
            urgency=Urgency.DUE,
            count=many,
        )


@register("assistance.spots_to_draw", verb=DRAW)
def to_draw(actor: Actor) -> Iterable[QueueEntry]:
    """Nobody was drawn for a visit this month, and somebody is on duty."""
    month = policy.month_of(clock.today())
    if actor.may(DRAW, county_path()) and reads.is_to_be_drawn(month):
        yield QueueEntry(
            title=gettext("Spot-checks of %(month)s are to be drawn") % {"month": month_words(month)},
            reason=gettext("Each month some holders of every township are visited."),
            act=pgettext("spot-check", "Draw"),
            href=reverse("assistance:spots"),
            urgency=Urgency.DUE,
            since=month,
        )


@register("assistance.spots", verb=RECORD)
def spot_checks(actor: Actor) -> Iterable[QueueEntry]:
    """Spot-checks to be made, and doubts to be cleared up."""
    if doubts := spots.count("doubts"):
        title = ngettext("%(many)d spot-check to clear up", "%(many)d spot-checks to clear up", doubts)
        yield QueueEntry(
            title=title % {"many": doubts},
            reason=gettext("Somebody was not on duty, or money was asked back. Pay waits for some of them."),
            act=gettext("Clear up"),
            href=f"{reverse('assistance:spots')}?look=doubts",
            urgency=Urgency.OVERDUE,
            count=doubts,
        )
    if many := spots.count(""):
        title = ngettext("%(many)d holder to check on", "%(many)d holders to check on", many)
        yield QueueEntry(
            title=title % {"many": many},
            reason=gettext("They were drawn at random."),
            act=pgettext("spot-check", "Record what was found"),
            href=reverse("assistance:spots"),
            urgency=Urgency.DUE,
            count=many,
        )
