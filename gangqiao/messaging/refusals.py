"""Why a notice, a text or an act on the desk is refused."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class WrongText(ValueError):
    """A text was declared in a way that must not be: a fault of the program."""


class WrongValues(ValueError):
    """A notice was given other values than its text declares: a fault of the program."""


class ForbiddenWords(Refusal):
    """The text would carry a document or account number, or a link to somewhere else."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Say(
                "The notice was not made: its part “%(name)s” holds the number of a document or account, or a link. "
                "No message carries that.",
                name=name,
            )
        )


class NoAddress(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The notice leads to a page, but this installation has not been told its own address. "
                "Ask the system administrator to set GANGQIAO_ADDRESS."
            )
        )


class KeyUsed(Refusal):
    """The key belongs to a notice of another area or of another text."""

    def __init__(self) -> None:
        super().__init__(_("This notice was sent before. A notice is never sent twice."))


class NothingToPrint(Refusal):
    def __init__(self) -> None:
        super().__init__(_("No notice waits on paper in your area."))


class NotOnPaper(Refusal):
    def __init__(self) -> None:
        super().__init__(_("This notice does not go by hand. Look at its state first."))


class NeverOnPaper(Refusal):
    def __init__(self) -> None:
        super().__init__(_("This kind of notice goes by telephone only: its link works once and for one person."))


class NoPhone(Refusal):
    def __init__(self) -> None:
        super().__init__(_("There is no mobile number to send it to. Put it on paper, or withdraw it."))


class Stopped(Refusal):
    def __init__(self) -> None:
        super().__init__(_("This number has asked for no more messages. Put the notice on paper, or withdraw it."))


class TooLate(Refusal):
    def __init__(self) -> None:
        super().__init__(_("The time of this notice is over: what it says no longer holds. Withdraw it."))


class NeverStopped(Refusal):
    def __init__(self) -> None:
        super().__init__(_("This number has never asked for no messages."), field="phone")
