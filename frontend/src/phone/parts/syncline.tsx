/** How things stand with sending, in words and always in sight. What waits longer than a day is said loudly. */

import { useEffect } from "preact/hooks";
import { useApp, useLoad } from "./app.ts";
import { Button, Notice } from "./ui.tsx";
import { timeInWords } from "./values.ts";

const A_DAY = 24 * 3600 * 1000;

export function isLate(since: string | null): boolean {
  return since !== null && Date.now() - new Date(since).getTime() > A_DAY;
}

export function SyncLine() {
  const { phone, say, language, go } = useApp();
  const stand = useLoad(async () => ({ ...(await phone.contact()), rows: await phone.outbox() }), [phone]);
  useEffect(() => {
    const ends = [phone.on("changed", stand.again), phone.on("synced", stand.again)];
    return () => {
      for (const end of ends) {
        end();
      }
    };
  }, [phone]);
  if (!stand.value) {
    return null;
  }
  const { rows, last, waitsSince } = stand.value;
  const waiting = new Set(rows.filter((row) => row.state === "waits").map((row) => row.household ?? row.id)).size;
  const troubles = rows.filter((row) => row.state === "trouble").length;
  const when = last ? say("last_contact", { when: timeInWords(last, say, language) }) : "";
  // A record of a trip or a call is about no household.
  const isOther = rows.some((row) => row.state === "waits" && !row.household);
  const how = waiting ? say(isOther ? "waits_records" : "waits_households", { many: waiting }) : say("all_sent");
  const words = [how, when].filter(Boolean).join(language === "zh" ? "，" : "; ");
  if (isLate(waitsSince)) {
    return (
      <Notice tone="warn">
        <p>{say("waits_long", { since: timeInWords(waitsSince, say, language) })}</p>
        <Button onClick={() => go("send")}>{say("send_now")}</Button>
      </Notice>
    );
  }
  return (
    <button type="button" class="syncline" onClick={() => go("send")}>
      {words}
      {troubles > 0 && <span class="state is-warn">{say("troubles", { many: troubles })}</span>}
    </button>
  );
}
