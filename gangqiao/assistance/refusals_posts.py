"""Why an act on public posts can be refused, each in a sentence that says how to go on."""

from __future__ import annotations

from datetime import date
from typing import Any

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class SamePerson(Refusal):
    """Proposing, checking and approving are three people's; choosing and publishing are two's."""

    def __init__(self) -> None:
        super().__init__(Say("You have done an earlier step of this yourself. Somebody else does this one."))


class QuotaOverdrawn(Refusal):
    def __init__(self, free: int) -> None:
        super().__init__(
            Say("The quota has %(n)d places left. Ask for less, or have the quota raised first.", n=free),
            field="places",
        )


class QuotaTaken(Refusal):
    def __init__(self, taken: int) -> None:
        super().__init__(
            Say("%(n)d places of it are given away already. It cannot have fewer.", n=taken), field="places"
        )


class QuotaElsewhere(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("The quota is of another area. Choose one that holds the village."), field="quota")


class QuotaDays(Refusal):
    def __init__(self, first: date, last: date) -> None:
        super().__init__(
            Say("The quota holds from %(first)s to %(last)s. Choose days within.", first=first, last=last),
            field="ends_on",
        )


class QuotaSetAlready(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("This quota is set already. Change it instead."), field="area")


class TooManyAsked(Refusal):
    """A number that makes no sense."""

    def __init__(self, field: str) -> None:
        super().__init__(Say("Give a number of at least one."), field=field)


class TermTooLong(Refusal):
    def __init__(self, most: int) -> None:
        super().__init__(Say("A term is at most %(n)d months.", n=most), field="months")


class NotYetOver(Refusal):
    """Days that must pass have not passed."""

    def __init__(self, last: date) -> None:
        super().__init__(Say("It stands until %(day)s, that day included. Do this the day after.", day=last))


class OpenObjection(Refusal):
    def __init__(self, many: int) -> None:
        super().__init__(Say("Objections that nobody has answered yet: %(n)d. Have them answered first.", n=many))


class NoPlaceFree(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("No place of this post is free. Somebody leaves first, or is not chosen."))


class NobodyChosen(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("Nobody is chosen. Choose from the list of applicants first."))


class NotOfVillage(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("The person is of another village. The list is open to the people of this village."))


class RecordClosed(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("This record is closed. The person cannot apply."))


class ListClosed(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("The list of applicants is not open now. It opens with the announcement."))


class AppliedAlready(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("The person has applied for this post already."))


class KinInWords(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("Write with whom, and how they are related."), field="kin_words")


class NotNow(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("This is possible while the post is at another step only. Look at its steps."))


class NotEntitled(Refusal):
    """A condition is not met, or its fact is missing."""

    def __init__(self, first: Any) -> None:
        super().__init__(Say("Not possible, because this is not met or not known: “%(what)s”", what=first))


class OrderNotFollowed(Refusal):
    def __init__(self) -> None:
        super().__init__(
            Say("Others come first by the stated rules. Write why this person is chosen before them."), field="reason"
        )


class HoldsPost(Refusal):
    """The person holds a public post, whichever department gave it."""

    def __init__(self, name: str = "") -> None:
        super().__init__(
            Say("%(name)s holds a public post already. One person holds one: that one ends first.", name=name)
        )


class ObjectionWhen(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("Objections are taken while the choice is published. After that, record a complaint."))


class ObjectionWords(Refusal):
    def __init__(self, field: str = "words") -> None:
        super().__init__(Say("Write what is said, in one sentence at least."), field=field)


class AnsweredAlready(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("This objection is answered already."))


class AgreementDays(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("The agreement ends before it begins. Check both days."), field="ends_on")


class InsuranceMissing(Refusal):
    def __init__(self, field: str = "insurance_no") -> None:
        super().__init__(
            Say("Without an accident insurance that holds today nobody goes on duty. Record its number and last day."),
            field=field,
        )


class AgreementMissing(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("Without a signed agreement nobody goes on duty. Record the day it was signed."))


class DutyNotBegun(Refusal):
    def __init__(self, first: date) -> None:
        super().__init__(Say("The agreement begins on %(day)s. Put the holder on duty that day.", day=first))


class WorksElsewhere(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("The register has this person at work at the same time. Look at the person's file first."))


class NothingFound(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("Nothing was found of this holder that waits to be looked into."))


class StillToSign(Refusal):
    def __init__(self) -> None:
        super().__init__(
            Say("Somebody chosen is not on duty yet. Put everybody on duty, or end it for who does not come.")
        )


class StillHeld(Refusal):
    def __init__(self, many: int) -> None:
        super().__init__(
            Say("%(n)d people hold it. End their duty first; the reason is that the post is closed.", n=many)
        )


class EndDay(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("The day lies ahead, or before the duty began. Check it."), field="ended_on")
