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

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const DAY_0 = Date.UTC(1850, 0, 1);
const DAY = 86_400_000;
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** The rows again. `empty` makes one that says nothing. Values may be shared between rows: copy before you change. */
export function unfold<T>({ rows: many, masks, columns }: Table, empty: () => T): T[] {
  const rows = Array.from({ length: many }, empty);
  const some = masks.map((mask) => rows.filter((_, at) => mask[at] === "1"));
  for (const [name, column] of Object.entries(columns)) {
    const into = (column[0] < 0 ? rows : some[column[0]]) as Record<string, Json>[] | undefined;
    const values = valuesOf(column);
    if (into?.length !== values.length) throw new Outdated();
    fill(into, name, values);
  }
  return rows;
}

/** "values:person.name" stands one level deeper. */
function fill(rows: Record<string, Json>[], name: string, values: Values): void {
  const cut = name.indexOf(":");
  const outer = name.slice(0, cut);
  const inner = name.slice(cut + 1);
  rows.forEach((row, at) => {
    if (cut < 0) {
      row[name] = values[at] as Json;
      return;
    }
    row[outer] ??= {};
    (row[outer] as Record<string, Json>)[inner] = values[at] as Json;
  });
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
  const meant = new Map(choices.map((choice, at) => [LETTERS[at], choice]));
  return Array.from(data, (letter) => meant.get(letter) as Json);
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
