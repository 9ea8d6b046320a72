/** Old answers under new questions, exactly as gangqiao/surveys/questions/upgrading.py. */

import type { Json, Values } from "../types.ts";
import { has } from "./own.ts";

export interface Step {
  renamed?: Record<string, string>;
  codes?: Record<string, Record<string, string>>;
}

/** The answers as the newest version reads them, and those it no longer asks for, by their old key. */
export function upgrade(answers: Values, steps: Step[], keys: Set<string>): [Values, Values] {
  const moved: Values = {};
  const apart: Values = {};
  const led = Object.entries(answers).map(([key, value]) => ({ key, value, to: lead(key, value, steps) }));
  // Those that keep their name first, so that they win.
  led.sort((a, b) => Number(a.to[0] !== a.key) - Number(b.to[0] !== b.key));
  for (const { key, value, to } of led) {
    if (keys.has(to[0]) && !has(moved, to[0])) moved[to[0]] = to[1];
    else apart[key] = value;
  }
  return [moved, apart];
}

function lead(key: string, value: Json, steps: Step[]): [string, Json] {
  for (const step of steps) {
    key = of(step.renamed, key) ?? key;
    value = recoded(value, of(step.codes, key) ?? {});
  }
  return [key, value];
}

function recoded(value: Json, codes: Record<string, string>): Json {
  if (Array.isArray(value)) return value.map((entry) => recodedText(entry, codes));
  return recodedText(value, codes);
}

const recodedText = (value: Json, codes: Record<string, string>): Json =>
  typeof value === "string" ? (of(codes, value) ?? value) : value;

const of = <T>(map: Record<string, T> | undefined, key: string): T | undefined =>
  map && has(map, key) ? map[key] : undefined;
