"""Why an act about a public notice is refused, each in a sentence that says how to go on."""

from __future__ import annotations

from datetime import date

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class NothingToPublish(Refusal):
    """No claim waits for this publicity there."""

    def __init__(self) -> None:
        super().__init__(Say("No claim waits here for this publicity. Check the claims first."))


class NotForOneNotice(Refusal):
    """Claims of several programmes, at other desks, of another place or on another draft."""

    def __init__(self, code: str, why: object) -> None:
        super().__init__(Say("Claim %(code)s cannot stand on this notice: %(why)s. Leave it out.", code=code, why=why))


class DrafterIsNoApprover(Refusal):
    """Whoever drafted a notice approves it."""

    def __init__(self) -> None:
        super().__init__(Say("You have drafted this notice. A colleague approves it."))


class NobodyLeft(Refusal):
    """No claim of the notice can be published any more."""

    def __init__(self, why: object) -> None:
        super().__init__(Say("No claim of this notice can be published: %(why)s Take the draft down.", why=why))


class RuleNotKnown(Refusal):
    """The rule of the claims stands in no book, so nobody knows how long they are published."""

    def __init__(self, programme: str) -> None:
        super().__init__(
            Say("The rule “%(rule)s” stands in no book of that day. Bring the rule in first.", rule=programme)
        )


class DaysNotOver(Refusal):
    """The publicity is to last longer."""

    def __init__(self, last: date) -> None:
        super().__init__(Say("The notice stays up until %(last)s. End it after that day.", last=last))


class NoticeChanged(Refusal):
    """What would be printed is not what was approved."""

    def __init__(self, number: str) -> None:
        super().__init__(
            Say(
                "Notice %(number)s does not say any more what was approved. Take it down, and look at the log.",
                number=number,
            )
        )


class FiguresAlone(Refusal):
    """Somebody who reads figures alone asks for a paper with a name and reasons."""

    def __init__(self) -> None:
        super().__init__(Say("Your post sees no names here. Ask the township for the slip."))


class NoticeNotUp(Refusal):
    """A paper of what is not published."""

    def __init__(self) -> None:
        super().__init__(Say("Only a notice that was approved is printed. Have it approved first."))
