"""Why an act about learners can be refused, each in a sentence that says how to go on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class NotEnrolling(Refusal):
    """Nobody can be put on the list of the class as it stands."""

    def __init__(self) -> None:
        super().__init__(Say("This class takes nobody now. People are enrolled while it is open for enrolment."))


class EnrolledAlready(Refusal):
    """The person stands, or stood, on the list."""

    def __init__(self) -> None:
        super().__init__(
            Say("The person stands on the list of this class already, or left it. Nobody is enrolled twice in a class.")
        )


class DoesNotFit(Refusal):
    """What is known of the person speaks against the class."""

    def __init__(self, reasons: Sequence[Any]) -> None:
        super().__init__(Say("%(why)s If that is wrong, put the register right first.", why=reasons[0]))
        self.reasons = list(reasons)


class NoSuchReason(Refusal):
    """A reason is not one of the list."""

    def __init__(self, field: str = "") -> None:
        super().__init__(Say("Choose one of the answers of the list."), field=field)


class NotRunning(Refusal):
    """Attendance is taken while the class runs."""

    def __init__(self) -> None:
        super().__init__(
            Say("This class does not run: attendance is taken from its beginning to its assessment. Ask the bureau.")
        )


class NotOfThisClass(Refusal):
    """A session or learner belongs to another class."""

    def __init__(self) -> None:
        super().__init__(Say("This learner is not in the class of this session. Look at the list of the class."))


class NotItsTime(Refusal):
    """A sign-in lies too far from its session."""

    def __init__(self) -> None:
        super().__init__(Say("This is not the time of the session. What was signed on paper is keyed in as paper."))


class NotTheCode(Refusal):
    """The code of another session, or of none."""

    def __init__(self) -> None:
        super().__init__(Say("This is not the code of the session. Scan the one that hangs in the room today."))


class NoMinutes(Refusal):
    """More minutes than the session lasts."""

    def __init__(self) -> None:
        super().__init__(Say("The session does not last so long. Give the minutes attended."), field="minutes")


class NotOnline(Refusal):
    """Minutes of a platform for a class without any."""

    def __init__(self) -> None:
        super().__init__(Say("This class has no hours online. Take attendance at its sessions."))


class NoLines(Refusal):
    """No list in the workbook."""

    def __init__(self) -> None:
        super().__init__(
            Say("No list was found. The sheet needs a column of days, one of minutes, and ID numbers, phones or names.")
        )


class TooManyLines(Refusal):
    """A workbook longer than one sitting."""

    def __init__(self, most: int) -> None:
        super().__init__(Say("The file has more than %(most)d lines. Split it.", most=most))


class NobodyToDraw(Refusal):
    """Everybody was drawn, or nobody has signed in yet."""

    def __init__(self) -> None:
        super().__init__(Say("Nobody is left to draw: learners are drawn once they have signed in, each only once."))


class SignedThemIn(Refusal):
    """Who signed a learner in cannot confirm it."""

    def __init__(self) -> None:
        super().__init__(
            Say("You signed this learner in. A colleague who did not calls back, so that there are two evidences.")
        )


class AnsweredAlready(Refusal):
    """What somebody said stands."""

    def __init__(self) -> None:
        super().__init__(Say("This was answered already. What the learner said stays as it is."))


class NotEnoughHours(Refusal):
    """The attendance does not reach the share that is asked for."""

    def __init__(self, have: int, need: int) -> None:
        super().__init__(
            Say("%(have)d minutes were attended, %(need)d are asked for. Who attended less does not pass.",
                have=have, need=need)
        )  # fmt: skip


class NotEnoughPoints(Refusal):
    """The score does not reach what is asked for."""

    def __init__(self, need: int) -> None:
        super().__init__(Say("Who passes has at least %(need)d points.", need=need), field="score")


class NotProven(Refusal):
    """No certificate before the second evidence."""

    def __init__(self, why: Any) -> None:
        super().__init__(Say("No certificate yet: %(why)s", why=why))


class OwnObjection(Refusal):
    """Who enrolled somebody does not settle that this somebody objects."""

    def __init__(self) -> None:
        super().__init__(Say("You enrolled this learner. Somebody else settles what the learner objects to."))
