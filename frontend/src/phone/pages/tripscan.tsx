/** Boarding by the square on the health certificate, or by number, seat or name. Who is on no list stays at the door. */

import { useState } from "preact/hooks";
import type { OnTrip } from "../parts/trips.tsx";
import { Button, Field, Input, Notice, Page } from "../parts/ui.tsx";
import { riderOf } from "../store/trips.ts";
import type { Rider } from "../types.ts";
import { Camera } from "./scan.tsx";
import { Door } from "./triprider.tsx";

export function TripScan(on: OnTrip) {
  const { tell, trip } = on;
  const [typed, setTyped] = useState("");
  const [code, setCode] = useState("");
  const [how, setHow] = useState<"qr" | "list">("list");
  const rider = code ? riderOf(trip, code) : undefined;
  const next = () => {
    setCode("");
    setTyped("");
  };
  const open = (found: string, by: "qr" | "list") => {
    setHow(by);
    setCode(found.trim());
  };
  return (
    <Page title={tell("scan")} back>
      {!code && <p>{tell("scan_lead")}</p>}
      {!code && <Camera onCode={(found) => open(found, "qr")} />}
      {!code && (
        <form
          class="sheet"
          onSubmit={(event) => {
            event.preventDefault();
            open(typed, "list");
          }}
        >
          <Field id="number" label={tell("scan_number")}>
            <Input id="number" value={typed} onText={setTyped} />
          </Field>
          <Button type="submit">{tell("find")}</Button>
        </form>
      )}
      {rider && <Found {...on} rider={rider} how={how} next={next} />}
      {code && !rider && <Stranger {...on} code={code} />}
      {code && <Button onClick={next}>{tell("next_scan")}</Button>}
    </Page>
  );
}

function Found({ rider, how, next, ...on }: OnTrip & { rider: Rider; how: "qr" | "list"; next: () => void }) {
  const { tell } = on;
  return (
    <>
      <section class="sheet trip-found">
        <b>{rider.seat === null ? tell("no_seat") : tell("seat", { seat: rider.seat })}</b>
        <strong>{rider.name}</strong>
        <small>{[rider.sex, rider.village].filter(Boolean).join(" · ")}</small>
      </section>
      {rider.state === "boarded" ? (
        <Notice tone="good">{tell("state_boarded")}</Notice>
      ) : (
        <Door key={rider.passenger} {...on} rider={rider} how={how} onDone={next} />
      )}
    </>
  );
}

/** Refused at the door; a note for the office, which decides whether somebody joins late. */
function Stranger({ tell, keep, code }: OnTrip & { code: string }) {
  const [words, setWords] = useState("");
  const [fault, setFault] = useState("");
  const [isKept, setKept] = useState(false);
  const note = async () => {
    setFault(words.trim() ? "" : tell("note_missing"));
    if (words.trim()) {
      await keep("late", { code: code.slice(0, 100), words: words.trim() });
      setKept(true);
    }
  };
  return (
    <>
      <Notice tone="bad">{tell("not_on_list", { code: code.slice(0, 40) })}</Notice>
      {isKept ? (
        <Notice tone="good">{tell("note_kept")}</Notice>
      ) : (
        <section class="sheet">
          <p>{tell("note_lead")}</p>
          <Field id="note" label={tell("note_name")} fault={fault}>
            <Input id="note" value={words} fault={fault} maxLength={100} onText={setWords} />
          </Field>
          <Button onClick={() => void note()}>{tell("note_keep")}</Button>
        </section>
      )}
    </>
  );
}
