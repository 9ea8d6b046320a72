"""Why a plan, a provider, a class or its timetable is refused, each in a sentence that says how to go on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class AnotherPersonDecides(Refusal):
    """Who planned something cannot approve or issue it."""

    def __init__(self) -> None:
        super().__init__(Say("You made it yourself. Ask a colleague to look through it and decide."))


class NothingWished(Refusal):
    """Nobody of the area has an open wish for a course."""

    def __init__(self) -> None:
        super().__init__(
            Say("Nobody of this area has an open wish for a course. There is nothing to plan."), field="area"
        )


class EndsBeforeItBegins(Refusal):
    """The last day lies before the first."""

    def __init__(self) -> None:
        super().__init__(Say("The last day lies before the first. Check both days."), field="ends_on")


class PlanIsFixed(Refusal):
    """A plan that was issued or dropped does not change."""

    def __init__(self) -> None:
        super().__init__(Say("This plan is no draft any more. Make a new plan from it and change that one."))


class NoLines(Refusal):
    """A plan without a line cannot be issued."""

    def __init__(self) -> None:
        super().__init__(Say("The plan has no course yet. Add one first."))


class MonthOutside(Refusal):
    """The month of a line lies outside the plan."""

    def __init__(self) -> None:
        super().__init__(Say("This month lies outside the time of the plan. Choose one within it."), field="month")


class ClassThereAlready(Refusal):
    """A class was made of the line before."""

    def __init__(self, number: str) -> None:
        super().__init__(Say("Class %(number)s was made of this line already. Open it.", number=number))


class NoCourseOfTrade(Refusal):
    """The catalogue offers nothing in a trade."""

    def __init__(self, trade: Any) -> None:
        super().__init__(
            Say("The catalogue has no course in “%(trade)s”. Write one first.", trade=trade), field="course"
        )


class NoProviderOfTrade(Refusal):
    """No provider may teach a trade on the days asked for."""

    def __init__(self, trade: Any) -> None:
        super().__init__(
            Say(
                "No provider with a valid licence is listed that teaches “%(trade)s”. List one, or renew its licence.",
                trade=trade,
            ),
            field="provider",
        )


class CourseRetired(Refusal):
    """A course is no longer offered."""

    def __init__(self) -> None:
        super().__init__(Say("This course is no longer in the catalogue. Choose another one."), field="course")


class ProviderBarred(Refusal):
    """A provider may not teach for the programme."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            Say("%(name)s is barred: %(why)s. Choose another provider.", name=name, why=why), field="provider"
        )


class LicenceRunsOut(Refusal):
    """The licence of a provider is not known, or not valid until the last day."""

    def __init__(self, name: str, until: date | None) -> None:
        sentence = (
            Say(
                "The licence of %(name)s is valid until %(until)s, before the class ends. Choose another provider, or"
                " renew the licence first.",
                name=name,
                until=until.isoformat(),
            )
            if until
            else Say("No licence of %(name)s is on file. Correct the provider, or choose another one.", name=name)
        )
        super().__init__(sentence, field="provider")


class TradeNotTaught(Refusal):
    """A provider does not teach the trade of a course."""

    def __init__(self, name: str, trade: Any) -> None:
        super().__init__(
            Say("%(name)s does not teach “%(trade)s”. Choose another provider.", name=name, trade=trade),
            field="provider",
        )


class EmployerNeeded(Refusal):
    """A class for workers names their employer."""

    def __init__(self) -> None:
        super().__init__(
            Say("Name the employer whose workers learn, as it stands in the list of employers."), field="employer"
        )


class EmployerUnknown(Refusal):
    """No employer, or several, bear the name that was typed."""

    def __init__(self) -> None:
        sentence = Say("No employer of your list bears this name. Write it as it stands in the list of employers.")
        super().__init__(sentence, field="employer")


class NotPlannedAnyMore(Refusal):
    """A class was approved, and its plan is fixed."""

    def __init__(self) -> None:
        super().__init__(Say("The class was approved: its plan is fixed. Send it back to change it."))


class FewerPlaces(Refusal):
    """More people are on the list than places would be left."""

    def __init__(self, taken: int) -> None:
        super().__init__(
            Say("%(taken)s people are on the list already. Give at least as many places.", taken=taken), field="places"
        )


class FewerHours(Refusal):
    """A class would teach less than its course says."""

    def __init__(self, hours: int) -> None:
        super().__init__(
            Say("The course has %(hours)s class hours. A class of it has no fewer.", hours=hours), field="hours"
        )


class MoreHoursThanDays(Refusal):
    """The days of a class do not hold its hours."""

    def __init__(self, most: int) -> None:
        super().__init__(
            Say("From the first day to the last %(most)s class hours have room, not more.", most=most), field="ends_on"
        )


class NotReady(Refusal):
    """Something still stops the next step of a class: everything that does."""

    def __init__(self, faults: Iterable[Any]) -> None:
        self.faults = tuple(faults)
        super().__init__(Say("Not yet: %(faults)s", faults=Lines(self.faults)))


class Lines:
    """Several sentences, said one after another in the reader's language."""

    def __init__(self, says: Iterable[Any]) -> None:
        self.says = tuple(says)

    def __str__(self) -> str:
        return " ".join(str(say) for say in self.says)


class NoSuchUser(Refusal):
    """The provider has no such user."""

    def __init__(self) -> None:
        super().__init__(Say("The provider has no such user."))


class AgesCrossed(Refusal):
    """The oldest age lies below the youngest."""

    def __init__(self) -> None:
        super().__init__(Say("The last age lies below the first. Check both."), field="max_age")


class WrongCode(Refusal):
    """A credit code that cannot be right, said beside its field."""

    def __init__(self, says: Any) -> None:
        super().__init__(says, field="credit_code")


class ListedAlready(Refusal):
    """A provider with the credit code is listed."""

    def __init__(self) -> None:
        super().__init__(Say("A provider with this credit code is listed already. Look it up."), field="credit_code")


class ReasonNeeded(Refusal):
    """A bar says why."""

    def __init__(self) -> None:
        super().__init__(Say("Say why, so that the provider and your colleagues can understand it."), field="reason")
