/** The hand-over: who takes the people over, who is not taken and why, and the signature that completes it. */

import { useState } from "preact/hooks";
import { useApp } from "../parts/app.ts";
import { Signature } from "../parts/signature.tsx";
import type { OnTrip } from "../parts/trips.tsx";
import { Button, Fault, Field, Input, Notice, Page } from "../parts/ui.tsx";
import type { Receiver, Rider } from "../types.ts";

export function Hand({ tell, trip }: OnTrip) {
  const { phone, back } = useApp();
  const riders = trip.passengers.filter((one) => one.state === "arrived");
  const [of, setOf] = useState<Receiver["of"]>("employer");
  const [receiver, setReceiver] = useState(trip.receivers[0]?.name ?? "");
  const [rejected, setRejected] = useState<Record<string, string>>({});
  const [faults, setFaults] = useState<{ receiver?: string; reason?: string }>({});
  const [broken, setBroken] = useState<unknown>();
  const accepted = riders.filter((one) => !(one.passenger in rejected));
  const hand = async (signature: Blob) => {
    const open = riders.find((one) => rejected[one.passenger] === "");
    const found = {
      receiver: receiver.trim() ? undefined : tell("receiver_missing"),
      reason: open && tell("reason_missing", { name: open.name }),
    };
    setFaults(found);
    if (found.receiver || found.reason) {
      return;
    }
    const about = { trip: trip.trip, at: new Date().toISOString(), receiver: receiver.trim(), receiver_of: of };
    try {
      await phone.sign(
        "transfers.hand_over",
        { ...about, accepted: accepted.map((one) => one.passenger), rejected },
        signature,
      );
      back();
    } catch (raised) {
      setBroken(raised);
    }
  };
  if (!riders.length) {
    return (
      <Page title={tell("hand_over")} back>
        <Notice tone="warn">{tell("nobody_arrived")}</Notice>
      </Page>
    );
  }
  return (
    <Page title={tell("hand_over")} lead={tell("trip_of", { number: trip.number, plate: trip.plate })} back>
      <p>{tell("tick_accepted")}</p>
      <ul class="trip-riders">
        {riders.map((one) => (
          <Judged
            key={one.passenger}
            {...{ tell, trip, rider: one }}
            reason={rejected[one.passenger]}
            set={(reason) => setRejected((before) => changed(before, one.passenger, reason))}
          />
        ))}
      </ul>
      <p class="trip-count" role="status">
        {tell("hand_over_sum", { accepted: accepted.length, rejected: riders.length - accepted.length })}
      </p>
      <section class="sheet">
        <fieldset class="field">
          <legend>{tell("receiver_of")}</legend>
          <div class="by-words">
            {trip.receivers.map((one) => (
              <label class="choice" key={one.of}>
                <input type="radio" name="of" checked={of === one.of} onChange={() => setOf(one.of)} />
                <span>{tell(one.of === "employer" ? "of_employer" : "of_station")}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <Field id="receiver" label={tell("receiver")} fault={faults.receiver} must>
          <Input id="receiver" value={receiver} fault={faults.receiver} maxLength={60} onText={setReceiver} />
        </Field>
        {faults.reason && (
          <p class="fault" role="alert">
            {faults.reason}
          </p>
        )}
        <p>{tell("receiver_signs")}</p>
        <Signature onSign={(picture) => void hand(picture)} />
        {broken !== undefined && <Fault fault={broken} />}
      </section>
    </Page>
  );
}

/** undefined: taken over. */
function changed(
  before: Record<string, string>,
  passenger: string,
  reason: string | undefined,
): Record<string, string> {
  const { [passenger]: _, ...others } = before;
  return reason === undefined ? others : { ...others, [passenger]: reason };
}

interface JudgedProps extends Pick<OnTrip, "tell" | "trip"> {
  rider: Rider;
  reason: string | undefined;
  set: (reason: string | undefined) => void;
}

function Judged({ tell, trip, rider, reason, set }: JudgedProps) {
  const isRejected = reason !== undefined;
  return (
    <li class="trip-judged">
      <span class="trip-who">
        <b>{rider.seat ?? "—"}</b>
        <strong>{rider.name}</strong>
      </span>
      <Button kind={isRejected ? "danger" : "plain"} onClick={() => set(isRejected ? undefined : "")}>
        {tell(isRejected ? "rejected" : "accepted")}
      </Button>
      {isRejected && (
        <select
          class="input"
          aria-label={`${rider.name} ${tell("reason")}`}
          value={reason}
          onChange={(event) => set(event.currentTarget.value)}
        >
          <option value="">{tell("reason")}</option>
          {trip.reasons.map(([code, label]) => (
            <option key={code} value={code}>
              {label}
            </option>
          ))}
        </select>
      )}
    </li>
  );
}
