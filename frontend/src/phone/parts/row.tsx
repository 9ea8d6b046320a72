/** One line of the list: a household, or the villagers' group that begins. */

import type { ListRow } from "../types.ts";
import { useApp } from "./app.ts";
import { Icon } from "./icons.tsx";
import { stateOf } from "./states.ts";
import { dayInWords } from "./values.ts";

interface Props {
  line: { group: string; many: number } | { row: ListRow };
  place: { top: number; height: number };
}

export function HouseholdRow({ line, place }: Props) {
  const { say, go, language } = useApp();
  const style = { transform: `translateY(${place.top}px)`, height: `${place.height}px` };
  if (!("row" in line)) {
    return (
      <div class="row is-group" style={style}>
        <strong>{line.group}</strong>
        <span>{say("households", { many: line.many })}</span>
      </div>
    );
  }
  const { row } = line;
  const state = stateOf(row);
  const until = row.due.find((one) => one.until)?.until;
  const due = row.due.map((one) => one.title).join(language === "zh" ? "、" : ", ");
  const dueWords = due && until ? say("due_until", { what: due, day: dayInWords(until, language) }) : due;
  return (
    <button type="button" class="row" style={style} onClick={() => go("household", row.uuid)}>
      <span class="row-words">
        <span>
          <strong>{row.head || say("no_head")}</strong> {row.no}
        </span>
        <small>
          {say("persons", { many: row.persons })}
          {dueWords && ` · ${dueWords}`}
        </small>
      </span>
      <span class={`state is-${state.tone}`}>{say(state.word, state.values)}</span>
      <Icon name="next" />
    </button>
  );
}
