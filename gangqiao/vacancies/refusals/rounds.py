"""What is refused in collecting, in a sentence each."""

from __future__ import annotations

from datetime import date

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class DueBeforeBegin(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("It cannot be due before it begins. Choose a later day."), field="due_on")


class OpenAlready(Refusal):
    """There is a round of this month already."""

    def __init__(self, period: date) -> None:
        super().__init__(Say("The returns of %(month)s have been asked for already.", month=f"{period:%Y-%m}"))


class NotOpen(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("This round is not under way. Nothing can be handed in."))


class StillToAsk(Refusal):
    """A survey is handed in while employers of its roster were not asked."""

    def __init__(self, many: int) -> None:
        super().__init__(
            Say("%(many)d employers have not been asked yet. Record what became of each, then hand in.", many=many)
        )


class NothingEntered(Refusal):
    """A month without vacancies that does not say so."""

    def __init__(self) -> None:
        super().__init__(
            Say("No vacancy was entered this month. Enter them, or tick that there is nothing new."),
            field="nothing_new",
        )


class NotNothing(Refusal):
    """The tick for nothing new is set, and vacancies were entered."""

    def __init__(self, many: int) -> None:
        super().__init__(
            Say("%(many)d vacancies were entered this month, so it is not nothing. Take the tick away.", many=many),
            field="nothing_new",
        )


class NotOnTheRoster(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("This employer does not belong to the survey. Look it up in the list."))


class WhyNot(Refusal):
    """An employer was not counted and nobody says why."""

    def __init__(self) -> None:
        super().__init__(Say("Say in a few words what you found."), field="note")
