"""What is refused about referrals, in a sentence each."""

from __future__ import annotations

from datetime import date
from typing import Any

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class VacancyGone(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("This vacancy is not open any more. Offer another one."), field="vacancy")


class NoSeatLeft(Refusal):
    """Every seat is taken or held by somebody who said yes before."""

    def __init__(self) -> None:
        super().__init__(Say("No seat is free: all are filled or held for others. Offer another vacancy."))


class OfferedAlready(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("This vacancy is under way for this person already. Open that referral."), field="vacancy")


class SaidNoLately(Refusal):
    """Whoever said no is not asked about the same vacancy again for a while."""

    def __init__(self, until: date) -> None:
        super().__init__(
            Say("The person said no to this vacancy. Do not ask about it again before %(until)s.", until=until),
            field="vacancy",
        )


class EnoughOffers(Refusal):
    def __init__(self, most: Any) -> None:
        super().__init__(
            Say("The person has %(most)s vacancies to answer already. Record those answers first.", most=most)
        )


class RecordClosed(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("This record is closed. Nothing can be offered to the person any more."))


class ReasonOfList(Refusal):
    def __init__(self, field: str = "reason") -> None:
        super().__init__(Say("Choose one of the reasons of the list."), field=field)


class ConsentNotNow(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("A consent is taken after the person has said yes, and while the referral is under way."))


class ConsentGiven(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("The person has agreed already."))


class NoConsent(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("There is no consent to take back."))


class NotThatDay(Refusal):
    def __init__(self, field: str) -> None:
        super().__init__(Say("This day cannot be. Choose the day on which it happened."), field=field)


class TooEarly(Refusal):
    """Nobody can have stayed longer than the days that have passed."""

    def __init__(self, day: date) -> None:
        super().__init__(Say("This can be said from %(day)s on.", day=day))


class LevelNeeded(Refusal):
    def __init__(self) -> None:
        super().__init__(
            Say("The place of work is not known exactly enough. Say how far from home it is."), field="area_level"
        )
