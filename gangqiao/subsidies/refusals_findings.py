"""Why a finding of the checks before payment cannot be settled, each in a sentence that says how to go on."""

from __future__ import annotations

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class HandSettlesNothing(Refusal):
    """Who made, checked or signed the claim would settle what speaks against it."""

    def __init__(self) -> None:
        super().__init__(
            Say("You have had a hand in this claim. Somebody else settles what speaks against it; ask a colleague.")
        )


class SettledAlready(Refusal):
    """The finding was settled, or is not found any more."""

    def __init__(self) -> None:
        super().__init__(Say("This was settled already, or is not found any more. Load the page again."))


class FindingNeedsWords(Refusal):
    """Nothing is settled without saying what was looked into."""

    def __init__(self) -> None:
        super().__init__(
            Say("Say in words what you looked into and what you saw. It stands in the self-audit book."), field="words"
        )


class UnknownOutcome(Refusal):
    """An outcome that is not on the list."""

    def __init__(self) -> None:
        super().__init__(Say("Choose how the matter was settled."), field="outcome")
