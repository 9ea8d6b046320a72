/** What the policy finds the people of a village, as it goes over the wire and stands on this phone: only to be read. */

type Words = Record<string, string>;

/** Programme; "now", "if" or "" (only a claim); fen, null: not reckoned; key of what is missing; state of the claim. */
export type MoneyLine = [string, string, number | null, string, string];
export interface MoneyOf {
  person: string;
  name: string;
  lines: MoneyLine[];
}
/** Each of the words in both languages: programmes by key, missing by "programme key", states by what a line names. */
export interface Money {
  people: MoneyOf[];
  programmes: Record<string, Words>;
  missing: Record<string, Words>;
  states: Record<string, Words>;
}
/** The same as it comes with a package: persons by their place among those of the households, the lines that are the
 * same once for all; the places as what each adds to the one before it. `people`: those of no household here. */
export interface MoneySent extends Money {
  groups: [...MoneyLine, number[]][];
}
