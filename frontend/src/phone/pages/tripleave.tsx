/** The coach leaves, the coach arrives: asked once more, because neither is taken back. */

import { useState } from "preact/hooks";
import { useApp } from "../parts/app.ts";
import { counted, isWaiting, joined, type OnTrip } from "../parts/trips.tsx";
import { Button, Notice, Page } from "../parts/ui.tsx";
import type { Rider } from "../types.ts";

/**
 * Whoever is not on board is recorded as not come, each by name. Beside a second escort nobody is so by itself: the
 * other phone may have them on board, and the county waits for it.
 */
export function Depart(on: OnTrip) {
  const { tell, trip, keep } = on;
  const { back } = useApp();
  const [isBusy, setBusy] = useState(false);
  const left = trip.passengers.filter((one) => one.state === "cleared");
  const isAlone = trip.escorts.length < 2;
  const [missed, setMissed] = useState<Set<string>>(() => new Set(isAlone ? left.map((one) => one.passenger) : []));
  const { done } = counted(trip);
  const depart = async () => {
    setBusy(true);
    for (const one of left) {
      if (missed.has(one.passenger)) {
        await keep("miss", { passenger: one.passenger });
      }
    }
    await keep("depart");
    back();
  };
  const notThrough = trip.passengers.filter((one) => isWaiting(one) && one.state !== "cleared");
  const mayLeave = done > 0 && trip.is_cleared && !notThrough.length;
  return (
    <Page title={tell("depart_ask")} lead={tell("trip_of", { number: trip.number, plate: trip.plate })} back>
      <p class="trip-count">{tell("count", counted(trip))}</p>
      {!trip.is_cleared && <Notice tone="bad">{tell("not_cleared")}</Notice>}
      {done === 0 && <Notice tone="bad">{tell("depart_nobody")}</Notice>}
      {notThrough.length > 0 && <NotThrough {...on} riders={notThrough} />}
      {left.length > 0 ? (
        <Left {...on} riders={left} missed={missed} set={setMissed} isAlone={isAlone} />
      ) : (
        <Notice tone="good">{tell("depart_all")}</Notice>
      )}
      <Button kind="main" onClick={() => void depart()} disabled={isBusy || !mayLeave}>
        {tell("yes_depart")}
      </Button>
      <Button onClick={back}>{tell("no_not_yet")}</Button>
    </Page>
  );
}

/** On the list and not through the gate: no coach leaves before the office has taken them off. */
function NotThrough({ tell, riders }: OnTrip & { riders: Rider[] }) {
  const { language } = useApp();
  const names = joined(
    riders.map((one) => one.name),
    language,
  );
  return <Notice tone="bad">{tell("depart_held", { names })}</Notice>;
}

interface LeftProps extends OnTrip {
  riders: Rider[];
  missed: Set<string>;
  set: (missed: Set<string>) => void;
  isAlone: boolean;
}

function Left({ tell, riders, missed, set, isAlone }: LeftProps) {
  const tick = (uuid: string) => {
    const now = new Set(missed);
    if (!now.delete(uuid)) {
      now.add(uuid);
    }
    set(now);
  };
  return (
    <>
      <Notice tone="warn">{tell(isAlone ? "depart_missing" : "depart_other", { many: riders.length })}</Notice>
      <ul class="trip-riders">
        {riders.map((one) => (
          <li key={one.passenger}>
            <label class="choice trip-tick">
              <input type="checkbox" checked={missed.has(one.passenger)} onChange={() => tick(one.passenger)} />
              <b>{one.seat ?? "—"}</b>
              <span>
                {one.name} <small>{tell("miss")}</small>
              </span>
            </label>
          </li>
        ))}
      </ul>
    </>
  );
}

export function Arrive({ tell, trip, keep }: OnTrip) {
  const { back } = useApp();
  const [isBusy, setBusy] = useState(false);
  const arrive = async () => {
    setBusy(true);
    await keep("arrive");
    back();
  };
  const { done } = counted(trip);
  return (
    <Page title={tell("arrive_ask")} lead={tell("trip_of", { number: trip.number, plate: trip.plate })} back>
      <p class="trip-count">{tell("count", { done, all: done })}</p>
      {trip.destination && <p>{tell("to", { place: trip.destination })}</p>}
      <Button kind="main" onClick={() => void arrive()} disabled={isBusy}>
        {tell("yes_arrive")}
      </Button>
      <Button onClick={back}>{tell("no_not_yet")}</Button>
    </Page>
  );
}
