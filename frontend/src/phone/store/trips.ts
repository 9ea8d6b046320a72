/** The trips of an escort: as the county sent them, with what was recorded on this phone on top. */

import type * as t from "../types.ts";
import { boxesOf } from "./shelf.ts";
import type { Change, Store } from "./store.ts";

export const isTravelling = (kind: t.Kind): boolean => kind.startsWith("transfers.");

const boxOf = (village: string): string => `trips:${village}`;

export async function tripsIn(store: Store, villages: Iterable<string>): Promise<t.Trip[]> {
  const found = [];
  for (const village of villages) found.push(...((await store.read<t.Trip[]>(boxOf(village))) ?? []));
  return found;
}

/** Puts the trips of a package into a change in place of those that were here, with what was not sent yet on top. */
export function stageTrips(change: Change, village: string, theirs: t.Trip[], waiting: t.Op[]): void {
  const own = waiting.filter(({ kind }) => isTravelling(kind));
  const trips = theirs.map((trip) => own.filter(({ body }) => body.trip === trip.trip).reduce(withOp, trip));
  boxesOf(change).set(boxOf(village), trips.length ? trips : null);
}

/** Puts an operation about a trip into a change. */
export async function stageTravelled(
  store: Store,
  villages: Iterable<string>,
  change: Change,
  op: t.Op,
): Promise<void> {
  for (const village of villages) {
    const trips = await tripsIn(store, [village]);
    if (!trips.some((one) => one.trip === op.body.trip)) continue;
    const after = trips.map((one) => (one.trip === op.body.trip ? withOp(one, op) : one));
    boxesOf(change).set(boxOf(village), after);
  }
}

type Apply = (trip: t.Trip, op: t.Op) => t.Trip;

const onRider =
  (change: (rider: t.Rider, op: t.Op, trip: t.Trip) => Partial<t.Rider>): Apply =>
  (trip, op) => ({
    ...trip,
    passengers: trip.passengers.map((one) =>
      one.passenger === op.body.passenger ? { ...one, ...change(one, op, trip) } : one,
    ),
  });

/** What each kind does to a trip before the county has seen it. */
const EFFECTS: Record<string, Apply> = {
  "transfers.board": onRider(({ seat }, { at, body }, trip) =>
    isHot(body.temperature, trip.hottest)
      ? { state: "held" }
      : { state: "boarded", boarded_at: at, seat: seat ?? freeSeats(trip)[0] ?? null },
  ),
  "transfers.unboard": onRider(() => ({ state: "cleared", boarded_at: null })),
  "transfers.miss": onRider(() => ({ state: "no_show", seat: null })),
  "transfers.change_seat": onRider((_, { body }) => ({ seat: Number(body.seat) })),
  "transfers.call_roll": (trip, { at, body }) => {
    const { where, present, missing } = body;
    const roll = { where: String(where), at, present: Number(present), missing: missing as string[] };
    return { ...trip, rolls: [...trip.rolls.filter((one) => one.at !== at), roll] };
  },
  "transfers.depart": (trip, { at }) => ({ ...trip, departed_at: trip.departed_at ?? at }),
  "transfers.arrive": (trip, { at }) => ({
    ...trip,
    arrived_at: trip.arrived_at ?? at,
    passengers: trip.passengers.map((one) => (one.state === "boarded" ? { ...one, state: "arrived" } : one)),
  }),
  "transfers.hand_over": (trip, { body }) => {
    const rejected = body.rejected as Record<string, string>;
    const handed = (one: t.Rider) =>
      one.state !== "arrived" ? "" : one.passenger in rejected ? "rejected" : "accepted";
    return { ...trip, is_over: true, passengers: trip.passengers.map((one) => ({ ...one, handed: handed(one) })) };
  },
};

/** The trip after an operation of this phone. A second time changes nothing. */
export function withOp(trip: t.Trip, op: t.Op): t.Trip {
  return EFFECTS[op.kind]?.(trip, op) ?? trip;
}

/** Seats for passengers that nobody has. */
export function freeSeats(trip: t.Trip): number[] {
  const taken = new Set(trip.passengers.map((one) => one.seat));
  return Array.from({ length: trip.places }, (_, n) => n + 1).filter((seat) => !taken.has(seat));
}

export function isHot(temperature: unknown, hottest: number | null): boolean {
  return hottest !== null && typeof temperature === "number" && temperature >= hottest;
}

/** Characters of the code that follows the number of a certificate in the address of its square. */
const CODE = 12;
const MEANT: Record<string, string> = { I: "1", L: "1", O: "0", U: "V" };

/** A number as somebody typed it: gangqiao/transfers/certificates.py. */
function typed(text: string): string {
  return text
    .replace(/[\s\-\u2010-\u2015]+/g, "")
    .toUpperCase()
    .replace(/[ILOU]/g, (letter) => MEANT[letter] ?? letter);
}

/** The passenger that a code names: by certificate, its printed number or its square; by seat, or the whole name. */
export function riderOf(trip: t.Trip, code: string): t.Rider | undefined {
  const wanted = code.trim();
  const pieces = [wanted, ...wanted.split(/[/#?&=:.]+/)].map(typed);
  const bears = ({ certificate }: t.Rider) =>
    certificate !== "" &&
    pieces.some(
      (one) => one === certificate || (one.length === certificate.length + CODE && one.startsWith(certificate)),
    );
  return (
    trip.passengers.find(bears) ??
    trip.passengers.find((one) => one.passenger === wanted || wanted === String(one.seat) || wanted === one.name)
  );
}
