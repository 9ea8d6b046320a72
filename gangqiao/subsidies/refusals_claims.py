"""Why a claim is not made, signed or objected to, each in a sentence that says how to go on."""

from __future__ import annotations

from datetime import date

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class NoSuchRule(Refusal):
    """The book of the day has no rule of this name."""

    def __init__(self, key: str) -> None:
        super().__init__(Say("There is no rule “%(key)s” on this day. Choose one from the list of rules.", key=key))


class NotInForce(Refusal):
    """The rule does not hold on the day."""

    def __init__(self, day: date) -> None:
        super().__init__(Say("The rule is not in force on %(day)s. Choose another day or another rule.", day=day))


class WrongApplicant(Refusal):
    """Somebody else applies for what the rule gives."""

    def __init__(self, who: object) -> None:
        super().__init__(Say("Whoever may apply by this rule is: %(who)s. Make the claim in their name.", who=who))


class UnknownFact(Refusal):
    """A fact is declared that the rule does not read."""

    def __init__(self, key: str) -> None:
        super().__init__(Say("The rule asks nothing called “%(key)s”. Leave it out.", key=key))


class RegisterKnows(Refusal):
    """An applicant declares what the register knows otherwise."""

    def __init__(self, fact: object, key: str = "") -> None:
        super().__init__(
            Say(
                "The register knows “%(fact)s” already. What an applicant says does not change it: put the register"
                " right first.",
                fact=fact,
            ),
            field=key,
        )


class DayAhead(Refusal):
    """A day that has not come."""

    def __init__(self, field: str = "") -> None:
        super().__init__(Say("This day has not come yet. Enter today or a day before."), field=field)


class Barred(Refusal):
    """Who took money wrongly makes no claim for a time."""

    def __init__(self, until: date) -> None:
        super().__init__(
            Say("No claim can be made until %(until)s: money was taken wrongly before. It may be claimed after that"
                " day.", until=until)
        )  # fmt: skip


class SignatureMissing(Refusal):
    """Two people sign an amount of this size, and the first has not."""

    def __init__(self) -> None:
        super().__init__(Say("Two people sign an amount of this size. Let a colleague sign as the first of two."))


class OneIsEnough(Refusal):
    """One signature is enough."""

    def __init__(self) -> None:
        super().__init__(Say("One signature is enough for this amount. Approve the claim."))


class SignedAlready(Refusal):
    """The first of two has signed."""

    def __init__(self) -> None:
        super().__init__(Say("The first of two has signed already. Now somebody else approves."))


class NotPublishedNow(Refusal):
    """Objections are taken while a claim is published."""

    def __init__(self) -> None:
        super().__init__(Say("Objections are taken down while a claim is published. Write to the office instead."))


class WordsMissing(Refusal):
    """Nothing was written."""

    def __init__(self, field: str = "words") -> None:
        super().__init__(Say("Write in one sentence what is meant."), field=field)


class AnsweredBefore(Refusal):
    """The objection was answered."""

    def __init__(self) -> None:
        super().__init__(Say("This objection is answered already."))


class AnotherAnswers(Refusal):
    """Who had a hand in a claim does not judge what is said against it."""

    def __init__(self) -> None:
        super().__init__(
            Say("You have had a hand in this claim. Whoever made, checked or signed it does not answer an objection;"
                " ask a colleague.")
        )  # fmt: skip


class ClaimIsOver(Refusal):
    """Nothing is brought any more for a claim that came to nothing."""

    def __init__(self) -> None:
        super().__init__(Say("This claim has ended. Make a new claim, and add the evidence there."))


class EvidenceKind(Refusal):
    """Which evidence it is, was not said."""

    def __init__(self) -> None:
        super().__init__(Say("Choose one of the kinds of evidence."), field="kind")


class EvidenceMissing(Refusal):
    """Neither a file nor words."""

    def __init__(self) -> None:
        super().__init__(Say("Bring a picture or a PDF, or write what was seen."), field="picture")


class NotADocument(Refusal):
    """The file is neither a picture nor a PDF."""

    def __init__(self) -> None:
        super().__init__(Say("This is neither a picture (JPEG, PNG, WebP) nor a PDF."), field="picture")


class DocumentTooLarge(Refusal):
    """The file is too large."""

    def __init__(self, most: int) -> None:
        super().__init__(
            Say("The file has more than %(most)s MB. Take the picture with fewer pixels, or bring fewer pages.",
                most=most), field="picture",
        )  # fmt: skip


class ComesByItself(Refusal):
    """Claims of the rule are made from sheets and classes."""

    def __init__(self) -> None:
        super().__init__(
            Say("Claims of this rule come by themselves from sheets and classes. Look at the page of those claims.")
        )
