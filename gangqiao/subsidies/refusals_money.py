"""Why an act about money can be refused, each in a sentence that says how to go on."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.money import format_yuan
from gangqiao.kernel.words import Say

KIND_WORDS = {
    "granted": pgettext_lazy("account of the ledger", "granted"),
    "free": pgettext_lazy("account of the ledger", "free"),
    "reserved": pgettext_lazy("account of the ledger", "reserved"),
    "paid": pgettext_lazy("account of the ledger", "paid"),
    "owed": pgettext_lazy("account of the ledger", "owed"),
}


class KeyUsedOtherwise(Refusal):
    """A movement with this key is in the ledger and says something else."""

    def __init__(self, key: str) -> None:
        super().__init__(
            Say("The movement %(key)s is in the ledger with another sum. Look at it before you go on.", key=key)
        )


class NotEnoughMoney(Refusal):
    """More would leave an account than is in it. has: in fen."""

    def __init__(self, fund_line: object, year: int, kind: str, has: int, wanted: int) -> None:
        says = {
            "free": Say(
                "%(line)s %(year)s has %(has)s yuan free, and %(wanted)s yuan are needed. Enter the budget first, or"
                " take fewer claims.",
                line=fund_line, year=str(year), has=format_yuan(has), wanted=format_yuan(wanted),
            ),
        }  # fmt: skip
        other = Say(
            "%(line)s %(year)s has %(has)s yuan in the account “%(kind)s”, and %(wanted)s yuan would leave it. Look at"
            " the ledger.",
            line=fund_line, year=str(year), kind=KIND_WORDS[kind], has=format_yuan(has), wanted=format_yuan(wanted),
        )  # fmt: skip
        super().__init__(says.get(kind, other))


class UnknownFundLine(Refusal):
    """A fund line that is not on the list."""

    def __init__(self) -> None:
        super().__init__(Say("Choose a fund line of the list."), field="fund_line")


class NoMoney(Refusal):
    """A sum is not above nought."""

    def __init__(self) -> None:
        super().__init__(Say("A sum of money is above nought. Type it again."), field="fen")


class NoDocument(Refusal):
    """A budget or a recovery without the document it stands in."""

    def __init__(self) -> None:
        super().__init__(Say("Type the number of the document this stands in."), field="document")


class WrongShare(Refusal):
    """An alarm at no percentage."""

    def __init__(self) -> None:
        super().__init__(Say("The share of the alarm is between 1 and 100."), field="alarm_percent")


class NothingToPay(Refusal):
    """None of the claims can go into a batch. refused: how many; reason: of the first."""

    def __init__(self, refused: int = 0, reason: object = "") -> None:
        words = (
            Say("None of the %(n)d claims can be paid now. The first: %(reason)s", n=refused, reason=reason)
            if refused
            else Say("There is nothing to pay. Choose approved claims.")
        )
        super().__init__(words)


class OtherFundLine(Refusal):
    """A claim of another fund line."""

    def __init__(self) -> None:
        super().__init__(Say("It is paid from another fund line. Put it into a batch of that one."))


class OtherYear(Refusal):
    """A claim decided for another year."""

    def __init__(self, year: int) -> None:
        super().__init__(
            Say("It is paid from the budget of %(year)s. Put it into a batch of that year.", year=str(year))
        )


class NoAccount(Refusal):
    """Nobody knows where the money should go."""

    def __init__(self) -> None:
        super().__init__(
            Say("The person's own card is not on the register. Enter its account on the page of the person.")
        )


class NoPayee(Refusal):
    """A unit without account, or with one nobody has verified."""

    def __init__(self) -> None:
        super().__init__(
            Say("The account of the unit is not entered, or not verified by a second person. Do that first.")
        )


class TooManyTries(Refusal):
    """The bank returned it again and again."""

    def __init__(self) -> None:
        super().__init__(Say("The bank has returned this too often. Clear the account with the bank first."))


class OtherSumExecuted(Refusal):
    """The bank says it paid the key, with another sum."""

    def __init__(self, fen: int) -> None:
        super().__init__(
            Say("The bank has paid this already, with %(sum)s yuan. Clear it with the bank.", sum=format_yuan(fen))
        )


class ApprovedByDrafter(Refusal):
    """Whoever drafts a batch does not approve it."""

    def __init__(self) -> None:
        super().__init__(Say("You have drafted this batch yourself. A second person approves it."))


class BatchChanged(Refusal):
    """A batch does not say any more what was approved."""

    def __init__(self, number: str) -> None:
        super().__init__(
            Say(
                "Batch %(number)s does not say any more what was approved. Cancel it and draft it again.",
                number=number,
            )
        )


class AlreadyExecuted(Refusal):
    """The bank has paid a claim of the batch in the meantime."""

    def __init__(self, number: str) -> None:
        super().__init__(
            Say(
                "The bank says it has already paid a claim of batch %(number)s. Cancel the batch and draft it again;"
                " what was paid is then left out.",
                number=number,
            )
        )


class UnknownLayout(Refusal):
    """There is no such layout of a bank."""

    def __init__(self, name: str) -> None:
        super().__init__(Say("There is no layout “%(name)s” of a bank file. Choose one of the list.", name=name))


class OtherLayout(Refusal):
    """The batch was given to the bank in another layout."""

    def __init__(self, name: str) -> None:
        super().__init__(Say("The batch is at the bank in the layout “%(name)s”. Take the same file.", name=name))


class UnfitForLayout(Refusal):
    """A value does not fit into its column, or its encoding."""

    def __init__(self, column: str, key: str) -> None:
        super().__init__(
            Say("Payment %(key)s does not fit into the bank file: “%(column)s”. Choose another layout.",
                column=column, key=key)
        )  # fmt: skip


class NotAtBank(Refusal):
    """An answer to a batch that is not at the bank."""

    def __init__(self) -> None:
        super().__init__(Say("This batch is not at the bank, so that there is no answer to it."))


class UnreadableAnswer(Refusal):
    """A file is no answer of the bank."""

    def __init__(self, why: object) -> None:
        super().__init__(
            Say("The file cannot be read as an answer of the bank: %(why)s Ask the bank for it again.", why=why),
            field="file",
        )


class BroughtInElsewhere(Refusal):
    """The same file was brought in for something else."""

    def __init__(self, name: str) -> None:
        super().__init__(Say("This file was brought in before, for %(name)s.", name=name), field="file")


class ReissueOneLine(Refusal):
    """Returned claims of several fund lines at once."""

    def __init__(self) -> None:
        super().__init__(Say("Choose returned claims of one fund line."))


class NotThatMuchPaid(Refusal):
    """More would come back than was paid. fen: what was paid."""

    def __init__(self, fen: int) -> None:
        super().__init__(Say("At most what was paid can come back: %(sum)s yuan.", sum=format_yuan(fen)), field="fen")


class WrongInstalments(Refusal):
    """Too many instalments, or too few fen for them."""

    def __init__(self, most: int) -> None:
        super().__init__(Say("Choose between 1 and %(n)d instalments.", n=most), field="instalments")


class NotOpen(Refusal):
    """The recovery has ended."""

    def __init__(self) -> None:
        super().__init__(Say("This recovery has ended. Nothing more is owed."))


class ReceivedAlready(Refusal):
    """The instalment, or its receipt, counts already."""

    def __init__(self) -> None:
        super().__init__(Say("This was recorded before, with another receipt. Look at the instalments."), field="ref")


class ReceiptMissing(Refusal):
    """Money came back without the mark of its receipt."""

    def __init__(self) -> None:
        super().__init__(Say("Type the mark on the bank's receipt."), field="ref")


class ReasonMissing(Refusal):
    """An act that needs words has none."""

    def __init__(self) -> None:
        super().__init__(Say("Write one sentence that says why."), field="reason")


class WrongAccount(Refusal):
    """This is no number of an account."""

    def __init__(self) -> None:
        super().__init__(Say("An account has 8 to 30 digits. Type it again."), field="account")


class WrongPayee(Refusal):
    """An account of nobody we pay to."""

    def __init__(self) -> None:
        super().__init__(Say("Choose the employer or the provider the account belongs to."), field="subject")


class VerifiedByEnterer(Refusal):
    """Whoever enters an account does not verify it."""

    def __init__(self) -> None:
        super().__init__(Say("You have entered this account yourself. A second person verifies it."))
