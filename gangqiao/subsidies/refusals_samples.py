"""Why a sample of payments cannot be drawn, checked or decided, each in a sentence that says how to go on."""

from __future__ import annotations

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class NothingToDraw(Refusal):
    """Nothing was paid in these days, or enough of it was drawn already."""

    def __init__(self) -> None:
        super().__init__(
            Say("Nothing was paid in these days, or their share was drawn already. Choose other days.")
        )  # fmt: skip


class SeedMissing(Refusal):
    """Nobody could draw again what was drawn without a word."""

    def __init__(self) -> None:
        super().__init__(Say("Name a word to draw by: anybody who draws by it gets the same."), field="seed")


class WrongDays(Refusal):
    """The last day lies before the first, or days have not come yet."""

    def __init__(self) -> None:
        super().__init__(Say("The days are the wrong way round, or have not come yet."), field="last")


class SampleNeedsWords(Refusal):
    """Nothing is found, heard or decided without saying what."""

    def __init__(self, field: str = "words") -> None:
        super().__init__(Say("Say in words what was found, heard or decided."), field=field)


class HandChecksNoSample(Refusal):
    """Who made, checked or approved the claim would check its sample."""

    def __init__(self) -> None:
        super().__init__(
            Say("You have had a hand in this claim. Its sample is checked by somebody else; ask a colleague.")
        )


class StillTime(Refusal):
    """ "No answer in time" before the time is over."""

    def __init__(self) -> None:
        super().__init__(Say("The time to bring evidence is not over yet. Wait for it, or say what is in doubt."))


class HearFirst(Refusal):
    """Somebody would be judged unheard."""

    def __init__(self) -> None:
        super().__init__(Say("The person was not heard yet. Write down what the person says, then decide."))


class NotToBeHeard(Refusal):
    """Nothing about this payment is in doubt, or it is decided."""

    def __init__(self) -> None:
        super().__init__(Say("There is nothing to be heard about: it was found in order, or is decided."))


class DecidedByAnother(Refusal):
    """Who checked would decide."""

    def __init__(self) -> None:
        super().__init__(Say("You checked this payment yourself. Somebody else decides about it."))


class UnknownSanction(Refusal):
    """A result or sanction that is not on the list."""

    def __init__(self, field: str = "sanction") -> None:
        super().__init__(Say("Choose one of the list."), field=field)
