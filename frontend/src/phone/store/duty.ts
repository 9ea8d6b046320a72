/** Days on duty: as the county sent them, with what was marked on this phone and is not sent yet on top. */

import type * as t from "../types.ts";
import { boxesOf } from "./shelf.ts";
import type { Change, Store } from "./store.ts";

const MARK = "assistance.mark_duty";
const boxOf = (village: string): string => `duty:${village}`;

export async function dutyIn(store: Store, villages: Iterable<string>): Promise<t.Duty[]> {
  const found = await Promise.all([...villages].map((village) => store.read<t.Duty>(boxOf(village))));
  return found.filter((one) => one !== undefined);
}

/** Puts the duty of a village into a change in place of that which was here; null or nobody: none. */
export function stageDuty(change: Change, village: string, theirs: t.Duty | null, waiting: t.Op[]): void {
  const own = waiting.filter(({ kind }) => kind === MARK);
  const duty = theirs && own.reduce(withMark, theirs);
  boxesOf(change).set(boxOf(village), duty?.holders.length ? duty : null);
}

/** Puts a mark into a change. */
export async function stageMarked(store: Store, villages: Iterable<string>, change: Change, op: t.Op): Promise<void> {
  for (const village of villages) {
    const [duty] = await dutyIn(store, [village]);
    if (duty?.holders.some((one) => one.uuid === op.body.holder)) stageDuty(change, village, duty, [op]);
  }
}

function withMark(duty: t.Duty, { body }: t.Op): t.Duty {
  const marked = (day: t.DutyDay): t.DutyDay =>
    day.on === body.on ? { ...day, mark: String(body.mark), half: body.half === true } : day;
  const holders = duty.holders.map((one) => (one.uuid === body.holder ? { ...one, days: one.days.map(marked) } : one));
  return { ...duty, holders };
}
