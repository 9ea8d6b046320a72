/** How the visit ended: one of six, each with what it needs to be believed. "Done" never hides a gap. */

import { useState } from "preact/hooks";
import { useApp, useLoad } from "../parts/app.ts";
import { type Asking, HOUSEHOLD, isAsked, loadAsking } from "../parts/asking.ts";
import { Button, Fault, Field, Input, Loading, Notice, Page } from "../parts/ui.tsx";
import type { Outcome } from "../types.ts";
import type { Say, Word } from "../words/index.ts";

interface Needs {
  word: Word;
  hint: Word;
  note?: boolean;
  visits?: number;
  other?: boolean;
}

// As gangqiao/surveys/states.py: NEEDS.
const OUTCOMES: Record<Outcome, Needs> = {
  surveyed: { word: "outcome_surveyed", hint: "outcome_surveyed_hint" },
  moved: { word: "outcome_moved", hint: "outcome_note_hint", note: true },
  died: { word: "outcome_died", hint: "outcome_note_hint", note: true },
  refused: { word: "outcome_refused", hint: "outcome_refused_hint", note: true },
  not_found: { word: "outcome_not_found", hint: "outcome_not_found_hint", note: true, visits: 2 },
  double: { word: "outcome_double", hint: "outcome_double_hint", other: true },
};

export function OutcomePage({ uuid, task }: { uuid: string; task: string }) {
  const { phone, say } = useApp();
  const asking = useLoad(() => loadAsking(phone, uuid, task), [phone, uuid, task]);
  if (!asking.value) {
    return (
      <Page title={say("outcome")} back>
        {asking.fault === undefined ? <Loading /> : <Fault fault={asking.fault} again={asking.again} />}
      </Page>
    );
  }
  return <Choose asking={asking.value} />;
}

type Wrong = Partial<Record<"outcome" | "note" | "visits" | "other", string>>;

interface Typed {
  outcome: Outcome | "";
  note: string;
  visits: string;
  other: string;
}

function check({ outcome, note, visits, other }: Typed, isComplete: boolean, say: Say): Wrong {
  const needs = outcome ? OUTCOMES[outcome] : undefined;
  const wrong: Wrong = {};
  if (!needs) wrong.outcome = say("outcome_missing");
  if (needs?.note && !note.trim()) wrong.note = say("note_missing");
  if (needs?.visits && Number(visits) < needs.visits) wrong.visits = say("visits_missing", { visits: needs.visits });
  if (needs?.other && !other.trim()) wrong.other = say("other_missing");
  if (outcome === "surveyed" && !isComplete) wrong.outcome = say("not_everybody_asked");
  return wrong;
}

function useOutcome({ task }: Asking, isComplete: boolean) {
  const { phone, say, go } = useApp();
  const [typed, setTyped] = useState<Typed>({
    outcome: isComplete ? "surveyed" : task.outcome,
    note: task.note,
    visits: String(Math.max(1, task.visits)),
    other: "",
  });
  const [faults, setFaults] = useState<Wrong>({});
  const [isBusy, setBusy] = useState(false);
  const { outcome, note, visits, other } = typed;
  const handIn = async () => {
    const wrong = check(typed, isComplete, say);
    setFaults(wrong);
    if (Object.keys(wrong).length) {
      return;
    }
    setBusy(true);
    await phone.record("surveys.submit", {
      task: task.task,
      outcome,
      note: note.trim(),
      visits: Number(visits) || 0,
      double_of: outcome && OUTCOMES[outcome].other ? other.trim() : "",
    });
    go();
  };
  const set = (part: Partial<Typed>) => setTyped((before) => ({ ...before, ...part }));
  return { typed, set, faults, isBusy, handIn };
}

function Choose({ asking }: { asking: Asking }) {
  const { say } = useApp();
  const { household, task } = asking;
  const open = household.persons.filter((one) => !isAsked(one, task));
  const isComplete = !open.length && isAsked(null, task);
  const { typed, set, faults, isBusy, handIn } = useOutcome(asking, isComplete);
  const needs = typed.outcome ? OUTCOMES[typed.outcome] : undefined;
  const foot = (
    <Button kind="main" onClick={handIn} disabled={isBusy}>
      {say("hand_in")}
    </Button>
  );
  return (
    <Page title={say("outcome")} lead={household.no} back foot={foot}>
      <fieldset class={`field${faults.outcome ? " is-wrong" : ""}`}>
        <legend>{say("outcome_question")}</legend>
        <div class="choices is-one">
          {(Object.keys(OUTCOMES) as Outcome[]).map((key) => (
            <label class="choice" key={key}>
              <input
                type="radio"
                name="outcome"
                checked={typed.outcome === key}
                onChange={() => set({ outcome: key })}
              />
              <span>{say(OUTCOMES[key].word)}</span>
            </label>
          ))}
        </div>
        {faults.outcome && <p class="fault">{faults.outcome}</p>}
      </fieldset>
      {needs && <p class="hint">{say(needs.hint)}</p>}
      {typed.outcome === "surveyed" && !isComplete && <Open asking={asking} names={open.map((one) => one.name)} />}
      {needs && <Needed {...{ needs, typed, faults, set }} />}
    </Page>
  );
}

interface NeededProps {
  needs: Needs;
  typed: Typed;
  faults: Wrong;
  set: (part: Partial<Typed>) => void;
}

/** What must be told with the outcome, so that it is believed. */
function Needed({ needs, typed: { note, visits, other }, faults, set }: NeededProps) {
  const { say } = useApp();
  return (
    <>
      {needs.note && (
        <Field id="note" label={say("note")} fault={faults.note} must>
          <textarea
            id="note"
            class="input"
            maxLength={500}
            value={note}
            onInput={(event) => set({ note: event.currentTarget.value })}
          />
        </Field>
      )}
      {needs.visits && (
        <Field id="visits" label={say("visits")} fault={faults.visits} must>
          <Input
            id="visits"
            inputmode="numeric"
            value={visits}
            onText={(text) => set({ visits: text })}
            fault={faults.visits}
          />
        </Field>
      )}
      {needs.other && (
        <Field id="other" label={say("other")} fault={faults.other} must>
          <Input id="other" value={other} onText={(text) => set({ other: text })} fault={faults.other} />
        </Field>
      )}
    </>
  );
}

function Open({ asking, names }: { asking: Asking; names: string[] }) {
  const { say, language, go } = useApp();
  const { household, task } = asking;
  const all = isAsked(null, task) ? names : [say("household_questions"), ...names];
  const first = household.persons.find((one) => !isAsked(one, task))?.uuid ?? HOUSEHOLD;
  return (
    <Notice tone="warn">
      <p>{say("not_asked_yet", { names: all.join(language === "zh" ? "、" : ", ") })}</p>
      <Button onClick={() => go("ask", household.uuid, task.task, isAsked(null, task) ? first : HOUSEHOLD)}>
        {say("ask_next")}
      </Button>
    </Notice>
  );
}
