/** What the question pages work with: who is asked what, in which order, and what is sent of it. No markup. */

import type {
  Household,
  Judgement,
  Person,
  Phone,
  Question,
  QuestionSheet,
  Section,
  Survey,
  Task,
  Values,
} from "../types.ts";
import type { Word } from "../words/index.ts";
import { clean } from "./values.ts";

export const HOUSEHOLD = "household";
export const NEWCOMER = "newcomer";
const PAGE = 8; // more questions than these do not fit a few turns of the thumb
const GATES: Record<string, string> = { works_now: "spell", has_skill: "skill", has_business: "business" };
const TITLES: Record<string, Word> = {
  household: "page_household",
  person: "page_person",
  spell: "page_work",
  intention: "page_wish",
  skill: "page_skill",
  business: "page_business",
};
/** Sets whose facts are dated: they are told whole, since a new row holds all of it. */
const DATED = new Set(["spell", "intention", "skill", "business"]);

export interface Asking {
  household: Household;
  task: Task;
  survey: Survey;
  sheet: QuestionSheet;
  today: string;
}

export interface QuestionPage {
  title: Word;
  /** "2/3" of the pages under this title; "" when there is one. */
  of: string;
  questions: Question[];
}

export async function loadAsking(phone: Phone, uuid: string, number: string): Promise<Asking> {
  const [household, surveys, today] = await Promise.all([phone.household(uuid), phone.surveys(), phone.today()]);
  const task = household.tasks.find((one) => one.task === number);
  const survey = surveys.find((one) => one.uuid === task?.survey);
  if (!task || !survey) {
    throw new Error("gone");
  }
  return { household, task, survey, sheet: await phone.questions(survey.questions), today };
}

/** The section that is asked of the household (null) or of a person. */
export function sectionOf(sheet: QuestionSheet, person: string | null): Section {
  const about = person === null ? "household" : "person";
  return sheet.sections.find((section) => section.about === about) ?? { about, questions: [] };
}

/** The facts of somebody who is on no list yet: what was told at the door. */
export function factsOf(phone: Phone, household: Household, person: string | null, answers: Values): Values {
  const isKnown = person === null || household.persons.some((one) => one.uuid === person);
  return isKnown ? phone.facts(household, person, answers) : { "given.works": "no", ...answers };
}

/** Answers as they are judged and sent, from what was typed; what cannot be read is left out. */
export function cleaned(section: Section, typed: Values): Values {
  const found: Values = {};
  for (const [key, raw] of Object.entries(typed)) {
    const question = section.questions.find((one) => one.key === key);
    const read = question ? clean(question, raw) : { value: raw };
    if (!read.why) {
      found[key] = read.value ?? null;
    }
  }
  return found;
}

/** The pages of a section: by subject, with a leading question before those it leads to. */
export function pagesOf(section: Section, asked: string[]): QuestionPage[] {
  const groups = new Map<Word, Question[]>();
  for (const question of section.questions.filter((one) => asked.includes(one.key))) {
    const title = TITLES[setOf(question.key)] ?? "page_own";
    groups.set(title, [...(groups.get(title) ?? []), question]);
  }
  return [...groups].flatMap(([title, questions]) => {
    const many = Math.ceil(questions.length / PAGE);
    const size = Math.ceil(questions.length / many);
    return Array.from({ length: many }, (_, index) => ({
      title,
      of: many > 1 ? `${index + 1}/${many}` : "",
      questions: questions.slice(index * size, (index + 1) * size),
    }));
  });
}

function setOf(key: string): string {
  const [set = "", name = ""] = key.split(".");
  return set === "survey" ? (GATES[name] ?? "own") : set;
}

/**
 * What is sent about somebody: what differs from what is recorded; the survey's own answers; and dated facts whole, once
 * one of them differs. What is not sent stays as it is, and nobody's later correction is undone by it.
 */
export function answersToSend(section: Section, judged: Judgement, before: Values, answers: Values): Values {
  const now = { ...before, ...answers };
  const differs = (key: string) => key in answers && text(answers[key]) !== text(before[key]);
  const touched = new Set([...Object.keys(answers), ...judged.asked].filter(differs).map(setOf));
  if (now["intention.wants_work"]) {
    touched.add("intention"); // a wish runs out: said again, it holds again
  }
  const found: Values = {};
  for (const question of section.questions.filter((one) => judged.asked.includes(one.key))) {
    const { key } = question;
    const isOwn = key.startsWith("survey.") || key.startsWith("own.");
    const isWhole = DATED.has(setOf(key)) && touched.has(setOf(key)) && !isOwn;
    if (differs(key) || (key in now && now[key] !== null && (isOwn || isWhole))) {
      found[key] = key in answers ? (answers[key] ?? null) : asRaw(question, before[key] ?? null);
    }
  }
  return found;
}

/** Money is recorded in fen and told in yuan. */
function asRaw(question: Question, value: Values[string]): Values[string] {
  return question.kind === "money" && typeof value === "number" ? (value / 100).toFixed(2) : value;
}

function text(value: unknown): string {
  return value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length)
    ? ""
    : JSON.stringify(value);
}

/** Whether somebody has answered in the survey of the task; the household itself: its own questions. */
export function isAsked(person: Person | null, task: Task): boolean {
  return person === null ? Boolean(task.household_done) : person.asked.includes(task.survey);
}

/** Whether the village may still write into the household. */
export function isOpen(task: Task): boolean {
  return task.status === "assigned" || task.status === "collecting" || task.status === "returned";
}

/** Whole years between two ISO days; null when one of them is not known. */
export function ageOn(birth: unknown, today: string): number | null {
  if (typeof birth !== "string" || birth.length < 10) {
    return null;
  }
  const years = Number(today.slice(0, 4)) - Number(birth.slice(0, 4));
  return years - (today.slice(5) < birth.slice(5) ? 1 : 0);
}
