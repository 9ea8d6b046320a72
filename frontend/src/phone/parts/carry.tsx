/** What the pages about packs share: their words, one job, one leaflet, and which of the three was told. */

import { useEffect, useMemo, useState } from "preact/hooks";
import type { Carry, Leaflet, Line } from "../types.ts";
import { type CarryWord, carryWordsOf, type Tell } from "../words/carry.ts";
import { useApp } from "./app.ts";
import { Icon } from "./icons.tsx";
import { Button, Field, Input } from "./ui.tsx";
import "../phone-carry.css";

/** From this number on a line stands outside the pack: the notice has no number for it. */
const FURTHER = 1001;

/** Looks again whenever something was recorded here, or came from the county. */
export function useAgain(again: () => void) {
  const { phone } = useApp();
  useEffect(() => {
    const ends = [phone.on("changed", again), phone.on("synced", again)];
    return () => {
      for (const end of ends) {
        end();
      }
    };
  }, [phone, again]);
}

/** The words of these pages; undefined until they are there. */
export function useTell(): Tell | undefined {
  const { language } = useApp();
  const [words, setWords] = useState<Record<CarryWord, string>>();
  useEffect(() => {
    void carryWordsOf(language).then((found) => setWords(found));
  }, [language]);
  return useMemo(
    () =>
      words &&
      ((word, values = {}) => words[word].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""))),
    [words],
  );
}

export type Answer = "interested" | "no" | "question";
const ANSWERS: Answer[] = ["interested", "no", "question"];

interface JobProps {
  tell: Tell;
  line: Line;
  whys: string[];
  /** Whom it is about; null: the village, nobody answers here. */
  name: string | null;
  answer?: string;
  onAnswer?: (answer: Answer, words: string) => Promise<void>;
}

/** One vacancy as it is told at the door: what, where, how much, why, and what somebody says to it. */
export function Job({ tell, line, whys, name, answer, onAnswer }: JobProps) {
  const { language } = useApp();
  const facts = [line.place, line.pay, line.seats ? tell("seats", { many: line.seats }) : tell("no_seats")];
  return (
    <article class="job">
      <h3>
        {line.number < FURTHER && tell("number", { number: line.number })} {line.title} <small>{line.employer}</small>
      </h3>
      <p>{facts.filter(Boolean).join(" · ")}</p>
      {line.struck ? (
        <p class="state is-bad">{tell("struck", { why: line.struck })}</p>
      ) : (
        whys.length > 0 && <p class="hint">{tell("because", { why: whys.join(language === "zh" ? "；" : "; ") })}</p>
      )}
      <More tell={tell} line={line} />
      {onAnswer && name !== null && !line.struck && <Asked {...{ tell, line, name, answer, onAnswer }} />}
    </article>
  );
}

function More({ tell, line }: { tell: Tell; line: Line }) {
  return (
    <details>
      <summary>{tell("more")}</summary>
      <dl class="terms">
        {line.terms.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {line.phone && (
        <a class="button is-plain" href={`tel:${line.phone}`}>
          <Icon name="call" />
          <span>
            {tell("ask_at", { name: line.contact })} {line.phone}
          </span>
        </a>
      )}
    </details>
  );
}

type AskedProps = Required<Pick<JobProps, "tell" | "line" | "onAnswer">> & { name: string; answer?: string };

/** One tap for yes and no; a question is written down first. */
function Asked({ tell, line, name, answer, onAnswer }: AskedProps) {
  const [isAsking, setAsking] = useState(false);
  const [words, setWords] = useState("");
  const [fault, setFault] = useState("");
  const id = `question-${line.number}-${name}`;
  const press = (one: Answer) => {
    setAsking(one === "question");
    if (one !== "question" && one !== answer) {
      void onAnswer(one, "");
    }
  };
  const keep = async () => {
    setFault(words.trim() ? "" : tell("question_missing"));
    if (words.trim()) {
      await onAnswer("question", words.trim());
      setAsking(false);
    }
  };
  return (
    <>
      <fieldset class="by-words answers">
        <legend class="visually-hidden">{`${line.title}: ${tell("what_says", { name })}`}</legend>
        {ANSWERS.map((one) => (
          <button
            type="button"
            key={one}
            class={`choice answer${answer === one ? " is-chosen" : ""}`}
            aria-pressed={answer === one}
            onClick={() => press(one)}
          >
            {tell(one)}
          </button>
        ))}
      </fieldset>
      {isAsking && (
        <Field id={id} label={tell("question_words")} fault={fault} must>
          <Input id={id} value={words} onText={setWords} fault={fault} maxLength={200} />
          <Button onClick={() => void keep()}>{tell("keep_question")}</Button>
        </Field>
      )}
    </>
  );
}

/** The policies or the services among leaflets. */
export function Leaflets({ tell, leaflets, kind }: { tell: Tell; leaflets: Leaflet[]; kind: Leaflet["kind"] }) {
  const { language } = useApp();
  const own = leaflets.filter((one) => one.kind === kind);
  return own.length ? (
    <section class="sheet">
      <h2>{tell(kind === "policy" ? "policies" : "services")}</h2>
      {own.map((one) => (
        <article key={one.leaflet} class="job">
          <h3>{one.title}</h3>
          <p>{one.words}</p>
          <p class="hint">
            {[
              one.document ? tell("document", { document: one.document }) : kind === "policy" && tell("no_document"),
              one.phone && tell("call_for", { phone: one.phone }),
            ]
              .filter(Boolean)
              .join(language === "zh" ? "；" : "; ")}
          </p>
        </article>
      ))}
    </section>
  ) : null;
}

export interface What {
  jobs: boolean;
  policies: boolean;
  services: boolean;
}
const WHAT: (keyof What)[] = ["jobs", "policies", "services"];

/** Which of the three deliveries it was (R056). */
export function ThreeDeliveries({ tell, what, set }: { tell: Tell; what: What; set: (what: What) => void }) {
  return (
    <fieldset class="field">
      <legend>{tell("what_told")}</legend>
      <p class="hint">{tell("only_told")}</p>
      <div class="by-words">
        {WHAT.map((one) => (
          <label class="choice" key={one}>
            <input
              type="checkbox"
              checked={what[one]}
              onChange={(event) => set({ ...what, [one]: event.currentTarget.checked })}
            />
            <span>{tell(one)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface WaysProps<W extends string> {
  tell: Tell;
  ways: readonly W[];
  way: W | "";
  set: (way: W) => void;
}

/** How it was told; never stacked deeper than a thumb reaches. */
export function Ways<W extends CarryWord>({ tell, ways, way, set }: WaysProps<W>) {
  return (
    <fieldset class="field">
      <legend>{tell("how")}</legend>
      <div class="by-words">
        {ways.map((one) => (
          <label class="choice" key={one}>
            <input type="radio" name="way" checked={way === one} onChange={() => set(one)} />
            <span>{tell(one)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** The lines that suit somebody, the best first, each with its reasons. */
export function offeredTo(carry: Carry, person: string): { line: Line; whys: string[] }[] {
  const byNumber = new Map([...carry.lines, ...(carry.people.further ?? [])].map((line) => [line.number, line]));
  return (carry.people.jobs[person] ?? []).flatMap(([number = 0, ...places]) => {
    const line = byNumber.get(number);
    return line ? [{ line, whys: places.map((place) => carry.people.whys[place] ?? "") }] : [];
  });
}
