/** One passenger at the door: temperature, boarding, another seat, or that they did not come. */

import { useState } from "preact/hooks";
import { useApp } from "../parts/app.ts";
import { Icon } from "../parts/icons.tsx";
import { degrees, freeSeats, isAboard, isHot, joined, type OnTrip, tenthsOf, whyNot } from "../parts/trips.tsx";
import { Button, Field, Input, Notice, Page } from "../parts/ui.tsx";
import { timeInWords } from "../parts/values.ts";
import type { Rider } from "../types.ts";

export interface OfRider extends OnTrip {
  rider: Rider;
}

export function RiderPage({ passenger, ...on }: OnTrip & { passenger: string }) {
  const { tell, trip, keep } = on;
  const { back } = useApp();
  const rider = trip.passengers.find((one) => one.passenger === passenger);
  if (!rider) {
    return (
      <Page title={tell("trip")} back>
        <Notice tone="warn">{tell("gone")}</Notice>
      </Page>
    );
  }
  const record = (kind: string) => async () => {
    await keep(kind, { passenger });
    back();
  };
  return (
    <Page title={rider.name} lead={rider.seat === null ? tell("no_seat") : tell("seat", { seat: rider.seat })} back>
      <p>
        <span class={`state is-${isAboard(rider) ? "good" : "plain"}`}>{tell(`state_${rider.state}`)}</span>
      </p>
      {!isAboard(rider) && !trip.departed_at && <Door {...on} rider={rider} how="list" onDone={back} />}
      {isAboard(rider) && !trip.departed_at && <Button onClick={record("unboard")}>{tell("unboard")}</Button>}
      {rider.state === "cleared" && !trip.departed_at && (
        <Button kind="danger" onClick={record("miss")}>
          {tell("miss")}
        </Button>
      )}
      <Facts {...on} rider={rider} />
      {!trip.departed_at && <Seat {...on} rider={rider} />}
    </Page>
  );
}

/** The last gate before the steps of the coach; refuses with a sentence, without any signal. */
export function Door({
  tell,
  trip,
  now,
  rider,
  keep,
  how,
  onDone,
}: OfRider & { how: "qr" | "list"; onDone: () => void }) {
  const [typed, setTyped] = useState("");
  const [fault, setFault] = useState("");
  const [wasHot, setHot] = useState(false);
  const limit = degrees(trip.hottest);
  const why = whyNot(rider, trip, now);
  const board = async () => {
    const temperature = tenthsOf(typed);
    setFault(temperature === undefined ? tell("temperature_odd") : "");
    if (temperature === undefined) {
      return;
    }
    // What holds nobody back is nobody's business: it stays in the hand of who measured it.
    const isHeld = isHot(temperature, trip.hottest);
    await keep("board", { passenger: rider.passenger, how, temperature: isHeld ? temperature : null });
    if (isHeld) {
      setHot(true);
    } else {
      onDone();
    }
  };
  if (wasHot) {
    return <Notice tone="bad">{tell("why_hot", { name: rider.name, limit })}</Notice>;
  }
  if (why) {
    return <Notice tone="bad">{tell(why, { name: rider.name })}</Notice>;
  }
  return (
    <section class="sheet">
      {trip.hottest !== null && (
        <Field id="temperature" label={tell("temperature")} hint={tell("temperature_hint", { limit })} fault={fault}>
          <Input id="temperature" inputmode="decimal" value={typed} fault={fault} maxLength={5} onText={setTyped} />
        </Field>
      )}
      <Button kind="main" onClick={() => void board()}>
        {rider.state === "no_show" ? tell("came") : tell("board")}
      </Button>
    </section>
  );
}

function Facts({ tell, trip, rider }: OfRider) {
  const { say, language } = useApp();
  const others = trip.passengers.filter((one) => rider.together && one.together === rider.together && one !== rider);
  const certificate =
    rider.certificate &&
    [rider.certificate, tell("until", { when: timeInWords(rider.valid_until, say, language) })].join(" · ");
  const facts: [string, string][] = [
    [tell("village"), rider.village],
    [tell("stop"), rider.stop],
    [
      tell("together"),
      joined(
        others.map((one) => one.name),
        language,
      ),
    ],
    [tell("certificate"), certificate],
  ];
  return (
    <section class="sheet">
      <dl class="lines">
        {facts
          .filter(([, words]) => words)
          .map(([label, words]) => (
            <>
              <dt>{label}</dt>
              <dd>{words}</dd>
            </>
          ))}
      </dl>
      {rider.phone && (
        <a class="button is-plain" href={`tel:${rider.phone}`}>
          <Icon name="call" />
          <span>{tell("call", { phone: rider.phone })}</span>
        </a>
      )}
    </section>
  );
}

/** A free seat of this coach; one that is taken is refused here and at the county. */
function Seat({ tell, trip, rider, keep }: OfRider) {
  const { language } = useApp();
  const [typed, setTyped] = useState("");
  const [fault, setFault] = useState("");
  const taken = new Map(trip.passengers.map((one) => [one.seat, one.name]));
  const change = async () => {
    const seat = Number(typed);
    if (!Number.isInteger(seat) || seat < 1 || seat > trip.places) {
      setFault(tell("seat_odd", { most: trip.places }));
    } else if (taken.has(seat)) {
      setFault(tell("seat_taken", { seat, name: taken.get(seat) ?? "" }));
    } else {
      setFault("");
      setTyped("");
      await keep("change_seat", { passenger: rider.passenger, seat });
    }
  };
  return (
    <details class="sheet">
      <summary>{tell("change_seat")}</summary>
      <p class="hint">{tell("free_seats", { seats: joined(freeSeats(trip).map(String), language) })}</p>
      <Field id="seat" label={tell("new_seat")} fault={fault}>
        <Input id="seat" inputmode="numeric" value={typed} fault={fault} maxLength={3} onText={setTyped} />
      </Field>
      <Button onClick={() => void change()}>{tell("change_seat")}</Button>
    </details>
  );
}
