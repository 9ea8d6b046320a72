"""The loops of the auction, compiled. All numbers are int64 in points x `points.SCALE`.

A compiled function on disk does not notice a change in another file: who changes `push`, `pull` or `take_seat` touches
`lazy_kernels` too.

A vacancy with several seats is one good with similar units (Bertsekas and Castañon 1989): each seat keeps the bid of
its holder in a heap; the vacancy's price is the lowest of them once every seat is taken, its first price until then.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from gangqiao.engine.kernels_words import compiled

Ints = npt.NDArray[np.int64]
Rows = npt.NDArray[np.int32]

NOTHING = -(1 << 62)


class Edges(NamedTuple):
    """Who may go where, by row: row r has the edges start[r] up to start[r + 1]."""

    start: Ints
    end: Rows  # of a worker the vacancies, of a vacancy the workers
    score: Ints


class Seats(NamedTuple):
    """The seats of all vacancies, one heap behind the other."""

    start: Ints
    bid: Ints
    holder: Rows
    filled: Ints
    price: Ints


class People(NamedTuple):
    """Of each worker: his vacancy or -1, what he bid, and what staying is worth to him."""

    seat: Rows
    bid: Ints
    floor: Ints
    widest: Ints  # one number: the most that a bid rises by, where nothing else is open to a worker


class Ring(NamedTuple):
    """Who waits, first in first out. `ends` is [first, how many]."""

    row: Rows
    ends: Ints


@compiled
def push(ring: Ring, row: int) -> None:
    last = ring.ends[0] + ring.ends[1]
    if last >= ring.row.size:
        last -= ring.row.size
    ring.row[last] = row
    ring.ends[1] += 1


@compiled
def pull(ring: Ring) -> int:
    row: int = ring.row[ring.ends[0]]
    ring.ends[0] += 1
    if ring.ends[0] == ring.row.size:
        ring.ends[0] = 0
    ring.ends[1] -= 1
    return row


@compiled
def take_seat(seats: Seats, vacancy: int, worker: int, bid: int) -> int:
    """Put a bid on a seat. Returns who loses his, or -1."""
    first, width = seats.start[vacancy], seats.start[vacancy + 1] - seats.start[vacancy]
    filled = seats.filled[vacancy]
    if filled < width:
        _rise(seats, first, filled, worker, bid)
        seats.filled[vacancy] = filled + 1
        loser = -1
    else:
        loser = seats.holder[first]
        _sink(seats, first, width, worker, bid)
    if seats.filled[vacancy] == width:
        seats.price[vacancy] = seats.bid[first]
    return loser


@compiled
def _rise(seats: Seats, first: int, place: int, worker: int, bid: int) -> None:
    while place > 0:
        above = (place - 1) >> 1
        if seats.bid[first + above] <= bid:
            break
        seats.bid[first + place] = seats.bid[first + above]
        seats.holder[first + place] = seats.holder[first + above]
        place = above
    seats.bid[first + place] = bid
    seats.holder[first + place] = worker


@compiled
def _sink(seats: Seats, first: int, width: int, worker: int, bid: int) -> None:
    place = 0
    while True:
        below = 2 * place + 1
        if below >= width:
            break
        if below + 1 < width and seats.bid[first + below + 1] < seats.bid[first + below]:
            below += 1
        if seats.bid[first + below] >= bid:
            break
        seats.bid[first + place] = seats.bid[first + below]
        seats.holder[first + place] = seats.holder[first + below]
        place = below
    seats.bid[first + place] = bid
    seats.holder[first + place] = worker


@compiled
def bid_all(edges: Edges, seats: Seats, people: People, ring: Ring, epsilon: int, limit: int) -> int:
    """Let those who wait bid, one after the other, until nobody waits or `limit` bids are made. Returns the bids.

    Forward auction, Gauss-Seidel. Who gains nothing anywhere stays, and waits no longer.
    """
    bids = 0
    while ring.ends[1] > 0 and bids < limit:
        worker = pull(ring)
        best, second, vacancy = NOTHING, people.floor[worker], -1
        for edge in range(edges.start[worker], edges.start[worker + 1]):
            gain = edges.score[edge] - seats.price[edges.end[edge]]
            if gain > best:
                second = max(second, best)
                best, vacancy = gain, edges.end[edge]
            elif gain > second:
                second = gain
        if vacancy < 0 or best <= people.floor[worker]:
            continue
        bids += 1
        bid = seats.price[vacancy] + best - max(second, best - people.widest[0]) + epsilon
        people.seat[worker], people.bid[worker] = vacancy, bid
        loser = take_seat(seats, vacancy, worker, bid)
        if loser >= 0:
            people.seat[loser] = -1
            push(ring, loser)
    return bids


@compiled
def keep_seats(edges: Edges, seats: Seats, people: People, ring: Ring, epsilon: int) -> None:
    """Begin a phase: who still sits well with this epsilon bids for his seat anew, all others wait."""
    seats.filled[:] = 0
    ring.ends[:] = 0
    price = seats.price.copy()
    for worker in range(people.seat.size):
        own, second = NOTHING, people.floor[worker]
        for edge in range(edges.start[worker], edges.start[worker + 1]):
            if edges.end[edge] == people.seat[worker]:
                own = edges.score[edge]
            else:
                second = max(second, edges.score[edge] - price[edges.end[edge]])
        vacancy = people.seat[worker]
        bid = own - max(second, own - people.widest[0]) + epsilon if own > NOTHING else NOTHING
        if vacancy >= 0 and bid >= price[vacancy]:
            people.bid[worker] = bid
            take_seat(seats, vacancy, worker, bid)
        else:
            people.seat[worker] = -1
            push(ring, worker)


@compiled
def profits_of(edges: Edges, price: Ints, floor: Ints) -> Ints:
    """What each worker gains at these prices at best: never less than his floor."""
    gains = floor.copy()
    for worker in range(floor.size):
        for edge in range(edges.start[worker], edges.start[worker + 1]):
            gains[worker] = max(gains[worker], edges.score[edge] - price[edges.end[edge]])
    return gains


@compiled
def call_all(edges: Edges, seats: Seats, people: People, gains: Ints, ring: Ring, epsilon: int, limit: int) -> int:
    """Vacancies with open seats and a price call for workers, until open seats cost nothing. Returns the calls.

    The reverse auction of Bertsekas and Castañon (1992): what the scaling of epsilon and a warm start need, because a
    seat may stay open at a price that nobody pays. `edges` are by vacancy, `gains` those of the workers.
    """
    width = seats.start[1:] - seats.start[:-1]
    waits = np.zeros(width.size, np.bool_)
    for vacancy in range(width.size):
        if seats.filled[vacancy] < width[vacancy] and seats.price[vacancy] > 0:
            waits[vacancy] = True
            push(ring, vacancy)
    calls = 0
    while ring.ends[1] > 0 and calls < limit:
        vacancy, calls = pull(ring), calls + 1
        waits[vacancy] = False
        price, worker, score = _called(edges, people, gains, vacancy, width[vacancy] - seats.filled[vacancy], epsilon)
        _reprice(edges, people, gains, vacancy, price)
        seats.price[vacancy] = price
        for place in range(worker.size):
            left = people.seat[worker[place]]
            people.seat[worker[place]] = vacancy
            gains[worker[place]] = score[place] - price
            if left >= 0:
                seats.filled[left] -= 1
                if seats.price[left] > 0 and not waits[left]:
                    waits[left] = True
                    push(ring, left)
        seats.filled[vacancy] += worker.size
    return calls


@compiled
def _called(
    edges: Edges, people: People, gains: Ints, vacancy: int, seats: int, epsilon: int
) -> tuple[int, Rows, Ints]:
    """The price at which these seats are taken, and by whom: the best of those who would gain epsilon by coming."""
    first, last = edges.start[vacancy], edges.start[vacancy + 1]
    room = min(seats + 1, last - first)
    more, edge_of, count, least = np.empty(room, np.int64), np.empty(room, np.int64), 0, epsilon
    for edge in range(first, last):
        worker = edges.end[edge]
        gain = edges.score[edge] - gains[worker]
        if gain >= least and people.seat[worker] != vacancy:
            count = _insert(more, edge_of, count, gain, edge)
            if count == room:
                least = max(least, more[0] + 1)
    price = 0
    if count > seats:
        price = more[0] - epsilon
        edge_of = edge_of[1:count]
    return price, edges.end[edge_of[: min(count, seats)]], edges.score[edge_of[: min(count, seats)]]


@compiled
def _insert(more: Ints, edge_of: Ints, count: int, gain: int, edge: int) -> int:
    """Keep the greatest: a heap with the least of them first. Returns how many there are."""
    if count < more.size:
        place = count
        while place > 0 and more[(place - 1) >> 1] > gain:
            more[place], edge_of[place] = more[(place - 1) >> 1], edge_of[(place - 1) >> 1]
            place = (place - 1) >> 1
        more[place], edge_of[place] = gain, edge
        return count + 1
    place = 0
    while 2 * place + 1 < count:
        below = 2 * place + 1
        if below + 1 < count and more[below + 1] < more[below]:
            below += 1
        if more[below] >= gain:
            break
        more[place], edge_of[place] = more[below], edge_of[below]
        place = below
    more[place], edge_of[place] = gain, edge
    return count


@compiled
def _reprice(edges: Edges, people: People, gains: Ints, vacancy: int, price: int) -> None:
    for edge in range(edges.start[vacancy], edges.start[vacancy + 1]):
        if people.seat[edges.end[edge]] == vacancy:
            gains[edges.end[edge]] = edges.score[edge] - price
