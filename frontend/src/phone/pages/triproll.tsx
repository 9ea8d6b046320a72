/** The roll at a stop: tick who is there. */

import { useState } from "preact/hooks";
import { useApp } from "../parts/app.ts";
import { isAboard, type OnTrip } from "../parts/trips.tsx";
import { Button, Notice, Page } from "../parts/ui.tsx";

export function Roll({ tell, trip, keep }: OnTrip) {
  const { back } = useApp();
  const riders = trip.passengers
    .filter((one) => isAboard(one) || one.state === "arrived")
    .sort((a, b) => (a.seat ?? 999) - (b.seat ?? 999));
  const [there, setThere] = useState<Set<string>>(new Set());
  const [where, setWhere] = useState("");
  const [fault, setFault] = useState("");
  const places = [...new Set([...trip.route.map((one) => one.name), tell("on_the_way")])].filter(Boolean);
  const missing = riders.filter((one) => !there.has(one.passenger));
  const tick = (uuid: string) => {
    const now = new Set(there);
    if (!now.delete(uuid)) {
      now.add(uuid);
    }
    setThere(now);
  };
  const record = async () => {
    setFault(where ? "" : tell("roll_where_missing"));
    if (where) {
      const gone = missing.map((one) => one.passenger);
      await keep("call_roll", { where, present: riders.length - gone.length, missing: gone });
      back();
    }
  };
  const foot = (
    <Button kind="main" onClick={() => void record()} disabled={!riders.length}>
      {tell("roll_keep", { present: riders.length - missing.length, missing: missing.length })}
    </Button>
  );
  return (
    <Page title={tell("roll")} back foot={foot}>
      {!riders.length && <Notice>{tell("none_boarded")}</Notice>}
      <fieldset class="field">
        <legend>{tell("roll_where")}</legend>
        <div class="by-words">
          {places.map((one) => (
            <label class="choice" key={one}>
              <input type="radio" name="where" checked={where === one} onChange={() => setWhere(one)} />
              <span>{one}</span>
            </label>
          ))}
        </div>
        {fault && (
          <p class="fault" role="alert">
            {fault}
          </p>
        )}
      </fieldset>
      <p class="hint">{tell("roll_lead")}</p>
      <Button onClick={() => setThere(new Set(riders.map((one) => one.passenger)))}>{tell("all_there")}</Button>
      <ul class="trip-riders">
        {riders.map((one) => (
          <li key={one.passenger}>
            <label class="choice trip-tick">
              <input type="checkbox" checked={there.has(one.passenger)} onChange={() => tick(one.passenger)} />
              <b>{one.seat ?? "—"}</b>
              <span>{one.name}</span>
            </label>
          </li>
        ))}
      </ul>
    </Page>
  );
}
