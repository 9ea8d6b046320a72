"""Why a rule cannot be confirmed, proposed or switched."""

from __future__ import annotations

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class NothingToConfirm(Refusal):
    """The rule, or the number of it, does not exist."""

    def __init__(self) -> None:
        super().__init__(Say("The rule has no such number. Open the page of the rule again."))


class AlreadyConfirmed(Refusal):
    """A confirmation covers what the rule says."""

    def __init__(self) -> None:
        super().__init__(Say("This is confirmed already, as the rule says it now. Open the page of the rule again."))


class NoDocument(Refusal):
    """A confirmation without the number of a document."""

    def __init__(self) -> None:
        super().__init__(
            Say("Enter the number of the document you compared it with, as it stands on the paper."), field="document"
        )


class WrongRule(Refusal):
    """One fault of a rule brought in as text."""

    def __init__(self, fault: str) -> None:
        super().__init__(Say("Put this right in the text: %(fault)s", fault=fault), field="text")


class AlreadyProposed(Refusal):
    """The same text is there."""

    def __init__(self) -> None:
        super().__init__(Say("This very text was proposed before. Open it in the list of changes."), field="text")


class ProposerSwitches(Refusal):
    """Who proposed a rule switches it on."""

    def __init__(self) -> None:
        super().__init__(Say("You proposed this rule. Another user looks at what it changes and switches it on."))


class NotProposedAnyMore(Refusal):
    """The text is on, or was switched off."""

    def __init__(self) -> None:
        super().__init__(Say("This text was switched already. To bring a rule back, propose it anew."))


class NotSwitchedOn(Refusal):
    """The text is not on."""

    def __init__(self) -> None:
        super().__init__(Say("This text is not on. Open it in the list of changes."))


class NoReason(Refusal):
    """A rule is switched off without a word."""

    def __init__(self) -> None:
        super().__init__(Say("Say in a few words why the rule is switched off."), field="reason")
