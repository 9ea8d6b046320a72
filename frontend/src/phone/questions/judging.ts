/** What follows from answers, exactly as gangqiao/surveys/questions/judging.py. */

import type { Fault, Judgement, Question, Section, Values } from "../types.ts";
import { evaluate, isAnswered } from "./conditions.ts";
import { has } from "./own.ts";

const NUMBERS = new Set(["integer", "number", "money"]);
const NUMBER = /^-?[0-9]{1,15}(\.[0-9]{1,9})?$/;

/** facts: what is recorded, and over it the answers; on: ISO day. See the docstring of the server's `judge`. */
export function judge(section: Section, facts: Values, on: string): Judgement {
  const known = numbers(section, facts);
  const found: Judgement = { asked: [], required: [], missing: [], faults: [] };
  for (const question of section.questions) {
    const { key } = question;
    if (question.relevant && evaluate(question.relevant, known, on) !== true) {
      delete known[key];
      continue;
    }
    found.asked.push(key);
    const answered = has(known, key) && isAnswered(known[key]);
    if (question.required) {
      found.required.push(key);
      if (!answered) found.missing.push(key);
    }
    if (answered) found.faults.push(...faults(question, known, on));
  }
  return found;
}

/** The facts, with the numbers among them as numbers: they are kept and typed as text, and text has no order. */
function numbers(section: Section, facts: Values): Values {
  const known = { ...facts };
  for (const { key, kind } of section.questions) {
    const value = Object.hasOwn(known, key) ? known[key] : null;
    if (NUMBERS.has(kind) && typeof value === "string" && NUMBER.test(value)) known[key] = Number(value);
  }
  return known;
}

/** Whether a question is not asked whatever else is answered, since the age alone rules it out. */
export function isOutOfAge(question: Question, facts: Values, on: string): boolean {
  const age = { "person.birth_date": facts["person.birth_date"] ?? null };
  return question.relevant !== null && evaluate(question.relevant, age, on) === false;
}

function faults({ key, codes, constraint }: Question, known: Values, on: string): Fault[] {
  const found: Fault[] = [];
  const value = known[key];
  const chosen = Array.isArray(value) ? value : [value];
  const isUnknown = (code: unknown) => typeof code !== "string" || !has(codes ?? {}, code);
  if (codes && Object.keys(codes).length && chosen.some(isUnknown)) found.push({ key, why: "code" });
  if (constraint && evaluate(constraint, known, on) === false) found.push({ key, why: "constraint" });
  return found;
}
