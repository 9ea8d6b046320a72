"""Why an act about days, sheets and spot-checks can be refused, each in a sentence that says how to go on."""

from __future__ import annotations

from datetime import date

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class DayAhead(Refusal):
    """A day that has not come is marked, or a month that has not come is filled."""

    def __init__(self, field: str = "") -> None:
        super().__init__(Say("That day has not come yet. Record it when it is over."), field=field)


class DayTooOld(Refusal):
    """The day lies too far back."""

    def __init__(self, since: date) -> None:
        super().__init__(Say("Days before %(since)s can no longer be brought in. Ask the bureau.", since=since))


class DayNotCovered(Refusal):
    """The agreement does not cover the day."""

    def __init__(self, day: date) -> None:
        super().__init__(
            Say(
                "On %(day)s no agreement covers this person, or the duty was suspended. Check the agreement first.",
                day=day,
            )
        )


class MarkedOtherwise(Refusal):
    """Somebody else recorded something else for the day in the meantime."""

    def __init__(self, day: date) -> None:
        super().__init__(
            Say("Something else was recorded for %(day)s in the meantime. Look at both, and decide.", day=day)
        )


class LateNeedsReason(Refusal):
    """The sheet of the month is out of the village's hands already."""

    def __init__(self) -> None:
        super().__init__(
            Say(
                "The sheet of that month was submitted already. Say why the days come late: they are paid with the next"
                " sheet."
            ),
            field="reason",
        )


class MonthNotOver(Refusal):
    """The sheet is submitted before its month is over."""

    def __init__(self, day: date) -> None:
        super().__init__(Say("The month is not over. The sheet can be submitted from %(day)s on.", day=day))


class NobodyOnSheet(Refusal):
    """The sheet has no line."""

    def __init__(self) -> None:
        super().__init__(
            Say("No agreement of this department covers that month here, or all stand on another sheet already.")
        )


class SheetIsFixed(Refusal):
    """The sheet is no draft."""

    def __init__(self) -> None:
        super().__init__(
            Say("This sheet was submitted and does not change. What came late goes on the sheet of the next month.")
        )


class CheckedByAnother(Refusal):
    """The same person would do both halves of a control."""

    def __init__(self) -> None:
        super().__init__(Say("You did the first half of this yourself. Somebody else does the second."))


class StillPublished(Refusal):
    """The days of publicity are not over."""

    def __init__(self, until: date) -> None:
        super().__init__(Say("The sheet is published until %(day)s. It becomes final on the day after.", day=until))


class PhoneNeeded(Refusal):
    """The telephone of who fills the sheet is missing."""

    def __init__(self) -> None:
        super().__init__(Say("Fill in your telephone number: it is printed on the sheet."), field="phone")


class NotInPublicity(Refusal):
    """An objection to a line that is not published."""

    def __init__(self) -> None:
        super().__init__(Say("Objections to a line are taken while the sheet is published."))


class AlreadyDrawn(Refusal):
    """The spot-checks of the month were drawn already, or nobody can be drawn."""

    def __init__(self) -> None:
        super().__init__(Say("Nobody is left to draw for this month: it was drawn already, or nobody is on duty."))


class WordsNeeded(Refusal):
    """Something is to be said in words."""

    def __init__(self, field: str = "reason") -> None:
        super().__init__(Say("Say it in a few words."), field=field)


class NothingToSettle(Refusal):
    """There is nothing to clear up about this spot-check."""

    def __init__(self) -> None:
        super().__init__(Say("There is nothing to clear up here."))


class NotADutySheet(Refusal):
    """The workbook is no duty sheet of this village and month."""

    def __init__(self) -> None:
        super().__init__(
            Say("This is no duty sheet of this village and month. Download it here, fill it in, and bring it back."),
            field="file",
        )
