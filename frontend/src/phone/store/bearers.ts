/** Whose ID number is typed: the list's index says which few households to open, and only those are opened. */

import { idNumber } from "../questions/idNumber.ts";
import type * as t from "../types.ts";
import type { Row } from "./households.ts";
import type { Shelf } from "./shelf.ts";

const WHOLE = 18;

/** What a number is found by: birthday, sex and the digits that its mask leaves. "" when the phone knows too little. */
export function signOf({ id_masked, values }: t.Person): string {
  const [birth, sex] = [values["person.birth_date"], values["person.sex"]];
  if (id_masked?.length !== WHOLE || typeof birth !== "string" || typeof sex !== "string") return "";
  return `${birth}${sex}${id_masked.replace(/^\*+/, "")}`;
}

export function signsOf(household: t.Household): string[] {
  return household.persons.map(signOf).filter(Boolean);
}

/** Everybody on this phone whom a whole number fits, as far as the masks tell. */
export async function bearers(shelf: Shelf, text: string, today: string): Promise<t.Bearer[]> {
  const read = idNumber(text, today);
  if (!read.ok) return [];
  const front = `${read.birth}${read.sex}`;
  const fits = (sign: string) => sign.startsWith(front) && read.number.endsWith(sign.slice(front.length));
  // Rows that an older version has sealed have no index: their households are opened.
  const rows = shelf.rows().filter((row: Row) => row.ids?.some(fits) ?? true);
  const households = await Promise.all(rows.map(({ uuid }) => shelf.household(uuid)));
  return households.flatMap(({ uuid, no, persons }) =>
    persons.filter((one) => fits(signOf(one))).map(({ name }) => ({ household: uuid, no, name })),
  );
}
