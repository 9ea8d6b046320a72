/** One line of the list: a household, or the villagers' group that begins. */

import type { Due, ListRow } from "../types.ts";
import type { Language, Say } from "../words/index.ts";
import { useApp } from "./app.ts";
import { Icon } from "./icons.tsx";
import { stateOf } from "./states.ts";
import { shortDay } from "./values.ts";

interface Props {
  line: { group: string; many: number } | { row: ListRow };
  place: { top: number; height: number };
}

/** What is due beside the survey, which is what the list is about, and the first day by which. */
function dueInShort(due: Due[], say: Say, language: Language): string {
  const days = due.flatMap((one) => (one.until ? [one.until] : [])).sort();
  const titles = due.filter((one) => one.kind !== "survey").map((one) => one.title);
  const until = days[0] ? [say("until", { day: shortDay(days[0], language) })] : [];
  return [...titles, ...until].join(language === "zh" ? "，" : ", ");
}

/** The end of a long household number: its beginning is that of the group above. */
function shortNo(no: string): string {
  return no.length > 12 ? `…${no.slice(-6)}` : no;
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
  const dueWords = dueInShort(row.due, say, language);
  return (
    <button type="button" class="row" style={style} onClick={() => go("household", row.uuid)}>
      <span class="row-words">
        <span>
          <strong>{row.head || say("no_head")}</strong> {shortNo(row.no)}
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
