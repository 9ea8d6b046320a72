"""What is refused about a unit's tasks, in a sentence each."""

from __future__ import annotations

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class NotYourUnit(Refusal):
    """The task is owed by a unit the actor does not answer for."""

    def __init__(self) -> None:
        super().__init__(Say("Another unit owes this task. Only that unit can say how far it is."))


class OwnWork(Refusal):
    """Somebody was about to verify what they themselves or their unit did."""

    def __init__(self) -> None:
        super().__init__(Say("Nobody verifies the work of their own unit, or what they reported. Ask another person."))


class NothingShown(Refusal):
    """Evidence without content."""

    def __init__(self) -> None:
        says = Say("Write what was done, name a figure, or choose a file: one of them is needed.")
        super().__init__(says, field="words")


class FileTooLarge(Refusal):
    """A file of evidence above the limit."""

    def __init__(self, megabytes: int) -> None:
        super().__init__(Say("The file is larger than %(n)d MB. Choose a smaller one.", n=megabytes), field="file")


class NotThatKind(Refusal):
    """A file of evidence of a kind that is not kept."""

    def __init__(self, known: str) -> None:
        super().__init__(Say("Files of this kind are not kept. Kept are: %(known)s.", known=known), field="file")
