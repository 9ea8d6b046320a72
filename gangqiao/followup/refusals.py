"""Why an act of the follow-up can be refused, each in a sentence that says how to go on."""

from __future__ import annotations

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class ResultOfList(Refusal):
    """Something was not chosen from its list."""

    def __init__(self, field: str) -> None:
        super().__init__(Say("Choose one of the answers of the list."), field=field)


class DayOfCall(Refusal):
    """The day lies ahead, or before the time of work began."""

    def __init__(self, field: str = "on") -> None:
        super().__init__(Say("The day lies ahead, or before the work began. Check it."), field=field)


class WantsNoCalls(Refusal):
    """The worker wants no calls."""

    def __init__(self) -> None:
        super().__init__(Say("Nobody is called who asked not to be. Wait until the person comes to you."))


class AskedAlready(Refusal):
    """A call for the same reason waits already."""

    def __init__(self) -> None:
        super().__init__(Say("Such a call stands on the list already."))


class NoWorkToProve(Refusal):
    """The time of work is not running."""

    def __init__(self) -> None:
        super().__init__(Say("There is no work going on that this could prove. Record the time of work first."))


class NoMobile(Refusal):
    """No SMS can be sent to the person."""

    def __init__(self) -> None:
        super().__init__(Say("No SMS can go to this person's number. Print the slip instead."))


class TooManyMatched(Refusal):
    """The list is too long to be matched while somebody waits."""

    def __init__(self, most: int) -> None:
        super().__init__(
            Say("The list has more than %(n)d lines. Split it, and bring the parts one after the other.", n=most),
            field="file",
        )


class NoListFound(Refusal):
    """No list with ID numbers was found in the workbook."""

    def __init__(self) -> None:
        super().__init__(
            Say("No list with a column of ID numbers was found in it. Name the column in the first line."),
            field="file",
        )


class PictureTooLarge(Refusal):
    """The picture has too many bytes."""

    def __init__(self, megabytes: int) -> None:
        super().__init__(
            Say("The picture is larger than %(n)d MB. Take it with fewer points, or crop it.", n=megabytes),
            field="picture",
        )


class PictureOfDocument(Refusal):
    """A picture belongs to a contract or pay slip that was seen."""

    def __init__(self) -> None:
        super().__init__(
            Say("A picture is kept of a contract or a pay slip alone. Choose that, or leave the picture out."),
            field="picture",
        )


class NothingToAnswer(Refusal):
    """No answer is owed, or it was given."""

    def __init__(self) -> None:
        super().__init__(Say("No answer is owed here, or it was given already."))


class AnswerNeeded(Refusal):
    """The answer is empty."""

    def __init__(self) -> None:
        super().__init__(Say("Write what was found out."), field="words")
