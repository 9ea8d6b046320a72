/** The four ratios, from the rows on this phone, as gangqiao/surveys/reads/completeness.py counts them. */

import type { Counts, ListRow, Place, RowTask } from "../types.ts";

const HANDED_IN = ["submitted", "accepted", "locked"];
const ACCOUNTED = ["moved", "died", "double"];

export const isHandedIn = (task: RowTask): boolean => HANDED_IN.includes(task.status);

/** survey: null counts all of them together. */
export function count(rows: Iterable<ListRow>, groups: Place[], survey: string | null): Counts {
  const nought = () => ({ done: 0, total: 0 });
  const found: Counts = { group: nought(), household: nought(), person: nought(), item: nought() };
  const reached = new Set<string>();
  for (const row of rows) {
    for (const task of row.tasks) {
      if (survey !== null && task.survey !== survey) continue;
      if (isHandedIn(task)) reached.add(row.group);
      add(found, task);
    }
  }
  found.group = { done: groups.filter((group) => reached.has(group.key)).length, total: groups.length };
  return found;
}

function add(found: Counts, task: RowTask): void {
  const accounted = isHandedIn(task) && ACCOUNTED.includes(task.outcome);
  const settled = accounted || (isHandedIn(task) && task.outcome === "surveyed");
  found.household.total += 1;
  found.household.done += settled ? 1 : 0;
  found.person.total += task.persons;
  found.person.done += accounted ? task.persons : task.persons_done;
  found.item.total += task.required;
  found.item.done += task.required - task.missing;
}
