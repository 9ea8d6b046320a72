/** Values as they are typed, shown and sent. What is typed stays in the draft as typed, so that nothing is lost. */

import type { Json, Question } from "../types.ts";
import { either, type Language, type Say, type Word } from "../words/index.ts";

export interface Cleaned {
  value?: Json;
  /** Why it cannot be read, as a key of the words. */
  why?: Word;
}

/** What was typed, as it is judged and sent. Empty is null: it takes away what was recorded. */
export function clean(question: Question, raw: Json | undefined): Cleaned {
  if (raw === undefined || raw === null || raw === "" || (Array.isArray(raw) && !raw.length)) {
    return { value: Array.isArray(raw) ? [] : question.kind === "text" ? "" : null };
  }
  const text = typeof raw === "string" ? halfWidth(raw.trim()) : "";
  switch (question.kind) {
    case "date":
      return date(text);
    case "number":
    case "integer":
      return number(question, typeof raw === "number" ? raw : text);
    case "money":
      return /^\d{1,9}(\.\d{1,2})?$/.test(text) ? { value: text } : { why: "not_money" };
    case "phone":
      return /^\+?[\d -]{7,20}$/.test(text) ? { value: text } : { why: "not_phone" };
    default:
      return typeof raw === "string" ? { value: raw.trim() } : { value: raw };
  }
}

/** Full-width digits and signs, as a Chinese keyboard writes them, as the ones of ASCII. */
function halfWidth(text: string): string {
  return text.replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0));
}

/** Eight digits, or year, month and day with any sign between them. */
export function date(text: string): Cleaned {
  const found = /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? /^(\d{4})\D(\d{1,2})\D(\d{1,2})\D?$/.exec(text);
  if (!found) {
    return { why: "not_date" };
  }
  const [, year = "", month = "", day = ""] = found;
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const real = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(real.getTime()) && real.toISOString().slice(0, 10) === iso
    ? { value: iso }
    : { why: "not_date" };
}

function number(question: Question, raw: number | string): Cleaned {
  const value = Number(raw);
  const { minimum, maximum } = question.schema ?? {};
  if (raw === "" || !Number.isFinite(value) || (question.kind === "integer" && !Number.isInteger(value))) {
    return { why: "not_number" };
  }
  const isOut = (typeof minimum === "number" && value < minimum) || (typeof maximum === "number" && value > maximum);
  return isOut ? { why: "out_of_range" } : { value };
}

/** A recorded value as text for a field: what somebody would have typed. */
export function asTyped(question: Question, value: Json | undefined): string {
  if (value === null || value === undefined) {
    return "";
  }
  return question.kind === "money" && typeof value === "number" ? yuan(value) : String(value);
}

/** A value in words, for a reader; "" when there is none. `places`: names of places by key. */
export function inWords(
  question: Question,
  value: Json | undefined,
  language: Language,
  places?: Map<string, string>,
): string {
  if (value === null || value === undefined || value === "") {
    return "";
  }
  if (Array.isArray(value)) {
    const words = value.map((one) => either(question.codes?.[String(one)], language) || String(one));
    return words.join(language === "zh" ? "、" : ", ");
  }
  if (question.kind === "division") {
    return places?.get(String(value)) ?? String(value);
  }
  if (question.kind === "date") {
    return dayInWords(String(value), language);
  }
  return either(question.codes?.[String(value)], language) || asTyped(question, value);
}

export function yuan(fen: number): string {
  return fen % 100 ? (fen / 100).toFixed(2) : String(fen / 100);
}

/** An ISO day in words; what is none stays as it is. */
export function dayInWords(iso: string, language: Language): string {
  const [year, month, day] = iso.slice(0, 10).split("-").map(Number);
  if (!year || !month || !day) {
    return iso;
  }
  if (language === "zh") {
    return `${year}年${month}月${day}日`;
  }
  const months = "January February March April May June July August September October November December".split(" ");
  return `${day} ${months[month - 1]} ${year}`;
}

/** A day without its year, for a narrow line. */
export function shortDay(iso: string, language: Language): string {
  const day = dayInWords(iso, language);
  return language === "zh" ? day.replace(/^\d+年/, "") : day.replace(/ (\w{3})\w* \d+$/, " $1");
}

/** An instant as it stands on the phone's clock: the hour of today, the day otherwise. */
export function timeInWords(iso: string | null, say: Say, language: Language): string {
  if (!iso) {
    return say("never");
  }
  const then = new Date(iso);
  const two = (n: number) => String(n).padStart(2, "0");
  const hour = `${two(then.getHours())}:${two(then.getMinutes())}`;
  if (then.toDateString() === new Date().toDateString()) {
    return hour;
  }
  const day = `${then.getFullYear()}-${two(then.getMonth() + 1)}-${two(then.getDate())}`;
  return `${dayInWords(day, language)} ${hour}`;
}
