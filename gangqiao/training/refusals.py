"""Why an act of training can be refused, each in a sentence that says how to go on."""

from __future__ import annotations

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class AnswerOfList(Refusal):
    """Something was not chosen from its list."""

    def __init__(self, field: str) -> None:
        super().__init__(Say("Choose one of the answers of the list."), field=field)


class ClassIsFull(Refusal):
    """No place is left."""

    def __init__(self) -> None:
        super().__init__(Say("No place is left in this class. Plan another one, or raise the number of places."))
