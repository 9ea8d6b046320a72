"""How many open seats the people of one place could fill at most: each takes one seat, each seat takes one person.

A largest flow from seats to people (Ford and Fulkerson 1956, shortest ways first: Edmonds and Karp 1972). People who
are alike to the choice are one sort, and sets of sorts are bits of whole numbers.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from itertools import pairwise


def most_filled(fits: Mapping[int, int], seats: Mapping[int, int], people: Sequence[int]) -> dict[int, int]:
    """Seats that can be filled of each offer, together as many as is possible at all.

    fits    sorts of people that suit an offer, as bits; seats: open seats by offer; people: how many of each sort
    """
    flow: dict[tuple[int, int], int] = {}
    left, spare = list(people), {offer: max(0, seats[offer]) for offer in fits}
    # What suits the fewest first: most is settled here, and little has to be undone below.
    for offer in sorted(fits, key=lambda one: (fits[one].bit_count(), one)):
        for sort in _bits(fits[offer]):
            _move(flow, left, spare, offer, sort)
    while way := _way(fits, flow, left, spare):
        _push(flow, left, spare, way)
    filled = dict.fromkeys(fits, 0)
    for (offer, _sort), number in flow.items():
        filled[offer] += number
    return filled


def _bits(mask: int) -> list[int]:
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found


def _move(flow: dict[tuple[int, int], int], left: list[int], spare: dict[int, int], offer: int, sort: int) -> None:
    number = min(left[sort], spare[offer])
    if number:
        flow[offer, sort] = flow.get((offer, sort), 0) + number
        left[sort] -= number
        spare[offer] -= number


Way = list[tuple[int, int]]


def _way(
    fits: Mapping[int, int], flow: Mapping[tuple[int, int], int], left: Sequence[int], spare: Mapping[int, int]
) -> Way:
    """The shortest way from a free seat to somebody free: pairs (offer, sort) along it; [] when there is none."""
    holders: dict[int, list[int]] = {}
    for (offer, sort), number in flow.items():
        if number:
            holders.setdefault(sort, []).append(offer)
    came: dict[int, tuple[int, int] | None] = {offer: None for offer, number in spare.items() if number}
    waiting, seen = deque(came), 0
    while waiting:
        offer = waiting.popleft()
        new = fits[offer] & ~seen
        seen |= new
        for sort in _bits(new):
            if left[sort]:
                return _back(came, offer, sort)
            for other in holders.get(sort, ()):
                if other not in came:
                    came[other] = (offer, sort)
                    waiting.append(other)
    return []


def _back(came: Mapping[int, tuple[int, int] | None], offer: int, sort: int) -> Way:
    way = [(offer, sort)]
    step = came[offer]
    while step is not None:
        way.append(step)
        step = came[step[0]]
    return way[::-1]


def _push(flow: dict[tuple[int, int], int], left: list[int], spare: dict[int, int], way: Way) -> None:
    """Fill one more seat along the way: each offer on it gives up somebody to the one before."""
    spare[way[0][0]] -= 1
    left[way[-1][1]] -= 1
    for (offer, sort), (giving, _other) in pairwise(way):
        flow[giving, sort] -= 1
        flow[offer, sort] = flow.get((offer, sort), 0) + 1
    last = way[-1]
    flow[last] = flow.get(last, 0) + 1
