/** Tables as the server lays them out (gangqiao/sync/columns.py): one column a key, like beside like. */

import type { Json } from "../questions/types.ts";
import { Outdated } from "./wire.ts";

/** mask: which rows have a value, -1 all; more: what letters stand for, or how long each text is. */
export type Column = [mask: number, kind: string, data: string | Json[], more?: number | Json[]];
export interface Table {
  rows: number;
  masks: string[];
  columns: Record<string, Column>;
}
type Values = ArrayLike<Json>;
/** Columns with values in the same rows, and how many of the rows have been. within: "values" of "values:person.name". */
interface Group {
  mask: string | undefined;
  within: string;
  next: number;
  columns: { key: string; values: Values }[];
}

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const DAY_0 = Date.UTC(1850, 0, 1);
const DAY = 86_400_000;
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** The rows again. `empty` makes one that says nothing. Values may be shared between rows: copy before you change. */
export function unfold<T>({ rows: many, masks, columns }: Table, empty: () => T): T[] {
  const groups = groupsOf(masks, columns);
  // Row by row, so that each is written while it is at hand: column by column takes half as long again.
  const rows = Array.from({ length: many }, (_, at) => {
    const row = empty();
    for (const group of groups) {
      if (group.mask === undefined || group.mask[at] === "1") put(row as Record<string, Json>, group);
    }
    return row;
  });
  if (groups.some(({ next, columns }) => columns.some(({ values }) => values.length !== next))) throw new Outdated();
  return rows;
}

function groupsOf(masks: string[], columns: Table["columns"]): Group[] {
  const groups = new Map<string, Group>();
  for (const [name, column] of Object.entries(columns)) {
    const cut = name.indexOf(":");
    const within = name.slice(0, Math.max(0, cut));
    const known = groups.get(`${column[0]} ${within}`);
    const group = known ?? { mask: masks[column[0]], within, next: 0, columns: [] };
    group.columns.push({ key: name.slice(cut + 1), values: valuesOf(column) });
    groups.set(`${column[0]} ${within}`, group);
  }
  return [...groups.values()];
}

function put(row: Record<string, Json>, group: Group): void {
  if (group.within) row[group.within] ??= {};
  const into = group.within ? (row[group.within] as Record<string, Json>) : row;
  for (const { key, values } of group.columns) into[key] = values[group.next] as Json;
  group.next += 1;
}

function valuesOf([, kind, data, more]: Column): Values {
  if (typeof data !== "string") return data;
  if (kind === "code") return lettersOf(data, more as Json[]);
  if (kind === "text") return textsOf(data, more);
  if (kind === "day") return daysOf(textsOf(data, more));
  if (kind === "uuid") return uuidsOf(data);
  throw new Outdated();
}

function lettersOf(data: string, choices: Json[]): Json[] {
  const meant: Json[] = [];
  for (const [at, choice] of choices.entries()) meant[LETTERS.charCodeAt(at)] = choice;
  const found: Json[] = [];
  for (let at = 0; at < data.length; at++) found.push(meant[data.charCodeAt(at)] as Json);
  return found;
}

function textsOf(data: string, width: Column[3]): string[] {
  if (typeof width !== "number") return data.slice(1).split(data[0] as string);
  return Array.from({ length: data.length / width }, (_, at) => data.slice(at * width, (at + 1) * width));
}

function daysOf(numbers: string[]): string[] {
  const known = new Map<string, string>();
  return numbers.map((number) => {
    const day = known.get(number) ?? new Date(DAY_0 + Number(number) * DAY).toISOString().slice(0, 10);
    known.set(number, day);
    return day;
  });
}

function uuidsOf(data: string): string[] {
  const bytes = atob(data);
  return Array.from({ length: bytes.length / 16 }, (_, row) => {
    let found = "";
    for (let at = 0; at < 16; at++) {
      found += (at > 3 && at < 11 && at % 2 === 0 ? "-" : "") + HEX[bytes.charCodeAt(row * 16 + at)];
    }
    return found;
  });
}
