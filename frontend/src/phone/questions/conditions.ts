/**
 * Conditions between facts: true, false, or null for unknown. The same language, and the same answers, as
 * gangqiao/kernel/conditions.py and gangqiao/surveys/questions/expressions.py; both run condition_cases.json.
 * Nothing is evaluated as code.
 */

import type { Json, Tree, Values } from "../types.ts";
import { idNumber } from "./idNumber.ts";
import { has } from "./own.ts";

type Answer = boolean | null;
const ORDER: Record<string, (a: Json, b: Json) => boolean> = {
  lt: (a, b) => (a as string) < (b as string),
  le: (a, b) => (a as string) <= (b as string),
  gt: (a, b) => (a as string) > (b as string),
  ge: (a, b) => (a as string) >= (b as string),
};

/** on: the ISO day ages are reckoned for. The tree was checked by the server. */
export function evaluate(tree: Tree, facts: Values, on: string): Answer {
  const [name, body] = Object.entries(tree)[0] as [string, Json];
  if (name === "all" || name === "any") return kleene(name === "any", body as Tree[], facts, on);
  if (name === "not") return not(evaluate(body as Tree, facts, on));
  if (name === "answered") return operandOf(body, facts, on) !== null;
  if (name === "matches") return matches(body as [string, string], facts);
  if (name === "id_number") return isIdNumber(fact(facts, body as string), on);
  const [first, second] = body as [Json, Json];
  const left = operandOf(first, facts, on);
  const right = isFact(second) ? operandOf(second.fact, facts, on) : second;
  return left === null || right === null ? null : compare(name, left, right);
}

export const isAnswered = (value: Json | undefined): boolean =>
  value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && !value.length);

function kleene(decides: boolean, parts: Tree[], facts: Values, on: string): Answer {
  let answer: Answer = !decides;
  for (const part of parts) {
    const one = evaluate(part, facts, on);
    if (one === decides) return decides;
    if (one === null) answer = null;
  }
  return answer;
}

const not = (answer: Answer): Answer => (answer === null ? null : !answer);

function matches([key, pattern]: [string, string], facts: Values): Answer {
  const text = fact(facts, key);
  return typeof text === "string" && text ? new RegExp(`^(?:${pattern})$`).test(text) : null;
}

function isIdNumber(value: Json, on: string): Answer {
  if (value === null || value === "") return null;
  return typeof value === "string" && idNumber(value, on).ok;
}

// A key such as "constructor" is no fact.
const fact = (facts: Values, key: string): Json => (has(facts, key) ? (facts[key] as Json) : null);

const isFact = (value: Json): value is { fact: string } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function operandOf(operand: Json, facts: Values, on: string): Json {
  if (typeof operand === "string") {
    const value = fact(facts, operand);
    return isAnswered(value) ? value : null;
  }
  const birth = fact(facts, (operand as { age: string }).age);
  const age = isDay(birth) ? ageOn(birth, on) : -1;
  return age < 0 ? null : age;
}

/** Whole years lived; negative before birth. Who is born on 29 February is a year older on 1 March. */
export function ageOn(birth: string, on: string): number {
  return Number(on.slice(0, 4)) - Number(birth.slice(0, 4)) - (on.slice(5) < birth.slice(5) ? 1 : 0);
}

/** Whether this is an ISO day of the calendar. */
export function isDay(value: Json | undefined): value is string {
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const [year, month, day] = value.split("-").map(Number) as [number, number, number];
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return year > 0 && days !== undefined && day > 0 && day <= days;
}

function compare(name: string, left: Json, right: Json): Answer {
  if (name === "eq") return same(left, right);
  if (name === "ne") return !same(left, right);
  if (name === "in") {
    const entries = Array.isArray(left) ? left : [left];
    return entries.some((entry) => (right as Json[]).some((literal) => same(entry, literal)));
  }
  const ordered = (typeof left === "number" && typeof right === "number") || (isDay(left) && isDay(right));
  return ordered ? (ORDER[name] as (a: Json, b: Json) => boolean)(left, right) : null;
}

function same(left: Json, right: Json): boolean {
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((entry, place) => same(entry, right[place] as Json));
  }
  return left === right;
}
