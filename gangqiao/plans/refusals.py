"""What is refused about a unit's tasks and the shares of the targets, in a sentence each."""

from __future__ import annotations

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class NotYourUnit(Refusal):
    """The task is owed by a unit the actor does not answer for."""

    def __init__(self) -> None:
        super().__init__(Say("Another unit owes this task. Only that unit can say how far it is."))


class OwnWork(Refusal):
    """Somebody was about to verify what they themselves or their unit did."""

    def __init__(self) -> None:
        super().__init__(Say("Nobody verifies the work of their own unit, or what they reported. Ask another person."))


class NothingShown(Refusal):
    """Evidence without content."""

    def __init__(self) -> None:
        says = Say("Write what was done, name a figure, or choose a file: one of them is needed.")
        super().__init__(says, field="words")


class FileTooLarge(Refusal):
    """A file of evidence above the limit."""

    def __init__(self, megabytes: int) -> None:
        super().__init__(Say("The file is larger than %(n)d MB. Choose a smaller one.", n=megabytes), field="file")


class NotThatKind(Refusal):
    """A file of evidence of a kind that is not kept."""

    def __init__(self, known: str) -> None:
        super().__init__(Say("Files of this kind are not kept. Kept are: %(known)s.", known=known), field="file")


class NoPlanInForce(Refusal):
    """Shares belong to the targets of a plan in force."""

    def __init__(self) -> None:
        super().__init__(Say("No work plan is in force. Put one into force first; its targets are then shared out."))


class NoUnits(Refusal):
    """The county has no township to share anything out to."""

    def __init__(self) -> None:
        super().__init__(Say("The county has no township yet, so there is nobody to share the targets out to."))


class DraftThere(Refusal):
    """There is a draft of the shares already."""

    def __init__(self) -> None:
        super().__init__(Say("There is a draft already. Change that one, or drop it and make a new one."))


class SecondPerson(Refusal):
    """Somebody was about to issue the shares they made."""

    def __init__(self) -> None:
        super().__init__(Say("Who made or changed a draft does not issue it. Ask the leader or a second person."))


class NotOfThisPlan(Refusal):
    """A draft of a plan that is no longer in force."""

    def __init__(self) -> None:
        super().__init__(Say("Another plan is in force now. Drop this draft and make a new one."))


class NotTheirShares(Refusal):
    """The unit has no share in this version, or the version is not in force."""

    def __init__(self) -> None:
        super().__init__(Say("There are no shares in force here for your unit to take note of."))


class NoSuchCell(Refusal):
    """A number for a target, area or month that is not in the draft, or one the plan itself sets."""

    def __init__(self) -> None:
        super().__init__(Say("The form no longer fits the draft. Open it again and write the numbers anew."))


class SharesAtFault(Refusal):
    """A sum below the county's number, or a part above its whole. `field` is the target."""


class SharesNotOfTheCounty(Refusal):
    """The plan's file gives a share to a unit the county does not have."""

    def __init__(self, unit: str) -> None:
        says = Say(
            "The plan's file gives a share to “%(unit)s”, and the county has no township under that code. "
            "Mend the file and load it again.",
            unit=unit,
        )
        super().__init__(says, field="rule")
