"""What is refused about health checks and disinfections, in a sentence each. None says what was found."""

from __future__ import annotations

from typing import Any

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class ChecksAreOff(Refusal):
    """The batch asks for no health check: nothing may be found out about anybody."""

    def __init__(self) -> None:
        super().__init__(Say("No health check is asked for in this batch. Nothing was recorded."))


class DisinfectionIsOff(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("No disinfection is asked for in this batch. Nothing was recorded."))


class TooLateForChecks(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("The batch has departed or was cancelled. Nobody of it is checked any more."))


class NotAgreedYet(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("The person has not agreed to travel yet. The office records that first."))


class NotOnTheList(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("The person is not on the list any more. Nothing was recorded."))


class NoTemperature(Refusal):
    def __init__(self, lowest: Any, highest: Any) -> None:
        super().__init__(
            Say("Type the temperature in degrees, from %(lowest)s to %(highest)s.", lowest=lowest, highest=highest),
            field="temperature",
        )


class NotAllAnswered(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("Ask every question about the last 14 days, then confirm it."), field="asked")


class HeldByTheRule(Refusal):
    """The rule holds somebody back: nobody may say otherwise."""

    def __init__(self) -> None:
        super().__init__(Say("The rule says “to wait”. It cannot be passed over; check again later."), field="result")


class NotChecksTime(Refusal):
    def __init__(self, hours: Any) -> None:
        super().__init__(
            Say("A check is entered after it was made, and within %(hours)s hours. Check day and hour.", hours=hours),
            field="at",
        )


class CheckedLater(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("A later check of this person is recorded already. That one counts."), field="at")


class NoVehicleYet(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("This trip has no vehicle yet. Give it one first."))


class TripOver(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("This vehicle has left already, or its trip was given up."))


class NotBeforeThisTrip(Refusal):
    """In the future, too long before it, or before the vehicle's former trip was over."""

    def __init__(self, since: str) -> None:
        super().__init__(
            Say("For this trip it counts from %(since)s on, and not before it was done. Check the time.", since=since),
            field="at",
        )


class NoAgent(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("Say with what it was disinfected."), field="agent")


class NoValidCheck(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("The last health check is missing, was not passed or has run out. Check again first."))
