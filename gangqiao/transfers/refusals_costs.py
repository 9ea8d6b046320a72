"""What is refused about the costs of a batch, in a sentence each. The other line is named by its batch alone."""

from __future__ import annotations

from typing import Any

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class NotOfTheList(Refusal):
    def __init__(self, field: str) -> None:
        super().__init__(Say("Choose one of the list."), field=field)


class TooMuch(Refusal):
    def __init__(self, most: Any) -> None:
        super().__init__(
            Say("More than %(most)s yuan for one person is a slip of the keyboard. Check the amount.", most=most),
            field="amount",
        )


class NothingPaid(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("The amount must be more than nothing."), field="amount")


class NotYetPaid(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("The day lies in the future. Record a cost on the day it was paid, or later."), field="on")


class NotOfThisBatch(Refusal):
    def __init__(self, field: str) -> None:
        super().__init__(Say("This does not belong to the batch. Choose again."), field=field)


class RecordedAlready(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("This was recorded already, from the same fund line. It is paid once."), field="kind")


class PaidFromElsewhere(Refusal):
    """One thing for one person, from two fund lines."""

    def __init__(self, fund_line: Any) -> None:
        super().__init__(
            Say("This is paid from “%(fund)s” already. Two fund lines do not pay for one thing.", fund=fund_line),
            field="fund_line",
        )


class PaidInOtherBatch(Refusal):
    def __init__(self, number: str, kind: Any) -> None:
        super().__init__(
            Say(
                "For this journey “%(kind)s” was paid in batch %(number)s already. A person makes it once.",
                kind=kind,
                number=number,
            ),
            field="kind",
        )


class DoesNotGoTogether(Refusal):
    """An allowance beside a seat or a ticket, whoever paid it."""

    def __init__(self, kind: Any, number: str) -> None:
        super().__init__(
            Say(
                "“%(kind)s” is paid for this journey already (batch %(number)s). The allowance is for those alone who "
                "paid their own way.",
                kind=kind,
                number=number,
            ),
            field="kind",
        )


class RodeAlong(Refusal):
    def __init__(self) -> None:
        super().__init__(
            Say("The person travels in a vehicle of the batch. The allowance is for those who travel on their own."),
            field="kind",
        )


class TravelsAlone(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("The person travels on the own account and has no part in a vehicle."), field="kind")


class DidNotTravel(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("The person did not travel in this batch. This is not paid for them."), field="passenger")


class PaidForAll(Refusal):
    def __init__(self) -> None:
        super().__init__(
            Say("This is paid for the whole vehicle or batch already. Take that line back to divide it by person."),
            field="kind",
        )


class PaidByPerson(Refusal):
    def __init__(self) -> None:
        super().__init__(
            Say("This is paid by person or by vehicle already. Take those lines back to record it as a whole."),
            field="kind",
        )


class ReceiptUsed(Refusal):
    def __init__(self, number: str) -> None:
        super().__init__(
            Say("A receipt with this number is recorded in batch %(number)s already.", number=number), field="document"
        )


class TakenBackAlready(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("This line was taken back already."))


class WhyTakenBack(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("Say in a sentence why the line is taken back."), field="reason")


class NotUnderWayYet(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("The cost of the vehicles is divided among those who rode. The batch must depart first."))


class NothingToSpread(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("No vehicle has a cost that is not divided yet, and somebody who rode in it."))


class SomebodyPaidAlready(Refusal):
    def __init__(self, many: int) -> None:
        super().__init__(
            Say("%(many)s of those who rode have a payment for the same way already. Take it back first.", many=many)
        )


class NobodyToPay(Refusal):
    """Nobody of the batch may be paid this, or everybody is."""

    def __init__(self) -> None:
        super().__init__(
            Say("Nobody is left to be paid this: everybody is paid already, did not travel, or travels otherwise."),
            field="target",
        )
