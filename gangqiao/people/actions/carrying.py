"""What other apps keep about people and households goes along when a record is carried to another area.

Their rows lie in the area of the record they are about; left behind, the old village would go on seeing them and the
new one would not. It happens in the transaction of the carrying, so that there is no moment between.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from gangqiao.kernel.scope import everywhere


@dataclass(frozen=True, slots=True)
class Companion:
    """What one app does. Both functions get keys of households and of persons, and see the whole county.

    lock   takes its rows for writing, before any household or person is locked
    carry  brings them to where the records are now; households that were only left or joined are among them. The last
           are the areas the records were in before
    """

    lock: Callable[[list[int]], None]
    carry: Callable[[list[int], list[int], set[str]], None]


_companions: dict[str, Companion] = {}


def register_companion(app: str, companion: Companion) -> None:
    """Have the rows of an app go along. Called once, when the app is ready."""
    _companions[app] = companion


def lock_companions(households: Iterable[int | None]) -> None:
    """Take the rows of all apps that lead to these households, in the order in which those apps lock."""
    keys = _keys(households)
    with everywhere(reason="transfer of a record"):
        for companion in _companions.values():
            companion.lock(keys)


def carry_companions(households: Iterable[int | None], persons: Iterable[int], before: Iterable[str]) -> None:
    """Bring the rows of all apps to where households and persons are now. before: the areas they were in."""
    homes, keys, areas = _keys(households), _keys(persons), {str(area) for area in before}
    with everywhere(reason="transfer of a record"):
        for companion in _companions.values():
            companion.carry(homes, keys, areas)


def _keys(found: Iterable[int | None]) -> list[int]:
    return sorted({key for key in found if key is not None})
