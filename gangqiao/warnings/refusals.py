"""What is refused about urgings, in a sentence each."""

from __future__ import annotations

from typing import Any

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class UrgedAlready(Refusal):
    """The unit is urged about this matter and has not been let go yet."""

    def __init__(self, unit: Any) -> None:
        super().__init__(Say("%(unit)s is urged about this already. Wait for the answer, or withdraw it.", unit=unit))


class NoSuchMatter(Refusal):
    """The matter is not there, or not the unit's."""

    def __init__(self) -> None:
        super().__init__(Say("This unit does not answer for that. Choose a target, or a task the unit owes."))


class WordsNeeded(Refusal):
    """An urging or an answer without words."""

    def __init__(self) -> None:
        super().__init__(Say("Write in one sentence what is asked or what was done."), field="words")


class DayPassed(Refusal):
    """The day for the answer is over."""

    def __init__(self) -> None:
        super().__init__(Say("The last day for the answer lies in the past. Choose a later one."), field="due_on")


class NotTheUrgedUnit(Refusal):
    """Another unit was urged."""

    def __init__(self) -> None:
        super().__init__(Say("Another unit was urged. Only that unit can answer."))


class OwnAnswer(Refusal):
    """Somebody was about to accept what their own unit answered."""

    def __init__(self) -> None:
        super().__init__(Say("Nobody accepts the answer of their own unit. Ask another person."))
