/** What follows from a household on this phone: facts, its row in the list, and what an operation does to it. */

import { isAnswered } from "../questions/conditions.ts";
import { judge } from "../questions/judging.ts";
import type * as t from "../types.ts";
import { signsOf } from "./bearers.ts";

/** A row of the list, and what only the phone reads of it. */
export interface Row extends t.ListRow {
  search: string;
  /** By which an ID number is found; not there: sealed by an older version. */
  ids?: string[];
}
/** What is needed to judge: the questions of a survey, null when they are not here, and the day. */
export type Asking = (survey: string) => t.QuestionSheet | null;

const OWN = /^(survey|own)\./;
/** gangqiao/surveys/states.py: how often somebody must have been there before a household counts as not found. */
const LEAST_VISITS = 2;
/** What is due at a household because of a pack: gangqiao/vacancies/phone/section.py. */
export const DUE = "delivery";
const MASKED = "person.id_number";

/** What is known, with the answers of a draft over it. person: null is the household itself. */
export function factsOf(household: t.Household, person: string | null, answers: t.Values = {}): t.Values {
  if (person === null) return { ...household.answers, ...household.values, ...answers };
  const one = household.persons.find((p) => p.uuid === person);
  const masked: t.Values = one?.id_masked ? { [MASKED]: one.id_masked } : {};
  return { ...one?.answers, ...masked, ...one?.values, ...answers };
}

/** `judge`, where what the register knows and a phone may not see counts as answered. */
export function judged(
  section: t.Section,
  household: t.Household,
  person: string | null,
  answers: t.Values,
  on: string,
): t.Judgement {
  const one = person === null ? household : household.persons.find((p) => p.uuid === person);
  const unseen = new Set(one?.hidden ?? []);
  if (one && "id_masked" in one && one.id_masked) unseen.add(MASKED);
  for (const key of Object.keys(answers)) unseen.delete(key);
  const found = judge(section, factsOf(household, person, answers), on);
  const seen = (key: string) => !unseen.has(key);
  return { ...found, missing: found.missing.filter(seen), faults: found.faults.filter((f) => seen(f.key)) };
}

export function rowOf(household: t.Household, groupName: string, asking: Asking, on: string): Row {
  const { uuid, no, group, persons, tasks } = household;
  const head = persons.find((p) => p.uuid === household.head) ?? persons[0];
  return {
    uuid,
    no,
    group,
    village: household.village ?? "",
    group_name: groupName,
    head: head?.name ?? "",
    persons: persons.length,
    tasks: tasks.map((task) => rowTask(household, task, asking(task.survey), on)),
    due: household.due,
    trouble: !!household.trouble?.length,
    search: [no, ...persons.map((p) => p.name)].join("\n").toLowerCase(),
    ids: signsOf(household),
  };
}

/** Counted as the server counts a task: the items asked of the household and of the members with answers. */
function rowTask(household: t.Household, task: t.Task, sheet: t.QuestionSheet | null, on: string): t.RowTask {
  const asked = household.persons.filter((p) => p.asked.includes(task.survey));
  const about: (string | null)[] = asked.map((p) => p.uuid);
  if (task.household_done) about.push(null);
  let required = 0;
  let missing = 0;
  for (const person of about) {
    const section = sheet?.sections.find((s) => s.about === (person === null ? "household" : "person"));
    if (!section) continue;
    const found = judged(section, household, person, {}, on);
    required += found.required.length;
    missing += found.missing.length;
  }
  const { survey, status, outcome, remarks } = task;
  const persons = household.persons.length;
  return {
    task: task.task,
    survey,
    status,
    outcome,
    persons,
    persons_done: asked.length,
    required,
    missing,
    remarks: remarks.length,
  };
}

/** The household after an operation of this phone, before the server has seen it. A second time changes nothing. */
export function applied(before: t.Household, { kind, body }: Pick<t.Op, "kind" | "body">): t.Household {
  const household: t.Household = JSON.parse(JSON.stringify(before));
  const task = household.tasks.find((one) => one.task === body.task);
  if (task) task.notice_version = Math.max(task.notice_version, Number(body.notice_version ?? 0));
  if (kind === "surveys.submit" && task) submit(household, task, body);
  if (kind === "vacancies.deliver") household.due = household.due.filter((due) => due.kind !== DUE);
  if (kind === "surveys.answers" || kind === "surveys.newcomer") {
    if (task?.status === "assigned") task.status = "collecting";
    if (body.person === null || body.person === undefined) answerHousehold(household, task, body.answers as t.Values);
    else answerPerson(household, task, body);
  }
  return household;
}

/** Without an outcome, or "not found" too early, it was a visit and nothing more: the server says the same. */
function submit(household: t.Household, task: t.Task, body: t.Body): void {
  const outcome = String(body.outcome ?? "") as t.Outcome | "";
  task.visits = Math.max(task.visits, Number(body.visits ?? 0));
  if (!outcome || (outcome === "not_found" && task.visits < LEAST_VISITS)) return;
  task.status = "submitted";
  task.outcome = outcome;
  task.note = String(body.note ?? "");
  household.due = household.due.filter((due) => due.survey !== task.survey);
}

/** A household that was found and is on no roster. */
export function found(body: t.Body, village: string): t.Household {
  const head = body.head as { person: string; relation: string; answers: t.Values };
  const task: t.Task = {
    task: String(body.task),
    survey: String(body.survey),
    status: "collecting",
    outcome: "",
    visits: 0,
    notice_version: Number(body.notice_version ?? 0),
    note: "",
    remarks: [],
  };
  const household: t.Household = {
    uuid: String(body.household),
    no: "",
    group: String(body.area),
    head: head.person,
    values: {},
    tasks: [task],
    persons: [],
    due: [],
    village,
  };
  answerHousehold(household, task, body.answers as t.Values);
  const newcomer = { relation: head.relation };
  answerPerson(household, task, { person: head.person, answers: head.answers, newcomer });
  return household;
}

function answerHousehold(household: t.Household, task: t.Task | undefined, answers: t.Values): void {
  household.answers ??= {};
  put(answers, household.values, household.answers);
  if (task) task.household_done = true;
}

function answerPerson(household: t.Household, task: t.Task | undefined, body: t.Body): void {
  const answers = body.answers as t.Values;
  let person = household.persons.find((one) => one.uuid === body.person);
  if (!person) {
    const relation = String((body.newcomer as t.Values | undefined)?.relation ?? "");
    person = { uuid: String(body.person), name: "", relation, values: {}, answers: {}, asked: [] };
    household.persons.push(person);
  }
  put(answers, person.values, person.answers);
  if (answers["person.name"]) person.name = String(answers["person.name"]);
  if (task && !person.asked.includes(task.survey)) person.asked.push(task.survey);
}

/** Absent keeps, empty takes away. */
function put(answers: t.Values, values: t.Values, own: t.Values): void {
  for (const [key, value] of Object.entries(answers)) {
    const into = OWN.test(key) ? own : values;
    if (isAnswered(value)) into[key] = value;
    else delete into[key];
  }
}

/** What the phone saw of what is answered now: by it the server tells whether somebody else was there meanwhile. */
export function baseOf(household: t.Household, person: string | null, answers: t.Values): t.Values {
  const one = person === null ? household : household.persons.find((p) => p.uuid === person);
  const unseen = new Set([...(one?.hidden ?? []), MASKED]);
  const keys = Object.keys(answers).filter((key) => !OWN.test(key) && !unseen.has(key));
  return Object.fromEntries(keys.map((key) => [key, one?.values[key] ?? null]));
}
