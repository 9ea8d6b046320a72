"""The loops of the lazy auction, compiled: bids of workers who know only a short list of vacancies."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from gangqiao.engine.auction_kernels import NOTHING, Ints, People, Ring, Rows, Seats, pull, push, take_seat
from gangqiao.engine.kernels_words import compiled
from gangqiao.engine.points import SCALE


class Lists(NamedTuple):
    """Of each worker the vacancies he knows, -1 where there are no more, and their points with his priority."""

    vacancy: Rows
    points: Rows
    beyond: Ints  # scaled: what nothing off the list can gain; NOTHING when all are on it
    dummy: Rows  # the dummy vacancy of his quota, or -1
    held: Ints  # scaled: what the seat he holds is worth to him, its price not taken off


@compiled
def _choice(lists: Lists, price: Ints, worker: int, floor: int) -> tuple[int, int, Any]:
    """What the best and the second best on a list gain, and the best vacancy; -1: staying is as good."""
    best, second, vacancy = floor, NOTHING, np.int32(-1)
    if lists.dummy[worker] >= 0:
        best, vacancy = -price[lists.dummy[worker]], lists.dummy[worker]
    for place in range(lists.vacancy.shape[1]):
        listed = lists.vacancy[worker, place]
        if listed < 0:
            break
        gain = lists.points[worker, place] * SCALE - price[listed]
        if gain > best:
            best, second, vacancy = gain, best, listed
        elif gain > second:
            second = gain
    return best, second, vacancy


@compiled
def bid_by_list(lists: Lists, seats: Seats, people: People, ring: Ring, stale: Ring, epsilon: int, limit: int) -> int:
    """`bid_all` for those who know only a short list of vacancies, best first when it was made.

    Nothing off the list gains more than `lists.beyond`, as long as prices only rise. Who gains less than that on his
    list does not bid but goes to `stale`: he needs a new list.
    """
    bids = 0
    while ring.ends[1] > 0 and bids < limit:
        worker = pull(ring)
        best, second, vacancy = _choice(lists, seats.price, worker, people.floor[worker])
        beyond = lists.beyond[worker]
        if best < beyond:
            push(stale, worker)
            continue
        if vacancy < 0:
            continue
        bids += 1
        bid = seats.price[vacancy] + best - max(second, beyond, best - people.widest[0]) + epsilon
        people.seat[worker], people.bid[worker] = vacancy, bid
        lists.held[worker] = best + seats.price[vacancy]
        loser = take_seat(seats, vacancy, worker, bid)
        if loser >= 0:
            people.seat[loser] = -1
            push(ring, loser)
    return bids


@compiled
def keep_by_list(lists: Lists, seats: Seats, people: People, ring: Ring, epsilon: int) -> None:
    """`keep_seats` for short lists, which must be new: who still sits well bids for his seat anew, all others wait."""
    seats.filled[:] = 0
    ring.ends[:] = 0
    price = seats.price.copy()
    for worker in range(people.seat.size):
        vacancy = people.seat[worker]
        if vacancy >= 0:
            best = max(_best_elsewhere(lists, price, worker, vacancy), people.floor[worker])
            bid = lists.held[worker] - max(best, lists.held[worker] - people.widest[0]) + epsilon
            if bid >= price[vacancy]:
                people.bid[worker] = bid
                take_seat(seats, vacancy, worker, bid)
                continue
        people.seat[worker] = -1
        push(ring, worker)


@compiled
def _best_elsewhere(lists: Lists, price: Ints, worker: int, vacancy: int) -> int:
    best: int = lists.beyond[worker]
    dummy = lists.dummy[worker]
    if dummy >= 0 and dummy != vacancy:
        best = max(best, -price[dummy])
    for place in range(lists.vacancy.shape[1]):
        listed = lists.vacancy[worker, place]
        if listed < 0:
            break
        if listed != vacancy:
            best = max(best, lists.points[worker, place] * SCALE - price[listed])
    return best
