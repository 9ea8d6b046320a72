"""Why an act about a claim can be refused, each in a sentence that says how to go on."""

from __future__ import annotations

from datetime import date

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class MakerIsNoChecker(Refusal):
    """Somebody lays a second hand on a claim."""

    def __init__(self) -> None:
        super().__init__(
            Say(
                "You have already had a hand in this claim. Whoever makes or checks a claim does not check it again;"
                " ask a colleague."
            )
        )


class NotNextDesk(Refusal):
    """The claim waits at another desk."""

    def __init__(self, desk: object) -> None:
        super().__init__(Say("The claim waits elsewhere: %(desk)s. Open the claim to see its way.", desk=desk))


class AlreadyClaimed(Refusal):
    """The same person, programme and period is claimed already."""

    def __init__(self, code: str = "") -> None:
        super().__init__(Say("This was claimed already for the same period (%(code)s). Open that claim.", code=code))


class NotEntitled(Refusal):
    """The rule does not give anything."""

    def __init__(self, reason: object = "") -> None:
        super().__init__(Say("The rule gives nothing here: %(reason)s", reason=reason))


class Unconfirmed(Refusal):
    """A number of the rule stands in no document anybody has confirmed."""

    def __init__(self, what: object) -> None:
        super().__init__(
            Say(
                "Nothing is paid by this rule yet: %(what)s is not confirmed. Confirm it with the number of its"
                " document on the page of the rule.",
                what=what,
            )
        )


class StillBlocked(Refusal):
    """A blocking finding, or an objection, is open."""

    def __init__(self, what: object) -> None:
        super().__init__(Say("The claim is held back: %(what)s. Settle that first.", what=what))


class StillPublished(Refusal):
    """The days of the publicity are not over."""

    def __init__(self, last: date) -> None:
        super().__init__(Say("The publicity lasts until %(last)s. Go on after that day.", last=last))


class NotWhatWasApproved(Refusal):
    """A claim does not say any more what it said."""

    def __init__(self, code: str) -> None:
        super().__init__(
            Say(
                "Claim %(code)s does not say any more what was published and approved. Send it back, and look at the"
                " log.",
                code=code,
            )
        )


class PayingIsLocked(Refusal):
    """The database was restored from an older copy."""

    def __init__(self) -> None:
        super().__init__(
            Say(
                "Paying is locked since the database was restored. Bring in the bank's statement on the page of"
                " payments first."
            )
        )
