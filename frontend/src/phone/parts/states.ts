/** What stands beside a household in one word. */

import type { ListRow, RowTask, Status } from "../types.ts";
import type { Word } from "../words/index.ts";

export interface Shown {
  word: Word;
  tone: "plain" | "good" | "warn" | "bad";
  values?: Record<string, number>;
}

const OF_STATUS: Record<Status, Shown> = {
  assigned: { word: "state_assigned", tone: "plain" },
  collecting: { word: "state_collecting", tone: "plain" },
  submitted: { word: "state_submitted", tone: "good" },
  returned: { word: "state_returned", tone: "bad" },
  accepted: { word: "state_accepted", tone: "good" },
  locked: { word: "state_locked", tone: "good" },
};
// The one that asks most of the officer stands first.
const ORDER: Status[] = ["returned", "collecting", "assigned", "submitted", "accepted", "locked"];

export function stateOfStatus(status: Status): Shown {
  return OF_STATUS[status];
}

export function stateOf(row: ListRow): Shown {
  if (row.trouble) {
    return { word: "state_trouble", tone: "warn" };
  }
  const task = [...row.tasks].sort((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status))[0];
  if (!task) {
    return { word: row.due.length ? "state_due" : "state_nothing", tone: "plain" };
  }
  return isBegun(task)
    ? { word: "state_persons", tone: "plain", values: { done: task.persons_done, of: task.persons } }
    : stateOfStatus(task.status);
}

function isBegun(task: RowTask): boolean {
  return task.status === "collecting" && task.persons_done > 0;
}
