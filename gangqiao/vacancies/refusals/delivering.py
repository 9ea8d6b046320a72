"""What is refused about deliveries and answers."""

from __future__ import annotations

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class NotSo(Refusal):
    """What was sent cannot have been so; the sentence says what is wrong and how to mend it."""


class ChangeUsed(Refusal):
    """The number of this change belongs to another one."""

    def __init__(self) -> None:
        super().__init__(Say("This was recorded before for something else. Open the page anew and enter it again."))
