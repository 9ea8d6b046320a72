/** The households of a package, out of its three tables (gangqiao/surveys/phone/layout.py). */

import type * as t from "../types.ts";
import { unfold } from "./columns.ts";
import { Outdated } from "./wire.ts";

const AT_VILLAGE = ["assigned", "collecting", "returned"];
/** A household on the way: how many of the persons and tasks are its own; the head by its place among them. */
interface Travelling extends Omit<t.Household, "persons" | "tasks" | "head" | "due"> {
  persons: number;
  tasks: number;
  head: number | string | null;
  due?: t.Due[];
  more?: t.Due[];
}

export function householdsOf({ households, surveys }: Pick<t.Package, "households" | "surveys">): t.Household[] {
  const persons = unfold(households.persons, person);
  const tasks = unfold(households.tasks, task);
  const bySurvey = new Map(surveys.map((survey) => [survey.uuid, survey]));
  let person0 = 0;
  let task0 = 0;
  return unfold(households.households, home).map(({ more, ...row }) => {
    const own = persons.slice(person0, person0 + row.persons);
    const its = tasks.slice(task0, task0 + row.tasks);
    if (own.length !== row.persons || its.length !== row.tasks) throw new Outdated();
    person0 += own.length;
    task0 += its.length;
    const head = typeof row.head === "number" ? (own[row.head]?.uuid ?? null) : row.head;
    for (const one of own) one.name ||= String(one.values["person.name"] ?? "");
    return { ...row, head, persons: own, tasks: its, due: row.due ?? dueOf(its, bySurvey, more ?? []) };
  });
}

/** What is due because of a task, and what else is, the first to end first. */
function dueOf(tasks: t.Task[], surveys: Map<string, t.Survey>, more: t.Due[]): t.Due[] {
  const follow = tasks.flatMap(({ status, survey }): t.Due[] => {
    const of = AT_VILLAGE.includes(status) && surveys.get(survey);
    return of ? [{ kind: "survey", title: of.name, until: of.due_on, survey }] : [];
  });
  return [...follow, ...more].sort((a, b) => order(a.until ?? "9999", b.until ?? "9999"));
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

// What a row says that says nothing: EMPTY in gangqiao/surveys/phone/layout.py.
const home = (): Travelling => ({ uuid: "", no: "", group: "", head: null, values: {}, tasks: 0, persons: 0 });

const person = (): t.Person => ({ uuid: "", name: "", relation: "", values: {}, answers: {}, asked: [] });

const task = (): t.Task => ({
  task: "",
  survey: "",
  status: "assigned",
  outcome: "",
  visits: 0,
  notice_version: 0,
  note: "",
  household_done: false,
  remarks: [],
});
