"""Who acts: a person with posts, each of which gives verbs over an area. Built by `accounts`, read everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from gangqiao.kernel.verbs import is_for_units


class Level(IntEnum):
    """How sensitive a field is, and up to which level a post may see (architecture.md, "Data scopes and fields")."""

    PUBLIC = 0
    INTERNAL = 1
    PERSONAL = 2
    SENSITIVE = 3


@dataclass(frozen=True, slots=True)
class Post:
    """One post held today: what may be done, where, and how deep fields may be read.

    unit    name of the unit; keeps: its path (`path_of_unit`), which covers what the unit keeps ("": nothing)
    area    path of the division whose subtree the post covers; "" covers nothing
    level   the highest field level readable without a reveal
    reveal  whether level 3 may be asked for with a reason
    """

    role: str
    unit: str
    area: str
    verbs: frozenset[str]
    level: Level = Level.PERSONAL
    reveal: bool = False
    keeps: str = ""

    def covers(self, verb: str, path: str) -> bool:
        """True when the post reaches the path: of a division, or of a unit where the verb is for units, too."""
        return covers(self.area, path) or (bool(self.keeps) and path == self.keeps and is_for_units(verb))


@dataclass(frozen=True, slots=True)
class Actor:
    """A user with the posts in force today. `user_id` is null for the system itself."""

    user_id: int | None
    name: str
    posts: tuple[Post, ...] = ()
    request_id: str = ""

    def may(self, verb: str, area: str | None = None) -> bool:
        """True when a post gives the verb, and covers `area` if one is named."""
        return any(verb in p.verbs and (area is None or p.covers(verb, area)) for p in self.posts)

    def areas(self, verb: str | None = None) -> tuple[str, ...]:
        """The widest areas in which the actor may use the verb (any verb when none is named).

        For a verb of units also the paths of the actor's own units: what they keep, wherever it lies.
        """
        own = (p for p in self.posts if verb is None or verb in p.verbs)
        return widest(path for p in own for path in (p.area, p.keeps if verb and is_for_units(verb) else "") if path)

    def level_in(self, area: str) -> Level:
        """The deepest field level any post over this area may read."""
        return max((p.level for p in self.posts if covers(p.area, area)), default=Level.PUBLIC)

    def may_reveal_in(self, area: str) -> bool:
        return any(p.reveal and covers(p.area, area) for p in self.posts)

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(p.role for p in self.posts))


def path_of_unit(code: str) -> str:
    """The path that stands for what a unit keeps; "" for none. It ends, so that no unit covers one named longer."""
    return f"@{code}/" if code else ""


def is_of_unit(path: str) -> bool:
    """True for the path of a unit, not of a division."""
    return path.startswith("@")


def covers(outer: str, inner: str) -> bool:
    """True when the area `inner` is `outer` or lies below it. The empty path covers nothing."""
    return bool(outer) and inner.startswith(outer)


def widest(paths: Iterable[str]) -> tuple[str, ...]:
    """Paths without those already covered by another, in order."""
    kept: list[str] = []
    for path in sorted(set(paths)):
        if path and not any(covers(k, path) for k in kept):
            kept.append(path)
    return tuple(kept)


SYSTEM = Actor(user_id=None, name="system")
