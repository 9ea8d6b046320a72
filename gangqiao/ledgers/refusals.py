"""Why a ledger cannot answer, each in a sentence that says how to go on."""

from __future__ import annotations

from typing import Any

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say


class NothingTyped(Refusal):
    """The find box was sent empty."""

    def __init__(self) -> None:
        super().__init__(
            Say("Type a name, pinyin, an ID number, a phone number or a household number, then find."), field="q"
        )


class NobodyFound(Refusal):
    """A number that nobody of the reader's area has; the same sentence whether or not somebody elsewhere has it."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            Say("Nobody in your area has this: %(label)s. Check the digits, or look for the name.", label=label),
            field="q",
        )


class TooManyMisses(Refusal):
    """The day's quota of numbers that nobody has is used up (security.md, faults table, 10)."""

    def __init__(self, most: int) -> None:
        super().__init__(
            Say(
                "You looked for %(most)s numbers today that nobody in your area has. Finding by number is closed until "
                "tomorrow; find by name, or ask the headquarters office.",
                most=most,
            ),
            field="q",
        )


class NumbersNotYours(Refusal):
    """The reader's post does not read personal fields, so it may not test numbers either."""

    def __init__(self) -> None:
        super().__init__(
            Say("Your post does not read ID and phone numbers, so it cannot find by them. Find by name."), field="q"
        )


class WrongFilter(Refusal):
    """A filter was given a value it does not know."""

    def __init__(self, label: Any, raw: str, key: str) -> None:
        super().__init__(
            Say(
                "“%(label)s” cannot be “%(raw)s”, so this filter was left out. Choose it again.",
                label=label,
                raw=raw[:30],
            ),
            field=key,
        )


class PlaceLost(Refusal):
    """The place in the list is gone, or its mark was not made by us."""

    def __init__(self) -> None:
        super().__init__(Say("This place in the list no longer exists. You see the list from its beginning."))
