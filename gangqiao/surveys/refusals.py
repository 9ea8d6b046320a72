"""What the survey refuses, in sentences."""

from __future__ import annotations

from typing import Any

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class NotUnderWay(Refusal):
    """The survey is not open."""

    def __init__(self) -> None:
        super().__init__(Say("This survey is not under way, so nothing can be recorded in it. Ask the office."))


class HandedInAlready(Refusal):
    """The village has handed the household in; answers come only after it is returned."""

    def __init__(self) -> None:
        super().__init__(
            Say("The household has been submitted already. Ask the township to return it, then change the answers.")
        )


class ChangeIdUsed(Refusal):
    """Another change bears the same number."""

    def __init__(self) -> None:
        super().__init__(Say("This change bears the number of another one. Send it again under a new number."))


class NoQuestions(Refusal):
    """Answers name a version of the questions that does not exist."""

    def __init__(self) -> None:
        super().__init__(Say("These answers name a version of the questions that is not known here. Load it again."))


class NotOfHousehold(Refusal):
    """The person has left the household meanwhile."""

    def __init__(self) -> None:
        super().__init__(Say("The person does not belong to this household any more. Load the household again."))


class NoticeNotRead(Refusal):
    """The notice was not read out."""

    def __init__(self) -> None:
        super().__init__(
            Say("Read the notice out to the household first, then tick that it was read."), field="notice_read"
        )


class HouseholdNotAsked(Refusal):
    """The questions about the household have no answers."""

    def __init__(self) -> None:
        super().__init__(Say("The questions about the household are not answered yet. Answer them, then submit."))


class PersonsMissing(Refusal):
    """Members of the household have no answers."""

    def __init__(self, many: int) -> None:
        super().__init__(
            Say(
                "%(many)s of the household are not asked yet. Ask them, or record first that they moved or died.",
                many=many,
            )
        )


class NoteMissing(Refusal):
    """The outcome needs words."""

    def __init__(self) -> None:
        super().__init__(Say("Say in a sentence what was found: where to, since when, who said so."), field="note")


class VisitsMissing(Refusal):
    """The outcome needs more visits."""

    def __init__(self, visits: int) -> None:
        super().__init__(
            Say("“Not found” needs at least %(visits)s visits on different days. Go again.", visits=visits),
            field="visits",
        )


class OtherMissing(Refusal):
    """No other household of that number."""

    def __init__(self) -> None:
        super().__init__(
            Say("No other household of the area has this number. Write the number as it stands on the register."),
            field="double_of",
        )


class OutcomeMissing(Refusal):
    """Nobody said how the visit ended."""

    def __init__(self) -> None:
        super().__init__(Say("Say how the visit ended."), field="outcome")


class ItemExists(Refusal):
    """An item of this name is asked already."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            Say("“%(label)s” is asked already. Take another name, or end the other first.", label=label), field="label"
        )


class ChoicesMissing(Refusal):
    """A list with fewer than two answers."""

    def __init__(self) -> None:
        super().__init__(Say("A list needs at least two different answers, one a line."), field="choices")


class NotAVillage(Refusal):
    """An officer is named for a place that is no village of the survey, or has no post there."""

    def __init__(self) -> None:
        super().__init__(Say("This officer has no post in this village. Give the post first, or choose another."))


class ShareNotPossible(Refusal):
    """A sample of nothing or of more than everything."""

    def __init__(self) -> None:
        super().__init__(Say("The share must lie between 1 and 100 percent."), field="share")


class NothingToDraw(Refusal):
    """No household is handed in that has not been drawn."""

    def __init__(self) -> None:
        super().__init__(Say("No household has been submitted as surveyed yet that could be drawn."))


class ChoiceMissing(Refusal):
    """A difference is to be settled, and nobody said how."""

    def __init__(self) -> None:
        super().__init__(Say("Say which value is to stand: the one sent, or the one on the register."))


class SettledAlready(Refusal):
    """Somebody else has settled the difference."""

    def __init__(self) -> None:
        super().__init__(Say("Somebody else has settled this difference already."))


class CannotTake(Refusal):
    """The register has no place for the answer any more."""

    def __init__(self) -> None:
        super().__init__(
            Say(
                "The answer cannot be taken by itself: what it belongs to is not on the register. Keep the value of "
                "the register, and record the answer on the page of the person."
            )
        )


class PurposeMissing(Refusal):
    """A picture of nothing that is asked for."""

    def __init__(self) -> None:
        super().__init__(Say("Say what the picture shows: a photo, a signature or a paper."), field="purpose")


class ItemAskedFor(Refusal):
    """Another item of the city is asked depending on the answer to this one."""

    def __init__(self, label: str, other: str) -> None:
        sentence = Say(
            "Whether “%(other)s” is asked depends on “%(label)s”. End “%(other)s” first.", label=label, other=other
        )
        super().__init__(sentence)


class NothingToPrint(Refusal):
    """Every household of the area has been submitted."""

    def __init__(self) -> None:
        super().__init__(Say("Every household here has been submitted: there is nothing to print."))


class NotOurWorkbook(Refusal):
    """A workbook that was not made here for this survey."""

    def __init__(self) -> None:
        super().__init__(
            Say(
                "This workbook was not made on this page for this survey. Fetch the workbook of the village, fill it "
                "in and bring back that file; its sheets and hidden columns must stay."
            ),
            field="file",
        )


class TooManyLines(Refusal):
    """More filled lines than one upload takes."""

    def __init__(self, many: int, most: int) -> None:
        super().__init__(
            Say(
                "%(many)s lines are filled in; one file takes %(most)s. Fetch a workbook for each villagers' group.",
                many=many,
                most=most,
            ),
            field="file",
        )
