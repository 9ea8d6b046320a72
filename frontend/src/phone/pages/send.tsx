/** Sending: what waits, what the county has, what it did not take, and the last resort without any signal. */

import { useEffect, useState } from "preact/hooks";
import { useApp, useLoad } from "../parts/app.ts";
import { Nav } from "../parts/nav.tsx";
import { isLate } from "../parts/syncline.tsx";
import { kindInWords, Troubles } from "../parts/troubles.tsx";
import { Button, Empty, Field, Input, Loading, Notice, Page, Progress } from "../parts/ui.tsx";
import { timeInWords } from "../parts/values.ts";
import type {
  Contact,
  OutboxRow,
  Phone,
  QuestionSheet,
  RowState,
  Progress as Step,
  SyncResult,
  WhyNoSync,
} from "../types.ts";
import type { Word } from "../words/index.ts";

const WHY: Record<WhyNoSync, Word> = {
  offline: "sync_offline",
  busy: "sync_busy",
  unknown: "sync_unknown",
  refused: "sync_refused",
  wiped: "wiped",
  locked: "sync_locked",
  receipt: "sync_receipt",
};
const STATES: Record<RowState, Word> = {
  waits: "row_waits",
  sent: "row_sent",
  proven: "row_proven",
  trouble: "row_trouble",
};

const NO_QUESTIONS: QuestionSheet = { sections: [] } as unknown as QuestionSheet;

async function load(phone: Phone) {
  const [rows, contact, all] = await Promise.all([phone.outbox(), phone.contact(), phone.list({ part: "all" })]);
  const hasTrouble = rows.some((row) => row.trouble);
  const surveys = hasTrouble ? await phone.surveys() : [];
  // A survey whose questions are gone has its items named by their keys.
  const sheets = await Promise.all(surveys.map((one) => phone.questions(one.questions).catch(() => NO_QUESTIONS)));
  return { rows, contact, sheets, names: new Map(all.map((row) => [row.uuid, `${row.head} ${row.no}`])) };
}

type Stand = Awaited<ReturnType<typeof load>>;

/** How things stand, also while something is sent by itself; and sending by the press. */
function useSending() {
  const { phone } = useApp();
  const stand = useLoad(() => load(phone), [phone]);
  const [step, setStep] = useState<Step>();
  const [result, setResult] = useState<SyncResult>();
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    const ends = [phone.on("changed", stand.again), phone.on("synced", stand.again)];
    return () => {
      for (const end of ends) {
        end();
      }
    };
  }, [phone]);
  const send = async () => {
    setBusy(true);
    setResult(undefined);
    setResult(await phone.sync(setStep));
    setStep(undefined);
    setBusy(false);
    stand.again();
  };
  return { stand: stand.value, step: isBusy ? step : undefined, result, isBusy, send };
}

export function SendPage() {
  const { say } = useApp();
  const { stand, step, result, isBusy, send } = useSending();
  const rows = stand?.rows ?? [];
  return (
    <Page title={say("send")} foot={<Nav at="send" />}>
      {!stand && <Loading />}
      <Button kind="main" icon="send" onClick={send} disabled={isBusy}>
        {say(isBusy ? "sending" : "send_now")}
      </Button>
      {step && <Progress share={step.total ? step.done / step.total : 0} label={say("sending")} />}
      {step && <p role="status">{say(`step_${step.step}`, { done: step.done, total: step.total })}</p>}
      {result && stand && <Result result={result} contact={stand.contact} />}
      {stand && <Contacts contact={stand.contact} isBusy={isBusy} />}
      {stand && <Trouble stand={stand} />}
      {stand && !rows.length && <Empty title={say("nothing_waits")} />}
      {stand && rows.length > 0 && <Rows rows={rows} names={stand.names} />}
      {rows.some((row) => row.state === "waits" || row.state === "sent") && <LastResort />}
    </Page>
  );
}

/** What of this phone is with the county, by its receipt alone: however it was sent. */
function Contacts({ contact, isBusy }: { contact: Contact; isBusy: boolean }) {
  const { say, language } = useApp();
  const { last, waitsSince, kept, made, arrived } = contact;
  return (
    <>
      {made > 0 && (
        <p role="status" id="with-county">
          {say("with_county", { made, arrived })}
        </p>
      )}
      {isLate(waitsSince) && !isBusy && (
        <Notice tone="warn">{say("waits_long", { since: timeInWords(waitsSince, say, language) })}</Notice>
      )}
      {last && <p class="hint">{say("last_contact", { when: timeInWords(last, say, language) })}</p>}
      {!kept && <Notice tone="warn">{say("not_kept")}</Notice>}
    </>
  );
}

function Trouble({ stand: { rows, names, sheets } }: { stand: Stand }) {
  const households = new Map(rows.map((row) => [row.id, row.household ?? ""]));
  return (
    <Troubles
      troubles={rows.flatMap((row) => (row.trouble ? [row.trouble] : []))}
      nameOf={({ op }) => names.get(households.get(op) ?? "") ?? ""}
      sheets={sheets}
    />
  );
}

function Result({ result, contact }: { result: SyncResult; contact: Contact }) {
  const { say } = useApp();
  if (!result.ok) {
    return (
      <Notice tone={result.why === "offline" || result.why === "busy" ? "warn" : "bad"}>
        <p>{result.say || say(WHY[result.why ?? "offline"])}</p>
        {result.waiting > 0 && <p>{say("kept_safe", { many: result.waiting })}</p>}
      </Notice>
    );
  }
  // "All of it" is said only when the receipt covers all of it.
  const isProven = contact.arrived >= contact.made && !result.waiting;
  const word = isProven ? (result.sent ? "receipt" : "receipt_nothing") : "receipt_later";
  return (
    <Notice tone={result.trouble || !isProven ? "warn" : "good"}>
      {say(word, { many: isProven ? result.sent : contact.made - contact.arrived })}
      {result.trouble > 0 && <p>{say("troubles", { many: result.trouble })}</p>}
    </Notice>
  );
}

const SHOWN = 50;

function Rows({ rows, names }: { rows: OutboxRow[]; names: Map<string, string> }) {
  const { say, language } = useApp();
  const tone = { waits: "plain", sent: "plain", proven: "good", trouble: "warn" } as const;
  return (
    <section class="part" aria-label={say("outbox")}>
      <h2>{say("outbox")}</h2>
      <ul class="rows">
        {rows.slice(0, SHOWN).map((row) => (
          <li key={row.id} class="row">
            <span class="row-words">
              <strong>{names.get(row.household ?? "") ?? ""}</strong>
              <small>
                {say(kindInWords(row.kind))} · {timeInWords(row.at, say, language)}
              </small>
            </span>
            <span class={`state is-${tone[row.state]}`}>{say(STATES[row.state])}</span>
          </li>
        ))}
      </ul>
      {rows.length > SHOWN && <p class="hint">{say("more_found", { many: rows.length - SHOWN })}</p>}
    </section>
  );
}

/** The outbox as an encrypted file, to be carried to the office by hand. */
function LastResort() {
  const { phone, say } = useApp();
  const [words, setWords] = useState("");
  const [fault, setFault] = useState("");
  const [isDone, setDone] = useState(false);
  const save = async () => {
    if (words.trim().length < 8) {
      setFault(say("passphrase_short"));
      return;
    }
    setFault("");
    try {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(await phone.exportOutbox(words.trim()));
      link.download = `gangqiao-${new Date().toISOString().slice(0, 10)}.bin`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
      setDone(true);
    } catch {
      setFault(say("fault"));
    }
  };
  return (
    <details class="sheet">
      <summary>{say("last_resort")}</summary>
      <p>{say("last_resort_lead")}</p>
      <Field id="passphrase" label={say("passphrase")} hint={say("passphrase_hint")} fault={fault}>
        <Input id="passphrase" value={words} onText={setWords} fault={fault} />
      </Field>
      <Button onClick={save}>{say("save_file")}</Button>
      {isDone && <Notice tone="good">{say("file_saved")}</Notice>}
    </details>
  );
}
