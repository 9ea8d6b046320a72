"""What is refused about vacancies, in a sentence each."""

from __future__ import annotations

from datetime import date
from typing import Any

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class AsksMoney(Refusal):
    """Somewhere the worker is asked for money."""

    def __init__(self, sentence: Any, field: str) -> None:
        super().__init__(sentence, field=field)


class UnlawfulLimit(Refusal):
    """A limit without a legal reason, or with one that does not justify it."""


class NotYet(Refusal):
    """The vacancy may not be open to the public."""


class Incomplete(Refusal):
    """Something is missing without which nobody can decide about the post."""

    def __init__(self, label: Any, field: str) -> None:
        super().__init__(Say("“%(label)s” has no answer. Fill it in.", label=label), field=field)


class PayFalls(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("The highest pay lies below the lowest. Correct one of them."), field="pay_max")


class WrongOccupation(Refusal):
    def __init__(self, words: str) -> None:
        super().__init__(
            Say("No occupation fits “%(words)s”. Choose one of the list, or leave it empty.", words=words[:30]),
            field="occupation",
        )


class EndIsPast(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("That day is past. Choose until when the vacancy holds."), field="valid_until")


class TooLong(Refusal):
    """Valid for longer than anybody can promise."""

    def __init__(self, latest: date) -> None:
        super().__init__(
            Say("A vacancy holds until %(day)s at most; it can be prolonged then.", day=latest), field="valid_until"
        )


class OfficeOnly(Refusal):
    """What was verified would change without anybody verifying it."""

    def __init__(self, label: Any, field: str) -> None:
        super().__init__(
            Say(
                "“%(label)s” was verified and changes only by the office. Ask it, or withdraw the vacancy.", label=label
            ),
            field=field,
        )


class ChangedMeanwhile(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("Somebody changed the vacancy meanwhile. Look at it again, then repeat your change."))


class EmployerGone(Refusal):
    """The employer is barred or no longer there."""

    def __init__(self) -> None:
        super().__init__(
            Say("This employer is barred or no longer there: no vacancy of it is taken."), field="employer"
        )


class HasEnded(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("The vacancy has ended. Enter it anew if it is offered again."))


class EnteredByYourself(Refusal):
    """Four eyes: whoever entered a vacancy does not verify it."""

    def __init__(self) -> None:
        super().__init__(
            Say("You entered this vacancy yourself. Ask a colleague to verify it, of your office or of the bureau.")
        )


class TooManyHired(Refusal):
    def __init__(self, wanted: int) -> None:
        super().__init__(
            Say("More would be hired than wanted (%(n)d). Correct the number wanted first.", n=wanted), field="number"
        )


class FewerThanNone(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("Fewer than none would be hired. Check the number."), field="number")


class NoSeatFree(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("All are hired. Take back who left, or raise the number wanted."))


class CountedAlready(Refusal):
    """The same form was sent twice, or somebody counted meanwhile."""

    def __init__(self) -> None:
        super().__init__(Say("This was recorded already. Look at the number before you add to it."))


class ReasonNeeded(Refusal):
    def __init__(self) -> None:
        super().__init__(Say("Choose why the vacancy ends."), field="closed_reason")


class LinkVoid(Refusal):
    """A confirm link is wrong, too old, or about a vacancy that has changed."""

    def __init__(self) -> None:
        super().__init__(
            Say("This link no longer holds. Ring the office that looks after your vacancy: it knows what to do.")
        )


class NoNumber(Refusal):
    def __init__(self) -> None:
        super().__init__(
            Say("No mobile number is known, so no link can be sent. Ring the employer, or record the number.")
        )


class UnknownEmployer(Refusal):
    def __init__(self) -> None:
        super().__init__(
            Say("Nobody of that name or code is on your list. List the employer first, or choose another."),
            field="employer",
        )


class SeveralEmployers(Refusal):
    def __init__(self, count: int) -> None:
        super().__init__(
            Say("%(n)d employers of your list are called so. Type the credit code.", n=count), field="employer"
        )
