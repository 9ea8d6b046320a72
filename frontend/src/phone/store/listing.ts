/** The work list: what is open by walking order, what is due by its day. */

import type { Filter, ListRow, RowTask, Survey } from "../types.ts";
import type { Row } from "./households.ts";

const SOON = 7;
const AT_VILLAGE = ["assigned", "collecting", "returned"];

export const isAtVillage = (task: RowTask): boolean => AT_VILLAGE.includes(task.status);

/** rows: in walking order; today: ISO day. */
export function listed(rows: Row[], filter: Filter, surveys: Survey[], today: string): ListRow[] {
  const open = new Map(surveys.filter((survey) => survey.is_open).map((survey) => [survey.uuid, survey.due_on]));
  const search = filter.search?.trim().toLowerCase() ?? "";
  const soon = new Date(Date.parse(`${today}T00:00:00Z`) + SOON * 86_400_000).toISOString().slice(0, 10);
  const days = new Map<Row, string>();
  const found = rows.filter((row) => {
    if (filter.village && row.village !== filter.village) return false;
    const tasks = row.tasks.filter((task) => !filter.survey || task.survey === filter.survey);
    if (filter.survey && !tasks.length) return false;
    if (search && !row.search.includes(search)) return false;
    const todo = tasks.filter((task) => isAtVillage(task) && open.has(task.survey));
    days.set(row, lastDay(row, todo, open));
    return isIn(filter.part, row, tasks, todo.length > 0, (days.get(row) as string) <= soon);
  });
  // The sort keeps the walking order of what is due on the same day.
  if (filter.part === "due") found.sort((a, b) => (days.get(a) as string).localeCompare(days.get(b) as string));
  return found;
}

function isIn(part: Filter["part"], row: Row, tasks: RowTask[], isOpen: boolean, isSoon: boolean): boolean {
  if (part === "today") return isOpen || row.due.length > 0;
  if (part === "due") return isSoon;
  if (part === "done") return tasks.length > 0 && !tasks.some(isAtVillage);
  if (part === "returned") return tasks.some((task) => task.status === "returned");
  return true;
}

/** The first last day of what is open; "~", after all days, when there is none. */
function lastDay(row: Row, todo: RowTask[], open: Map<string, string>): string {
  const days = [...row.due.map((due) => due.until ?? "~"), ...todo.map((task) => open.get(task.survey) ?? "~")];
  return days.reduce((first, day) => (day < first ? day : first), "~");
}
