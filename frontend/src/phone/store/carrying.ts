/** The pack of the month on this phone: as the server sent it, and what was done with it since, here and elsewhere. */

import type * as t from "../types.ts";
import { boxesOf, type Shelf } from "./shelf.ts";
import type { Change, Store } from "./store.ts";

export const PERSONAL = ["visit", "phone"];
const SHANGHAI = 8 * 3_600_000;

export const isCarrying = (kind: t.Kind): boolean => kind.startsWith("vacancies.");

/** The pack of a village, null when it has none. */
export async function carryOf(store: Store, village: string): Promise<(t.Carry & t.Done) | null> {
  const carry = await store.read<t.Carry>(`carry:${village}`);
  return carry ? { ...carry, ...(await doneOf(store, village)) } : null;
}

export async function doneOf(store: Store, village: string): Promise<t.Done> {
  return (await store.read<t.Done>(`done:${village}`)) ?? { deliveries: [], answers: {} };
}

/** What was done, with an operation of this phone. A second time changes nothing. */
export function withOp(before: t.Done, { id, at, kind, body }: t.Op): t.Done {
  if (kind === "vacancies.response") {
    const person = String(body.person);
    const said = { ...before.answers[person], [String(body.vacancy)]: String(body.answer) };
    return { ...before, answers: { ...before.answers, [person]: said } };
  }
  if (before.deliveries.some((one) => one.id === id)) return before;
  const delivered: t.Delivered = {
    id,
    household: typeof body.household === "string" ? body.household : null,
    way: String(body.way),
    on: new Date(Date.parse(at) + SHANGHAI).toISOString().slice(0, 10),
    reached: typeof body.reached === "number" ? body.reached : null,
    what: ["jobs", "policies", "services"].filter((one) => body[one] === true),
  };
  return { ...before, deliveries: [...before.deliveries, delivered] };
}

/** Puts a pack into a change in place of the one that was here, with what was not sent yet on top; null: none. */
export async function stageCarry(
  store: Store,
  change: Change,
  village: string,
  theirs: t.CarrySent | null,
  waiting: t.Op[],
): Promise<void> {
  const boxes = boxesOf(change);
  if (!theirs) {
    boxes.set(`carry:${village}`, null);
    boxes.set(`done:${village}`, null);
    return;
  }
  const { deliveries, answers, people, ...pack } = theirs;
  // Changes leave out who is offered what: it is as it was.
  const offered = people ?? (await store.read<t.Carry>(`carry:${village}`))?.people;
  const own = waiting.filter(({ kind, body }) => isCarrying(kind) && body.pack === pack.pack);
  boxes.set(`carry:${village}`, { ...pack, people: offered ?? { whys: [], jobs: {}, leaflets: {} } });
  boxes.set(`done:${village}`, own.reduce(withOp, { deliveries, answers }));
}

/** Puts an operation about a pack into a change. */
export async function stageDone(store: Store, shelf: Shelf, change: Change, op: t.Op): Promise<void> {
  const village = [...shelf.villages].find(([, one]) => one.pack === op.body.pack)?.[0];
  if (village) boxesOf(change).set(`done:${village}`, withOp(await doneOf(store, village), op));
}

/** Households that a delivery has reached in person. */
export function reachedBy(done: Pick<t.Done, "deliveries">): Map<string, t.Delivered> {
  const found = new Map<string, t.Delivered>();
  for (const one of done.deliveries) if (one.household && PERSONAL.includes(one.way)) found.set(one.household, one);
  return found;
}
