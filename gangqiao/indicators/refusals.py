"""Why a snapshot was not taken or not published."""

from __future__ import annotations

from datetime import date

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class DayToCome(Refusal):
    """A snapshot of a day that is not there yet."""

    def __init__(self, field: str) -> None:
        super().__init__(Say("This day has not come yet. Give today or a day before."), field=field)


class KnownBefore(Refusal):
    """What was known before the day cannot say how the day went."""

    def __init__(self) -> None:
        super().__init__(
            Say("Nothing could be known of a day before it was there. Give that day or a later one."), field="known_on"
        )


class TooEarly(Refusal):
    """A day before the first numbers of a preset."""

    def __init__(self, day: date) -> None:
        super().__init__(
            Say("No way of counting is in force on %(day)s yet. Give a later day.", day=day.isoformat()), field="day"
        )


class SaysTheSame(Refusal):
    """A correction that corrects nothing."""

    def __init__(self, number: int) -> None:
        super().__init__(
            Say(
                "Version %(number)s of this day says the same, figure by figure and person by person. "
                "There is nothing to correct.",
                number=number,
            )
        )


class WhyAgain(Refusal):
    """A later version of a day without a reason."""

    def __init__(self, number: int) -> None:
        super().__init__(
            Say("This day has version %(number)s already. Say why there is to be another one.", number=number),
            field="reason",
        )


class OlderVersion(Refusal):
    """A version was to be published although a later one is."""

    def __init__(self, number: int) -> None:
        super().__init__(Say("Version %(number)s of this day is published already, and it is later.", number=number))
