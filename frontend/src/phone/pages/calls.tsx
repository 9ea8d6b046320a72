/** Who went out to work is asked how it goes: the list, the number to dial, and one tap for what was said. */

import { useState } from "preact/hooks";
import { useApp, useLoad } from "../parts/app.ts";
import { useAgain } from "../parts/carry.tsx";
import { Icon } from "../parts/icons.tsx";
import { useTripTell } from "../parts/trips.tsx";
import { Button, Empty, Field, Input, Loading, Notice, Page } from "../parts/ui.tsx";
import { dayInWords, date as readDate, shortDay } from "../parts/values.ts";
import type { Call, Calls } from "../types.ts";
import type { TellTrip } from "../words/trips.ts";

interface Standing {
  all: Calls[];
  today: string;
}

export function CallsPage({ uuid }: { uuid: string }) {
  const { phone } = useApp();
  const tell = useTripTell();
  const found = useLoad(
    async (): Promise<Standing> => ({ all: await phone.calls(), today: await phone.today() }),
    [phone],
  );
  useAgain(found.again);
  if (!tell || !found.value) {
    return <Loading />;
  }
  const { all, today } = found.value;
  const calls = all.find((one) => one.people.some((person) => person.uuid === uuid));
  const call = calls?.people.find((one) => one.uuid === uuid);
  if (!uuid) {
    return <List tell={tell} people={all.flatMap((one) => one.people)} />;
  }
  if (!calls || !call) {
    return (
      <Page title={tell("calls")} back>
        <Notice tone="good">{tell("call_gone")}</Notice>
      </Page>
    );
  }
  return <One {...{ tell, call, calls, today }} />;
}

function List({ tell, people }: { tell: TellTrip; people: Call[] }) {
  const { go, language } = useApp();
  return (
    <Page title={tell("calls")} back>
      {people.length ? <p class="hint">{tell("calls_lead")}</p> : <Empty title={tell("calls_none")} />}
      <ul class="trip-riders">
        {people.map((one) => (
          <li key={one.uuid} class="trip-rider">
            <button type="button" class="trip-who" onClick={() => go("calls", one.uuid)}>
              <span>
                <strong>{one.name}</strong>
                <small>
                  {[one.why, one.employer, tell("call_due", { day: shortDay(one.due_on, language) })]
                    .filter(Boolean)
                    .join(" · ")}
                </small>
              </span>
            </button>
            {isNumber(one.phone) && (
              <a class="trip-board call-dial" href={`tel:${one.phone}`} aria-label={`${one.name} ${one.phone}`}>
                <Icon name="call" />
              </a>
            )}
          </li>
        ))}
      </ul>
    </Page>
  );
}

const isNumber = (phone: string): boolean => /^\+?\d{5,}$/.test(phone);

interface OneProps {
  tell: TellTrip;
  call: Call;
  calls: Calls;
  today: string;
}
interface Said {
  spoke_with: string;
  way: string;
  kept: Record<string, string>;
}

function One({ tell, call, calls, today }: OneProps) {
  const { phone, back } = useApp();
  const [said, setSaid] = useState<Said>({ spoke_with: "self", way: "call", kept: {} });
  const [result, setResult] = useState("");
  const record = async (more: Record<string, unknown>) => {
    const kept = call.first && Object.keys(said.kept).length ? { kept: said.kept } : {};
    const body = { contact: call.uuid, spoke_with: said.spoke_with, way: said.way, ...kept, ...more };
    await phone.record("followup.record", body as never);
    back();
  };
  // Still at work is the answer of most: one tap. The others ask for a word more.
  const press = (code: string) => (code === "still" ? void record({ result: code }) : setResult(code));
  return (
    <Page title={call.name} lead={call.why} back>
      <Facts {...{ tell, call, calls }} />
      <Choices
        name="who"
        legend={tell("call_who")}
        from={calls.asks.spoke_with}
        chosen={said.spoke_with}
        set={(one) => setSaid({ ...said, spoke_with: one })}
      />
      {said.spoke_with === "family" && <p class="hint">{tell("call_proxy")}</p>}
      <Choices
        name="way"
        legend={tell("call_way")}
        from={calls.asks.way}
        chosen={said.way}
        set={(one) => setSaid({ ...said, way: one })}
      />
      {call.first && (
        <section class="sheet">
          <h2>{tell("call_first")}</h2>
          {calls.aspects.map(([key, label]) => (
            <Choices
              key={key}
              name={key}
              legend={label}
              from={calls.asks.kept}
              chosen={said.kept[key] ?? ""}
              set={(one) => setSaid({ ...said, kept: { ...said.kept, [key]: one } })}
            />
          ))}
        </section>
      )}
      <section class="sheet">
        <h2>{tell("call_result")}</h2>
        {calls.asks.result
          .filter(([code]) => code !== "not_reached")
          .map(([code, label]) => (
            <Button key={code} kind={code === result ? "main" : "plain"} onClick={() => press(code)}>
              {label}
            </Button>
          ))}
        <Button kind="quiet" onClick={() => void record({ result: "not_reached" })}>
          {tell("call_not_reached")}
        </Button>
        <p class="hint">{tell("call_free")}</p>
      </section>
      {result && <More key={result} {...{ tell, calls, today, result, record }} />}
    </Page>
  );
}

function Facts({ tell, call, calls }: Pick<OneProps, "tell" | "call" | "calls">) {
  const { language } = useApp();
  const since = call.since ? dayInWords(call.since, language) : "";
  return (
    <section class="sheet">
      {call.employer && <p>{since ? tell("call_since", { day: since, employer: call.employer }) : call.employer}</p>}
      {call.tries > 0 && <p class="hint">{tell("call_tries", { many: call.tries })}</p>}
      {isNumber(call.phone) ? (
        <a class="button is-main" href={`tel:${call.phone}`}>
          <Icon name="call" />
          <span>{tell("call", { phone: call.phone })}</span>
        </a>
      ) : (
        <p>{call.phone || tell("call_no_phone")}</p>
      )}
      <p class="hint">{tell("call_help", { number: calls.help_line })}</p>
    </section>
  );
}

interface ChoicesProps {
  name: string;
  legend: string;
  from: [string, string][];
  chosen: string;
  set: (code: string) => void;
}

function Choices({ name, legend, from, chosen, set }: ChoicesProps) {
  return (
    <fieldset class="field">
      <legend>{legend}</legend>
      <div class="by-words">
        {from.map(([code, label]) => (
          <label class="choice" key={code}>
            <input type="radio" name={name} checked={chosen === code} onChange={() => set(code)} />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

interface MoreProps extends Pick<OneProps, "tell" | "calls" | "today"> {
  result: string;
  record: (more: Record<string, unknown>) => Promise<void>;
}

/** What an answer other than "still there" asks for: the last day, what next, or what the complaint is about. */
function More({ tell, calls, today, result, record }: MoreProps) {
  const [left, setLeft] = useState("");
  const [chosen, setChosen] = useState("");
  const [words, setWords] = useState("");
  const [faults, setFaults] = useState<{ left?: string; chosen?: string }>({});
  const asks = result === "complaint" ? "case" : result === "returned" ? "wants" : null;
  const keep = async () => {
    const day = left.trim() ? readDate(left.trim()).value : "";
    const isDay = day === "" || (typeof day === "string" && day <= today);
    const wrong = {
      left: isDay ? undefined : tell("call_left_odd"),
      chosen: asks && !chosen ? tell("call_choose") : undefined,
    };
    setFaults(wrong);
    if (!wrong.left && !wrong.chosen) {
      await record({ result, words: words.trim(), ...(day && { left_on: day }), ...(asks && { [asks]: chosen }) });
    }
  };
  return (
    <section class="sheet">
      {asks && (
        <Choices name={asks} legend={tell(`call_${asks}`)} from={calls.asks[asks]} chosen={chosen} set={setChosen} />
      )}
      {faults.chosen && (
        <p class="fault" role="alert">
          {faults.chosen}
        </p>
      )}
      {result !== "complaint" && (
        <Field id="left" label={tell("call_left")} fault={faults.left}>
          <Input id="left" inputmode="numeric" value={left} fault={faults.left} maxLength={10} onText={setLeft} />
        </Field>
      )}
      <Field id="words" label={tell("call_words")}>
        <textarea
          id="words"
          class="input"
          maxLength={500}
          value={words}
          onInput={(event) => setWords(event.currentTarget.value)}
        />
      </Field>
      <Button kind="main" onClick={() => void keep()}>
        {tell("call_keep")}
      </Button>
    </section>
  );
}
