/** Sending: what waits, what the county has, what it did not take, and the last resort without any signal. */

import { useEffect, useState } from "preact/hooks";
import { useApp, useLoad } from "../parts/app.ts";
import { Nav } from "../parts/nav.tsx";
import { isLate } from "../parts/syncline.tsx";
import { kindInWords, Troubles } from "../parts/troubles.tsx";
import { Button, Empty, Field, Input, Loading, Notice, Page, Progress } from "../parts/ui.tsx";
import { timeInWords } from "../parts/values.ts";
import type { OutboxRow, Phone, RowState, Progress as Step, SyncResult, WhyNoSync } from "../types.ts";
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

async function load(phone: Phone) {
  const [rows, contact, all] = await Promise.all([phone.outbox(), phone.contact(), phone.list({ part: "all" })]);
  return { rows, contact, names: new Map(all.map((row) => [row.uuid, `${row.head} ${row.no}`])) };
}

export function SendPage() {
  const { phone, say, language } = useApp();
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
  const rows = stand.value?.rows ?? [];
  const waiting = rows.filter((row) => row.state === "waits" || row.state === "sent");
  const late = isLate(stand.value?.contact.waitsSince ?? null);
  return (
    <Page title={say("send")} foot={<Nav at="send" />}>
      {!stand.value && <Loading />}
      <Button kind="main" icon="send" onClick={send} disabled={isBusy}>
        {say(isBusy ? "sending" : "send_now")}
      </Button>
      {isBusy && step && <Progress share={step.total ? step.done / step.total : 0} label={say("sending")} />}
      {isBusy && step && <p role="status">{say(`step_${step.step}`, { done: step.done, total: step.total })}</p>}
      {result && <Result result={result} />}
      {late && !isBusy && (
        <Notice tone="warn">
          {say("waits_long", { since: timeInWords(stand.value?.contact.waitsSince ?? null, say, language) })}
        </Notice>
      )}
      {stand.value?.contact.last && (
        <p class="hint">{say("last_contact", { when: timeInWords(stand.value.contact.last, say, language) })}</p>
      )}
      {stand.value && !stand.value.contact.kept && <Notice tone="warn">{say("not_kept")}</Notice>}
      <Troubles troubles={rows.flatMap((row) => (row.trouble ? [row.trouble] : []))} />
      {stand.value && !rows.length && <Empty title={say("nothing_waits")} />}
      {rows.length > 0 && <Rows rows={rows} names={stand.value?.names ?? new Map()} />}
      {waiting.length > 0 && <LastResort />}
    </Page>
  );
}

function Result({ result }: { result: SyncResult }) {
  const { say } = useApp();
  if (!result.ok) {
    return (
      <Notice tone={result.why === "offline" || result.why === "busy" ? "warn" : "bad"}>
        <p>{result.say || say(WHY[result.why ?? "offline"])}</p>
        {result.waiting > 0 && <p>{say("kept_safe", { many: result.waiting })}</p>}
      </Notice>
    );
  }
  return (
    <Notice tone={result.trouble ? "warn" : "good"}>
      {say(result.sent ? "receipt" : "receipt_nothing", { many: result.sent })}
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
