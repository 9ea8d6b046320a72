/** Whom an officer calls: as the county sent it, without those who were called from this phone and are not sent yet. */

import type * as t from "../types.ts";
import { boxesOf } from "./shelf.ts";
import type { Change, Store } from "./store.ts";

const boxOf = (village: string): string => `contacts:${village}`;

export async function callsIn(store: Store, villages: Iterable<string>): Promise<t.Calls[]> {
  const found = await Promise.all([...villages].map((village) => store.read<t.Calls>(boxOf(village))));
  return found.filter((one) => one !== undefined);
}

/** Puts the calls of a village into a change in place of those that were here; null or nobody: none. */
export function stageCalls(change: Change, village: string, theirs: t.Calls | null, waiting: t.Op[]): void {
  const own = waiting.filter(({ kind }) => kind === "followup.record");
  const calls = theirs && own.reduce(withCall, theirs);
  boxesOf(change).set(boxOf(village), calls?.people.length ? calls : null);
}

/** Puts what came of a call into a change. */
export async function stageCalled(store: Store, villages: Iterable<string>, change: Change, op: t.Op): Promise<void> {
  for (const village of villages) {
    const [calls] = await callsIn(store, [village]);
    if (calls?.people.some((one) => one.uuid === op.body.contact)) stageCalls(change, village, calls, [op]);
  }
}

/** Who was spoken to leaves the list; who was not reached stays, with one try more. */
function withCall(calls: t.Calls, { body }: t.Op): t.Calls {
  const tried = (one: t.Call) => ({ ...one, tries: one.tries + 1 });
  const people =
    body.result === "not_reached"
      ? calls.people.map((one) => (one.uuid === body.contact ? tried(one) : one))
      : calls.people.filter((one) => one.uuid !== body.contact);
  return { ...calls, people };
}
