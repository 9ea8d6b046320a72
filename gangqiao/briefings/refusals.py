"""Why a paper cannot be made or issued."""

from __future__ import annotations

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class DayNotOver(Refusal):
    """The day lies ahead."""

    def __init__(self) -> None:
        super().__init__(Say("This day has not come yet. Choose today or a day before."), field="day")


class NoMeeting(Refusal):
    """A pack was asked for without its meeting."""

    def __init__(self) -> None:
        super().__init__(Say("Choose the joint meeting the pack is for."), field="meeting")


class OnlyFiguresArePublic(Refusal):
    def __init__(self) -> None:
        super().__init__(
            Say("Only the weekly and the monthly figures have a public version. Take the tick out."), field="is_public"
        )


class OnlyForTheCounty(Refusal):
    """Circulars and packs speak about the units of the whole county; public tables are made for it alone."""

    def __init__(self, field: str = "area") -> None:
        super().__init__(Say("This paper is made for the whole county only. Choose the county."), field=field)


class NoPlan(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("No work plan with targets is in force, so there is nothing to write about."))


class PostEnded(Refusal):
    """The post ended between asking and making."""

    def __init__(self) -> None:
        super().__init__(Say("Your post for this area has ended meanwhile."))


class SamePerson(Refusal):
    """Whoever asked for a paper wants to issue it."""

    def __init__(self) -> None:
        super().__init__(Say("You asked for this paper yourself. Somebody else has to read and issue it."))


class Damaged(Refusal):
    """A kept document is not what was written."""

    def __init__(self) -> None:
        super().__init__(
            Say(
                "The kept document is missing or damaged and is not shown. "
                "The administrator puts it back from the backup."
            )
        )
