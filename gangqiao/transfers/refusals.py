"""What is refused about plans, batches and passengers, in a sentence each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class NotOpen(Refusal):
    """The list of the batch takes nobody now."""

    def __init__(self) -> None:
        super().__init__(Say("The list of this batch is not open. Choose another batch, or ask its organiser."))


class NotOpenToThem(Refusal):
    """The batch is organised for other areas."""

    def __init__(self) -> None:
        super().__init__(
            Say(
                "This batch is not open to people of this village. Choose another one, or ask its organiser to open it."
            )
        )


class NoteSettled(Refusal):
    """Somebody has settled the note of the escort."""

    def __init__(self) -> None:
        super().__init__(Say("This note was settled already, or is of a batch that others lead."))


class TooLate(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("The list is locked, and it is too late to join. Choose another batch."))


class BatchFull(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("No seat is free in this batch. Choose another batch, or plan a larger one."))


class TravelsAlready(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("This person is on the list of a batch already. Take them off there first."))


class NoReason(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("Say why the person travels: a post they said yes to, or work to return to."))


class NotTheirs(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("This belongs to another person. Choose one of the person's own."))


class RecordClosed(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("This record is closed. The person cannot travel."))


class ReasonOfList(Refusal):
    def __init__(self, field: str = "reason") -> None:
        super().__init__(Say("Choose one of the reasons of the list."), field=field)


class Moved(Refusal):
    """Somebody has just moved the passenger to another batch."""

    def __init__(self) -> None:
        super().__init__(Say("The passenger has just changed to another batch. Open the page again."))


class FewerSeatsThanPeople(Refusal):
    def __init__(self, taken: int) -> None:
        super().__init__(
            Say("%(taken)s people are on the list. There must be at least as many seats.", taken=taken), field="seats"
        )


class NobodyOnTheList(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("Nobody is on the list yet. Put people on it, or cancel the batch."))


class SomebodyOnBoard(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("Somebody is on board, or a vehicle has left. This is not possible any more."))


class AsksLess(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("The other batch asks for fewer checks. People cannot be moved past a gate."))


class NotOfTheBatch(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("Choose people who are on the list of this batch."))


class SameBatch(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("Choose another batch that is open."))


class NotSafe(Refusal):
    """What must be true before a batch or a vehicle may leave is not: every fault in a sentence."""

    def __init__(self, faults: Sequence[Any]) -> None:
        self.faults = tuple(faults)
        super().__init__(
            Say("It cannot leave: %(faults)s", faults=Lines([fault.says for fault in self.faults])),
        )


class Lines:
    """Several sentences, said one after another in the reader's language."""

    def __init__(self, says: Sequence[Any]) -> None:
        self.says = says

    def __str__(self) -> str:
        return " ".join(str(say) for say in self.says)


class MayNotBoard(Refusal):
    """The passenger does not get on: the reason in a sentence."""

    def __init__(self, says: Any) -> None:
        super().__init__(says)


class SeatTaken(Refusal):
    def __init__(self, seat: int) -> None:
        super().__init__(Say("Seat %(seat)s is taken or does not exist in this vehicle.", seat=seat), field="seat")


class NotThatTime(Refusal):
    def __init__(self, field: str = "at") -> None:
        super().__init__(Say("This time is not possible here. Check day and hour."), field=field)


class NotAllHandedOver(Refusal):
    def __init__(self, many: int) -> None:
        super().__init__(
            Say("%(many)s people who arrived are in neither list, or somebody is in both. Name each once.", many=many)
        )


class HandedOverAlready(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("This vehicle was handed over already."))


class StillOpen(Refusal):
    """People are neither on board nor marked as not come."""

    def __init__(self, many: int) -> None:
        super().__init__(
            Say("%(many)s people are neither on board nor marked as not come. Say it of each of them first.", many=many)
        )


class GateClosed(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("The gate stays closed: a valid health check is missing."))


class NoPlanNeeded(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("Nobody who said yes waits for this employer. Write the plan by hand."))


class PlanInForce(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("Only a draft can be changed. Write a new version of the plan."))


class VersionUnderWay(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("A new version of this plan is a draft already. Go on with that one."))
