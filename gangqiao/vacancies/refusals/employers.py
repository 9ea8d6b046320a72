"""What is refused about employers, in a sentence each."""

from __future__ import annotations

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class ListedAlready(Refusal):
    """The credit code is another employer's."""

    def __init__(self, name: str, keeper: str) -> None:
        super().__init__(
            Say("“%(name)s” is listed with this credit code already, kept by: %(keeper)s.", name=name, keeper=keeper),
            field="credit_code",
        )


class KeptByAnother(Refusal):
    """The place of work belongs to another township."""

    def __init__(self, township: str) -> None:
        super().__init__(
            Say("It works in %(township)s, whose office keeps it. Ask that office to list it.", township=township),
            field="place",
        )


class VerifiedFact(Refusal):
    """Name or credit code of a verified employer would change without a new verification."""

    def __init__(self, field: str) -> None:
        super().__init__(
            Say("Name and credit code of a verified employer change only by whoever verifies. Ask your office."),
            field=field,
        )


class CodeMissing(Refusal):
    """A licence or the public register was looked at, but no credit code stands in the record."""

    def __init__(self) -> None:
        super().__init__(
            Say("A licence and the public register show the credit code. Record it first, then verify."),
            field="evidence",
        )


class ArrearsOpen(Refusal):
    """Wages are owed, so nobody is sent there."""

    def __init__(self) -> None:
        super().__init__(
            Say("Wages are still owed here. Verify it once they are paid and the record says so."), field="evidence"
        )


class DayAhead(Refusal):
    def __init__(self, field: str = "on") -> None:
        super().__init__(Say("This day has not come yet. Choose today or an earlier day."), field=field)


class TooManyPoor(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("More registered poor than people employed. Check both numbers."), field="poor_employed")


class TradesMissing(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("People are wanted. Say for which trades."), field="wanted_trades")


class NothingCounted(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("Give at least how many are employed now, or how many are wanted."), field="headcount")


class NothingSaid(Refusal):
    """A call without an answer."""

    def __init__(self) -> None:
        super().__init__(Say("Nothing was answered. Choose “as promised” or “not as promised” at least once."))


class UnknownEmployer(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("There is no such employer. Look it up in the list."))


class NotVerified(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("Only a verified employer gets an account. Verify it first."))


class EvidenceTooLarge(Refusal):
    def __init__(self, megabytes: int) -> None:
        super().__init__(Say("The file is larger than %(n)d MB. Choose a smaller one.", n=megabytes), field="file")


class NotAnEvidence(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("Kept are photographs (JPEG, PNG) and PDF. Choose such a file."), field="file")
