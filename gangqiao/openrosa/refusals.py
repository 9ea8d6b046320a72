"""What the door for other phone apps refuses: answers of the protocol with their status, and faults of entities."""

from __future__ import annotations

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class Answer(Refusal):
    """A request that is not taken. status: of HTTP."""

    status = 400


class NotXml(Answer):
    def __init__(self) -> None:
        super().__init__(Say("The form is not well-formed XML. Send it again, or ask the office."))


class TooDeep(Answer):
    def __init__(self) -> None:
        super().__init__(Say("The form is larger or deeper than any form of ours. Ask the office."))


class NoForm(Answer):
    def __init__(self) -> None:
        super().__init__(Say("The request brings no form (xml_submission_file)."))


class NoInstance(Answer):
    def __init__(self) -> None:
        super().__init__(Say("The form has no number of its own (instanceID)."))


class VersionHeader(Answer):
    def __init__(self) -> None:
        super().__init__(Say("The header X-OpenRosa-Version is missing."))


class TooLarge(Answer):
    status = 413

    def __init__(self, most: int) -> None:
        super().__init__(Say("More than %(most)d MB at once are not taken. Send fewer or smaller pictures.", most=most))


class NoSuchForm(Answer):
    status = 404

    def __init__(self) -> None:
        super().__init__(Say("There is no such form here, or no such version of it. Get the forms again."))


class FormClosed(Answer):
    status = 409

    def __init__(self) -> None:
        super().__init__(Say("The survey is closed: nothing more is taken. Ask the office."))


class OtherContent(Answer):
    status = 409

    def __init__(self) -> None:
        super().__init__(Say("A form with this number and other content has come already."))


class Withdrawn(Answer):
    status = 409

    def __init__(self) -> None:
        super().__init__(Say("This form was taken back at the desk and is not taken again."))


class NotNewest(Answer):
    status = 409

    def __init__(self) -> None:
        super().__init__(Say("The form changed here is not the newest one. Get it again, and change that one."))


class Fault(Refusal):
    """An entity that cannot be carried over. It stands in the list of work; the other entities go on."""


class NoKey(Fault):
    def __init__(self) -> None:
        super().__init__(Say("The entity has no valid number (id)."))


class NoAct(Fault):
    def __init__(self) -> None:
        super().__init__(Say("The form says neither to create nor to update."))


class UnknownList(Fault):
    def __init__(self, name: str) -> None:
        super().__init__(Say("There is no list “%(name)s”.", name=name[:40]))


class WrongNumber(Fault):
    def __init__(self, name: str) -> None:
        super().__init__(Say("“%(name)s” is not a valid number.", name=name))


class TrunkAlone(Fault):
    def __init__(self) -> None:
        super().__init__(Say("A trunk version is named without its branch."))


class TrunkAhead(Fault):
    def __init__(self, trunk: int, version: int) -> None:
        super().__init__(
            Say("The phone names version %(trunk)d, but there are only %(version)d.", trunk=trunk, version=version)
        )


class NoBase(Fault):
    def __init__(self) -> None:
        super().__init__(Say("The form does not say which version it changes."))


class BaseMissing(Fault):
    def __init__(self, base: int) -> None:
        super().__init__(Say("There is no version %(base)d to change.", base=base))


class NotListed(Fault):
    def __init__(self) -> None:
        super().__init__(Say("This person or household is not in the list of this village (any more)."))


class KeyUsed(Fault):
    def __init__(self) -> None:
        super().__init__(Say("This number has been given already. It cannot be created a second time."))


class LabelMissing(Fault):
    def __init__(self) -> None:
        super().__init__(Say("The new entry has no name (label)."))


class NamedTwice(Fault):
    def __init__(self) -> None:
        super().__init__(Say("The form names the same entry twice; the first is taken."))


class GroupMissing(Fault):
    def __init__(self) -> None:
        super().__init__(Say("Choose the villagers' group the household lives in."), field="group")


class NoHead(Fault):
    def __init__(self) -> None:
        super().__init__(Say("A new household needs its head. Enter the head as a member."))


class HouseholdMissing(Fault):
    def __init__(self) -> None:
        super().__init__(Say("The person comes with no household."))


class HouseholdFailed(Fault):
    def __init__(self) -> None:
        super().__init__(Say("The household of this person is not on the register yet; see its own entry."))


class NobodyBehind(Fault):
    def __init__(self) -> None:
        super().__init__(
            Say("Answers came for somebody whose registration never arrived. Register the person, then settle this.")
        )


class Unexpected(Fault):
    def __init__(self, request: str) -> None:
        super().__init__(
            Say("Something went wrong here that is not your fault. Try again; tell the office %(request)s.",
                request=request)
        )  # fmt: skip


class ReasonMissing(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("Say in a few words what was done about it."), field="reason")


class NotAVillageHere(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("Choose one village: a phone carries the lists of one."), field="village")
