"""Which post of a message a fact belongs to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from gangqiao.vacancies.pasting.posts import Post
from gangqiao.vacancies.pasting.units import Message

T = TypeVar("T")


class Owners:
    """The posts of a message, asked whose a fact is.

    A fact in a statement that names a post is that post's. One in a statement of its own belongs to the post before it
    when another post follows, when it stands on that post's line, or when every other post has one of its own;
    otherwise it holds for all.
    """

    def __init__(self, message: Message, posts: Sequence[Post]) -> None:
        self._message = message
        self._posts = posts

    def share(
        self, facts: Sequence[T], *, where: Callable[[T], int], kind: Callable[[T], str] = lambda _: ""
    ) -> list[list[T]]:
        """The facts of each post, in the order of the posts; one list when there is no post."""
        count = len(self._posts)
        if count <= 1:
            return [list(facts)]
        shares: list[list[T]] = [[] for _ in self._posts]
        for_all: list[T] = []
        last: list[T] = []
        for fact in facts:
            owner = self._owner(where(fact))
            if owner is not None:
                shares[owner].append(fact)
            elif where(fact) > self._posts[-1].title.start:
                last.append(fact)
            else:
                for_all.append(fact)
        for fact in last:
            others = shares[:-1]
            has_each = all(any(kind(f) == kind(fact) for f in share) for share in others)
            has_own = any(kind(f) == kind(fact) for f in shares[-1])
            if has_each and not has_own:
                shares[-1].append(fact)
            else:
                for_all.append(fact)
        return [share + [fact for fact in for_all if not any(kind(f) == kind(fact) for f in share)] for share in shares]

    def _owner(self, position: int) -> int | None:
        unit = self._message.unit_at(position)
        named = [
            (mention, at)
            for at, post in enumerate(self._posts)
            for mention in post.mentions
            if unit.start <= mention < unit.end
        ]
        if named:
            before = [pair for pair in named if pair[0] <= position]
            return max(before)[1] if before else min(named)[1]
        return self._by_region(position, unit.line)

    def _by_region(self, position: int, line: int) -> int | None:
        before = [at for at, post in enumerate(self._posts) if post.title.start <= position]
        if not before:
            return None
        owner = before[-1]
        is_last = owner == len(self._posts) - 1
        own_line = self._message.unit_at(self._posts[owner].title.start).line
        lines = {self._message.unit_at(post.title.start).line for post in self._posts}
        if line != own_line:
            return None
        return owner if not is_last or len(lines) == len(self._posts) else None
