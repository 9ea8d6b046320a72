/** Citizen ID numbers (GB 11643-1999), read exactly as gangqiao/kernel/identifiers.py reads them. */

import type { IdNumber } from "../types.ts";
import { isDay } from "./conditions.ts";

const PROVINCES = new Set(
  "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83".split(" "),
);
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const EARLIEST_BIRTH = 1880;
const RECENT_BIRTH = "2000";
const INVISIBLE = /[\u200b-\u200f\u202a\u202c\u202d\u2060\ufeff]/g;
// The white space of Python, which is not that of JavaScript.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these four are white space to the server
const WHITE = /[\t-\r\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;

/** What was typed or scanned, in normal form, or the first fault. today: ISO; nobody is born after it. */
export function idNumber(typed: string, today: string = new Date().toISOString().slice(0, 10)): IdNumber {
  let text = normal(typed);
  if (!text) return { ok: false, why: "empty" };
  if (!/^(\d{15}|\d{17}[\dX])$/.test(text)) return wrongForm(text);
  if (!PROVINCES.has(text.slice(0, 2))) return { ok: false, why: "province" };
  if (text.length === 15) {
    text = `${text.slice(0, 6)}19${text.slice(6)}`;
    text += checkCharacter(text);
  }
  const birth = `${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`;
  if (!isDay(birth)) return { ok: false, why: "calendar" };
  if (Number(birth.slice(0, 4)) < EARLIEST_BIRTH) return { ok: false, why: "early" };
  if (birth >= RECENT_BIRTH && birth > today) return { ok: false, why: "future" };
  const right = checkCharacter(text);
  if (text[17] !== right) return { ok: false, why: "check", right };
  return { ok: true, number: text, birth, sex: Number(text[16]) % 2 ? "1" : "2" };
}

/** Half width, upper case, without spaces. */
function normal(typed: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII
  const text = /^[\u0000-\u007f]*$/.test(typed) ? typed : typed.normalize("NFKC").replace(INVISIBLE, "");
  return text.replace(WHITE, "").toUpperCase();
}

/** The 18th character for the first 17 (ISO 7064 MOD 11-2). */
function checkCharacter(text: string): string {
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * Number(text[place]), 0);
  return "10X98765432"[sum % 11] as string;
}

function wrongForm(text: string): IdNumber {
  if (/^(\d+(\.\d+)?E\+?\d+|\d+\.0*)$/i.test(text)) return { ok: false, why: "spreadsheet" };
  const characters = Array.from(text);
  const bad = characters.findIndex((c, index) => !/\d/.test(c) && !(c === "X" && index === 17));
  if (bad >= 0) return { ok: false, why: "character", place: bad + 1 };
  return { ok: false, why: characters.length < 18 ? "short" : "long", count: characters.length };
}
