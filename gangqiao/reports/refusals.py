"""Why a layout cannot be taught or filled, or two figures cannot be compared; each sentence says how to go on."""

from __future__ import annotations

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class NotAWorkbook(Refusal):
    """Only .xlsx keeps its layout when it is filled."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Say(
                "“%(name)s” is no .xlsx workbook. Open it in Excel or WPS, save it as .xlsx, and upload that.",
                name=name,
            ),
            field="file",
        )


class TooWide(Refusal):
    """A form larger than anybody fills by hand."""

    def __init__(self, name: str, most: int) -> None:
        super().__init__(
            Say(
                "“%(name)s” is larger than %(most)s megabytes. An empty form is smaller: take the filled rows and "
                "pictures out and upload it again.",
                name=name,
                most=most,
            ),
            field="file",
        )


class NoSuchCell(Refusal):
    """A cell that is not on the sheet."""

    def __init__(self, text: str) -> None:
        super().__init__(Say("There is no cell “%(text)s” on this sheet. Write it like B5.", text=text[:20]), field="c")


class WrongPlace(Refusal):
    """What is to stand in a cell is not known."""

    def __init__(self, text: str) -> None:
        super().__init__(
            Say("“%(text)s” is nothing that can be filled in. Choose again.", text=text[:60]), field="what"
        )


class WrongBlock(Refusal):
    """The lines of a list do not fit the sheet."""

    def __init__(self) -> None:
        super().__init__(
            Say("The last line of the list lies before its first. Give the line of the first and the last record."),
            field="last",
        )


class InUse(Refusal):
    """A version in use is not changed any more."""

    def __init__(self) -> None:
        super().__init__(Say("This version is in use and stays as it is. Begin a new version to change it."))


class NothingTaught(Refusal):
    """Nothing was said about the workbook yet."""

    def __init__(self) -> None:
        super().__init__(Say("Nothing has been said yet about what goes where. Choose a cell and say it, then use it."))


class DayAhead(Refusal):
    """A figure of a day to come."""

    def __init__(self) -> None:
        super().__init__(Say("This day has not come yet. Choose today or a day before."), field="day")


class LayoutChanged(Refusal):
    """The layout is not what it was when it was asked for and approved."""

    def __init__(self, title: str) -> None:
        super().__init__(
            Say(
                "The layout “%(title)s” has been changed since it was asked for. Nothing was filled: ask again.",
                title=title,
            )
        )


class LayoutPutAway(Refusal):
    """The layout is not in use any more."""

    def __init__(self, title: str) -> None:
        super().__init__(
            Say(
                "The layout “%(title)s” has been put away since it was asked for. Nothing was filled: bring the layout "
                "back or take another, and ask again.",
                title=title,
            )
        )


class NothingInFull(Refusal):
    """The chosen version has none of the columns that were ticked."""

    def __init__(self, version: int) -> None:
        super().__init__(
            Say("Version %(number)s has no such column. Untick it, or choose another version.", number=version),
            field="clear",
        )


class TooManyForPost(Refusal):
    """The reader's post sees figures only."""

    def __init__(self) -> None:
        super().__init__(
            Say("This layout lists people, and your post reads figures only. Ask an office that keeps the records.")
        )


class ListWithoutPeople(Refusal):
    """No column of an uploaded list names people."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Say(
                "No column of “%(name)s” holds ID numbers or names. Write the headings above the list, as in the "
                "blank workbooks, and upload it again.",
                name=name,
            ),
            field="file",
        )


class TooManyRecords(Refusal):
    """A form is not the place for a whole county."""

    def __init__(self, most: int) -> None:
        super().__init__(
            Say(
                "The list would have more than %(most)s lines. Fill it for a smaller area, give the list a filter, or "
                "take the ledger out by an export.",
                most=most,
            )
        )


class TooLarge(Refusal):
    """An uploaded list beyond what is compared."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Say("“%(name)s” is larger than 20 megabytes. Keep the columns with ID number and name only.", name=name),
            field="file",
        )
