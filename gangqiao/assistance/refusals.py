"""Why an act of assistance can be refused, each in a sentence that says how to go on."""

from __future__ import annotations

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class AnswerOfList(Refusal):
    """Something was not chosen from its list."""

    def __init__(self, field: str) -> None:
        super().__init__(Say("Choose one of the answers of the list."), field=field)
