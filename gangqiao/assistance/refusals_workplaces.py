"""Why an act on a local place of work can be refused, each in a sentence that says how to go on."""

from __future__ import annotations

from datetime import date

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class OutsideTheCounty(Refusal):
    """A local place of work lies in the county."""

    def __init__(self) -> None:
        super().__init__(
            Say("A local place of work lies in a township or village of this county. Choose one."), field="area"
        )


class WorkplaceKnown(Refusal):
    """It is listed already."""

    def __init__(self, name: str) -> None:
        super().__init__(Say("It is listed already, as “%(name)s”. Open that one.", name=name), field="credit_code")


class NameNeeded(Refusal):
    """Nobody would know which place is meant."""

    def __init__(self) -> None:
        super().__init__(
            Say("Write the name, or the credit code of an employer on the register of vacancies."), field="name"
        )


class OnlyWorkshops(Refusal):
    """Only workshops and bases are recognised by a document."""

    def __init__(self) -> None:
        super().__init__(Say("Only workshops and bases are recognised. For other kinds enter the places they pledged."))


class RecognitionDays(Refusal):
    """The recognition ends before it begins, or too late."""

    def __init__(self, latest: date) -> None:
        sentence = Say("It ends between its first day and %(latest)s. Check both days.", latest=latest)
        super().__init__(sentence, field="expires_on")


class RecognitionAhead(Refusal):
    """The document is of a day that lies ahead."""

    def __init__(self) -> None:
        super().__init__(Say("The document is of today or earlier. Check its day."), field="recognised_on")


class DocumentNeeded(Refusal):
    """A recognition rests on a document."""

    def __init__(self) -> None:
        super().__init__(Say("Write the number of the document that recognises it."), field="document")


class KeptOnTheRegister(Refusal):
    """The headcount of an employer on the register is kept there."""

    def __init__(self) -> None:
        super().__init__(
            Say("This employer is on the register of vacancies. Record there how many it employs: it comes here."),
            field="headcount",
        )


class CountAhead(Refusal):
    """Nobody was counted in the future."""

    def __init__(self) -> None:
        super().__init__(Say("The count is of today or earlier. Check its day."), field="counted_on")


class FewerThanTaken(Refusal):
    """A pledge cannot have fewer places than are filled."""

    def __init__(self, taken: int) -> None:
        sentence = Say("%(n)d places of this pledge are filled: it cannot have fewer.", n=taken)
        super().__init__(sentence, field="places")


class PledgeDays(Refusal):
    """A pledge ends before it begins."""

    def __init__(self) -> None:
        super().__init__(Say("The pledge ends before it begins. Check both days."), field="ends_on")


class StillFilled(Refusal):
    """People work there."""

    def __init__(self, taken: int) -> None:
        sentence = Say("%(n)d places are filled there. Record first that these people left.", n=taken)
        super().__init__(sentence)


class NoPlaceLeft(Refusal):
    """Every place of the pledge is filled."""

    def __init__(self) -> None:
        super().__init__(Say("No place of this pledge is free any more. Choose another one."), field="pledge")


class PledgeNotOpen(Refusal):
    """The day lies outside of the pledge, or the place of work is closed."""

    def __init__(self) -> None:
        super().__init__(
            Say("On this day the pledge does not hold, or the place of work is closed. Choose another day or place."),
            field="since",
        )


class DayOfPlace(Refusal):
    """Work began in the future, or before the person said yes."""

    def __init__(self, field: str = "since") -> None:
        sentence = Say("Work began today or earlier, and the person said yes before. Check both days.")
        super().__init__(sentence, field=field)


class YesNeeded(Refusal):
    """Nobody gets a place without a yes."""

    def __init__(self) -> None:
        super().__init__(
            Say("A place is given when the person has said yes. Record on which day and how; a no is not recorded."),
            field="said_way",
        )


class NotRegisteredPoor(Refusal):
    """The places are pledged for registered-poor workers."""

    def __init__(self) -> None:
        super().__init__(
            Say("These places are pledged for registered-poor workers, and this person is not one today."),
            field="person",
        )


class HasPlaceAlready(Refusal):
    """The person holds another place."""

    def __init__(self) -> None:
        super().__init__(Say("The person has a place already. Record first that it was left."), field="person")


class LeftBefore(Refusal):
    """The last day lies ahead, or before the first one."""

    def __init__(self) -> None:
        super().__init__(Say("The last day is today or earlier, and not before the first. Check it."), field="until")


class LeftAlready(Refusal):
    """The place was left before."""

    def __init__(self) -> None:
        super().__init__(Say("It is recorded already that the person left. Nothing has changed."))
