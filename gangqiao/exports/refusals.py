"""What is refused about exports, as sentences."""

from __future__ import annotations

from typing import Any

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class ChooseOneArea(Refusal):
    """The reader has several areas and named none."""

    def __init__(self) -> None:
        super().__init__(Say("You have several areas. Choose one of them in the ledger, then export."))


class NoColumns(Refusal):
    """Nothing was ticked."""

    def __init__(self) -> None:
        super().__init__(Say("No column is ticked. Tick at least one."), field="column")


class TooManyRows(Refusal):
    """More rows than an export may have."""

    def __init__(self, rows: int, most: int) -> None:
        sentence = Say(
            "These are %(rows)s rows; an export has at most %(most)s. Choose a smaller area or more filters.",
            rows=f"{rows:,}",
            most=f"{most:,}",
        )
        super().__init__(sentence)


class PurposeMissing(Refusal):
    """Sensitive columns are wanted without a purpose in words."""

    def __init__(self, shortest: int) -> None:
        sentence = Say(
            "Say in at least %(shortest)s characters what the sensitive columns are needed for and who gets the file.",
            shortest=shortest,
        )
        super().__init__(sentence, field="purpose")


class SensitiveNotYours(Refusal):
    """The post gives no sensitive columns here."""

    def __init__(self) -> None:
        super().__init__(
            Say("Your post cannot export sensitive columns here. Untick them, or ask your township office."),
            field="clear",
        )


class SensitiveNeedsWorkbook(Refusal):
    """The file could not be encrypted."""

    def __init__(self, profile: Any) -> None:
        sentence = Say(
            "“%(profile)s” cannot be encrypted. Choose a workbook, or untick the sensitive columns.", profile=profile
        )
        super().__init__(sentence, field="profile")


class NotYourOwn(Refusal):
    """The asker wants to decide."""

    def __init__(self) -> None:
        super().__init__(Say("You asked for this export yourself. Somebody else has to decide."))


class NotThereAnyMore(Refusal):
    """The file is not made yet, or gone."""

    def __init__(self) -> None:
        super().__init__(Say("The file is not there any more. Ask for the export again."))


class WeakPassword(Refusal):
    """A password that would be guessed."""

    def __init__(self, shortest: int) -> None:
        sentence = Say(
            "The password needs at least %(shortest)s characters, with letters and digits.", shortest=shortest
        )
        super().__init__(sentence, field="password")


class NotComplete(Refusal):
    """The file has not as many rows as the register."""

    def __init__(self, written: int, counted: int) -> None:
        sentence = Say(
            "The register was changed while the file was written: %(written)s rows in the file, %(counted)s in the"
            " register. No file is given out. Ask again.",
            written=f"{written:,}",
            counted=f"{counted:,}",
        )
        super().__init__(sentence)
