/** Who belongs to a household, and who of them has been asked. */

import type { Household, Person } from "../types.ts";
import { relationInWords } from "../words/relations.ts";
import { useApp } from "./app.ts";
import { type Asking, ageOn, HOUSEHOLD, isAsked, isOpen, NEWCOMER } from "./asking.ts";
import { Icon } from "./icons.tsx";

interface Props {
  household: Household;
  asking: Asking;
  isRead: boolean;
  begun: Set<string>;
}

export function Members({ household, ...stand }: Props) {
  const { say } = useApp();
  const { asking, begun } = stand;
  const { task } = asking;
  const under = useUnder(asking.today);
  return (
    <section class="part" aria-label={say("members")}>
      <h2>{say("members_many", { many: household.persons.length })}</h2>
      <ul class="rows">
        <li>
          <Row who={HOUSEHOLD} name={say("household_questions")} under="" isDone={isAsked(null, task)} {...stand} />
        </li>
        {household.persons.map((one) => (
          <li key={one.uuid}>
            <Row who={one.uuid} name={one.name} under={under(one)} isDone={isAsked(one, task)} {...stand} />
          </li>
        ))}
        {begun.has(NEWCOMER) && isOpen(task) && (
          <li>
            <Row who={NEWCOMER} name={say("newcomer_begun")} under="" isDone={false} {...stand} />
          </li>
        )}
      </ul>
    </section>
  );
}

/** What tells two of the same name apart: relation to the head, sex, age. */
function useUnder(today: string): (person: Person) => string {
  const { say, language } = useApp();
  const sexes: Record<string, string> = { "1": say("man"), "2": say("woman") };
  return ({ relation, values }) => {
    const age = ageOn(values["person.birth_date"], today);
    const parts = [
      relationInWords(relation, language),
      sexes[String(values["person.sex"])],
      age === null ? "" : say("years", { age }),
    ];
    return parts.filter(Boolean).join(" · ");
  };
}

interface RowProps {
  who: string;
  name: string;
  under: string;
  isDone: boolean;
  asking: Asking;
  isRead: boolean;
  begun: Set<string>;
}

function Row({ who, name, under, isDone, asking, isRead, begun }: RowProps) {
  const { say, go } = useApp();
  const { household, task } = asking;
  const word = begun.has(who) ? "asked_begun" : isDone ? "asked_done" : "asked_not";
  const tone = begun.has(who) ? "warn" : isDone ? "good" : "plain";
  const open = () => {
    if (who === NEWCOMER) {
      go("newcomer", household.uuid, task.task);
    } else {
      go(isRead ? "ask" : "notice", household.uuid, task.task, who);
    }
  };
  return (
    <button type="button" class="row" onClick={open} disabled={!isOpen(task)}>
      <span class="row-words">
        <strong>{name}</strong>
        {under && <small>{under}</small>}
      </span>
      <span class={`state is-${tone}`}>{say(word)}</span>
      {isOpen(task) && <Icon name="next" />}
    </button>
  );
}
