/** What people are entitled to, a village each, as the county sent it last. Nothing of it is changed on this phone. */

import type * as t from "../types.ts";
import type { Store } from "./store.ts";

const boxOf = (village: string): string => `money:${village}`;

export async function moneyIn(store: Store, villages: Iterable<string>): Promise<t.Money[]> {
  const found = await Promise.all([...villages].map((village) => store.read<t.Money>(boxOf(village))));
  return found.filter((one) => one !== undefined);
}

/** The people with the programme, whose names have the text; each with the lines of that programme alone. */
export function wanted(lists: t.Money[], text: string, programme: string): t.MoneyOf[] {
  const asked = text.trim().toLowerCase();
  return lists
    .flatMap((one) => one.people)
    .filter((one) => one.name.toLowerCase().includes(asked))
    .map((one) => ({ ...one, lines: one.lines.filter(([key]) => !programme || key === programme) }))
    .filter((one) => one.lines.length > 0);
}
