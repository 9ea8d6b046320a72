/** Something happened on the way: what, whom it is about, in words. */

import { useState } from "preact/hooks";
import { useApp } from "../parts/app.ts";
import type { OnTrip } from "../parts/trips.tsx";
import { Button, Field, Page } from "../parts/ui.tsx";

export function Incident({ tell, trip, keep }: OnTrip) {
  const { back } = useApp();
  const [kind, setKind] = useState("");
  const [words, setWords] = useState("");
  const [whom, setWhom] = useState("");
  const [fault, setFault] = useState("");
  const record = async () => {
    setFault(kind ? "" : tell("incident_kind_missing"));
    if (kind) {
      await keep("report_incident", { kind, words: words.trim(), passenger: whom || null });
      back();
    }
  };
  const foot = (
    <Button kind="main" onClick={() => void record()}>
      {tell("incident_keep")}
    </Button>
  );
  return (
    <Page title={tell("incident")} back foot={foot}>
      <fieldset class="field">
        <legend>{tell("incident_kind")}</legend>
        <div class="by-words">
          {trip.kinds.map(([code, label]) => (
            <label class="choice" key={code}>
              <input type="radio" name="kind" checked={kind === code} onChange={() => setKind(code)} />
              <span>{label}</span>
            </label>
          ))}
        </div>
        {fault && (
          <p class="fault" role="alert">
            {fault}
          </p>
        )}
      </fieldset>
      <Field id="whom" label={tell("incident_whom")}>
        <select id="whom" class="input" value={whom} onChange={(event) => setWhom(event.currentTarget.value)}>
          <option value="">{tell("incident_nobody")}</option>
          {trip.passengers.map((one) => (
            <option key={one.passenger} value={one.passenger}>
              {one.seat} {one.name}
            </option>
          ))}
        </select>
      </Field>
      <Field id="words" label={tell("incident_words")}>
        <textarea
          id="words"
          class="input"
          maxLength={300}
          value={words}
          onInput={(event) => setWords(event.currentTarget.value)}
        />
      </Field>
    </Page>
  );
}
