"""What is refused about the own items of departments, in a sentence each."""

from __future__ import annotations

from typing import Any

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class NotAskedHere(Refusal):
    """An answer to an item that the department of the vacancy does not ask."""

    def __init__(self, label: str, field: str) -> None:
        super().__init__(
            Say(
                "“%(label)s” is not asked by the department that keeps this employer. Leave it empty, or choose an"
                " employer of the department that asks it.",
                label=label[:40],
            ),
            field=field,
        )


class ChoicesMissing(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("A list needs at least two answers to choose from. Write one a line."), field="choices")


class EnglishDoesNotFit(Refusal):
    def __init__(self, many: int) -> None:
        super().__init__(
            Say("The list has %(many)d answers, and as many lines are needed in English, or none.", many=many),
            field="choices_en",
        )


class AskedAlready(Refusal):
    def __init__(self, label: Any) -> None:
        super().__init__(
            Say("“%(label)s” is asked already, or is the name of a common fact. Choose another name.", label=label),
            field="label",
        )


class AsksForMoney(Refusal):
    """An item that has a place for money of the worker."""

    def __init__(self) -> None:
        super().__init__(
            Say("No item may ask what a worker pays: nobody may be charged for a job."),
            field="label",
        )


class UnknownDepartment(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("This department does not collect vacancies. Choose one of the list."), field="unit")
