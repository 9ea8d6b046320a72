"""Why a time of teaching is refused, each in a sentence that says how to go on."""

from __future__ import annotations

from datetime import date

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class TimetableIsFixed(Refusal):
    """A class is over, and its timetable is evidence."""

    def __init__(self) -> None:
        super().__init__(Say("The class is assessed or cancelled: its timetable does not change any more."))


class SessionIsPast(Refusal):
    """Somebody signed in already."""

    def __init__(self) -> None:
        super().__init__(Say("Learners signed in at this time already. It stays as it was."))


class OutsideTheClass(Refusal):
    """A day of teaching lies outside the time of the class."""

    def __init__(self) -> None:
        super().__init__(Say("This day lies outside the time of the class."), field="on")


class EndsBeforeBeginning(Refusal):
    """Teaching ends before it begins."""

    def __init__(self) -> None:
        super().__init__(Say("It ends before it begins. Check both times."), field="ends_at")


class MoreHoursThanTime(Refusal):
    """More class hours are entered than the time holds."""

    def __init__(self, most: int) -> None:
        super().__init__(Say("Between these times %(most)s class hours have room, not more.", most=most), field="hours")


class MoreHoursThanADay(Refusal):
    """More class hours are entered than a day of teaching holds."""

    def __init__(self, day: date, most: int) -> None:
        super().__init__(
            Say("%(day)s would have more than %(most)s class hours. Spread them.", day=day.isoformat(), most=most),
            field="hours",
        )


class MoreHoursThanTheClass(Refusal):
    """The timetable would have more hours than the class."""

    def __init__(self, hours: int) -> None:
        super().__init__(
            Say("The timetable would have more than the %(hours)s class hours of the class.", hours=hours),
            field="hours",
        )


class TwoPlacesAtOnce(Refusal):
    """The class meets twice at a time, or its teacher teaches elsewhere."""

    def __init__(self, teacher: str, number: str, day: date) -> None:
        super().__init__(
            Say(
                "%(teacher)s teaches in class %(number)s at this time on %(day)s. Choose another time or teacher.",
                teacher=teacher,
                number=number,
                day=day.isoformat(),
            )
            if teacher
            else Say("The class meets already at this time on %(day)s.", day=day.isoformat()),
            field="begins_at",
        )


class NoDaysToTeach(Refusal):
    """None of the chosen days lies within the class, or they do not hold its hours."""

    def __init__(self, left: int) -> None:
        super().__init__(
            Say("On the days chosen %(left)s class hours find no room. Choose more days or longer ones.", left=left),
            field="weekdays",
        )
