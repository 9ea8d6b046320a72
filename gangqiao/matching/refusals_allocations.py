"""What is refused about allocations, in a sentence each."""

from __future__ import annotations

from typing import Any

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class NothingChosen(Refusal):
    """Nobody, or no vacancy, is left by what was chosen."""

    def __init__(self, field: str) -> None:
        what = (
            Say("No open vacancy is left by what you chose. Choose more of them.")
            if field == "vacancies"
            else Say("Nobody is left by what you chose. Choose more people.")
        )
        super().__init__(what, field=field)


class UnderWay(Refusal):
    def __init__(self) -> None:
        super().__init__(
            Say("It is being computed, or was sent or dropped. Make a new allocation to change something.")
        )


class QuotaTooHigh(Refusal):
    def __init__(self, place: str, people: int) -> None:
        super().__init__(
            Say(
                "%(place)s has only %(people)s people taking part. Lower its least number.", place=place, people=people
            ),
            field="quotas",
        )


class NoQuotasHere(Refusal):
    def __init__(self) -> None:
        super().__init__(
            Say("Least numbers and agreement do not go together. Take the numbers out, or choose the greatest gain."),
            field="mode",
        )


class ThoseNotTogether(Refusal):
    def __init__(self, most: Any) -> None:
        super().__init__(Say("Choose two to %(most)s people of one village.", most=most), field="persons")


class TogetherAlready(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("One of them goes together with others already. Undo that first."), field="persons")


class NameMissing(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("Give it a name by which others know it."), field="name")


class ChangedSince(Refusal):
    """What would be sent is not what was looked at."""

    def __init__(self) -> None:
        super().__init__(Say("It was changed after it was computed. Compute it again, look at it, and then send it."))
