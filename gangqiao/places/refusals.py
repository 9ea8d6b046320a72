"""Why a place was not found or a change of the tree was refused, each in a sentence that says how to mend it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.functional import lazystr
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.errors import Refusal


def _say(sentence: Any, **values: Any) -> Any:
    # Lazy to the end: the same refusal is shown to a Chinese and to an English reader.
    return format_lazy(sentence, **{key: lazystr(value) for key, value in values.items()})


class UnknownDivision(Refusal):
    """No division carries the code, or has the key, on the day."""

    def __init__(self, code: str, day: dt.date, *, field: str = "") -> None:
        super().__init__(
            _say(
                _(
                    "There is no division with the code “{code}” on {day}. "
                    "Choose the division from the list, or ask the city office to add it."
                ),
                code=code,
                day=day.isoformat(),
            ),
            field=field,
        )


class WrongLevel(Refusal):
    """A division cannot lie directly below the one named."""

    def __init__(self, name: str, level: Any, parent: str, parent_level: Any) -> None:
        super().__init__(
            _say(
                _(
                    "“{name}” ({level}) cannot lie directly below “{parent}” ({parent_level}). "
                    "Choose the division one level above it."
                ),
                name=name,
                level=level,
                parent=parent,
                parent_level=parent_level,
            ),
            field="parent",
        )


class ChildBeforeParent(Refusal):
    """A division would exist on days on which the one above it does not."""

    def __init__(self, name: str, parent: str, begins: dt.date, ends: dt.date | None) -> None:
        sentence = (
            _("“{name}” must lie within the time of “{parent}”, from {begins}. Correct the first day.")
            if ends is None
            else _("“{name}” must lie within the time of “{parent}”, {begins} until before {ends}. Correct the days.")
        )
        super().__init__(
            _say(sentence, name=name, parent=parent, begins=begins.isoformat(), ends=ends.isoformat() if ends else ""),
            field="valid_from",
        )


class NameMissing(Refusal):
    def __init__(self) -> None:
        super().__init__(_("The name is missing. Enter the official name of the division."), field="name")


class CodeTaken(Refusal):
    """The code names another division at the same time."""

    def __init__(self, code: str, holder: str) -> None:
        super().__init__(
            _say(
                _(
                    "The code “{code}” already belongs to “{holder}” at that time. "
                    "Check the code, or end it there first."
                ),
                code=code,
                holder=holder,
            ),
            field="code",
        )


class SameName(Refusal):
    def __init__(self, name: str) -> None:
        super().__init__(_say(_("The division is already called “{name}”. Enter the new name."), name=name))


class DayOutOfOrder(Refusal):
    """A change would lie before an earlier change of the same division, outside its life, or in the future."""

    def __init__(self, name: str, day: dt.date, earliest: dt.date, latest: dt.date) -> None:
        super().__init__(
            _say(
                _("“{name}” cannot change on {day}: choose a day after {earliest} and not after {latest}."),
                name=name,
                day=day.isoformat(),
                earliest=earliest.isoformat(),
                latest=latest.isoformat(),
            ),
            field="on",
        )


class NotOneToMany(Refusal):
    """A succession is a split (one old) or a merger (one new), with at least one of each."""

    def __init__(self) -> None:
        super().__init__(
            _("One division is split into several, or several become one. Enter other changes as two steps.")
        )


class ChildWithoutSuccessor(Refusal):
    """A split does not say where some of the divisions below go."""

    def __init__(self, names: Sequence[str]) -> None:
        shown = "、".join(names[:5]) + ("…" if len(names) > 5 else "")
        super().__init__(
            _say(_("Say to which new division these go: {names} ({count} in all)."), names=shown, count=len(names)),
            field="hands_over",
        )


class NowhereOnEarth(Refusal):
    def __init__(self) -> None:
        super().__init__(
            _("A longitude lies between -180 and 180, a latitude between -90 and 90. Check whether they were swapped."),
            field="longitude",
        )
